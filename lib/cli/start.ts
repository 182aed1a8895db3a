/**
 * What `dist/tuneboard.mjs` is: runs the engine's bundle, which lies beside it, with the code that V8 made of it before.
 * Compiling was a third of every start. Without that code, or where V8 does not take it, the engine starts all the same.
 *
 * TUNEBOARD_KEEP_CODE names a file to which the code is written when the process ends: the build has that done, once.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { packCode, unpackCode } from "./kept-code.ts";

const bundlePath = fileURLToPath(new URL("./engine.cjs", import.meta.url));
const bundle = readFileSync(bundlePath, "latin1"); // it holds no other characters, and this is how V8 keeps them
const script = new Script(bundle, { filename: bundlePath, cachedData: keptCode() });
const run: (require: NodeJS.Require, url: string, folder: string) => void = script.runInThisContext();
run(createRequire(import.meta.url), import.meta.url, import.meta.dirname);

const keep = process.env.TUNEBOARD_KEEP_CODE;
// At the end, when everything that a start needs has been compiled.
if (keep !== undefined) process.once("exit", () => writeFileSync(keep, packCode(bundle, script.createCachedData())));

function keptCode(): Buffer | undefined {
  try {
    return unpackCode(bundle, readFileSync(fileURLToPath(new URL("./engine.code", import.meta.url)))) ?? undefined;
  } catch {
    return undefined; // nobody kept any
  }
}
