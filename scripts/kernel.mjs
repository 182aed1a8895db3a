/**
 * Assembles `lib/tfevents/scalar-kernel.wat` into `scalar-kernel-binary.ts`, which is kept beside it: who runs or builds
 * Tuneboard needs no assembler. A test holds the two together.
 *
 *   npm run kernel
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import wabt from "wabt";
import { root } from "./freshness.mjs";

const SOURCE = join(root, "lib/tfevents/scalar-kernel.wat");
const RESULT = join(root, "lib/tfevents/scalar-kernel-binary.ts");

/** The text of `scalar-kernel-binary.ts` that belongs to the source as it is. */
export async function kernelText() {
  const { parseWat } = await wabt();
  const parsed = parseWat(SOURCE, readFileSync(SOURCE, "utf8"), { simd: true, bulk_memory: true });
  parsed.validate();
  const { buffer } = parsed.toBinary({});
  return [
    "/** `scalar-kernel.wat`, assembled by `npm run kernel`. */",
    "export const SCALAR_KERNEL =",
    `  "${Buffer.from(buffer).toString("base64")}";`,
    "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(RESULT, await kernelText());
