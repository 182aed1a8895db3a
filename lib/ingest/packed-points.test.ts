import { expect, it } from "vitest";
import type { TagPoints } from "../core/log-reader.ts";
import { bufferOf, packPoints, packTogether } from "./packed-points.ts";

const read = (points: readonly TagPoints[]): unknown =>
  points.map(({ tag, series: { length, steps, wallTimes, values, exactSteps } }) => ({
    tag,
    columns: [steps, wallTimes, values].map((column) => [column.constructor.name, ...column.subarray(0, length)]),
    exactSteps,
  }));

const loose: readonly TagPoints[] = [
  {
    tag: "a",
    series: { length: 1, steps: Int32Array.of(1, 0), wallTimes: Float64Array.of(2, 0), values: Float32Array.of(3, 0) },
  },
  {
    tag: "b",
    series: {
      length: 2,
      steps: Float64Array.of(2 ** 53, 5),
      wallTimes: Float64Array.of(6, 7),
      values: Float64Array.of(0.1, Number.NaN),
      exactSteps: new Map([[0, 2n ** 53n + 1n]]),
    },
  },
];

it("brings columns of all kinds into one buffer", () => {
  const packed = packPoints(loose);
  expect(read(packed)).toEqual(read(loose));
  const buffer = bufferOf(packed);
  for (const { series } of packed) {
    for (const column of [series.steps, series.wallTimes, series.values]) expect(column.buffer).toBe(buffer);
  }
});

it("copies nothing when the columns fill one buffer already", () => {
  const packed = packPoints(loose);
  const again = packPoints(packed);
  expect(bufferOf(again)).toBe(bufferOf(packed));
  expect(read(again)).toEqual(read(loose));
});

it("copies a part of a buffer, lest the rest travels along", () => {
  const packed = packPoints(loose);
  const part = packPoints(packed.slice(0, 1));
  expect(bufferOf(part)?.byteLength).toBe(24);
  expect(read(part)).toEqual(read(loose.slice(0, 1)));
});

it("packs nothing into nothing", () => {
  expect(packPoints([])).toEqual([]);
  expect(bufferOf([])).toBeNull();
});

it("brings the points of several files into one buffer, and keeps them apart", () => {
  const other = packPoints(loose.slice(1));
  const together = packTogether([packPoints(loose), [], other]);
  expect(together.map(read)).toEqual([loose, [], other].map(read));
  const buffers = together.flat().flatMap(({ series }) => [series.steps, series.wallTimes, series.values]);
  expect(new Set(buffers.map(({ buffer }) => buffer)).size).toBe(1);
});
