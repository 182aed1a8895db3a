import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Found, readLog, values } from "../../fixtures/textlogs/read-log.ts";
import { TrainerStateReader } from "./trainer-state-reader.ts";

const FILES = new URL("../../fixtures/textlogs/transformers/", import.meta.url);
const read = (content: string | Uint8Array, at: number[] = []): Found =>
  readLog(new TrainerStateReader(), content, { at });

describe("a state that the Trainer wrote", () => {
  const found = read(readFileSync(new URL("trainer_state.json", FILES)));

  it("has the tags that the Trainer shows in TensorBoard", () => {
    expect(Object.keys(found.points).sort()).toEqual([
      ...["accuracy", "loss", "runtime", "samples_per_second", "steps_per_second"].map((name) => `eval/${name}`),
      ...["accuracy", "loss", "runtime", "samples_per_second", "steps_per_second"].map((name) => `test/${name}`),
      "train/epoch",
      "train/grad_norm",
      "train/learning_rate",
      "train/loss",
      "train/total_flos",
      "train/train_loss",
      "train/train_runtime",
      "train/train_samples_per_second",
      "train/train_steps_per_second",
    ]);
  });

  it("has each value at its step, and no wall times", () => {
    // As the same run printed them, rounded to four digits: fixtures/textlogs/transformers/stdout.log.
    const rounded = (tag: string): string[] => values(found)[tag].map(([x, y]) => `${x} ${Number(y.toPrecision(4))}`);
    expect(rounded("train/loss")).toEqual([
      "5 0.9164",
      "10 0.7322",
      "15 0.5277",
      "20 0.4779",
      "25 0.4035",
      "30 0.4433",
    ]);
    expect(rounded("eval/accuracy")).toEqual(["10 0.8125", "20 0.8438", "30 0.8281"]);
    expect(found.points["train/loss"][0][2]).toBeNaN();
    expect(found.reader.startedAt).toBe(null);
  });

  it("is finished when the last planned step is done, and says its settings", () => {
    expect(found.reader.facts).toEqual({
      hparams: { train_batch_size: 16, num_train_epochs: 3, max_steps: 30 },
      ending: "finished",
    });
    const early = read(readFileSync(new URL("checkpoint-10/trainer_state.json", FILES)));
    expect(early.reader.facts.ending).toBe(null);
    expect(values(early)["train/loss"]).toHaveLength(2);
  });
});

describe("a document that is not complete", () => {
  const bytes = readFileSync(new URL("checkpoint-10/trainer_state.json", FILES));

  it("is waited for, wherever it is cut and whoever goes on", () => {
    const whole = read(bytes);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), fc.boolean(), (at, doesResume) => {
        const resume = doesResume ? { resume: TrainerStateReader.resume } : {};
        const pieces = readLog(new TrainerStateReader(), bytes, { at, ...resume });
        expect(pieces.points).toEqual(whole.points);
        expect(pieces.problems).toEqual([]);
        expect(pieces.reader.facts).toEqual(whole.reader.facts);
      }),
      { seed: 7, numRuns: 100 },
    );
    expect(read(bytes.subarray(0, -2))).toMatchObject({ points: {}, problems: [], done: 0 });
  });

  it("is counted once the file is silent", () => {
    const reader = new TrainerStateReader();
    const part = new Uint8Array(bytes.subarray(0, -2));
    reader.read(part, part.length, 0);
    reader.isSilent = true;
    expect(reader.read(part, part.length, 0)).toBe(part.length);
    expect(reader.problems().map(({ kind }) => kind)).toEqual(["not JSON"]);
  });
});

describe("other documents", () => {
  it.each([
    { text: "{}", kind: "not a trainer state" },
    { text: '{"log_history": 3}', kind: "not a trainer state" },
  ])("$text is $kind", ({ text, kind }) => {
    expect(read(text)).toMatchObject({ points: {}, problems: [[kind, 1]] });
  });

  it("entries without a step and values without a number are passed over", () => {
    const text = '{"log_history": [3, null, {"loss": 1}, {"step": 2, "loss": NaN, "x": "a", "__proto__": -Infinity}]}';
    expect(values(read(text))).toEqual(
      Object.fromEntries([
        ["train/loss", [[2, NaN]]],
        ["train/__proto__", [[2, -Infinity]]],
      ]),
    );
  });

  it("a document over 64 MiB is not held", () => {
    const reader = new TrainerStateReader();
    const bytes = new Uint8Array(64 * 1024 * 1024 + 1).fill(0x20);
    expect(reader.read(bytes, bytes.length, 0)).toBe(bytes.length);
    expect(reader.problems().map(({ kind }) => kind)).toEqual(["document over the limit"]);
  });
});
