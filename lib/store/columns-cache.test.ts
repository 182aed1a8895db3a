import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TagPoints } from "../core/log-reader.ts";
import type { Series } from "../core/series.ts";
import { SeriesBuilder } from "../core/series-builder.ts";
import { fillColumns } from "./column-slices.ts";
import { type CachedFile, readColumns, writeColumns } from "./columns-cache.ts";

let folder: string;
const path = (): string => join(folder, "x.columns");
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-cache-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A series with these steps; its values and times follow from them. */
function seriesOf(steps: readonly number[]): Series {
  const series = new SeriesBuilder();
  steps.forEach((step, at) => {
    series.push(step, 1.7e9 + at / 3, step / 2, true);
  });
  return series;
}

const pointsOf = (series: Record<string, Series>): TagPoints[] =>
  Object.entries(series).map(([tag, one]) => ({ tag, series: one }));

const read = (): Promise<CachedFile<string>[] | null> =>
  readColumns<string>(path(), "this engine", async (order) => fillColumns(order));

const columnsOf = ({ length, steps, wallTimes, values, exactSteps }: Series) => ({
  steps: [...steps.subarray(0, length)],
  wallTimes: [...wallTimes.subarray(0, length)],
  values: [...values.subarray(0, length)],
  exactSteps,
});

describe("what was written comes back", () => {
  it.each([
    { steps: [0, 1, 2, 3], because: "steps at even distances" },
    { steps: [0, 1, 3], because: "an odd number of steps at others" },
    { steps: [0, 1, 2, 0, 1, 2], because: "a restart" },
    { steps: [0, 2 ** 40], because: "steps beyond 32 bits" },
    { steps: [], because: "no point at all" },
  ])("with $because", async ({ steps }) => {
    const points = pointsOf({ before: seriesOf([5]), loss: seriesOf(steps), behind: seriesOf([1, 7, 9]) });
    await writeColumns(path(), "this engine", [{ state: "a.log", points }]);
    const [file] = (await read()) ?? [];
    expect(file.state).toBe("a.log");
    expect(file.points.map(({ tag, series }) => [tag, columnsOf(series)])).toEqual(
      points.map(({ tag, series }) => [tag, columnsOf(series)]),
    );
  });

  it("with files by the hundreds, in their order", async () => {
    const files = Array.from({ length: 700 }, (_, i) => ({
      state: `${i}.log`,
      points: pointsOf({ x: seriesOf([i]) }),
    }));
    await writeColumns(path(), "this engine", files);
    const back = (await read()) ?? [];
    expect(back.map(({ state, points }) => [state, points[0].series.steps[0]])).toEqual(
      files.map(({ state }, i) => [state, i]),
    );
  });

  it("with steps that no double holds", async () => {
    const series = new SeriesBuilder();
    series.push(2 ** 60, 1.7e9, 1, true);
    series.noteExactStep(2n ** 60n + 1n);
    await writeColumns(path(), "this engine", [{ state: "a.log", points: pointsOf({ loss: series }) }]);
    const [file] = (await read()) ?? [];
    expect(file.points[0].series.exactSteps).toEqual(new Map([[0, 2n ** 60n + 1n]]));
  });
});

it("takes twelve bytes a point when steps are at even distances, and sixteen otherwise", async () => {
  const even = Array.from({ length: 3000 }, (_, at) => 10 * at);
  const sizes: number[] = [];
  for (const steps of [even, [...even.slice(0, -1), 1]]) {
    await writeColumns(path(), "this engine", [{ state: "a.log", points: pointsOf({ loss: seriesOf(steps) }) }]);
    sizes.push(statSync(path()).size);
  }
  expect(sizes[1] - sizes[0]).toBeGreaterThan(4 * 3000 - 50);
  expect(sizes[0]).toBeLessThan(12 * 3000 + 1000);
});

it("lets one of two series with the same steps grow without the other", async () => {
  const steps = [0, 10, 20];
  const points = pointsOf({ loss: seriesOf(steps), accuracy: seriesOf(steps) });
  await writeColumns(path(), "this engine", [{ state: "a.log", points }]);
  const [file] = (await read()) ?? [];
  const [loss, accuracy] = file.points.map(({ series }) => {
    const builder = new SeriesBuilder();
    builder.append(series);
    return builder;
  });
  loss.push(999, 1.8e9, 1, true);
  accuracy.append(seriesOf([30, 40]));
  expect(columnsOf(loss).steps).toEqual([0, 10, 20, 999]);
  expect(columnsOf(accuracy).steps).toEqual([0, 10, 20, 30, 40]);
});

it("is nothing when it was written in an earlier layout", async () => {
  await writeColumns(path(), "this engine", [{ state: "a.log", points: pointsOf({ loss: seriesOf([1, 2, 3]) }) }]);
  expect(await read()).not.toBeNull();
  const bytes = readFileSync(path());
  bytes.writeUInt32LE(0x32304354, 0); // "TC02", as it was called before steps were told
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
  writeFileSync(path(), bytes);
  expect(await read()).toBeNull();
});
