import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readLog, values } from "../../../fixtures/textlogs/read-log.ts";
import { ConsoleReader } from "./console-reader.ts";
import { explain } from "./explain.ts";

const read = (...lines: string[]) => values(readLog(new ConsoleReader(), `${lines.join("\n")}\n`));

/** As Stable-Baselines3 prints it. */
const block = (timesteps: number, reward: number, loss: number) => [
  "------------------------------------------",
  "| rollout/                |              |",
  `|    ep_rew_mean          | ${reward}         |`,
  "| time/                   |              |",
  "|    fps                  | 1423         |",
  `|    total_timesteps      | ${timesteps}         |`,
  "| train/                  |              |",
  "|    approx_kl            | 0.008303741  |",
  `|    loss                 | ${loss}         |`,
  "------------------------------------------",
];

describe("a framed block of names and numbers", () => {
  it("stands at the step that it names, under the names that it gives", () => {
    expect(read("Using cpu device", ...block(2048, 22.1, 6.96), ...block(4096, 26.3, 11.8))).toEqual({
      "rollout/ep_rew_mean": [
        [2048, 22.1],
        [4096, 26.3],
      ],
      "time/fps": [
        [2048, 1423],
        [4096, 1423],
      ],
      "train/approx_kl": [
        [2048, 0.008303741],
        [4096, 0.008303741],
      ],
      "train/loss": [
        [2048, 6.96],
        [4096, 11.8],
      ],
    });
  });

  it("is the same wherever the growing log is cut, also by another reader", () => {
    const text = `${[...block(2048, 22.1, 6.96), ...block(4096, 26.3, 11.8)].join("\n")}\n`;
    const whole = values(readLog(new ConsoleReader(), text));
    for (let at = 0; at < text.length; at += 7) {
      expect(values(readLog(new ConsoleReader(), text, { at: [at], resume: ConsoleReader.resume }))).toEqual(whole);
    }
  });

  it("is explained at its last line", () => {
    const { lines } = explain(block(2048, 22.1, 6.96).join("\n"));
    expect(lines.at(-1)).toMatchObject({ x: 2048, metrics: { "rollout/ep_rew_mean": 22.1, "train/loss": 6.96 } });
  });

  it("is none where dashes only part what is printed", () => {
    const line = (step: number, loss: number) => `| epoch   1 | ${step}/ 2983 batches | lr 20.00 | loss  ${loss} |`;
    expect(read("-----------------", line(200, 7.5), "-----------------", line(400, 6.5)).loss).toEqual([
      [200, 7.5],
      [400, 6.5],
    ]);
  });
});

describe("rows below a header", () => {
  it("are read by its names: spaCy's, with epoch and step", () => {
    const table = [
      "E    #       LOSS TOK2VEC  LOSS NER  ENTS_F  SCORE ",
      "---  ------  ------------  --------  ------  ------",
      "  0       0          0.00     29.82    0.00    0.00",
      "  0     200         12.34   1829.51   45.12    0.45",
      "  1     400         34.56    829.51   65.12    0.65",
    ];
    expect(read("=== Training pipeline ===", ...table)).toMatchObject({
      "LOSS NER": [
        [0, 29.82],
        [200, 1829.51],
        [400, 829.51],
      ],
      SCORE: [
        [0, 0],
        [200, 0.45],
        [400, 0.65],
      ],
    });
  });

  it("are read by its names: fastai's, with a duration and a value that is none yet", () => {
    const table = [
      "epoch     train_loss  valid_loss  accuracy  time    ",
      "0         0.652331    nan         0.717862  00:12     ",
      "1         0.512250    0.462103    0.780785  00:11     ",
    ];
    expect(read(...table)).toEqual({
      train_loss: [
        [0, 0.652331],
        [1, 0.51225],
      ],
      valid_loss: [
        [0, Number.NaN],
        [1, 0.462103],
      ],
      accuracy: [
        [0, 0.717862],
        [1, 0.780785],
      ],
    });
  });

  it("are no rows with another number of cells, or without a header that counts", () => {
    expect(read("epoch  loss  acc", "0  0.5", "1  0.4  0.3  0.2")).toEqual({});
    expect(read("name  loss  acc", "0  0.5  0.1", "1  0.4  0.2")).toEqual({});
  });
});

it("Darknet's lines give the loss, its average and the rate, whichever branch printed them", () => {
  const lines = [
    "1: 1865.043, 1865.043 avg, 0.000000 rate, 3.012104 seconds, 64 images",
    " 2: -nan, 1855.5 avg loss, 0.001000 rate, 2.9 seconds, 128 images, 1.5 hours left",
  ];
  expect(read(...lines)).toEqual({
    loss: [
      [1, 1865.043],
      [2, Number.NaN],
    ],
    "avg loss": [
      [1, 1865.043],
      [2, 1855.5],
    ],
    rate: [
      [1, 0],
      [2, 0.001],
    ],
  });
});

it("what LightGBM printed is what its callback was given, to the digits that it prints", () => {
  const folder = new URL("../../../fixtures/textlogs/lightgbm/", import.meta.url);
  const ledger: Record<string, Record<string, number[]>> = JSON.parse(
    readFileSync(new URL("ledger.json", folder), "utf8"),
  );
  const found = values(readLog(new ConsoleReader(), readFileSync(new URL("train.log", folder))));
  expect(Object.keys(found).sort()).toEqual([
    "training/auc",
    "training/binary_logloss",
    "valid_1 auc",
    "valid_1 binary_logloss",
  ]);
  for (const [tag, points] of Object.entries(found)) {
    const [set, metric] = tag.split(/[/ ]/);
    expect(points.map(([step]) => step)).toEqual([5, 10, 15, 20, 25, 30]);
    const halfADigit = 5.001e-7; // LightGBM rounds halves to even
    for (const [step, value] of points) {
      expect(Math.abs(value - ledger[set][metric][step - 1])).toBeLessThanOrEqual(halfADigit);
    }
  }
});
