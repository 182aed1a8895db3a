import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFrame, encodeFrame, type SeriesFrame } from "./series-frame.ts";

const LENGTH = 12;
const column = <T>(numbers: fc.Arbitrary<number>, make: (numbers: number[]) => T): fc.Arbitrary<T> =>
  fc.array(numbers, { minLength: LENGTH, maxLength: LENGTH }).map(make);
const ints = column(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (numbers) => Int32Array.from(numbers));
const floats = column(fc.float(), (numbers) => Float32Array.from(numbers));
const doubles = column(fc.double(), (numbers) => Float64Array.from(numbers));

const frames: fc.Arbitrary<SeriesFrame> = fc
  .record({
    steps: fc.oneof(ints, doubles),
    relative: floats,
    values: fc.oneof(floats, doubles),
    tag: fc.string(),
    extras: fc.record({ x: doubles, count: doubles }, { requiredKeys: [] }),
  })
  .chain(({ tag, ...columns }) =>
    (columns.values instanceof Float32Array ? floats : doubles).chain((others) =>
      fc.constantFrom(columns.values, others).map((smoothed) => ({
        version: 3,
        tag,
        x: "step" as const,
        columns: 9,
        curves: [{ run: "a", start: 0, length: LENGTH, total: 40, restarts: [2], startedAt: 1.5 }],
        ...columns,
        smoothed,
      })),
    ),
  );

describe("a frame", () => {
  it("comes back as it was sent, NaN and all", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const decoded = decodeFrame(encodeFrame(frame).buffer);
        expect(decoded).toEqual(frame);
        expect(decoded.smoothed === decoded.values).toBe(frame.smoothed === frame.values);
      }),
      { seed: 7 },
    );
  });

  it("takes seven bytes a point for floats at even steps and usual times", () => {
    const points = 10_000;
    const steps = Int32Array.from({ length: points }, (_, i) => 20 * i);
    const relative = Float32Array.from({ length: points }, (_, i) => 3600 + 2 * i);
    const values = Float32Array.from({ length: points }, (_, i) => Math.sin(i));
    const frame = { version: 1, tag: "loss", x: "step" as const, columns: 9, curves: [] };
    const { length } = encodeFrame({ ...frame, steps, relative, values, smoothed: values, extras: {} });
    expect(length).toBeLessThan(7.1 * points); // 4 for the value, 1 for the step, 2 for 2 s at 1/1024 to 1/4096 s each
  });

  it("of another version is refused", () => {
    const bytes = encodeFrame(fc.sample(frames, 1)[0]);
    bytes[3] = "1".charCodeAt(0);
    expect(() => decodeFrame(bytes.buffer)).toThrow("not a series frame of this version");
  });
});
