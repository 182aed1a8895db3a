import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
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

const read = (): Promise<CachedFile<string>[] | null> => readColumns<string>(path(), "this engine", fillColumns);

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

it("lets a long series grow bit by bit: at no new point is all of it copied", async () => {
  const LENGTH = 300_000;
  const BATCHES = 60;
  const steps = Array.from({ length: LENGTH }, (_, at) => 10 * at);
  const points = pointsOf({ even: seriesOf(steps), uneven: seriesOf([...steps.slice(1), 7]) });
  await writeColumns(path(), "this engine", [{ state: "a.log", points }]);
  const [file] = (await read()) ?? [];
  for (const [tag, { series }] of file.points.map((one) => [one.tag, one] as const)) {
    const copied = vi.spyOn(Float64Array.prototype, "set");
    const growing = new SeriesBuilder();
    growing.append(series);
    for (let batch = 0; batch < BATCHES; batch++) {
      const length = 1000;
      const values = new Float32Array(length).fill(batch);
      growing.append({
        length,
        steps: new Int32Array(length).fill(batch),
        wallTimes: new Float64Array(length),
        values,
      });
    }
    const longest = Math.max(...copied.mock.calls.map(([source]) => source.length));
    copied.mockRestore();
    expect(longest).toBeLessThan(LENGTH / 10);
    expect(growing.length).toBe(LENGTH + 1000 * BATCHES);
    const old = columnsOf({ ...growing, length: LENGTH });
    expect(old).toEqual(columnsOf(points.find((one) => one.tag === tag)?.series ?? growing));
    const behind = (column: ArrayLike<number>): number[] =>
      Array.from({ length: BATCHES }, (_, batch) => column[LENGTH + 1000 * batch + 500]);
    expect(behind(growing.values)).toEqual(Array.from({ length: BATCHES }, (_, batch) => batch));
    expect(behind(growing.steps)).toEqual(Array.from({ length: BATCHES }, (_, batch) => batch));
  }
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
