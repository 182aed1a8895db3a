/** That V8 takes, at a start, the code that the build kept: when it does not, nothing fails, and every start is slow. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withinAscii } from "./kept-code.mjs";

const root = join(import.meta.dirname, "..");

// What `lib/cli/start.ts` does with it, in a process with the same flags.
const take = `
  const { readFileSync } = require("node:fs");
  const bundle = readFileSync("dist/engine.cjs", "latin1");
  const cachedData = readFileSync("dist/engine.code").subarray(8);
  console.log(new (require("node:vm").Script)(bundle, { cachedData }).cachedDataRejected);
`;

describe("the code that the build keeps", () => {
  it("is taken by V8 at a start", { timeout: 120_000 }, () => {
    spawnSync(process.execPath, [join(root, "bin/tuneboard.mjs"), "--version"]); // builds the engine if need be
    const flags = ["--import", join(root, "bin/v8-flags.mjs")];
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, "-e", take], { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe("false");
  });

  it("is of a bundle without a character that its loader would read as another one", { timeout: 120_000 }, () => {
    spawnSync(process.execPath, [join(root, "bin/tuneboard.mjs"), "--version"]);
    const bytes = readFileSync(join(root, "dist/engine.cjs"));
    expect(bytes.findIndex((byte) => byte > 127)).toBe(-1);
  });

  it("says what was written, in tagged templates too, which esbuild leaves as they are", () => {
    const written = "tag`×0.5 → 调参 😀 °`";
    const tag = (parts) => parts.join("|");
    const escaped = withinAscii(written);
    expect(escaped).toMatch(/^[\x20-\x7e]*$/);
    expect(new Function("tag", `return ${escaped}`)(tag)).toBe("×0.5 → 调参 😀 °");
  });
});
