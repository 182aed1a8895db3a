/** Records that are intact and say odd things: no valid message, no usual step, no possible time, another plugin's data. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, curve, eventFile, eventRecords, message, scalar, varint } from "../../fixtures/builders/event-file.ts";
import { damageOf, readFile } from "../../fixtures/builders/event-reading.ts";

const key = (field: number, wire: number): Uint8Array => varint(BigInt(field * 8 + wire));
const of = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
/** A message within a message within a message. */
function nested(depth: number, field: number): Uint8Array {
  let inner: Uint8Array = new Uint8Array(0);
  for (let i = 0; i < depth; i++) inner = message(field, inner);
  return inner;
}
const around = (payload: Uint8Array) =>
  readFile(
    eventFile([...curve("x", [0, 1]), {}, ...curve("x", [3], { from: 3 })], {
      faults: [{ kind: "payload", at: 3, bytes: payload }],
    }),
  );

describe("a payload that is no event, or more than one", () => {
  it.each([
    { what: "an unknown field", payload: message(31, of(1, 2, 3)), damage: [] },
    { what: "an unknown group", payload: concat([key(30, 3), message(1, of(1)), key(30, 4)]), damage: null },
    { what: "a group that never ends", payload: key(30, 3), damage: null },
    { what: "a wall time as a varint", payload: concat([key(1, 0), varint(7n)]), damage: [["not an event", 1]] },
    { what: "a summary as a double", payload: concat([key(5, 1), new Uint8Array(8)]), damage: [["not an event", 1]] },
    { what: "a wire type that there is not", payload: concat([key(3, 7), of(1)]), damage: [["not an event", 1]] },
    {
      what: "a varint of 11 bytes",
      payload: concat([key(2, 0), new Uint8Array(10).fill(0xff), of(1)]),
      damage: [["not an event", 1]],
    },
    {
      what: "a length that leaves the record",
      payload: concat([key(5, 2), varint(1000n), of(1)]),
      damage: [["not an event", 1]],
    },
    { what: "a length of 2^63", payload: concat([key(5, 2), varint(2n ** 63n)]), damage: [["not an event", 1]] },
    { what: "summaries nested 10,000 deep", payload: message(5, nested(10_000, 1)), damage: null },
    { what: "tensors nested 10,000 deep", payload: message(5, message(1, nested(10_000, 8))), damage: null },
  ])("$what costs nothing but itself", ({ payload, damage }) => {
    const { points, reader } = around(payload);
    expect(points.x.values).toEqual([0, 1, 3]);
    const found = damageOf(reader);
    if (damage === null) expect(found.length).toBeLessThanOrEqual(1);
    else expect(found).toEqual(damage);
  });

  it("never throws and never touches its neighbours, whatever its bytes", () => {
    const valid = eventRecords([scalar("y", 5, 1, { form: { tensor: "double", in: "list" } })]).slice(12, -4);
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(fc.nat(valid.length - 1), fc.nat(255)).map(([at, byte]) => valid.with(at, byte)),
    );
    fc.assert(
      fc.property(payload, (bytes) => {
        const { x } = around(bytes).points;
        expect(x.values.slice(0, 2)).toEqual([0, 1]);
        expect(x.values.at(-1)).toBe(3);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

describe("steps", () => {
  it.each([
    { steps: [0, 0, 0, 0], because: "nobody counted" },
    { steps: [5, 5, 6, 6], because: "steps come twice" },
    { steps: [-1, -1, 0, 1], because: "they begin below zero" },
    { steps: [80, 100, 80, 90], because: "a job went back to its checkpoint" },
  ])("$steps are all kept, in the order of the file: $because", ({ steps }) => {
    const { points, reader } = readFile(eventFile(steps.map((step, i) => scalar("x", step, i))));
    expect(points.x.steps).toEqual(steps);
    expect(points.x.values).toEqual([0, 1, 2, 3]);
    expect(reader.problems()).toEqual([]);
  });
});

describe("wall times", () => {
  it.each([
    { wallTime: Number.NaN, kind: "no wall time" },
    { wallTime: Number.POSITIVE_INFINITY, kind: "no wall time" },
    { wallTime: Number.NEGATIVE_INFINITY, kind: "no wall time" },
    { wallTime: -5, kind: "odd wall time" },
    { wallTime: 1e300, kind: "odd wall time" },
  ])("of $wallTime cost no point and are counted", ({ wallTime, kind }) => {
    const events = [
      ...curve("x", [1, 2, 3]),
      scalar("x", 3, 4, { wallTime }),
      scalar("x", 4, 5),
      scalar("x", 5, 6, { wallTime }),
    ];
    const { points, reader } = readFile(eventFile(events));
    expect(points.x.values).toEqual([1, 2, 3, 4, 5, 6]);
    expect(points.x.wallTimes[3]).toBe(wallTime);
    expect(damageOf(reader)).toEqual([[kind, 2]]);
  });

  it.each([0, 12.5, 4e9])("of %d are a clock of the logger's own", (wallTime) => {
    const { points, reader } = readFile(eventFile([scalar("x", 0, 1, { wallTime })]));
    expect([points.x.wallTimes, reader.problems()]).toEqual([[wallTime], []]);
  });

  it("that jump back or far ahead change nothing about order and count", () => {
    const times = [1.7e9, 1.7e9 + 10, 1.7e9 - 3600, 1.7e9 + 3.2e8, 1.7e9 + 20];
    const { points, reader } = readFile(
      eventFile(times.map((wallTime, step) => scalar("x", step, step, { wallTime }))),
    );
    expect(points.x.wallTimes).toEqual(times);
    expect(points.x.values).toEqual([0, 1, 2, 3, 4]);
    expect(reader.startedAt).toBe(1.7e9 - 3600); // nothing lies before the start: relative times are never negative
  });
});

describe("data of other plugins", () => {
  const png = concat([
    of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    of(0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0x3b, 0x9a, 0xca, 0),
  ]);
  const image = message(
    5,
    message(
      1,
      concat([
        message(1, new TextEncoder().encode("img")),
        message(4, concat([key(1, 0), varint(1n), key(2, 0), varint(10n ** 9n), message(4, png)])),
      ]),
    ),
  );

  it.each([
    { what: "an image that claims a gigapixel", rawFields: image },
    { what: "a graph of garbage", rawFields: message(4, new Uint8Array(5000).fill(0xee)) },
    {
      what: "a histogram of garbage",
      rawFields: message(5, message(1, concat([message(1, of(0x68)), message(5, new Uint8Array(99).fill(0xff))]))),
    },
  ])("are not looked into: $what costs nothing", ({ rawFields }) => {
    const { points, reader } = readFile(eventFile([scalar("x", 0, 1), { rawFields }, scalar("x", 1, 2)]));
    expect(Object.keys(points)).toEqual(["x"]);
    expect(points.x.values).toEqual([1, 2]);
    expect(reader.problems()).toEqual([]);
  });
});
