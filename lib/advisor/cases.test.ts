import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Advice, Rule, SweepAdvice } from "../core/advice.ts";
import type { Hparams, RunState } from "../core/series.ts";
import { advise } from "./advise.ts";
import { describe as toText } from "./describe.ts";
import { toExperiments } from "./experiment.ts";
import type { RunLog } from "./input.ts";
import { toRun, toSeries } from "./run-log-builder.ts";
import { type RunOutcome, toScaledRun } from "./run-state.ts";
import { toSweep } from "./sweep.ts";
import { toSweepCurves } from "./sweep-curves.ts";

/** See fixtures/cases/README.md. */
interface CaseFile {
  readonly id: number;
  readonly runs: readonly {
    readonly name: string;
    readonly state: RunState;
    readonly hparams: Hparams;
    readonly series: Readonly<
      Record<string, { from?: number; every?: number; steps?: number[]; values: (number | string)[] }>
    >;
  }[];
}

function loadCase(id: number): RunLog[] {
  const path = new URL(`../../fixtures/cases/${String(id).padStart(2, "0")}.json`, import.meta.url);
  const file: CaseFile = JSON.parse(readFileSync(path, "utf8"));
  return file.runs.map(({ name, state, hparams, series }) => {
    const columns = Object.entries(series).map(([tag, { from = 0, every = 1, steps, values }]) => {
      return [tag, toSeries(steps ?? values.map((_, i) => from + i * every), values.map(Number))] as const;
    });
    return toRun(name, Object.fromEntries(columns), hparams, state);
  });
}

function adviceOn(id: number): SweepAdvice & { readonly of: (rule: Rule) => Advice } {
  const { sweeps } = advise(loadCase(id));
  expect(sweeps).toHaveLength(1);
  const of = (rule: Rule): Advice => {
    const found = sweeps[0].advice.find((advice) => advice.rule === rule);
    if (found === undefined) throw new Error(`no advice on ${rule}`);
    return found;
  };
  return { ...sweeps[0], of };
}

const ratesOf = (advice: Advice): unknown[] => advice.next.map(({ hparams }) => hparams.lr);
const textOf = (advice: Advice): string => JSON.stringify(advice);

function curvesOf(id: number) {
  const experiments = toExperiments(loadCase(id));
  return toSweepCurves(toSweep("case", experiments), {});
}

function outcomesOf(id: number): Record<string, RunOutcome> {
  return Object.fromEntries(curvesOf(id).runs.map((run) => [run.replicate.experiment.name, run.outcome]));
}

describe("learning rate", () => {
  // `next`: the rates proposed first, in order. Confidence follows from the caps: loss only 0.6, edge 0.5, one rate 0.2, censored 0.4.
  it.each([
    {
      id: 1,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.0316, 0.00316],
      because: "the textbook sweep",
    },
    {
      id: 2,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.0316, 0.00316],
      because: "a spike that recovers changes nothing",
    },
    {
      id: 3,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.00316],
      because: "0.03 collapsed and stays out",
    },
    {
      id: 4,
      verdict: "insufficient",
      value: 0.01,
      confidence: "not enough evidence",
      next: [0.1, 0.00316],
      because: "the staircase run cannot be compared, and two rates are too few",
    },
    {
      id: 6,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.1, 0.00316],
      because: "a flat start is forgiven when the drop comes",
    },
    {
      id: 7,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.0316, 0.00316],
      because: "deep wins over fast and shallow",
    },
    {
      id: 8,
      verdict: "pick",
      value: 0.1,
      confidence: "tentative",
      next: [1, 0.0316],
      because: "within the gate, fast wins",
    },
    {
      id: 10,
      verdict: "tie",
      value: 0.01,
      confidence: "tentative",
      next: [0.01, 0.005, 0.02],
      because: "one law, three noises",
    },
    {
      id: 13,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.0316, 0.00316],
      because: "negative losses work on the shifted scale",
    },
    {
      id: 14,
      verdict: "pick",
      value: 0.01,
      confidence: "likely",
      next: [0.0316, 0.00316],
      because: "90 percent is 0.9",
    },
    {
      id: 15,
      verdict: "pick",
      value: 0.01,
      confidence: "likely",
      next: [0.0316, 0.00316],
      because: "of word error rates the lowest wins",
    },
    {
      id: 16,
      verdict: "insufficient",
      value: 0.01,
      confidence: "not enough evidence",
      next: [0.1, 0.0316, 0.00316, 0.001],
      because: "one run is no comparison",
    },
    {
      id: 17,
      verdict: "insufficient",
      value: 0.01,
      confidence: "not enough evidence",
      next: [0.03],
      because: "the run that crashed was ahead: rerun it",
    },
    {
      id: 18,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.00316],
      because: "the run that crashed was behind: forget it",
    },
    {
      id: 20,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.0316, 0.00316],
      because: "epochs serve as well as steps",
    },
    {
      id: 23,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.1, 0.00316],
      because: "two NaN that pass are a flag, not a state",
    },
    {
      id: 24,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [],
      because: "a loss of 1e28 poisons nobody",
    },
    {
      id: 25,
      verdict: "insufficient",
      value: null,
      confidence: "not enough evidence",
      next: [0.01, 0.001],
      because: "all diverged: go down",
    },
    {
      id: 26,
      verdict: "insufficient",
      value: null,
      confidence: "not enough evidence",
      next: [0.0001, 0.001],
      because: "all stood still: go up",
    },
    {
      id: 27,
      verdict: "pick",
      value: 0.1,
      confidence: "tentative",
      next: [1],
      because: "the best is the highest: extend",
    },
    {
      id: 28,
      verdict: "pick",
      value: 0.001,
      confidence: "tentative",
      next: [0.0001],
      because: "the best is the lowest: extend",
    },
    {
      id: 29,
      verdict: "tie",
      value: 0.003,
      confidence: "tentative",
      next: [],
      because: "of two equals, not the one at the cliff",
    },
    {
      id: 30,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [0.1, 0.00316],
      because: "the rewound stretch is not counted twice",
    },
    {
      id: 31,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [],
      because: "one run ten times longer does not set the horizon",
    },
    {
      id: 34,
      verdict: "pick",
      value: 0.01,
      confidence: "likely",
      next: [],
      because: "a bad loss with a super dev accuracy is suspicious",
    },
    {
      id: 35,
      verdict: "tie",
      value: 0.01,
      confidence: "tentative",
      next: [],
      because: "0.1 points are nothing beside 0.6 between seeds",
    },
    {
      id: 36,
      verdict: "pick",
      value: 0.01,
      confidence: "tentative",
      next: [],
      because: "a rate that fails in 1 of 3 seeds is not picked",
    },
    {
      id: 47,
      verdict: "pick",
      value: 0.1,
      confidence: "tentative",
      next: [1],
      because: "batch sizes differ, which caps the confidence",
    },
    {
      id: 50,
      verdict: "insufficient",
      value: 0.01,
      confidence: "not enough evidence",
      next: [0.03],
      because: "the run ahead is still running: wait for it",
    },
  ])("case $id: $because", ({ id, verdict, value, confidence, next }) => {
    const advice = adviceOn(id).of("learning-rate");
    expect(advice).toMatchObject({ verdict, value, confidence });
    expect(ratesOf(advice).slice(0, next.length)).toEqual(next);
  });

  it("knows how every run of the textbook sweep went", () => {
    expect(outcomesOf(1)).toEqual({ r0: "diverged", r1: "no learning", r2: "ok", r3: "ok", r4: "ok", r5: "ok" });
  });
  it.each([
    [3, { r0: "collapsed", r1: "ok", r2: "ok" }],
    [17, { r0: "truncated", r1: "ok", r2: "ok" }],
    [23, { r0: "ok", r1: "ok", r2: "ok" }],
    [24, { r0: "diverged", r1: "ok", r2: "ok" }],
    [25, { r0: "diverged", r1: "diverged" }],
    [26, { r0: "no learning", r1: "no learning" }],
    [31, { r0: "ok", r1: "ok", r2: "ok" }],
    [50, { r0: "running", r1: "ok", r2: "ok" }],
  ])("knows how the runs of case %i went", (id, outcomes) => expect(outcomesOf(id)).toEqual(outcomes));

  it("says of the spike that it was one, and that it recovered", () => {
    expect(textOf(adviceOn(2).of("learning-rate"))).toContain("r2 had 1 spike and recovered");
    expect(textOf(adviceOn(1).of("learning-rate"))).not.toContain("spike");
  });
  it("names the tie of three and leaves nothing out", () => {
    const { alternatives, interval, headline } = adviceOn(10).of("learning-rate");
    expect(alternatives.map(({ value }) => value)).toEqual([0.005, 0.02]);
    expect(interval).toEqual([0.005, 0.02]);
    expect(headline).toBe("Train at learning rate 0.01: tentative; 0.005 and 0.02 are the same within noise.");
  });
  it("shows both ends of a trade of fast against deep", () => {
    const advice = adviceOn(7).of("learning-rate");
    expect(advice.alternatives).toEqual([{ value: 0.1, why: "faster, but it ends shallower" }]);
    expect(textOf(advice)).toContain("fast or deep, and deep was chosen");
  });
  it("leaves the staircase out by name", () => {
    expect(adviceOn(4).of("learning-rate").excluded).toContainEqual({
      run: "r0",
      because: "mixed schedules: not comparable (steps)",
    });
  });
  it("warns when percents and fractions meet", () => {
    expect(textOf(adviceOn(14).of("learning-rate"))).toContain("r1 logs percents, others fractions: divided by 100");
  });
  it("knows that less WER is better", () => expect(adviceOn(15).metric).toEqual({ tag: "dev/wer", goal: "min" }));
  it("asks to rerun what crashed ahead, and not what crashed behind", () => {
    expect(adviceOn(17).of("learning-rate").next[0].why).toContain("rerun r0");
    expect(ratesOf(adviceOn(18).of("learning-rate"))).not.toContain(0.03);
  });
  it("asks to wait for what is running ahead", () =>
    expect(adviceOn(50).of("learning-rate").next[0].why).toContain("wait for it"));
  it("takes seeds for what they are", () => {
    const advice = adviceOn(35).of("learning-rate");
    expect(advice.interval).toEqual([0.003, 0.01]);
    expect(textOf(advice)).toContain("between seeds (4 degrees of freedom)");
  });
  it("reports the seed that failed", () =>
    expect(textOf(adviceOn(36).of("learning-rate"))).toContain("1 of 3 seeds at 0.03 diverged"));
  it("does not pick the suspicious run, and lists causes", () => {
    expect(textOf(adviceOn(34).of("learning-rate"))).toContain("0.1 is suspicious and not picked: 97.3 % on dev");
  });
  it("compares different batch sizes only under protest", () => {
    expect(adviceOn(47).of("learning-rate").caps).toContain(
      "batch_size also differs: compare by examples seen, not by steps",
    );
  });
  it("claims nothing about a cyclic learning rate", () => {
    const advice = adviceOn(12).of("learning-rate");
    expect(advice).toMatchObject({ verdict: "none", value: null });
    expect(advice.headline).toContain("cycles");
  });
  it("compares at the common horizon", () => {
    expect(curvesOf(31).scale?.grid.to).toBe(3000);
    expect(textOf(adviceOn(31).of("learning-rate"))).toContain("Compared up to step 3,000: 1 run went further.");
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
    expect(experimentOf(21).learningRate?.disagreement).toContain("×8 looks like scaling by world size");
  });
  it("reads a learning rate from the name", () => {
    expect(experimentOf(22).learningRate).toMatchObject({ value: 0.0003, source: "name" });
  });
  it("mends a rewound file and says so", () => {
    const { loss } = curvesOf(30).replicates.members[0];
    expect(loss?.rewinds).toEqual([1500]);
    expect(loss?.length).toBe(301);
    expect(textOf(adviceOn(30).of("learning-rate"))).toContain("r0 rewound once, at step 1,500");
  });
  it("counts non-finite values that pass", () => {
    expect(textOf(adviceOn(23).of("learning-rate"))).toContain("non-finite values, transient");
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

describe("converged step", () => {
  // The exponential laws reach 1 % of their descent at τ·ln 100: 1,151 for τ = 250, 461 for 100, 3,997 for 868.
  it.each([
    { id: 1, tau: 250, horizon: 3000 },
    { id: 2, tau: 250, horizon: 3000 },
    { id: 8, tau: 100, horizon: 3000 },
    { id: 13, tau: 250, horizon: 3000 },
    { id: 33, tau: 868, horizon: 12000 },
  ])("case $id: near τ·ln 100 for τ = $tau", ({ id, tau }) => {
    const { value, verdict, unit, interval } = adviceOn(id).of("converged-step");
    const truth = tau * Math.log(100);
    expect(verdict).toBe("pick");
    expect(unit).toBe("steps");
    if (value === null || typeof value === "number" || !("convergedStep" in value))
      throw new Error("no converged step");
    expect(Math.abs(value.convergedStep / truth - 1)).toBeLessThan(0.15);
    expect(value.recommendedSteps).toBeGreaterThanOrEqual(1.5 * value.convergedStep);
    expect(value.recommendedSteps).toBeLessThan(1.5 * value.convergedStep * 1.1);
    expect(Number(value.recommendedSteps.toPrecision(2))).toBe(value.recommendedSteps);
    expect(interval?.[0]).toBeLessThan(value.convergedStep);
    expect(interval?.[1]).toBeGreaterThan(value.convergedStep);
  });
  it("finds the guide's figure: converged near 4K, so 6K or a little more", () => {
    const { value, confidence } = adviceOn(33).of("converged-step");
    expect(value).toMatchObject({ recommendedSteps: expect.toSatisfy((n: number) => n >= 5500 && n <= 6600) });
    expect(confidence).toBe("clear");
  });
  it("does not certify a power law, and asks for a longer run", () => {
    const { verdict, next, headline } = adviceOn(32).of("converged-step");
    expect(verdict).toBe("insufficient");
    expect(headline).toMatch(/^Not converged/);
    expect(next[0].steps).toBe(4500);
  });
  it("counts epochs where epochs are logged", () => {
    const { unit, value, next } = adviceOn(20).of("converged-step");
    expect(unit).toBe("epochs");
    expect(value).toMatchObject({ convergedStep: expect.toSatisfy((t: number) => t > 10 && t <= 16) });
    expect(next).toEqual([]);
  });
  it("goes beyond the end while the dev metric still rises", () => {
    expect(adviceOn(49).of("converged-step")).toMatchObject({
      value: { recommendedSteps: 3600 },
      confidence: "tentative",
    });
  });
  it.each([12])("says nothing under a schedule (case %i)", (id) =>
    expect(adviceOn(id).of("converged-step").verdict).toBe("none"));
  it.each([25, 26])("waits for a rate that learns (case %i)", (id) => {
    const { of } = adviceOn(id);
    expect(of("converged-step")).toMatchObject({ verdict: "insufficient", next: of("learning-rate").next });
  });
});

describe("decay start", () => {
  it.each([
    { id: 5, shape: "rising", peak: [2900, 3000], start: null, because: "a dip that recovers is no peak" },
    { id: 9, shape: "interior", peak: [700, 1300], start: [630, 1170], because: "dev falls after 1,000" },
    { id: 19, shape: "interior", peak: [500, 1500], start: [500, 1500], because: "six evaluations show it coarsely" },
    { id: 42, shape: "interior", peak: [2700, 3300], start: [2300, 3150], because: "the guide's figure" },
    { id: 48, shape: "interior", peak: [1000, 3100], start: [1000, 3100], because: "log-spaced evaluations serve" },
    { id: 49, shape: "rising", peak: [3000, 3000], start: null, because: "the run was too short" },
  ])("case $id is $shape: $because", ({ id, shape, peak, start }) => {
    const { value, next, interval } = adviceOn(id).of("decay-start");
    if (value === null || typeof value === "number" || !("peakStep" in value)) throw new Error("no dev peak");
    expect(value.shape).toBe(shape);
    expect(value.peakStep).toBeGreaterThanOrEqual(peak[0]);
    expect(value.peakStep).toBeLessThanOrEqual(peak[1]);
    if (start === null) expect(value.startStep).toBeNull();
    else {
      expect(value.startStep).toBeGreaterThanOrEqual(start[0]);
      expect(value.startStep).toBeLessThanOrEqual(start[1]);
    }
    expect(interval?.[0]).toBeLessThanOrEqual(value.peakStep);
    expect(interval?.[1]).toBeGreaterThanOrEqual(value.peakStep);
    expect(next.slice(-3).map(({ hparams }) => [hparams.schedule, hparams.lr])).toEqual([
      ["linear", 0.01],
      ["linear", 0.02],
      ["linear", 0.04],
    ]);
  });
  it("is never surer than the evaluations are dense", () => {
    const { interval, evidence } = adviceOn(19).of("decay-start");
    expect((interval?.[1] ?? 0) - (interval?.[0] ?? 0)).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(evidence)).toContain("evaluations come every 500 steps");
  });
  it("asks for a dev metric where there is none", () => {
    expect(adviceOn(1).of("decay-start")).toMatchObject({ verdict: "insufficient", value: null });
  });
});

describe("the text for a terminal", () => {
  it("fits into 100 columns and starts every answer with its sentence", () => {
    for (const id of [1, 10, 14, 35, 42]) {
      const answer = advise(loadCase(id));
      const text = toText(answer);
      for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
      for (const { headline } of answer.sweeps[0].advice) expect(text.replace(/\s+/g, " ")).toContain(headline);
    }
  });
  it("has one sentence for nothing", () => expect(toText(advise([]))).toBe("No runs, no advice.\n"));
});
