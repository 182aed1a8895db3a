import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { RecordWriter } from "tfrecord";
import { describe, expect, it } from "vitest";
import {
  curve,
  type EventSpec,
  encodeEvent,
  eventFile,
  recordOffsets,
  type ScalarForm,
  scalar,
} from "../../fixtures/builders/event-file.ts";
import { damageOf, type Points, readFile } from "../../fixtures/builders/event-reading.ts";
import { exactStep } from "../core/series.ts";
import { EventReader } from "./event-reader.ts";
import { MAX_TAGS } from "./tag-table.ts";

const WRITERS = new URL("../../fixtures/writers/", import.meta.url);

/** Series as `expected.json` lists them: what TensorBoard 2.21 itself reads from the same files. */
interface ExpectedSeries {
  n: number;
  steps: number[];
  wall_first: number;
  wall_last: number;
  first: number | string;
  last: number | string;
  min_finite: number | null;
  max_finite: number | null;
  values?: (number | string)[];
}
interface Expected {
  runs: Record<string, { plugins: { scalars?: Record<string, ExpectedSeries> } }>;
}

function expectedRuns(): { writer: string; run: string; scalars: Record<string, ExpectedSeries> }[] {
  return ["torch_basic", "keras"].flatMap((writer) => {
    const { runs }: Expected = JSON.parse(readFileSync(new URL(`${writer}/expected.json`, WRITERS), "utf8"));
    return Object.entries(runs).map(([run, { plugins }]) => ({ writer, run, scalars: plugins.scalars ?? {} }));
  });
}

describe("files that real libraries wrote", () => {
  it.each(expectedRuns())("$writer/$run reads as TensorBoard reads it", ({ writer, run, scalars }) => {
    const directory = new URL(`${writer}/${run}/`, WRITERS);
    const all: Points = {};
    for (const name of readdirSync(directory)
      .filter((file) => file.includes("tfevents"))
      .sort()) {
      const { points, reader } = readFile(readFileSync(new URL(name, directory)));
      expect(damageOf(reader)).toEqual([]);
      for (const [tag, { steps, values, wallTimes }] of Object.entries(points)) {
        all[tag] ??= { steps: [], values: [], wallTimes: [] };
        all[tag].steps.push(...steps);
        all[tag].values.push(...values);
        all[tag].wallTimes.push(...wallTimes);
      }
    }
    expect(Object.keys(all).sort()).toEqual(Object.keys(scalars).sort());
    for (const [tag, expected] of Object.entries(scalars)) {
      const { steps, values, wallTimes } = all[tag];
      const finite = values.filter(Number.isFinite);
      expect(values.length, tag).toBe(expected.n);
      expect(values[0], tag).toBe(Number(expected.first));
      expect(values.at(-1), tag).toBe(Number(expected.last));
      expect(finite.length === 0 ? null : Math.min(...finite), tag).toBe(expected.min_finite);
      expect(finite.length === 0 ? null : Math.max(...finite), tag).toBe(expected.max_finite);
      expect([wallTimes[0], wallTimes.at(-1)], tag).toEqual([expected.wall_first, expected.wall_last]);
      if (expected.steps.length === expected.n) expect(steps, tag).toEqual(expected.steps);
      if (expected.values !== undefined) expect(values, tag).toEqual(expected.values.map(Number));
    }
  });
});

it("reads records that an independent writer framed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tuneboard-tfrecord-"));
  const path = join(folder, "events.out.tfevents.1");
  const writer = await RecordWriter.create(path);
  for (const event of curve("loss", [3, 2, 1])) await writer.writeRecord(Buffer.from(encodeEvent(event)));
  await writer.close();
  const { points, reader } = readFile(readFileSync(path));
  rmSync(folder, { recursive: true });
  expect(points.loss.values).toEqual([3, 2, 1]);
  expect(damageOf(reader)).toEqual([]);
});

describe("every encoding of a scalar", () => {
  const forms: { form: ScalarForm; value: number; read: number }[] = [
    { form: "simple", value: 0.1, read: Math.fround(0.1) },
    { form: { tensor: "float", in: "content" }, value: 0.1, read: Math.fround(0.1) },
    { form: { tensor: "float", in: "list" }, value: -2.5, read: -2.5 },
    { form: { tensor: "double", in: "content" }, value: 0.1, read: 0.1 },
    { form: { tensor: "double", in: "list" }, value: 1e300, read: 1e300 },
    { form: { tensor: "half", in: "content" }, value: 0.5, read: 0.5 },
    { form: { tensor: "half", in: "list" }, value: -0.25, read: -0.25 },
    { form: { tensor: "bfloat16", in: "content" }, value: 1.5, read: 1.5 },
    { form: { tensor: "int32", in: "content" }, value: -7, read: -7 },
    { form: { tensor: "int32", in: "list" }, value: 7, read: 7 },
    { form: { tensor: "int64", in: "list" }, value: -3, read: -3 },
    { form: { tensor: "int64", in: "content" }, value: 2 ** 40, read: 2 ** 40 },
    { form: { tensor: "double", in: "list" }, value: NaN, read: NaN },
    { form: "simple", value: -Infinity, read: -Infinity },
  ];
  it.each(forms)("reads $value from $form", ({ form, value, read }) => {
    expect(readFile(eventFile([scalar("x", 3, value, { form })])).points.x).toMatchObject({
      steps: [3],
      values: [read],
    });
  });

  it("keeps floats in 32 bits until a double needs more", () => {
    const reader = EventReader.open();
    const form: ScalarForm = { tensor: "double", in: "list" };
    const bytes = eventFile([
      scalar("f", 0, 0.1),
      scalar("d", 0, 0.5, { form }),
      scalar("e", 0, 0.1, { form }),
    ]).slice();
    reader.read(bytes, bytes.length, 0);
    const kinds = Object.fromEntries(reader.pending().map(({ tag, series }) => [tag, series.values.constructor.name]));
    expect(kinds).toEqual({ f: "Float32Array", d: "Float32Array", e: "Float64Array" });
  });

  it("strips the suffix of TensorFlow 1's scalar plugin and joins both spellings", () => {
    const { points } = readFile(eventFile([scalar("loss/scalar_summary", 1, 4), scalar("loss", 2, 3)]));
    expect(points.loss).toMatchObject({ steps: [1, 2], values: [4, 3] });
    expect(Object.keys(points)).toEqual(["loss"]);
  });

  it("takes tensors of other plugins for no scalars", () => {
    const form: ScalarForm = { tensor: "float", in: "content" };
    expect(readFile(eventFile([scalar("h", 1, 4, { form, plugin: "histograms" })])).points).toEqual({});
  });

  it("remembers that a tag is a scalar when later events do not repeat it, as TF2 writes them", () => {
    const form: ScalarForm = { tensor: "float", in: "content" };
    const later = { form, plugin: null };
    const events = [
      scalar("x", 1, 4, { form }),
      scalar("x", 2, 5, later),
      scalar("x", 3, 6, { ...later, displayName: "X" }),
    ];
    expect(readFile(eventFile(events)).points.x.values).toEqual([4, 5, 6]);
  });

  it.each([0, -1, -10, 2 ** 31, -(2 ** 31) - 1, 2 ** 33, Number.MAX_SAFE_INTEGER])("reads step %d exactly", (step) => {
    expect(readFile(eventFile([scalar("x", 0, 1), scalar("x", step, 2)])).points.x.steps).toEqual([0, step]);
  });
});

describe("a file that grows", () => {
  const events: EventSpec[] = curve("a", [1, 2, 3]).flatMap((event, i) => [event, scalar("b", i, i * 10)]);
  const bytes = eventFile(events);

  it("reads the same points wherever it is cut", () => {
    const whole = readFile(bytes);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const { points, reader } = readFile(bytes, [cut]);
      expect(points, `cut at ${cut}`).toEqual(whole.points);
      expect(damageOf(reader), `cut at ${cut}`).toEqual([]);
    }
    expect(
      readFile(
        bytes,
        Array.from({ length: bytes.length }, (_, i) => i),
      ).points,
    ).toEqual(whole.points);
  });

  it("reads the same points when another reader takes over between any two bytes", () => {
    const tensor: ScalarForm = { tensor: "float", in: "content" };
    const mixed = eventFile([
      scalar("t", 0, 1, { form: tensor }),
      scalar("t", 1, 2, { form: tensor, plugin: null }),
      ...events,
    ]);
    const whole = readFile(mixed);
    for (let cut = 0; cut <= mixed.length; cut++) {
      const first = EventReader.open();
      const early = mixed.slice(0, cut);
      const done = first.read(early, cut, 0);
      const second = EventReader.resume(structuredClone(first.state()));
      const rest = mixed.slice(done);
      second.read(rest, rest.length, done);
      const count = [...first.pending(), ...second.pending()].reduce((sum, { series }) => sum + series.length, 0);
      expect(count, `cut at ${cut}`).toBe(
        Object.values(whole.points).reduce((sum, { steps }) => sum + steps.length, 0),
      );
      expect(second.startedAt).toBe(whole.reader.startedAt);
    }
  });

  it("waits at an unfinished record without a word", () => {
    const { points, reader } = readFile(bytes.slice(0, bytes.length - 1));
    expect(points.b.values).toEqual([0, 10]);
    expect(damageOf(reader)).toEqual([]);
  });

  it("waits at zeros, which some file systems show before the data arrive", () => {
    const offsets = recordOffsets(bytes);
    const early = bytes.slice();
    early.fill(0, offsets[4]);
    const reader = EventReader.open();
    const done = reader.read(early, early.length, 0);
    expect(done).toBe(offsets[4]);
    const rest = bytes.slice(done);
    expect(reader.read(rest, rest.length, done)).toBe(rest.length);
    expect(damageOf(reader)).toEqual([]);
  });
});

it("gives up zeros with an intact record behind them once the file is silent, and says so", () => {
  const bytes = eventFile(curve("x", [0, 1, 2]), { faults: [{ kind: "zeros", at: 2 }] }).slice();
  const offsets = recordOffsets(eventFile(curve("x", [0, 1, 2])));
  const reader = EventReader.open();
  expect(reader.read(bytes, bytes.length, 0)).toBe(offsets[2]);
  expect(reader.problems()).toEqual([]);
  reader.isSilent = true;
  const rest = bytes.slice(offsets[2]);
  expect(reader.read(rest, rest.length, offsets[2])).toBe(rest.length);
  expect([...reader.pending()[0].series.values.subarray(0, 2)]).toEqual([0, 2]);
  expect(reader.problems()).toMatchObject([{ kind: "zeros", offset: offsets[2], count: 1 }]);
});

describe("steps and wall times that are not as usual", () => {
  it("keeps a step that no double holds as it was written", () => {
    const steps = [2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n];
    const reader = EventReader.open();
    const bytes = eventFile([scalar("x", 0, 0), ...steps.map((step) => scalar("x", step, 1))]).slice();
    reader.read(bytes, bytes.length, 0);
    const [{ series }] = reader.pending();
    expect([0, 1, 2, 3].map((at) => exactStep(series, at))).toEqual([0, ...steps.map(String)]);
  });

  it("keeps a point whose wall time is no number, counts it, and reads on", () => {
    const bytes = eventFile([scalar("x", 0, 1), scalar("x", 1, 2, { wallTime: NaN }), scalar("x", 2, 3)]);
    const { points, reader } = readFile(bytes);
    expect(points.x.values).toEqual([1, 2, 3]);
    expect(points.x.wallTimes[1]).toBeNaN();
    expect(damageOf(reader)).toEqual([["no wall time", 1]]);
  });

  it("takes the earliest wall time for the start, so that no point lies before it", () => {
    const bytes = eventFile([scalar("x", 0, 1, { wallTime: 2e9 }), scalar("x", 1, 2, { wallTime: 1.6e9 })]);
    expect(readFile(bytes).reader.startedAt).toBe(1.6e9);
  });
});

it("follows so many tags and no more, says so, and loses nothing of those it follows", () => {
  const events = Array.from({ length: MAX_TAGS + 5 }, (_, i) => scalar(`step_${i}/loss`, i, 1));
  const { points, reader } = readFile(eventFile([...events, scalar("step_0/loss", 99, 2)]));
  expect(Object.keys(points).length).toBe(MAX_TAGS);
  expect(points["step_0/loss"].steps).toEqual([0, 99]);
  expect(damageOf(reader)).toEqual([["too many tags", 5]]);
});

describe("damage", () => {
  const events = curve("x", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const at = 6; // the record of value 5: the version record comes first

  it.each([
    { kind: "bad data checksum" as const, left: 9, counted: [["bad data checksum", 1]] },
    { kind: "bad length checksum" as const, left: 9, counted: [["bad length checksum", 1]] },
  ])("a $kind costs one record", ({ kind, left, counted }) => {
    const { points, reader } = readFile(eventFile(events, { faults: [{ kind, at }] }));
    expect(points.x.values).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
    expect(points.x.values.length).toBe(left);
    expect(damageOf(reader)).toEqual(counted);
    expect(reader.problems()[0].offset).toBe(recordOffsets(eventFile(events))[at]);
  });

  it.each([
    2n ** 32n,
    2n ** 63n,
    2n ** 64n - 1n,
  ])("a length of %d that its checksum vouches for costs one record", (length) => {
    const { points } = readFile(eventFile(events, { faults: [{ kind: "length", at, length }] }));
    expect(points.x.values).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
  });

  it("a payload that is no event costs one record", () => {
    const garbage = Uint8Array.from({ length: 40 }, () => 0xff);
    const { points, reader } = readFile(eventFile(events, { faults: [{ kind: "payload", at, bytes: garbage }] }));
    expect(points.x.values).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
    expect(damageOf(reader)).toEqual([["not an event", 1]]);
  });

  it("never throws and never invents a point outside the damaged records, whatever bytes flip", () => {
    const bytes = eventFile(events);
    const offsets = recordOffsets(bytes);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 4 }),
        (flips) => {
          const damaged = bytes.slice();
          const hit = new Set<number>();
          for (const [place, mask] of flips) {
            damaged[place] ^= mask;
            hit.add(offsets.findLastIndex((offset) => offset <= place));
          }
          const { values = [] } = readFile(damaged).points.x ?? {};
          const certain = events.flatMap((_, i) => (hit.has(i + 1) ? [] : [i]));
          expect(values.every((value) => value === Math.trunc(value) && value >= 0 && value <= 9)).toBe(true);
          if (!hit.has(offsets.length - 2)) for (const value of certain) expect(values).toContain(value);
        },
      ),
      { seed: 7, numRuns: 400 },
    );
  });
});
