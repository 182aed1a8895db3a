import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Found, readLog, values } from "../../fixtures/textlogs/read-log.ts";
import { JsonlReader } from "./jsonl-reader.ts";

const read = (content: string | Uint8Array): Found => readLog(new JsonlReader(), content);
const WRITERS = new URL("../../fixtures/writers/textlogs/", import.meta.url);

/** Series as the data's author lists them, made without our reader. */
const expected: Record<string, { series: Record<string, [number, number | string][]> }> = JSON.parse(
  readFileSync(new URL("expected.json", WRITERS), "utf8"),
);
const seriesOf = (file: string): [string, number[][]][] =>
  Object.entries(expected[file].series).map(([name, points]) => [
    name.replace(".", "/"),
    points.map(([step, value]) => [step, Number(value)]),
  ]);

describe("files that real loops wrote", () => {
  it.each(["metrics.jsonl", "metrics_nan.jsonl"])("%s reads as its author lists it", (file) => {
    const found = read(readFileSync(new URL(file, WRITERS)));
    for (const [tag, points] of seriesOf(file)) expect(values(found)[tag], tag).toEqual(points);
    expect(found.problems).toEqual([]);
  });

  it("takes the wall time from a key named time when it holds one", () => {
    const found = read(readFileSync(new URL("metrics.jsonl", WRITERS)));
    expect(found.reader.startedAt).toBe(1700000000.25);
    expect(found.points["train/loss"].at(-1)).toEqual([200, 1.4747443199157715, 1700000050]);
    expect(Object.keys(found.points)).not.toContain("time");
  });

  it("waits at a line that was cut short, without a word", () => {
    const bytes = readFileSync(new URL("metrics_nan.jsonl", WRITERS));
    expect(read(bytes).done).toBe(bytes.lastIndexOf("\n") + 1);
  });
});

describe("the x of a line", () => {
  it.each([
    { line: '{"iteration": 19, "total_loss": 2}', x: 19, because: "Detectron2 counts iterations" },
    { line: '{"step": 5, "iter": 7, "epoch": 1, "total_loss": 2}', x: 5, because: "step before iter before epoch" },
    { line: '{"iter": 7, "epoch": 1, "total_loss": 2}', x: 7, because: "iter before epoch" },
    { line: '{"epoch": 0.27, "total_loss": 2}', x: 0.27, because: "an epoch may be fractional" },
    { line: '{"global_step": "30", "total_loss": 2}', x: 30, because: "numbers come as strings" },
    { line: '{"Step": -1, "total_loss": 2}', x: -1, because: "some begin before the beginning" },
    { line: '{"step": 9007199254740992, "total_loss": 2}', x: 2 ** 53, because: "steps are doubles" },
  ])("$line stands at $x: $because", ({ line, x }) => {
    expect(values(read(`${line}\n`)).total_loss).toEqual([[x, 2]]);
  });

  it("a line that names no step belongs to the step before it", () => {
    expect(values(read('{"step": 4, "loss": 1}\n{"acc": 2}\n{"epoch": 1, "f1": 3}\n'))).toEqual({
      loss: [[4, 1]],
      acc: [[4, 2]],
      epoch: [[4, 1]],
      f1: [[4, 3]],
    });
  });

  it("lines before any step are counted, but a header is not", () => {
    const found = read('{"seed": 1, "env": "x"}\n{"loss": 1}\n{"note": "no number"}\n{"step": 1, "loss": 2}\n');
    expect(values(found)).toEqual({ loss: [[1, 2]] });
    expect(found.problems).toEqual([["without a step", 1]]);
    expect(found.reader.problems()[0].text).toBe("1 line with numbers but without any step left out, at line 2.");
  });

  it("adds up iterations that mmcv counts anew in every epoch, and puts validation behind training", () => {
    const lines = [
      '{"env_info": "…", "seed": 0}',
      '{"mode": "train", "epoch": 1, "iter": 50, "loss": 4, "time": 0.3}',
      '{"mode": "train", "epoch": 1, "iter": 100, "loss": 3, "time": 0.3}',
      '{"mode": "val", "epoch": 1, "iter": 5000, "bbox_mAP": 0.1}',
      '{"mode": "train", "epoch": 2, "iter": 50, "loss": 2, "time": 0.3}',
      '{"mode": "val", "epoch": 2, "iter": 5000, "bbox_mAP": 0.2}',
    ];
    const { "train/loss": loss, "val/bbox_mAP": map, "train/time": time } = values(read(`${lines.join("\n")}\n`));
    expect(loss).toEqual([
      [50, 4],
      [100, 3],
      [150, 2],
    ]);
    expect(map).toEqual([
      [100, 0.1],
      [150, 0.2],
    ]);
    expect(time).toHaveLength(3);
  });

  it("puts validation that mmengine files under the epoch behind the training of that epoch", () => {
    const lines = [
      '{"lr": 0.1, "loss": 4, "epoch": 1, "iter": 50, "step": 50}',
      '{"lr": 0.1, "loss": 3, "epoch": 1, "iter": 100, "step": 100}',
      '{"coco/bbox_mAP": 0.1, "step": 1}',
      '{"lr": 0.1, "loss": 2, "epoch": 2, "iter": 150, "step": 150}',
      '{"coco/bbox_mAP": 0.2, "step": 2}',
    ];
    expect(values(read(`${lines.join("\n")}\n`))["coco/bbox_mAP"]).toEqual([
      [100, 0.1],
      [150, 0.2],
    ]);
  });

  it("steps that fall within an epoch are a restart and stay as they are", () => {
    const steps = [1, 2, 3, 2, 3].map((step) => `{"epoch": 0, "step": ${step}, "loss": 1}\n`).join("");
    expect(values(read(steps)).loss.map(([step]) => step)).toEqual([1, 2, 3, 2, 3]);
  });
});

describe("values", () => {
  it.each([
    { json: "NaN", value: NaN },
    { json: "Infinity", value: Infinity },
    { json: "-Infinity", value: -Infinity },
    { json: "nan", value: NaN },
    { json: "-inf", value: -Infinity },
    { json: "1e999", value: Infinity },
    { json: '"0.5"', value: 0.5 },
    { json: '"NaN"', value: NaN },
    { json: "-0", value: -0 },
    { json: "0.1", value: 0.1 },
  ])("$json is $value", ({ json, value }) => {
    expect(read(`{"step": 1, "a": ${json}}\n`).points.a[0][1]).toBe(value);
  });

  it.each(["null", "true", '"text"', "[1, 2]", '""', "{}"])("%s is no point", (json) => {
    expect(read(`{"step": 1, "a": ${json}}\n`).points).toEqual({});
  });

  it("of equal keys the last one counts", () => {
    expect(values(read('{"step": 1, "a": 1, "a": 2}\n'))).toEqual({ a: [[1, 2]] });
  });

  it("__proto__ and constructor are names like others", () => {
    const { points } = read('{"step": 1, "__proto__": {"x": 1}, "constructor": 2, "__proto__": 3}\n');
    expect(Object.keys(points).sort()).toEqual(["__proto__", "constructor"]);
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });
});

describe("damaged lines", () => {
  it("each costs itself alone and is counted with the number of the first", () => {
    const found = read('{"step": 1, "a": 1}\nhello\n{"step": 2, "a"\n[1]\n\n{"step": 3, "a": 3}\n');
    expect(values(found)).toEqual({
      a: [
        [1, 1],
        [3, 3],
      ],
    });
    expect(found.reader.problems()).toEqual([
      {
        kind: "not JSON",
        offset: 20,
        count: 3,
        text: "3 lines without a whole JSON object left out, the first at line 2.",
      },
    ]);
  });

  it("reads through a byte order mark, CRLF, NULs, bad UTF-8 and lone surrogates", () => {
    const bad = new Uint8Array([
      ...new TextEncoder().encode('{"step": 3, "a'),
      0xff,
      ...new TextEncoder().encode('": 3}\n'),
    ]);
    const text = '\ufeff{"step": 1, "a": 1}\r\n\0\0\0{"step": 2, "a": 2}\r\n{"step": 4, "\\ud800x": 4}\n';
    const found = read(new Uint8Array([...new TextEncoder().encode(text), ...bad]));
    expect(values(found)).toEqual({
      a: [
        [1, 1],
        [2, 2],
      ],
      "\ufffdx": [[4, 4]],
      "a\ufffd": [[3, 3]],
    });
    expect(found.problems).toEqual([]);
  });

  it("reads two objects that share a line, and takes what follows them for damage", () => {
    const found = read('{"step": 1, "a": 1}{"step": 2, "a": 2} oops\n');
    expect(values(found).a).toHaveLength(2);
    expect(found.problems).toEqual([["not JSON", 1]]);
  });

  it("passes over a line of 3 MiB, holding at most a part of it", () => {
    const long = `{"step": 1, "a": "${"x".repeat(3 * 1024 * 1024)}"}\n`;
    const text = `${long}{"step": 2, "a": 2}\n`;
    const reader = new JsonlReader();
    let offset = 0;
    let held = 0;
    const bytes = new TextEncoder().encode(text);
    for (let length = 0; length < bytes.length; length += 100_000) {
      const rest = bytes.slice(offset, length);
      offset += reader.read(rest, rest.length, offset);
      held = Math.max(held, length - offset);
    }
    expect(held).toBeLessThanOrEqual(1024 * 1024);
    for (const at of [[], [2 ** 20], [2 ** 20 + 1], [2 ** 21, bytes.length - 3]]) {
      const found = readLog(new JsonlReader(), text, { at });
      expect(values(found)).toEqual({ a: [[2, 2]] });
      expect(found.problems).toEqual([["line over the limit", 1]]);
    }
  });

  it("nesting of any depth costs one line", () => {
    const found = read(`{"step": 1, "a": ${"[".repeat(1e5)}\n${'{"a":'.repeat(1e5)}\n{"step": 2, "a": 1}\n`);
    expect(values(found)).toEqual({ a: [[2, 1]] });
  });
});

describe("a last line without an end", () => {
  it("counts once the file is silent and nothing stands behind it", () => {
    const reader = new JsonlReader();
    const bytes = new TextEncoder().encode('{"step": 1, "a": 1}\n{"step": 2, "a": 2}');
    expect(reader.read(bytes, bytes.length, 0)).toBe(20);
    reader.isSilent = true;
    const tail = bytes.slice(20);
    expect(reader.read(tail, tail.length, 20)).toBe(tail.length);
    expect(reader.pending()[0].series.length).toBe(2);
    const late = new TextEncoder().encode(' junk\n{"step": 3, "a": 3}\n');
    reader.read(late, late.length, bytes.length);
    expect([reader.pending()[0].series.length, reader.problems()]).toEqual([3, []]);
  });

  it("does not count when a silent file is read in pieces", () => {
    const reader = new JsonlReader();
    reader.isSilent = true;
    const bytes = new TextEncoder().encode('{"step": 1, "a": 1}\n');
    for (let end = 1; end < bytes.length; end++) expect(reader.read(bytes, end, 0)).toBe(0);
    expect(reader.read(bytes, bytes.length, 0)).toBe(bytes.length);
    expect(reader.problems()).toEqual([]);
  });
});

describe("a file that grows", () => {
  const line = fc.oneof(
    fc
      .record({ step: fc.nat(20), loss: fc.double(), dev: fc.record({ acc: fc.float() }) })
      .map((o) => JSON.stringify(o)),
    fc.constantFrom(
      "",
      "junk",
      '{"a": NaN, "step": 3}',
      '{"b": 1}{"b": 2}',
      '{"b": 1} x',
      '{"é": "1e-3", "epoch": 2}\r',
      "\0\0{}",
      "{",
    ),
  );

  it("gives the same points wherever it is cut and whoever goes on", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.array(fc.nat(400)), fc.boolean(), (lines, at, endsOpen) => {
        const text = lines.join("\n") + (endsOpen ? "" : "\n");
        const whole = readLog(new JsonlReader(), text);
        for (const resume of [undefined, JsonlReader.resume]) {
          const pieces = readLog(new JsonlReader(), text, { at, ...(resume && { resume }) });
          expect(pieces.points).toEqual(whole.points);
          expect(pieces.reader.problems()).toEqual(whole.reader.problems());
          expect(pieces.reader.startedAt).toBe(whole.reader.startedAt);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        read(bytes);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("takes time linear in hostile lines of 1 MiB", () => {
    const size = 1024 * 1024 - 100;
    const hostile = ['{"', "{", '{"a":1', "\\", '{"step":', "9", '{"a":"\\u'].map((unit) =>
      unit.repeat(Math.floor(size / unit.length)),
    );
    read(`${hostile.join("\n")}\n`);
  }, 240_000); // quadratic time would take half an hour: the limit tells the two apart on any machine
});
