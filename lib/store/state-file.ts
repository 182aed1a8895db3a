/** A small JSON document of ours on disk: read whole, replaced in one step. */
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** `absent`: never written. `damaged`: there is something that is not what we write. */
export type StateRead<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "absent" }
  | { readonly kind: "damaged"; readonly because: string };

/**
 * What stands at `path`, as `parse` takes it; `parse` throws on what it does not know.
 *
 * @throws Error if the file is there and cannot be read.
 */
export async function readState<T>(path: string, parse: (json: unknown) => T): Promise<StateRead<T>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { kind: "absent" };
    throw new Error(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  try {
    return { kind: "read", value: parse(JSON.parse(text)) };
  } catch (error) {
    return { kind: "damaged", because: `${path} is not as Tuneboard writes it: ${firstLine(messageOf(error))}` };
  }
}

let drafts = 0;

/**
 * Puts `value` at `path` in one step: who reads meanwhile, or after a crash, finds the old document or the new one.
 *
 * @throws Error if it cannot be written; the old document stands then.
 */
export async function writeState(path: string, value: unknown): Promise<void> {
  drafts += 1;
  const draft = `${path}.${process.pid}.${drafts}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(draft, "w", 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(value, null, 1)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw new Error(`${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

/** Moves a damaged document out of the way, so that a new one destroys nothing; returns where it went. */
export async function setAside(path: string): Promise<string> {
  const aside = `${path}.damaged`;
  await rename(path, aside);
  return aside;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const firstLine = (text: string): string => text.split("\n", 1)[0];
