/** That V8 takes, at a start, the code that the build kept: when it does not, nothing fails, and every start is slow. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

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
});
