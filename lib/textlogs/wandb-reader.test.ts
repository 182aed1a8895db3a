import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Found, readLog } from "../../fixtures/textlogs/read-log.ts";
import { BLOCK_BYTES, crc32, Part } from "./wandb-frames.ts";
import { WandbReader } from "./wandb-reader.ts";

const FILES = new URL("../../fixtures/textlogs/wandb/", import.meta.url);
const fixture = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(file, FILES)));
const read = (content: Uint8Array): Found => readLog(new WandbReader(), content);

/** What W&B's own protobuf code reads from the same files. */
interface Expected {
  readonly config: Record<string, unknown>;
  readonly exit_code: number | null;
  readonly start_time: number;
  readonly series: Record<string, [step: number, wallTime: number, value: number | string][]>;
}
const expected: Record<string, Expected> = JSON.parse(readFileSync(new URL("expected.json", FILES), "utf8"));

describe("files that W&B wrote", () => {
  it.each(Object.entries(expected))("%s reads as W&B's own code reads it", (file, { series, start_time }) => {
    const found = read(fixture(file));
    expect(found.points).toEqual(
      Object.fromEntries(
        Object.entries(series).map(([tag, points]) => [
          tag,
          points.map(([step, time, value]) => [step, Number(value), time]),
        ]),
      ),
    );
    expect(found.problems).toEqual([]);
    expect(found.reader.startedAt).toBe(start_time);
  });

  it.each([
    {
      file: "run-finished.wandb",
      ending: "finished",
      settings: { lr: 0.1, batch_size: 32, "opt.name": "sgd", "opt.nesterov": false, late_setting: 7 },
    },
    {
      file: "run-failing.wandb",
      ending: "failed",
      settings: { lr: 0.1, batch_size: 32, "opt.name": "sgd", "opt.nesterov": false, late_setting: 7 },
    },
    {
      file: "run-crashed.wandb",
      ending: null,
      settings: { lr: 0.1, batch_size: 32, "opt.name": "sgd", "opt.nesterov": false },
    },
  ])("$file has its settings and is $ending", ({ file, ending, settings }) => {
    expect(read(fixture(file)).reader.facts).toEqual({ hparams: settings, ending });
    expect(expected[file].exit_code).toBe(ending === "finished" ? 0 : ending === "failed" ? 3 : null);
  });
});

const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
const field = (number: number, content: number[]): number[] => [
  ...varint(number * 8 + 2),
  ...varint(content.length),
  ...content,
];
const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(Math.floor(n / 128))]);
const item = (key: string, json: string): number[] => field(1, [...field(1, bytes(key)), ...field(16, bytes(json))]);
/** A history record with these items, its step among them. */
const history = (step: number, items: Record<string, string>): number[] =>
  field(2, [...item("_step", String(step)), ...Object.entries(items).flatMap(([key, json]) => item(key, json))]);

/** A file of these records, framed by the format's description: blocks of 32 KiB, frames that never cross them. */
function wandbFile(records: readonly number[][]): Uint8Array {
  const out = [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0];
  for (const record of records) {
    for (let at = 0, isFirst = true; isFirst || at < record.length; isFirst = false) {
      let room = BLOCK_BYTES - (out.length % BLOCK_BYTES);
      if (room < 7) out.push(...Array(room).fill(0));
      room = BLOCK_BYTES - (out.length % BLOCK_BYTES) - 7;
      const data = record.slice(at, at + room);
      at += data.length;
      const isLast = at >= record.length;
      const part = isFirst ? (isLast ? Part.Full : Part.First) : isLast ? Part.Last : Part.Middle;
      const crc = crc32(new Uint8Array([part, ...data]), 0, data.length + 1);
      out.push(crc & 255, (crc >>> 8) & 255, (crc >>> 16) & 255, crc >>> 24, data.length & 255, data.length >> 8, part);
      for (const byte of data) out.push(byte);
    }
  }
  return new Uint8Array(out);
}

describe("values", () => {
  it.each([
    { json: "NaN", value: NaN },
    { json: '"NaN"', value: NaN },
    { json: '"-Infinity"', value: -Infinity },
    { json: "1e3", value: 1000 },
  ])("$json is $value", ({ json, value }) => {
    expect(read(wandbFile([history(3, { a: json })])).points).toEqual({ a: [[3, value, NaN]] });
  });

  it.each(['{"_type": "histogram", "bins": 3}', '"text"', "null", "[1]", "true", "{"])("%s is no point", (json) => {
    expect(read(wandbFile([history(3, { a: json })])).points).toEqual({});
  });

  it("mappings nest, and W&B's own names are left out", () => {
    const { points } = read(wandbFile([history(1, { a: '{"b": {"c": 1}}', _runtime: "2", __proto__x: "3" })]));
    expect(Object.keys(points)).toEqual(["a/b/c"]);
  });

  it("a record's own step counts when it has no _step", () => {
    const record = field(2, [...item("a", "1"), ...field(2, [8, 7])]);
    expect(read(wandbFile([record, field(2, [...item("a", "2"), ...field(2, [])])])).points.a).toEqual([
      [7, 1, NaN],
      [0, 2, NaN],
    ]);
  });
});

describe("damage", () => {
  const records = [0, 1, 2, 3, 4].map((i) =>
    history(i, { a: String(i), note: `"${"x".repeat(i === 2 ? 40_000 : 30)}"` }),
  );
  const whole = wandbFile(records);
  const stepsOf = (found: Found): number[] => (found.points.a ?? []).map(([step]) => step);

  it("knows CRC-32 by its check value", () => {
    expect(crc32(new TextEncoder().encode("123456789"), 0, 9)).toBe(0xcbf43926);
  });

  it("a flipped byte costs one record", () => {
    const damaged = whole.slice();
    damaged[40] ^= 1;
    const found = read(damaged);
    expect([stepsOf(found), found.problems]).toEqual([[1, 2, 3, 4], [["bad checksum", 1]]]);
    expect(found.reader.problems()[0]).toMatchObject({
      offset: 7,
      text: "1 record with a wrong checksum left out, at byte 7.",
    });
  });

  it("a broken length costs what stands in its block", () => {
    const damaged = whole.slice();
    damaged[11] = 0xff;
    damaged[12] = 0xff;
    expect(stepsOf(read(damaged))).toEqual([3, 4]);
  });

  it("a record over 1 MiB is counted when it could hold points, and left out", () => {
    const long = "x".repeat(1_100_000);
    const found = read(
      wandbFile([history(1, { a: "1", b: `"${long}"` }), field(3, bytes(long)), history(2, { a: "2" })]),
    );
    expect([stepsOf(found), found.problems]).toEqual([[2], [["record over the limit", 1]]]);
  });

  it("zeros are waited for, and passed over once the file is silent", () => {
    const text = wandbFile([history(0, { a: "0" })]);
    const second = wandbFile([history(1, { a: "1" })]).slice(7);
    const file = new Uint8Array(BLOCK_BYTES + second.length);
    file.set(text);
    file.set(second, BLOCK_BYTES);
    const reader = new WandbReader();
    expect(reader.read(file, file.length, 0)).toBe(text.length);
    reader.isSilent = true;
    const rest = file.slice(text.length);
    expect(reader.read(rest, rest.length, text.length)).toBe(rest.length);
    expect(reader.pending()[0].series.length).toBe(2);
  });

  it("another file named like W&B's is not read", () => {
    expect(read(new TextEncoder().encode("hello, this is text"))).toMatchObject({
      points: {},
      problems: [["not a record", 1]],
    });
  });

  it("never throws, and never invents a point outside the damaged records, whatever bytes flip", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 4 }),
        (flips) => {
          const damaged = whole.slice();
          for (const [place, mask] of flips) damaged[place] ^= mask;
          for (const [step, value] of read(damaged).points.a ?? [])
            expect([0, 1, 2, 3, 4]).toContain(step === value ? step : -1);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it("gives the same points wherever it is cut and whoever goes on", () => {
    const found = read(whole);
    expect(stepsOf(found)).toEqual([0, 1, 2, 3, 4]);
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length)), fc.boolean(), (at, doesResume) => {
        const pieces = readLog(new WandbReader(), whole, { at, ...(doesResume && { resume: WandbReader.resume }) });
        expect(pieces.points).toEqual(found.points);
        expect(pieces.problems).toEqual([]);
      }),
      { seed: 7, numRuns: 200 },
    );
    const real = fixture("run-failing.wandb");
    for (let cut = 0; cut < real.length; cut += 61) {
      const pieces = readLog(new WandbReader(), real, { at: [cut, cut + 3], resume: WandbReader.resume });
      expect(pieces.points).toEqual(read(real).points);
      expect(pieces.reader.facts).toEqual(read(real).reader.facts);
    }
  });
});
