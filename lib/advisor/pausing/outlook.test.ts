import { describe, expect, it } from "vitest";
import type { Outlook } from "../../core/advice.ts";
import { advise } from "../advise.ts";
import { paceOf } from "../path/pace.ts";
import { toExperiments } from "../runs/experiment.ts";
import { decayTo, followLaw, toRun, toSeries, withNoise } from "../runs/run-log-builder.ts";

/** A record each 10 steps and each second: 0.1 s a step. The last of a live run of 1,000 steps comes at second 100. */
const run = (lr: number, best: number, to: number, state: "live" | "finished") =>
  toRun(
    `a/lr${lr}`,
    {
      "train/loss": followLaw(withNoise(decayTo(1.2 - best, 300), 0.005, 100 * lr + to), { to }),
      "dev/acc": followLaw(
        withNoise((step) => best - 0.4 * Math.exp(-step / 300), 0.0005, 1000 * lr + to),
        { to, every: 50 },
      ),
    },
    { lr, num_steps: 3000, n_dev: 100_000 },
    state,
  );
const finished = [0.1, 0.01, 0.001].map((lr, i) => run(lr, 0.9 - 0.05 * i, 3000, "finished"));
const outlookWith = (lr: number, best: number, to = 1500): Outlook | undefined =>
  advise([...finished, run(lr, best, to, "live")]).sweeps[0].outlook;

describe("the outlook", () => {
  it("is absent when nothing runs any more", () => expect(advise(finished).sweeps[0].outlook).toBeUndefined());
  it("says that a run on its way to the top can flip the answer, and when that will be known", () => {
    const outlook = outlookWith(0.03, 0.95);
    expect(outlook).toMatchObject({ canFlip: true, headline: "The answer can still change: a/lr0.03 may win." });
    // its last record is that of step 1,500, at second 150; 1,500 steps at 0.1 s remain
    expect(outlook?.knownAt).toBeCloseTo(1_700_000_150 + 150, 0);
    expect(outlook?.knownBetween?.[0]).toBeLessThanOrEqual(outlook?.knownAt ?? 0);
  });
  it("says of a leader that is not done that nobody else can win", () => {
    const logs = [0.1, 0.01, 0.001].map((lr, i) => run(lr, 0.95 - 0.3 * i, 2500, "live"));
    expect(advise(logs).sweeps[0].outlook).toMatchObject({
      canFlip: true,
      headline: "The answer can still change: no other run can win, but a/lr0.1, which leads, is not done.",
    });
  });
  it("says that a run far below cannot", () => {
    const outlook = outlookWith(0.0001, 0.6);
    expect(outlook).toMatchObject({
      canFlip: false,
      headline: "The answer will not change: no run that is still going can win.",
    });
    expect(outlook?.runs[0].chance).toBeLessThan(0.05);
  });
  it("79: is never known before the last record, however far a run is beyond its plan", () => {
    const outlook = outlookWith(0.03, 0.95, 4000);
    expect(outlook?.knownAt).toBe(1_700_000_400);
  });
});

describe("paceOf", () => {
  it("takes pauses for pauses", () => {
    const series = toSeries([...Array(100).keys()], Array(100).fill(1));
    for (let i = 50; i < 100; i++) series.wallTimes[i] += 3600; // an hour of nothing after step 49
    const [experiment] = toExperiments([toRun("a", { loss: series })]);
    expect(paceOf(experiment)).toEqual({ usual: 1, quick: 1, slow: 1 });
  });
  it("is unknown without a clock", () => {
    const series = toSeries([0, 1, 2, 3], [1, 1, 1, 1]);
    series.wallTimes.fill(Number.NaN);
    expect(paceOf(toExperiments([toRun("a", { loss: series })])[0])).toBeNull();
  });
});
