import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { average, largest, latest, readSamples, SampleFile } from "./sample-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-samples-"));
  path = join(folder, "use.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("samples of a run", () => {
  it("are all there while they are few", () => {
    const file = new SampleFile(path, [latest]);
    for (const at of [1, 2, 3]) file.add(at, [at * 10]);
    expect(readSamples(path)).toEqual([
      [1, 1, 10],
      [1, 2, 20],
      [1, 3, 30],
    ]);
  });

  it("of ten days stand for all of their time, alike everywhere, in a small file", () => {
    const file = new SampleFile(path, [latest, largest, average]);
    const samples = (10 * 86_400) / 5;
    // A counter, one peak, and a share that is half of the time 1.
    for (let i = 1; i <= samples; i++) file.add(i * 5, [i, i === 12_345 ? 99 : 1, i % 2]);
    const rows = readSamples(path);
    expect(statSync(path).size).toBeLessThan(64 * 1024);
    expect(rows.length).toBeGreaterThan(300);
    const coarseness = rows[0][0];
    expect(rows.every(([count]) => count === coarseness)).toBe(true);
    expect(rows.every(([count, at, counter], i) => at === (i + 1) * count * 5 && counter === (i + 1) * count)).toBe(
      true,
    );
    expect(samples - rows.length * coarseness).toBeLessThan(coarseness);
    expect(rows.filter(([, , , peak]) => peak === 99)).toHaveLength(1);
    expect(rows.every(([, , , , share]) => Math.abs((share ?? 0) - 0.5) < 1e-9)).toBe(true);
  });

  it("go on where they were, as coarse as they were, when another process takes over", () => {
    const first = new SampleFile(path, [latest]);
    for (let i = 1; i <= 800; i++) first.add(i, [i]);
    const before = readSamples(path).length;
    const second = new SampleFile(path, [latest]);
    for (let i = 801; i <= 810; i++) second.add(i, [i]);
    const rows = readSamples(path);
    expect(rows).toHaveLength(before + 5);
    expect(rows.slice(-2)).toEqual([
      [2, 808, 808],
      [2, 810, 810],
    ]);
  });

  it("are read past a line that was cut off, and are none where nothing was written", () => {
    writeFileSync(path, "[1,5,1]\n[1,10,nul");
    expect(readSamples(path)).toEqual([[1, 5, 1]]);
    expect(readSamples(join(folder, "nothing"))).toEqual([]);
  });

  it("that cannot be written disturb nobody", () => {
    const file = new SampleFile(join(folder, "gone", "use.jsonl"), [latest]);
    expect(() => file.add(1, [1])).not.toThrow();
  });
});

it("a value that was not told takes nothing from its neighbour", () => {
  expect([largest(null, 3, [1, 1]), average(4, null, [1, 1]), largest(null, null, [1, 1])]).toEqual([3, 4, null]);
});
