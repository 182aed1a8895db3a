import { describe, expect, it } from "vitest";
import type { Hparams } from "../../core/series.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";

type Law = (step: number) => number;

/** Runs by rate with a training loss and `devTag`, both logged to step 3000. */
const adviceOn = (devTag: string, trials: readonly { lr: number; loss?: Law; dev: Law }[], hparams: Hparams = {}) => {
  const runs = trials.map(({ lr, loss = decayTo(0.3, 250), dev }, i) =>
    toRun(
      `r${i}`,
      {
        "train/loss": followLaw(withNoise(loss, 0.001, i + 1)),
        [devTag]: followLaw(withNoise(dev, 0.00002, i + 50), { every: 100 }),
      },
      { lr, ...hparams },
    ),
  );
  return advise(runs).sweeps[0].advice[0];
};
const level =
  (best: number): Law =>
  (step) =>
    best - 0.5 * Math.exp(-step / 250);
const until =
  (end: number, law: Law, after: number): Law =>
  (step) =>
    step < end ? law(step) : after;
const texts = ({ evidence }: { evidence: readonly { text: string }[] }) => evidence.map(({ text }) => text).join("; ");

describe("a rate that was best and failed", () => {
  const trials = (before: number) => [
    { lr: 1, loss: until(2400, decayTo(0.2, 100), Number.NaN), dev: until(2400, level(before), 0.1) },
    { lr: 0.01, dev: level(0.82) },
    { lr: 0.001, dev: level(0.7) },
  ];
  it("is the value, since its checkpoint is the best model there is, without confidence, and a rate between comes next", () => {
    const advice = adviceOn("dev/acc", trials(0.85));
    expect(advice).toMatchObject({ value: 1, verdict: "insufficient", confidence: "not enough evidence" });
    expect(advice.headline).toMatch(
      /^1 was best, but failed later: keep its best checkpoint, or train at 0\.01\. Run 0\.1/,
    );
    expect(advice.alternatives[0]).toEqual({ value: 0.01, why: "the best that came through" });
    expect(texts(advice)).toContain("1 reached 85.0 % on dev/acc before it failed");
  });
  it("not when the noise could have done it", () => {
    expect(adviceOn("dev/acc", trials(0.825)).value).toBe(0.01); // assumed: 0.4 points; 2 · √2 · 0.4 = 1.1 points
  });
  it("nor while the others have steps to go, which it has not", () => {
    expect(adviceOn("dev/acc", trials(0.85), { num_steps: 12_000 }).value).toBe(0.01);
  });
});

describe("a dev loss that stands on a plateau, rates a decade apart", () => {
  // from 3.3 down to 1, with differences of a ten-thousandth: less than 0.1 % of the descent
  const plateau =
    (end: number): Law =>
    (step) =>
      end + 2.3 * Math.exp(-step / 40);
  const trials = (last: Law) => [
    { lr: 0.001, loss: plateau(1.02), dev: plateau(1) },
    { lr: 0.01, loss: plateau(1), dev: plateau(1.0001) },
    { lr: 0.1, loss: plateau(1.01), dev: last },
  ];
  const open = { num_steps: 12_000 };
  it("is decided by the training loss while steps are left", () => {
    const advice = adviceOn("dev/loss", trials(plateau(1.0002)), open);
    expect(advice.value).toBe(0.01);
    expect(texts(advice)).toContain("the training loss decides, which differs less between seeds: 0.01 is deepest");
  });
  it("but not by one that memorises: its dev loss has turned up", () => {
    const memorises = trials(plateau(1.0002)).map((trial) =>
      trial.lr === 0.01
        ? { ...trial, dev: (step: number) => plateau(1.0001)(step) + (step > 1500 ? step / 1e4 : 0) }
        : trial,
    );
    expect(adviceOn("dev/loss", memorises, open).value).toBe(0.1);
  });
  it("nor where it still falls", () => {
    const falls = trials((step) => 1.0002 + 2.3 * Math.exp(-step / 600)).map((trial) => ({
      ...trial,
      dev: (step: number) => 2 - step / 3000 + (trial.lr === 0.001 ? 0 : 0.0001),
    }));
    expect(adviceOn("dev/loss", falls, open).value).toBe(0.001);
  });
  it("and at the end the dev loss decides, as everywhere", () => {
    expect(adviceOn("dev/loss", trials(plateau(1.0002)), { num_steps: 3001 }).value).toBe(0.001);
  });
});

it("a step down from the highest rate leaves it the highest: a higher one is asked for", () => {
  const advice = adviceOn(
    "dev/acc",
    [
      { lr: 0.01, dev: level(0.95) },
      { lr: 0.004, dev: level(0.949) },
      { lr: 0.001, dev: level(0.9) },
      { lr: 0.0001, dev: level(0.7) },
    ],
    { num_steps: 12_000, n_dev: 10_000 },
  );
  expect(advice.value).toBe(0.004);
  expect(advice.next.map(({ hparams }) => hparams.lr)).toContain(0.0316); // half a decade, the least step of a grid
  expect(advice.caps.join()).toContain("the highest that was tried is as good as the pick");
});
