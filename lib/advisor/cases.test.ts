import { describe, expect, it } from "vitest";
import { adviceOn, curvesOf, loadCase, sweepAdviceOn } from "../../fixtures/cases/load-case.ts";
import type { Advice } from "../core/advice.ts";
import { say } from "../core/text.ts";
import { CAPS, LEFT_OUT, OUTCOMES, PROPOSALS, VERDICTS } from "./case-tables.ts";
import { toExperiments } from "./runs/experiment.ts";
import type { RunOutcome } from "./runs/run-state.ts";
import { toScaledRun } from "./runs/run-state.ts";

const ratesOf = (advice: Advice): unknown[] => advice.next.map(({ hparams }) => hparams.lr);
const textOf = (advice: Advice): string => JSON.stringify(advice);

function outcomesOf(id: number): Record<string, RunOutcome> {
  return Object.fromEntries(curvesOf(id).runs.map((run) => [run.replicate.experiment.name, run.outcome]));
}

describe("learning rate", () => {
  it.each(VERDICTS)("case %i: %s %j, %s, then %j: %s", (id, verdict, value, confidence, next) => {
    const advice = adviceOn(id, "learning-rate");
    expect(advice).toMatchObject({ verdict, value, confidence });
    expect(ratesOf(advice).slice(0, next.length)).toEqual(next);
  });
  it.each(CAPS)("case %i is as sure as its caps allow", (id, caps) =>
    expect(adviceOn(id, "learning-rate").caps).toEqual(caps));

  it.each(LEFT_OUT)("case %i leaves out, with a reason: %j", (id, reasons) => {
    const { excluded } = adviceOn(id, "learning-rate");
    expect(Object.fromEntries(excluded.map(({ run, because }) => [run, because]))).toEqual(reasons);
  });

  it.each(PROPOSALS)("case %i proposes exactly %j", (id, rates) => {
    const { next } = adviceOn(id, "learning-rate");
    expect(next.map(({ hparams, seeds }) => [hparams.lr, seeds.length])).toEqual(rates);
    for (const { steps, hparams } of next) {
      expect(steps).toBe(3000);
      expect(Object.keys(hparams)).toEqual(["lr"]);
    }
  });

  it("knows how every run of the textbook sweep went", () => {
    expect(outcomesOf(1)).toEqual({ r0: "diverged", r1: "no learning", r2: "ok", r3: "ok", r4: "ok", r5: "ok" });
  });
  it.each(OUTCOMES)("knows how the runs of case %i went", (id, outcomes) => expect(outcomesOf(id)).toEqual(outcomes));

  it("says of the spike that it was one, and that it recovered", () => {
    expect(textOf(adviceOn(2, "learning-rate"))).toContain("r2 had 1 spike and recovered");
    expect(textOf(adviceOn(1, "learning-rate"))).not.toContain("spike");
  });
  it("names the tie of three and leaves nothing out", () => {
    const { alternatives, interval, headline } = adviceOn(10, "learning-rate");
    expect(alternatives.map(({ value }) => value)).toEqual([0.005, 0.02]);
    expect(interval).toEqual([0.005, 0.02]);
    expect(headline).toBe("Train at learning rate 0.01: tentative; 0.005 and 0.02 are the same within noise.");
  });
  it("shows both ends of a trade of fast against deep", () => {
    const advice = adviceOn(7, "learning-rate");
    expect(advice.alternatives).toEqual([{ value: 0.1, why: "faster, but it ends shallower" }]);
    expect(textOf(advice)).toContain("fast or deep, and deep was chosen");
  });
  it("leaves the staircase out by name", () => {
    expect(adviceOn(4, "learning-rate").excluded).toContainEqual({
      run: "r0",
      because: "mixed schedules: not comparable (steps)",
    });
  });
  it("warns when percents and fractions meet", () => {
    expect(textOf(adviceOn(14, "learning-rate"))).toContain("r1 logs percents, others fractions: divided by 100");
  });
  it("knows that less WER is better", () => expect(sweepAdviceOn(15).metric).toEqual({ tag: "dev/wer", goal: "min" }));
  it("asks to rerun what crashed ahead, and not what crashed behind", () => {
    expect(adviceOn(17, "learning-rate").next[0].why).toContain("rerun r0");
    expect(ratesOf(adviceOn(18, "learning-rate"))).not.toContain(0.03);
  });
  it("asks to wait for what is running ahead", () =>
    expect(adviceOn(50, "learning-rate").next[0].why).toContain("wait for it"));
  it("takes seeds for what they are", () => {
    const advice = adviceOn(35, "learning-rate");
    expect(advice.interval).toEqual([0.003, 0.01]);
    expect(textOf(advice)).toContain("between seeds (4 degrees of freedom)");
  });
  it("reports the seed that failed", () =>
    expect(textOf(adviceOn(36, "learning-rate"))).toContain("1 of 3 seeds at 0.03 diverged"));
  it("does not pick the suspicious run, and lists causes", () => {
    expect(textOf(adviceOn(34, "learning-rate"))).toContain("0.1 is suspicious and not picked: 97.3 % on dev");
  });
  it("compares different batch sizes only under protest", () => {
    expect(adviceOn(47, "learning-rate").caps).toContain(
      "batch_size also differs: compare by examples seen, not by steps",
    );
  });
  it("claims nothing about a cyclic learning rate", () => {
    const advice = adviceOn(12, "learning-rate");
    expect(advice).toMatchObject({ verdict: "none", value: null });
    expect(advice.headline).toContain("cycles");
  });
  it("compares at the common horizon", () => {
    expect(curvesOf(31).scale?.grid.to).toBe(3000);
    expect(textOf(adviceOn(31, "learning-rate"))).toContain("Compared up to step 3,000: 1 run went further.");
  });
});

describe("reading a run", () => {
  const experimentOf = (id: number) => toExperiments(loadCase(id))[0];
  it("takes the peak of a warm-up for the learning rate", () => {
    expect(experimentOf(11)).toMatchObject({
      learningRate: { value: 0.01, source: "logged" },
      schedule: { kind: "warmup, then constant" },
    });
  });
  it("tells a cycle from a decay, and a staircase from both", () => {
    expect(experimentOf(12).schedule.kind).toBe("cyclic");
    expect(experimentOf(4).schedule.kind).toBe("steps");
  });
  it("believes the logged learning rate, and guesses why it differs", () => {
    expect(experimentOf(21).learningRate).toMatchObject({ value: 0.08, source: "logged" });
    expect(say(experimentOf(21).learningRate?.disagreement ?? "", null)).toContain(
      "×8 looks like scaling by world size",
    );
  });
  it("reads a learning rate from the name", () => {
    expect(experimentOf(22).learningRate).toMatchObject({ value: 0.0003, source: "name" });
  });
  it("mends a rewound file and says so", () => {
    const { loss } = curvesOf(30).replicates.members[0];
    expect(loss?.rewinds).toEqual([1500]);
    expect(loss?.length).toBe(301);
    expect(textOf(adviceOn(30, "learning-rate"))).toContain("r0 rewound once, at step 1,500");
  });
  it("counts non-finite values that pass", () => {
    expect(textOf(adviceOn(23, "learning-rate"))).toContain("non-finite values, transient");
  });
  it("keeps a loss of 1e28 out of the others' scale", () => {
    const { scale, runs } = curvesOf(24);
    const alone = runs
      .filter(({ outcome }) => outcome === "ok")
      .map(({ replicate }) => toScaledRun(replicate, scale).depth);
    expect(scale?.start).toBeCloseTo(2.3, 0);
    expect(Math.min(...alone)).toBeCloseTo(0, 2);
  });
});
