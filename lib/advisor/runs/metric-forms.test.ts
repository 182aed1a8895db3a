/** One dev metric, logged in the forms and under the names that trainers use: the answer is the same. */
import { describe, expect, it } from "vitest";
import type { Advice } from "../../core/advice.ts";
import { advise } from "../advise.ts";
import type { RunLog } from "../input.ts";
import { decayTo, followLaw, toRun, withNoise } from "./run-log-builder.ts";

const RATES = [
  { lr: 0.1, floor: 1.2, tau: 200 },
  { lr: 0.03, floor: 0.35, tau: 300 },
  { lr: 0.01, floor: 0.3, tau: 400 },
  { lr: 0.001, floor: 0.6, tau: 1500 },
];

/** Four learning rates; `form` makes what is logged of the dev loss, which follows the training loss. */
function sweepIn(tag: string, form: (loss: number) => number): RunLog[] {
  return RATES.map(({ lr, floor, tau }, i) =>
    toRun(
      `sweep/run${i}`,
      {
        "train/loss": followLaw(withNoise(decayTo(floor, tau), 0.03, i), { every: 20 }),
        [tag]: followLaw((step) => form(withNoise(decayTo(floor, tau), 0.01, 100 + i + step)(step)), { every: 100 }),
      },
      { lr, seed: 0 },
    ),
  );
}

function rateAdvice(runs: readonly RunLog[]): Pick<Advice, "verdict" | "value" | "confidence" | "alternatives"> {
  const { verdict, value, confidence, alternatives } = advise(runs).sweeps[0].advice[0];
  return { verdict, value, confidence, alternatives };
}

const accuracy = (loss: number) => 0.96 - 0.2 * loss;

describe("percents beside fractions", () => {
  /** A hundred classes: guessing is right in 1 %. */
  const run = (lr: number, floor: number, dev: (step: number) => number) =>
    toRun(
      `sweep/lr${lr}`,
      {
        "train/loss": followLaw(withNoise(decayTo(floor, 400), 0.02, Math.round(1 / lr)), { every: 20 }),
        "dev/acc": followLaw(withNoise(dev, 0.002, Math.round(2 / lr)), { every: 100 }),
      },
      { lr },
    );
  const learning = (best: number) => (step: number) => best - (best - 1) * Math.exp(-step / 500);
  it.each([
    { guessing: 0.9, because: "hardly anything is right, in percent" },
    { guessing: 1.2, because: "no share is 1.2" },
  ])("are told apart by what the loss learned: $because", ({ guessing }) => {
    const runs = [run(0.1, 0.5, learning(62)), run(0.01, 0.4, learning(70)), run(0.001, 1.95, () => guessing)];
    const { value, assumptions, evidence } = advise(runs).sweeps[0].advice[0];
    expect(value).toBe(0.01);
    expect(assumptions.join()).not.toContain("percents");
    expect(evidence.map(({ text }) => text).join()).toContain("69.8 % on dev/acc"); // 70 − 69 · e^−6
  });
  it("are what they are where the run learned as much as others", () => {
    const runs = [
      run(0.1, 0.5, learning(62)),
      run(0.01, 0.4, learning(70)),
      run(0.03, 0.41, (s) => learning(72)(s) / 100),
    ];
    const { value, assumptions } = advise(runs).sweeps[0].advice[0];
    expect(value).toBe(0.03);
    expect(assumptions.join()).toContain("sweep/lr0.01 and sweep/lr0.1 log percents, others fractions: divided by 100");
  });
  it("are one scale where the dev metric is all that is logged", () => {
    const onlyDev = [
      run(0.1, 0.5, learning(62)),
      run(0.01, 0.4, (s) => learning(70)(s) / 100),
      run(0.001, 0.6, learning(50)),
    ].map((log) => ({ ...log, series: new Map([...log.series].filter(([tag]) => tag === "dev/acc")) }));
    expect(advise(onlyDev).sweeps[0].advice[0].value).toBe(0.01);
  });
});

describe("one dev metric", () => {
  const asAccuracy = rateAdvice(sweepIn("dev/accuracy", accuracy));
  it.each([
    { tag: "val_acc", form: accuracy },
    { tag: "eval/accuracy", form: (loss: number) => 100 * accuracy(loss) },
    { tag: "val/Acc@1", form: (loss: number) => 100 * accuracy(loss) },
    { tag: "valid/acc1", form: (loss: number) => 100 * accuracy(loss) },
    { tag: "val_MulticlassAccuracy", form: accuracy },
    { tag: "dev/error", form: (loss: number) => 1 - accuracy(loss) },
    { tag: "eval/top1_err", form: (loss: number) => 100 - 100 * accuracy(loss) },
  ])("as $tag gives the answer that dev/accuracy gives", ({ tag, form }) => {
    expect(rateAdvice(sweepIn(tag, form))).toEqual(asAccuracy);
  });

  it("as a perplexity, which starts as large as the vocabulary, still tells 20 from 22", () => {
    // At its end the second best rate has a loss 0.05 higher: e^0.05 = 1.05 times the perplexity, far more than seeds differ by.
    const perplexity = (loss: number) => Math.exp(2.7 + 3.5 * (loss - 0.3));
    const { value, alternatives } = rateAdvice(sweepIn("eval/perplexity", perplexity));
    expect(value).toBe(0.01);
    expect(alternatives).toEqual([]);
  });

  it("that is called an error and grows beyond any share is not shown in percent", () => {
    const [advice] = advise(sweepIn("dev/error", (loss) => 700 * loss)).sweeps[0].advice;
    expect(advice.value).toBe(0.01);
    expect(advice.evidence.map(({ text }) => text).join(" ")).not.toMatch(/\d\d,\d\d\d %|points/);
  });
});
