import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./freshness.mjs";
import { faultsIn } from "./licences.mjs";

const fine = { name: "fine", version: "1.2.3", license: "(MIT OR Apache-2.0)", dev: false, hasInstallScript: false };

describe("what Tuneboard is made of", () => {
  it("is accepted as it stands in the lock file, without asking anybody", () => {
    const listed = spawnSync(process.execPath, [join(root, "scripts/licences.mjs"), "--json"], { encoding: "utf8" });
    expect([listed.status, listed.stderr]).toEqual([0, ""]);
    expect(JSON.parse(listed.stdout).length).toBeGreaterThan(100);
  });

  it.each([
    ["a licence that nobody accepted", { license: "GPL-3.0-only" }, "GPL-3.0-only"],
    ["no licence", { license: "" }, "names no licence"],
    ["a script at its installation", { hasInstallScript: true }, "run a script"],
    ["a version with a known fault", { name: "next", version: "16.3.2" }, "16.3.3 has it no more"],
  ])("is refused with %s", (_, change, sentence) => {
    expect(faultsIn([{ ...fine, ...change }])).toEqual([expect.stringContaining(sentence)]);
  });

  it("is fine where nothing is wrong", () => {
    expect(faultsIn([fine, { ...fine, name: "next", version: "16.4.0" }])).toEqual([]);
  });
});
