import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Found, readLog, values } from "../../../fixtures/textlogs/read-log.ts";
import { ConsoleReader } from "./console-reader.ts";

const WRITERS = new URL("../../../fixtures/writers/textlogs/", import.meta.url);
const fixture = (file: string): Uint8Array => readFileSync(new URL(file, WRITERS));
const read = (content: string | Uint8Array, patterns: string[] = []): Found =>
  readLog(new ConsoleReader({ patterns }), content);

interface Expected {
  readonly series?: Record<string, [number, number][]>;
  readonly history?: Record<string, number[]>;
  readonly last_loss_per_epoch?: [number, number][];
}
/** What the programs that printed the fixtures meant to print. */
const expected: Record<string, Expected> = JSON.parse(readFileSync(new URL("expected.json", WRITERS), "utf8"));

describe("logs that real programs printed", () => {
  it.each([
    {
      file: "python_logging.log",
      names: { "train loss": "loss", "dev loss": "dev_loss", "dev acc": "dev_acc", lr: "lr" },
    },
    { file: "key_value.log", names: { loss: "loss", val_acc: "val_acc" } },
    { file: "python_dict.log", names: { loss: "loss", eval_accuracy: "eval_accuracy" } },
    { file: "fasttext_like.log", names: { "avg.loss": "avg.loss" } },
  ])("$file reads as its author lists it", ({ file, names }) => {
    const found = values(read(fixture(file)));
    for (const [listed, tag] of Object.entries(names)) expect(found[tag], tag).toEqual(expected[file].series?.[listed]);
  });

  it.each([
    "keras_stdout_pipe.log",
    "keras_stdout_pty.log",
  ])("%s has the last state of each epoch's bar, at the epoch", (file) => {
    const found = values(read(fixture(file)));
    const rounded = Object.entries(expected[file].history ?? {}).map(([tag, history]) => [
      tag,
      history.map((value, i) => [i + 1, Number(value.toFixed(4))]),
    ]);
    expect(found).toEqual(Object.fromEntries(rounded));
  });

  it("tqdm.log has the last redraw of each epoch's bar, and the line behind it", () => {
    const found = values(read(fixture("tqdm.log")));
    expect(found.loss).toEqual(expected["tqdm.log"].last_loss_per_epoch);
    expect(found.val_acc).toEqual([
      [1, 0.7203],
      [2, 0.7755],
    ]);
  });

  it.each([
    { log: "stdout.log", state: "trainer_state.json" },
    { log: "stdout_tqdm.log", state: "stdout_tqdm.trainer_state.json" },
  ])("$log has what the Trainer put into $state, rounded as it prints", ({ log, state }) => {
    const folder = new URL("../../../fixtures/textlogs/transformers/", import.meta.url);
    const found = values(read(readFileSync(new URL(log, folder))));
    const { log_history }: { log_history: Record<string, number>[] } = JSON.parse(
      readFileSync(new URL(state, folder), "utf8"),
    );
    for (const tag of ["loss", "learning_rate", "eval_loss", "eval_accuracy", "train_loss"]) {
      const printed = log_history.filter((entry) => tag in entry);
      expect(found[tag], tag).toEqual(printed.map((entry) => [entry.epoch, Number(entry[tag].toPrecision(4))]));
    }
  });

  it("takes wall times from the dates of Python's logging", () => {
    const found = read(fixture("python_logging.log"));
    const at = new Date(2026, 10, 22, 8, 38, 39).getTime() / 1000 + 0.573;
    expect(found.reader.startedAt).toBe(at);
    expect(found.points.loss[0]).toEqual([10, 2.269, at]);
  });
});

describe("where a line stands", () => {
  it("a line without a counter belongs to the last one", () => {
    expect(values(read("step 1 loss 4\n  val_loss: 5\nstep 2 loss 3\nval_loss: 4\n"))).toEqual({
      loss: [
        [1, 4],
        [2, 3],
      ],
      val_loss: [
        [1, 5],
        [2, 4],
      ],
    });
  });

  it("steps that begin anew in every epoch are added up, each epoch as long as it says", () => {
    const lines = [1, 2].flatMap((epoch) => [50, 100].map((step) => `Epoch [${epoch}/2], Step [${step}/120], Loss: 1`));
    expect(values(read(`${lines.join("\n")}\n`)).Loss.map(([x]) => x)).toEqual([50, 100, 170, 220]);
  });

  it("epochs may be named on lines of their own", () => {
    const lines = [1, 2, 3].flatMap((epoch) => [
      `Epoch ${epoch}/3`,
      "step 50/100 loss: 2",
      "step 100/100 loss: 1",
      "val_loss: 3",
    ]);
    const found = values(read(`${lines.join("\n")}\n`));
    expect(found.loss.map(([x]) => x)).toEqual([50, 100, 150, 200, 250, 300]);
    expect(found.val_loss.map(([x]) => x)).toEqual([100, 200, 300]);
  });

  it("a bar of its own stands at each of its counts, with the last state of each", () => {
    const redraws = [
      "0/3 [00:00<?, ?it/s, loss=9]",
      "1/3 [00:01<00:02, 1.0it/s, loss=9]",
      "1/3 [00:01<00:02, 1.0it/s, loss=8]",
      "3/3 [00:03<00:00, 1.0it/s, loss=7]",
    ];
    const text = `${redraws.map((redraw) => `\r 0%|   | ${redraw}`).join("")}\n`;
    expect(values(read(text)).loss).toEqual([
      [0, 9],
      [1, 8],
      [3, 7],
    ]);
  });

  it("a bar without metrics is no place for what follows", () => {
    const text =
      "Downloading: 100%|##| 9/9 [00:01<00:00, 9.0it/s]\nloss: 1\nDownloading: 100%|##| 8/8 [00:01<00:00, 9.0it/s]\nloss: 2\n";
    expect(read(text).points).toEqual({});
  });

  it("bars of one name are added up", () => {
    const bar = (done: number, loss: number): string =>
      `\rTrain: 50%|## | ${done}/2 [00:01<00:02, 1.0it/s, loss=${loss}]`;
    const text = `${bar(1, 9)}${bar(2, 8)}\n${bar(1, 7)}${bar(2, 6)}\n`;
    expect(values(read(text)).loss.map(([x]) => x)).toEqual([1, 2, 3, 4]);
  });

  it("a million rewrites of one line are one point", () => {
    const redraw = (i: number): string => `\rEpoch 1: 50%|## | ${i}/200000 [00:01<00:02, 1.0it/s, loss=${i}]`;
    const text = Array.from({ length: 20_000 }, (_, i) => redraw(i)).join("");
    expect(values(read(`${text}\nEpoch 2: 0%|  | 0/200000 [00:00<00:00, 1.0it/s, loss=1]\n\nend\n`)).loss).toEqual([
      [1, 19_999],
      [2, 1],
    ]);
  });
});

describe("a log that is none of training", () => {
  it("has no points when nothing repeats at another place", () => {
    const found = read("epoch 1 loss 0.5\nepoch 1 loss 0.4\nacc: 0.3\n");
    expect(found.points).toEqual({});
    expect(found.problems).toEqual([]);
  });

  it("keeps what came before the first repetition", () => {
    expect(values(read("step 1 loss 4\nacc: 0.3\nstep 2 loss 3\n"))).toEqual({
      loss: [
        [1, 4],
        [2, 3],
      ],
      acc: [[1, 0.3]],
    });
  });

  it("numbers before any counter are settings", () => {
    expect(Object.keys(read("lr: 0.1\ndropout: 0.5\nstep 1 loss 4\nstep 2 loss 3\n").points)).toEqual(["loss"]);
  });
});

describe("a user's own pattern", () => {
  it("is all that counts when it is given", () => {
    const text = "t=1 L 0.5 lr 3\nt=2 L 0.4 lr 3\nstep 9 loss 7\n";
    expect(values(read(text, ["t=(?<step>\\d+) L (?<train__loss>[\\d.]+)"]))).toEqual({
      "train/loss": [
        [1, 0.5],
        [2, 0.4],
      ],
    });
  });

  it("may catch names and values, and of several the first that matches wins", () => {
    const patterns = ["^@(?<epoch>\\d+)", "^(?<name>\\w+) is (?<value>\\S+)$"];
    expect(values(read("@1\nloss is 3\n@2\nloss is nan\nacc is 1\n", patterns))).toEqual({
      loss: [
        [1, 3],
        [2, NaN],
      ],
      acc: [[2, 1]],
    });
  });
});

describe("damage", () => {
  it("passes over a line of 3 MiB and reads on", () => {
    const text = `step 1 loss 1\n${"x".repeat(3 * 2 ** 20)}\nstep 2 loss 2\n`;
    for (const at of [[], [2 ** 20 + 5, 2 ** 21]]) {
      const found = readLog(new ConsoleReader(), text, { at });
      expect([values(found).loss, found.problems]).toEqual([
        [
          [1, 1],
          [2, 2],
        ],
        [["line over the limit", 1]],
      ]);
    }
  });

  it("reads through NULs, bad UTF-8 and CRLF", () => {
    const bytes = new TextEncoder().encode("\ufeffstep 1 loss 1\r\n\0\0\0step 2 loss 2\r\n?step 3 loss 3\r\n");
    bytes[bytes.indexOf(0x3f)] = 0xff;
    expect(values(read(bytes)).loss).toHaveLength(3);
  });
});

describe("a log that grows", () => {
  const line = fc.oneof(
    fc.tuple(fc.nat(9), fc.double({ noNaN: true })).map(([step, value]) => `step ${step} loss ${value} acc=1`),
    fc
      .tuple(fc.nat(3), fc.nat(4), fc.nat(9))
      .map(([e, n, v]) => `\rEpoch ${e}: ${n}%|█| ${n}/4 [00:01<00:02, 1it/s, loss=${v}]`),
    fc.tuple(fc.nat(4), fc.nat(9)).map(([n, v]) => `\r ${n}%|#| ${n}/4 [00:01<00:02, 1it/s, loss=${v}]`),
    fc.tuple(fc.nat(4), fc.nat(9)).map(([n, v]) => `${n}/4 ━━ 1s - loss: ${v}\b\b\b\r`),
    fc.constantFrom(
      "Epoch 2/5",
      "val: loss 3 é",
      "",
      "\r",
      "2026-11-22 08:38:39,573 - a - INFO - epoch 3 loss 1",
      "\u001b[31mx",
      "junk",
    ),
  );
  const end = fc.constantFrom("\n", "\r\n", "\r", "");

  it("gives the same points wherever it is cut and whoever goes on", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end), { maxLength: 14 }), fc.array(fc.nat(700)), (lines, at) => {
        const text = lines.map((parts) => parts.join("")).join("");
        const whole = readLog(new ConsoleReader(), text);
        for (const resume of [undefined, ConsoleReader.resume]) {
          const pieces = readLog(new ConsoleReader(), text, { at, ...(resume && { resume }) });
          expect(pieces.points).toEqual(whole.points);
          expect(pieces.reader.problems()).toEqual(whole.reader.problems());
          expect(pieces.reader.startedAt).toBe(whole.reader.startedAt);
        }
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it.each(["keras_stdout_pipe.log", "python_logging.log"])("%s reads the same between any two bytes", (file) => {
    const bytes = fixture(file).subarray(0, 1500);
    const whole = readLog(new ConsoleReader(), bytes);
    for (let cut = 0; cut < bytes.length; cut += 3) {
      const pieces = readLog(new ConsoleReader(), bytes, { at: [cut], resume: ConsoleReader.resume });
      expect(pieces.points, `cut at ${cut}`).toEqual(whole.points);
    }
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        read(bytes);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
