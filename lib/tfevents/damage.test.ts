/** Records that end where they should not: writers that were stopped, and what others left in their files. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, curve, eventFile, eventRecords, recordOffsets, scalar } from "../../fixtures/builders/event-file.ts";
import { damageOf, readFile } from "../../fixtures/builders/event-reading.ts";
import { EventReader } from "./event-reader.ts";

const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const before = eventFile(curve("x", TEN.slice(0, 5)));
const after = eventRecords(curve("x", TEN.slice(5), { from: 5 }));
/** A record of a field of so many bytes that nobody reads: 31, its length a varint of three bytes. */
function image(bytes: number): Uint8Array {
  const header = [0xfa, 0x01, (bytes & 0x7f) | 0x80, ((bytes >> 7) & 0x7f) | 0x80, bytes >> 14];
  return eventRecords([{ rawFields: concat([Uint8Array.from(header), new Uint8Array(bytes).fill(0x7f)]) }]);
}
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

describe("a writer that is stopped within a record, and another that goes on in the same file", () => {
  const torn = eventRecords([scalar("a tag of some length", 7, 7)]);

  it("cost the torn record alone, wherever it was torn and wherever the file is looked at", () => {
    for (let length = 1; length < torn.length; length++) {
      const bytes = concat([before, torn.slice(0, length), after]);
      const from = before.length + length;
      for (const cuts of [
        [],
        [from + 3],
        [from + 14],
        [from + 45],
        Array.from({ length: bytes.length }, (_, i) => i),
      ]) {
        const { points } = readFile(bytes, cuts);
        expect(points.x.values, `torn after ${length}, cut at ${cuts.slice(0, 2)}`).toEqual(TEN);
        expect(points["a tag of some length"]).toBeUndefined();
      }
    }
  });

  it("show the next points at once, however much the torn record claims, and say so", () => {
    const bytes = concat([before, image(40_000).slice(0, 20_000), after]);
    const { points, reader } = readFile(bytes);
    expect(points.x.values).toEqual(TEN);
    expect(damageOf(reader)).toEqual([["record cut short", 1]]);
    expect(reader.problems()[0]).toMatchObject({ offset: before.length });
  });

  it.each([
    { claimed: 65n * 2n ** 20n, because: "over the limit" },
    { claimed: 2n ** 31n - 1n, because: "the longest that would be stepped over" },
  ])("show them behind a claim of $claimed bytes, $because", ({ claimed }) => {
    const bytes = eventFile(curve("x", TEN), { faults: [{ kind: "length", at: 6, length: claimed }] });
    for (const cuts of [[], [300], Array.from({ length: bytes.length }, (_, i) => i)]) {
      const { points, reader } = readFile(bytes, cuts);
      expect(points.x.values).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
      expect(damageOf(reader)).toEqual([["record over the limit", 1]]);
    }
  });
});

describe("a record that is long and whole", () => {
  it("is waited for as long as it grows, and costs nothing", () => {
    const bytes = concat([before, image(300_000), after]);
    const cuts = Array.from({ length: 60 }, (_, i) => before.length + 5000 * i);
    const { points, reader } = readFile(bytes, cuts);
    expect(points.x.values).toEqual(TEN);
    expect(damageOf(reader)).toEqual([]);
  });

  it("is stepped over beyond 64 MiB when the file has it", () => {
    const bytes = eventFile(curve("x", TEN), { faults: [{ kind: "length", at: 6, length: 65n * 2n ** 20n }] });
    const offset = recordOffsets(eventFile(curve("x", TEN)))[6];
    const reader = EventReader.open();
    reader.fileBytes = 2 ** 30;
    expect(reader.read(bytes.slice(), bytes.length, 0)).toBe(offset + 65 * 2 ** 20 + 16);
  });
});

describe("damaged records one behind the other", () => {
  const events = curve("x", TEN);
  const bad = (...ats: number[]) => ats.map((at) => ({ kind: "bad data checksum" as const, at }));

  it("are counted each", () => {
    const { points, reader } = readFile(eventFile(events, { faults: bad(3, 4, 5, 10) }));
    expect(points.x.values).toEqual([0, 1, 5, 6, 7, 8]);
    expect(damageOf(reader)).toEqual([["bad data checksum", 4]]);
  });

  it("of both kinds are counted each", () => {
    const faults = [...bad(3), { kind: "bad length checksum" as const, at: 4 }];
    const { points, reader } = readFile(eventFile(events, { faults }));
    expect(points.x.values).toEqual([0, 1, 4, 5, 6, 7, 8, 9]);
    expect(damageOf(reader)).toEqual([
      ["bad data checksum", 1],
      ["bad length checksum", 1],
    ]);
    const [, { text: sentence, offset }] = reader.problems();
    const [from, to] = recordOffsets(eventFile(events)).slice(4, 6);
    expect(offset).toBe(from);
    expect(sentence).toContain(`${to - from} bytes left out`);
  });

  it("take time linear in the file when every checksum is wrong", () => {
    const count = 20_000;
    const all = curve(
      "x",
      Array.from({ length: count }, (_, i) => i),
    );
    const { points, reader } = readFile(eventFile(all, { faults: bad(...all.map((_, i) => i + 1)) }));
    expect(points).toEqual({});
    expect(damageOf(reader)).toEqual([["bad data checksum", count]]);
  });
});

describe("the end of a file", () => {
  const torn = before.length - 7;

  it("says nothing while its writer may go on", () => {
    expect(readFile(before.slice(0, torn)).reader.problems()).toEqual([]);
  });

  it("is told once the file is silent, with what is there and what was claimed, and forgotten when the rest comes", () => {
    const { reader } = readFile(before.slice(0, torn), [], { isSilent: true });
    const start = recordOffsets(before).at(-2) ?? 0;
    expect(reader.problems()).toEqual([
      {
        kind: "unfinished record",
        offset: start,
        count: 1,
        text: `The last record, at byte ${start}, is unfinished: ${torn - start} of its ${before.length - start} bytes are there. The rest is waited for.`,
      },
    ]);
    const whole = readFile(before, [torn], { isSilent: true });
    expect(whole.points.x.values).toEqual([0, 1, 2, 3, 4]);
    expect(whole.reader.problems()).toEqual([]);
  });

  it("in zeros is told once the file is silent", () => {
    const zeros = eventFile(curve("x", TEN.slice(0, 5)), { zeroTail: 4096 });
    expect(readFile(zeros).reader.problems()).toEqual([]);
    const { points, reader } = readFile(zeros, [], { isSilent: true });
    expect(points.x.values).toEqual([0, 1, 2, 3, 4]);
    expect(reader.problems()).toMatchObject([{ kind: "zeros at the end", offset: before.length }]);
  });

  it("after a damaged length is counted among the bytes that are lost", () => {
    const { reader } = readFile(eventFile(curve("x", TEN), { faults: [{ kind: "bad length checksum", at: 10 }] }));
    const [from, to] = recordOffsets(eventFile(curve("x", TEN))).slice(10);
    expect(reader.problems()[0].text).toContain(`${to - from} bytes left out`);
  });
});

it.each([
  { what: "words", bytes: text("step 1 loss 2\n".repeat(20)) },
  { what: "a few letters", bytes: text("not an event file") },
  { what: "a compressed file", bytes: Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5) },
])("a file of $what that is named like an event file is told to be none", ({ bytes }) => {
  const { points, reader } = readFile(bytes);
  expect(points).toEqual({});
  expect(reader.problems()).toMatchObject([{ kind: "not an event file", offset: 0, count: 1 }]);
});

it("keeps every point outside the damaged records exactly once and in order, whatever bytes flip", () => {
  const events = curve("x", TEN);
  const bytes = eventFile(events);
  const offsets = recordOffsets(bytes);
  const flip = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
  fc.assert(
    fc.property(fc.array(flip, { maxLength: 5 }), fc.array(fc.nat(bytes.length), { maxLength: 4 }), (flips, cuts) => {
      const damaged = bytes.slice();
      const hit = new Set<number>();
      for (const [place, mask] of flips) {
        damaged[place] ^= mask;
        hit.add(offsets.findLastIndex((offset) => offset <= place) - 1);
      }
      const { values = [] } = readFile(damaged, cuts).points.x ?? {};
      expect(values.filter((value) => !hit.has(value))).toEqual(TEN.filter((value) => !hit.has(value)));
      // Flips of the same byte may undo each other; otherwise nothing of a damaged record is shown.
      expect(values.every((value) => TEN.includes(value))).toBe(true);
    }),
    { seed: 11, numRuns: 2000 },
  );
});
