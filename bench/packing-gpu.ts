/** Packing on a real GPU. */
export async function packOnGpu(): Promise<void> {
  await Promise.resolve();
}
