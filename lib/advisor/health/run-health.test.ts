import { describe, expect, it } from "vitest";
import { sweepAdviceOn } from "../../../fixtures/cases/load-case.ts";
import type { Hparams, Series } from "../../core/series.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, toSeries, withNoise } from "../runs/run-log-builder.ts";

const healthy = withNoise(decayTo(0.3, 300), 0.05, 1);
const devLaw = withNoise((step) => 0.9 - 0.4 * Math.exp(-step / 300), 0.002, 2);
const healthOf = (series: Readonly<Record<string, Series>>, hparams: Hparams = {}) =>
  advise([toRun("a", series, { lr: 0.1, ...hparams })]).sweeps[0].advice.find(({ rule }) => rule === "run-health");
const findingsOf = (series: Readonly<Record<string, Series>>, hparams: Hparams = {}): readonly string[] => {
  const value = healthOf(series, hparams)?.value;
  return typeof value === "object" && value !== null && "findings" in value ? value.findings : [];
};
const every = (law: (step: number) => number) => followLaw(law, { every: 1, to: 2999 });
const evals = (law: (step: number) => number) => followLaw(law, { from: 100, every: 100, to: 2900 });

/** The running mean of `law` that starts anew every `epoch` steps, as Keras logs it. */
function runningMean(law: (step: number) => number, epoch: number): Series {
  let sum = 0;
  return every((step) => {
    if (step % epoch === 0) sum = 0;
    sum += law(step);
    return sum / ((step % epoch) + 1);
  });
}
/** An exponential moving average with weight 0.99. */
function smoothed(law: (step: number) => number): Series {
  let state = law(0);
  return every((step) => {
    state = 0.99 * state + 0.01 * law(step);
    return state;
  });
}

describe("run health", () => {
  it.each([
    [0.001, false, "it has not learned enough to change one answer"],
    [1, true, "where a lower rate moved it, the evaluation of this one is broken"],
  ])("a dev metric that stands still at rate %d beside one that moves at 0.1 is a symptom: %s, for %s", (lr, isOne) => {
    const runs = [
      toRun("moves", { "train/loss": every(healthy), "dev/acc": evals(devLaw) }, { lr: 0.1 }),
      toRun(
        "stands",
        { "train/loss": every(withNoise(decayTo(1.6, 900), 0.05, 3)), "dev/acc": evals(() => 0.1) },
        { lr },
      ),
    ];
    const health = advise(runs).sweeps[0].advice.find(({ rule }) => rule === "run-health");
    expect(JSON.stringify(health?.value ?? null).includes("dev stands still")).toBe(isOne);
  });
  it("finds nothing in a healthy run", () => {
    expect(
      healthOf({ "train/loss": every(healthy), "dev/acc": evals(devLaw), "train/acc": evals((s) => devLaw(s) + 0.02) }),
    ).toBeUndefined();
  });
  it.each<[number, string, Record<string, Series>, Hparams, string]>([
    [51, "an average that starts anew each epoch", { "train/loss": runningMean(healthy, 300) }, {}, "jumps each epoch"],
    [52, "an average over a hundred steps", { "train/loss": smoothed(healthy) }, {}, "smoothed by the logger"],
    [
      56,
      "a dev metric that never moves",
      { "train/loss": every(healthy), "dev/acc": evals(() => 0.731) },
      {},
      "dev stands still",
    ],
    [
      57,
      "dev above train",
      { "train/loss": every(healthy), "dev/acc": evals((s) => devLaw(s) + 0.05), "train/acc": evals(devLaw) },
      {},
      "dev above train",
    ],
    [
      58,
      "dev near 1 at once",
      { "train/loss": every(healthy), "dev/acc": evals((s) => 0.985 + s * 1e-6) },
      {},
      "dev too good too soon",
    ],
    [
      59,
      "a loss flat at ln 10",
      { "train/loss": every(withNoise(() => Math.log(10), 0.002, 5)) },
      { classes: 10 },
      "dead",
    ],
    [
      61,
      "two runs in one log",
      { "train/loss": every((s) => (s % 2 === 0 ? 0.5 : 1.2) + 0.01 * Math.sin(s)) },
      {},
      "two runs in one log",
    ],
  ])("case %i: %s", (_id, _because, series, hparams, finding) => {
    expect(findingsOf(series, hparams)).toEqual([finding]);
  });
  it("forgives dev above train where dropout makes training harder", () => {
    const series = {
      "train/loss": every(healthy),
      "dev/acc": evals((s: number) => devLaw(s) + 0.05),
      "train/acc": evals(devLaw),
    };
    expect(findingsOf(series, { dropout: 0.5 })).toEqual([]);
  });
  it("case 60: two learning rates with one log mean that the setting does not reach the optimizer", () => {
    const runs = [0.1, 0.01].map((lr) =>
      toRun(`lr${lr}`, { "train/loss": every(withNoise(decayTo(0.3, 300), 0.05, 1)) }, { lr }),
    );
    const health = advise(runs).sweeps[0].advice.find(({ rule }) => rule === "run-health");
    expect(health).toMatchObject({ confidence: "clear", value: { findings: ["same log"] } });
  });
  it("sees a loss that repeats to the last digit", () => {
    expect(findingsOf({ "train/loss": every((s) => (s < 1000 ? healthy(s) : 0.5)) })).toContain("frozen");
  });
  it.each([
    { end: 0, finds: false, because: "has come to zero" },
    { end: 1e-7, finds: false, because: "has come to what a 32-bit float calls zero" },
    { end: 0.0012, finds: false, because: "is rounded by its logger" },
    { end: 0.00123456, finds: true, because: "still has digits that could move" },
  ])("asks of a memorised loss that repeats whether it $because", ({ end, finds }) => {
    const memorised = every((s) => (s < 1000 ? healthy(s) * Math.exp(-s / 100) : end));
    expect(findingsOf({ "train/loss": memorised }).includes("frozen")).toBe(finds);
  });
  it("takes dev above train for no leak where the training examples cost more too, as those with noisy labels do", () => {
    const series = (devLoss: number) => ({
      "train/loss": every(withNoise(decayTo(0.6, 300), 0.05, 11)),
      "dev/loss": evals(withNoise(decayTo(devLoss, 300), 0.01, 12)),
      "dev/acc": evals((s) => devLaw(s) + 0.05),
      "train/acc": evals(devLaw),
    });
    expect(findingsOf(series(0.35))).toEqual([]);
    expect(findingsOf(series(0.6))).toEqual(["dev above train"]);
  });
  it("sees gradients leap, and most of them clipped", () => {
    const calm = withNoise(() => 1, 0.1, 7);
    const leap = every((s) => (s >= 2000 && s < 2010 ? 1e4 : Math.abs(calm(s))));
    expect(findingsOf({ "train/loss": every(healthy), grad_norm: leap })).toEqual(["exploding gradients"]);
    expect(
      findingsOf({ "train/loss": every(healthy), grad_norm: every((s) => Math.abs(calm(s))) }, { max_grad_norm: 0.5 }),
    ).toEqual(["mostly clipped"]);
  });
  it("sees steps of unequal length by the wall clock", () => {
    const steady = every(healthy);
    const stalls = toSeries([...steady.steps], [...steady.values]);
    let time = 0;
    for (let i = 0; i < stalls.length; i++) stalls.wallTimes[i] = time += i % 5 === 0 ? 1 : 0.1;
    expect(findingsOf({ "train/loss": stalls })).toEqual(["slow input"]);
  });
  it("raises no alarm on the textbook sweeps", () => {
    const alarmed = [1, 2, 7, 8, 10, 13, 15, 27, 33, 42, 48].filter((id) =>
      sweepAdviceOn(id).advice.some(({ rule }) => rule === "run-health"),
    );
    expect(alarmed).toEqual([]);
  });

  it("does not send a tuning back for a run that broke under its own learning rate, and for one that learned it does", () => {
    const sound = toRun("sweep/a", { "train/loss": every(healthy), "dev/acc": evals(devLaw) }, { lr: 0.1 });
    const others = [0.03, 0.01].map((lr, i) => {
      const loss = withNoise(decayTo(0.4, 400 + 100 * i), 0.05, 30 + i);
      const dev = withNoise((step) => 0.88 - 0.4 * Math.exp(-step / 300), 0.002, 40 + i);
      return toRun(`sweep/lr${lr}`, { "train/loss": every(loss), "dev/acc": evals(dev) }, { lr });
    });
    const broken = withNoise(() => 2.3, 0.02, 9);
    const standing = (loss: (step: number) => number) =>
      toRun("sweep/b", { "train/loss": every(loss), "dev/acc": evals(() => 0.3333) }, { lr: 0.8 });
    const stageAt = (odd: ReturnType<typeof standing>) => advise([sound, ...others, odd]).sweeps[0].stage?.at;
    expect(stageAt(standing(broken))).not.toBe("prepare");
    expect(stageAt(standing(withNoise(decayTo(0.35, 350), 0.05, 9)))).toBe("prepare");
  });
});
