/** What makes the next start build again, and what does not. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { signature } from "./freshness.mjs";

describe("the signature of sources", () => {
  let folder = "";
  const write = (path, text, time = 1_700_000_000) => {
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), time, time);
  };
  const current = () => signature(["lib", "package-lock.json"], folder);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tuneboard-freshness-"));
    mkdirSync(join(folder, "lib/core"), { recursive: true });
    write("lib/a.ts", "a");
    write("lib/core/b.ts", "b");
    onTestFinished(() => rmSync(folder, { recursive: true }));
  });

  it.each([
    { name: "a file is edited", change: () => write("lib/core/b.ts", "b2", 1_800_000_000) },
    { name: "an older file takes a file's place", change: () => write("lib/core/b.ts", "b", 1_600_000_000) },
    { name: "a file is added", change: () => write("lib/core/c.ts", "c", 1_600_000_000) },
    { name: "a file is removed", change: () => rmSync(join(folder, "lib/a.ts")) },
    { name: "a source that was missing appears", change: () => write("package-lock.json", "{}") },
  ])("changes when $name", ({ change }) => {
    const before = current();
    change();
    expect(current()).not.toBe(before);
  });

  it.each([
    { name: "nothing changes", change: () => {} },
    { name: "a test is added", change: () => write("lib/a.test.ts", "t") },
    { name: "a file beside the sources changes", change: () => write("README.md", "r") },
  ])("stays when $name", ({ change }) => {
    const before = current();
    change();
    expect(current()).toBe(before);
  });
});
