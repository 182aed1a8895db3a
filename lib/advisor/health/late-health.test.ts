import { describe, expect, it } from "vitest";
import type { Hparams, Series } from "../../core/series.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";

const every = (law: (step: number) => number, to = 2999) => followLaw(law, { every: 1, to });
const evals = (law: (step: number) => number) => followLaw(law, { every: 100 });

function healthOf(runs: readonly { series: Readonly<Record<string, Series>>; hparams?: Hparams }[]) {
  const logs = runs.map(({ series, hparams }, i) => toRun(`r${i}`, series, { lr: 0.1, ...hparams }));
  const advice = advise(logs).sweeps[0].advice.find(({ rule }) => rule === "run-health");
  const value = advice?.value;
  const findings = typeof value === "object" && value !== null && "findings" in value ? value.findings : [];
  return { findings, text: advice?.evidence.map(({ text }) => text).join("; ") ?? "" };
}

describe("the order of the data", () => {
  // 12,800 examples in batches of 64 are 200 steps an epoch.
  const sizes = { n_train: 12_800, batch_size: 64 };
  const loss = withNoise(decayTo(0.5, 400), 0.03, 4);
  /** How hard each batch of an epoch is, the same in every epoch. */
  const hardness = Array.from({ length: 200 }, (_, i) => withNoise(() => 0, 0.05, i + 1)(0));
  it("that is the same each epoch shows in the loss", () => {
    const { findings, text } = healthOf([
      { series: { "train/loss": every((step) => loss(step) + hardness[step % 200]) }, hparams: sizes },
    ]);
    expect(findings).toEqual(["not shuffled"]);
    expect(text).toContain("every 200 steps, one epoch (correlation 0.7");
  });
  it("that changes from epoch to epoch does not", () => {
    const shuffled = every((step) => loss(step) + hardness[(step * 37 + Math.floor(step / 200) ** 2 * 61) % 200]);
    expect(healthOf([{ series: { "train/loss": shuffled }, hparams: sizes }]).findings).toEqual([]);
  });
  it("is nothing to speak of where nobody says how long an epoch is", () => {
    const series = { "train/loss": every((step) => loss(step) + hardness[step % 200]) };
    expect(healthOf([{ series, hparams: { batch_size: 64 } }]).findings).toEqual([]);
  });
  it("matters less than what is remembered: a loss that falls only where epochs begin", () => {
    const stairs = withNoise((step) => 0.5 + 1.8 * 0.9 ** Math.floor(step / 200), 0.03, 5);
    expect(healthOf([{ series: { "train/loss": every(stairs) }, hparams: sizes }]).findings).toEqual([
      "steps down each epoch",
    ]);
  });
});

describe("gradients", () => {
  const loss = withNoise(decayTo(1.9, 300), 0.03, 6);
  const norm = (after: number) => withNoise((step) => (step < 1000 ? 1 : after), 0, 7);
  it("that fall to less than a thousandth while there is much to learn have vanished", () => {
    const { findings, text } = healthOf([{ series: { "train/loss": every(loss), grad_norm: every(norm(2e-4)) } }]);
    expect(findings).toEqual(["vanishing gradients"]);
    expect(text).toContain("from step 1,000 on");
  });
  it.each([
    { loss: decayTo(1.9, 300), after: 0.01, because: "a hundredth is usual" },
    { loss: decayTo(0.01, 300), after: 2e-4, because: "the loss is near zero" },
  ])("have not: $because", ({ loss: law, after }) => {
    const series = { "train/loss": every(withNoise(law, 0.001, 8)), grad_norm: every(norm(after)) };
    expect(healthOf([{ series }]).findings).not.toContain("vanishing gradients");
  });
  it.each([
    { because: "that leap and stay", factor: (step: number) => (step < 1200 ? 1 : 100), text: /leaps at step 1,20\d/ },
    {
      because: "that grow a hundredfold over a fifth of the run",
      factor: (step: number) => 100 ** Math.min(1, Math.max(0, (step - 900) / 600)),
      text: /leaps at step 1,\d|grew more than twenty times/,
    },
    {
      because: "that grow a hundredfold over most of the run",
      factor: (step: number) => 100 ** (step / 2999),
      text: /grew more than twenty times as large by step 2,\d/,
    },
  ])("$because explode", ({ factor, text }) => {
    const wide = withNoise(() => 0, 0.2, 10);
    const series = { "train/loss": every(loss), grad_norm: every((step) => Math.exp(wide(step)) * factor(step)) };
    const found = healthOf([{ series }]);
    expect(found.findings).toEqual(["exploding gradients"]);
    expect(found.text).toMatch(text);
  });
  it.each([
    { because: "triple over the run", factor: (step: number) => 1 + step / 1500 },
    { because: "find their size in the first steps", factor: (step: number) => Math.min(1, 0.02 + step / 100) },
    { because: "leap once", factor: (step: number) => (step === 1700 ? 1000 : 1) },
  ])("that $because do not", ({ factor }) => {
    const wide = withNoise(() => 0, 0.2, 11);
    const series = { "train/loss": every(loss), grad_norm: every((step) => Math.exp(wide(step)) * factor(step)) };
    expect(healthOf([{ series }]).findings).toEqual([]);
  });
  it("that leap come with a place to clip them", () => {
    const leaping = withNoise((step) => (step >= 2000 && step < 2006 ? 400 : 1), 0.05, 9);
    const { findings, text } = healthOf([{ series: { "train/loss": every(loss), grad_norm: every(leaping) } }]);
    expect(findings).toEqual(["exploding gradients"]);
    expect(text).toMatch(/leaps at step 2,000: clip at 1\.1, its 90th percentile/);
  });
});

describe("an end that is too restless", () => {
  const run = (lr: number, floor: number, noise: number) => ({
    series: { "train/loss": every(withNoise(decayTo(floor, 200), noise, Math.round(1 / lr))) },
    hparams: { lr },
  });
  it("is that of a rate which ends noisier than a lower one, and no deeper", () => {
    const { findings, text } = healthOf([run(0.1, 0.35, 0.2), run(0.01, 0.3, 0.03), run(0.001, 0.4, 0.03)]);
    expect(findings).toEqual(["restless end"]);
    expect(text).toMatch(/^r0 ends 6\.\d× as noisy as r[12], which has a lower learning rate/);
  });
  it("is not that of a rate which ends deeper", () => {
    expect(healthOf([run(0.1, 0.2, 0.2), run(0.01, 0.3, 0.03), run(0.001, 0.4, 0.03)]).findings).toEqual([]);
  });
});

describe("overfitting", () => {
  const run = (lr: number, turn: number) => ({
    series: {
      "train/loss": followLaw(withNoise(decayTo(0.1, 900), 0.01, lr * 1000)),
      "dev/acc": evals(withNoise((step) => 0.9 - 0.1 * Math.abs(step / turn - 1), 0.001, lr * 1000 + 1)),
    },
    hparams: { lr },
  });
  it("is told where most runs do it", () => {
    const { findings, text } = healthOf([run(0.1, 1000), run(0.05, 1000), run(0.02, 4000)]);
    expect(findings).toEqual(["overfits"]);
    expect(text).toContain("In 2 of 3 runs dev/acc turns while the loss falls on");
  });
  it("is not told of one run among many", () =>
    expect(healthOf([run(0.1, 1000), run(0.05, 4000), run(0.02, 4000)]).findings).toEqual([]));
});
