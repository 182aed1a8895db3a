/** The writer against the builder of fixtures, which was written apart from it and is held to `tfrecord` and protobufjs. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeEvent, frame, scalar } from "../../fixtures/builders/event-file.ts";
import { ScalarRecords, versionRecord } from "./event-writer.ts";

it("begins a file as every writer does", () => {
  expect([...versionRecord(1.5)]).toEqual([...frame(encodeEvent({ wallTime: 1.5, fileVersion: "brain.Event:2" }))]);
});

const tags = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 });
const steps = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const wallTimes = fc.double({ noNaN: true });

it("writes floats as plain floats, whatever their tag, step and time", () => {
  fc.assert(
    fc.property(tags, steps, wallTimes, fc.float(), (tag, step, wallTime, value) => {
      const expected = frame(encodeEvent(scalar(tag, step, value, { wallTime })));
      expect([...new ScalarRecords(tag, false).encode(String(step), wallTime, value)]).toEqual([...expected]);
    }),
    { seed: 3, numRuns: 300 },
  );
});

it("writes doubles as tensors of the scalars plugin", () => {
  fc.assert(
    fc.property(tags, steps, wallTimes, fc.double(), (tag, step, wallTime, value) => {
      const form = { tensor: "double", in: "content" } as const;
      const expected = frame(encodeEvent(scalar(tag, step, value, { wallTime, form })));
      expect([...new ScalarRecords(tag, true).encode(String(step), wallTime, value)]).toEqual([...expected]);
    }),
    { seed: 4, numRuns: 300 },
  );
});
