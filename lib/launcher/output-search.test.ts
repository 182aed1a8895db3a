import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { attemptFolder } from "./executors/executor.ts";
import { searchOutput } from "./output-search.ts";
import { attemptFiles } from "./shim/attempt-files.ts";

const MIB = 1024 * 1024;
const ATTEMPT = { id: "abcdefgh", number: 1 };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-search-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(output: string | Buffer): void {
  const attempt = attemptFolder(folder, ATTEMPT);
  mkdirSync(attempt, { recursive: true });
  writeFileSync(attemptFiles(attempt).output, output);
}
const find = (text: string, from: number, backwards = false) =>
  searchOutput(folder, ATTEMPT, { text, from, backwards });

it("finds the next and the one before, from any place, counted in bytes", async () => {
  write("é nan 2 nan 3");
  expect(await find("nan", 0)).toEqual({ kind: "found", at: 3 });
  expect(await find("nan", 4)).toEqual({ kind: "found", at: 9 });
  expect(await find("nan", 10)).toEqual({ kind: "nothing" });
  expect(await find("nan", 9, true)).toEqual({ kind: "found", at: 3 });
  expect(await find("nan", 3, true)).toEqual({ kind: "nothing" });
});

it("finds what lies across the border of two parts, in both directions", async () => {
  const output = Buffer.alloc(3 * MIB, ".");
  output.write("Traceback", MIB - 4);
  write(output);
  expect(await find("Traceback", 0)).toEqual({ kind: "found", at: MIB - 4 });
  expect(await find("Traceback", 3 * MIB, true)).toEqual({ kind: "found", at: MIB - 4 });
  expect(await find("Traceback", 2 * MIB - 2, true)).toEqual({ kind: "found", at: MIB - 4 });
});

it("stops after 64 MiB and says where to go on", async () => {
  const output = Buffer.alloc(66 * MIB, ".");
  output.write("end", 66 * MIB - 3);
  write(output);
  const first = await find("end", 0);
  expect(first).toEqual({ kind: "further", at: 64 * MIB });
  expect(await find("end", 64 * MIB)).toEqual({ kind: "found", at: 66 * MIB - 3 });
});

it("finds nothing where nothing was written", async () => {
  expect(await find("x", 0)).toEqual({ kind: "nothing" });
});
