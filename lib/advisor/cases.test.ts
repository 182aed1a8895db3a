import { describe, expect, it } from "vitest";
import { adviceOn, curvesOf, loadCase, sweepAdviceOn } from "../../fixtures/cases/load-case.ts";
import type { Advice, ConfidenceWord, Verdict } from "../core/advice.ts";
import { say } from "../core/text.ts";
import { toExperiments } from "./experiment.ts";
import type { RunOutcome } from "./run-state.ts";
import { toScaledRun } from "./run-state.ts";

const ratesOf = (advice: Advice): unknown[] => advice.next.map(({ hparams }) => hparams.lr);
const textOf = (advice: Advice): string => JSON.stringify(advice);

function outcomesOf(id: number): Record<string, RunOutcome> {
  return Object.fromEntries(curvesOf(id).runs.map((run) => [run.replicate.experiment.name, run.outcome]));
}

describe("learning rate", () => {
  // Verdict, value, confidence, and the rates proposed first, in order. Confidence follows from the caps: loss only 0.6, edge
  // 0.5, one rate 0.2, a run that was cut short while ahead 0.4.
  it.each<[number, Verdict, number | null, ConfidenceWord, number[], string]>([
    [1, "pick", 0.01, "tentative", [0.0316, 0.00316], "the textbook sweep"],
    [2, "pick", 0.01, "tentative", [0.0316, 0.00316], "a spike that recovers changes nothing"],
    [3, "pick", 0.01, "tentative", [0.00316], "0.03 collapsed and stays out"],
    [
      4,
      "insufficient",
      0.01,
      "not enough evidence",
      [0.1, 0.00316],
      "the staircase run cannot be compared, and two rates are too few",
    ],
    [6, "pick", 0.01, "tentative", [0.1, 0.00316], "a flat start is forgiven when the drop comes"],
    [7, "pick", 0.01, "tentative", [0.0316, 0.00316], "deep wins over fast and shallow"],
    [8, "pick", 0.1, "tentative", [1, 0.0316], "within the gate, fast wins"],
    [10, "tie", 0.01, "tentative", [0.01, 0.005, 0.02], "one law, three noises"],
    [13, "pick", 0.01, "tentative", [0.0316, 0.00316], "negative losses work on the shifted scale"],
    [14, "pick", 0.01, "likely", [0.0316, 0.00316], "90 percent is 0.9"],
    [15, "pick", 0.01, "likely", [0.0316, 0.00316], "of word error rates the lowest wins"],
    [16, "insufficient", 0.01, "not enough evidence", [0.1, 0.0316, 0.00316, 0.001], "one run is no comparison"],
    [17, "insufficient", 0.01, "not enough evidence", [0.03], "the run that crashed was ahead: rerun it"],
    [18, "pick", 0.01, "tentative", [0.00316], "the run that crashed was behind: forget it"],
    [20, "pick", 0.01, "tentative", [0.0316, 0.00316], "epochs serve as well as steps"],
    [23, "pick", 0.01, "tentative", [0.1, 0.00316], "two NaN that pass are a flag, not a state"],
    [24, "pick", 0.01, "tentative", [], "a loss of 1e28 poisons nobody"],
    [25, "insufficient", null, "not enough evidence", [0.01, 0.001], "all diverged: go down"],
    [26, "insufficient", null, "not enough evidence", [0.0001, 0.001], "all stood still: go up"],
    [27, "pick", 0.1, "tentative", [1], "the best is the highest: extend"],
    [28, "pick", 0.001, "tentative", [0.0001], "the best is the lowest: extend"],
    [29, "tie", 0.003, "tentative", [], "of two equals, not the one at the cliff"],
    [30, "pick", 0.01, "tentative", [0.1, 0.00316], "the rewound stretch is not counted twice"],
    [31, "pick", 0.01, "tentative", [], "one run ten times longer does not set the horizon"],
    [34, "pick", 0.01, "likely", [], "a bad loss with a super dev accuracy is suspicious"],
    [35, "tie", 0.01, "tentative", [], "0.1 points are nothing beside 0.6 between seeds"],
    [36, "pick", 0.01, "tentative", [], "a rate that fails in 1 of 3 seeds is not picked"],
    [47, "pick", 0.1, "tentative", [1], "batch sizes differ, which caps the confidence"],
    [50, "insufficient", 0.01, "not enough evidence", [0.03], "the run ahead is still running: wait for it"],
  ])("case %i: %s %j, %s, then %j: %s", (id, verdict, value, confidence, next) => {
    const advice = adviceOn(id, "learning-rate");
    expect(advice).toMatchObject({ verdict, value, confidence });
    expect(ratesOf(advice).slice(0, next.length)).toEqual(next);
  });

  const ALONE = "only one learning rate was tried";
  const NO_DEV = "memorisation cannot be seen without a dev metric";
  const NO_SIZE = "the dev noise is 0.4 points, assumed: no seeds and no dev set size";
  const HIGHEST = "the pick is the highest that was tried: better ones may lie beyond";
  const LOWEST = "the pick is the lowest that was tried: better ones may lie beyond";
  const cliff = (rate: number) => `the next rate, ${rate}, fails: another seed may fail at the pick`;
  // Every reason that keeps the confidence small: no dev metric 0.6, an edge 0.5, a cliff 0.6, one rate 0.2, a run ahead 0.4.
  it.each<[number, readonly string[]]>([
    [1, [cliff(0.1), NO_DEV]],
    [2, [cliff(0.1), NO_DEV]],
    [3, [cliff(0.03), NO_DEV]],
    [4, ["only 2 learning rates finished", HIGHEST, NO_DEV]],
    [6, [HIGHEST, NO_DEV]],
    [7, [NO_DEV]],
    [8, [HIGHEST, NO_DEV]],
    [10, [NO_DEV, "3 rates cannot be told apart"]],
    [13, [cliff(0.1), NO_DEV]],
    [14, [NO_SIZE]],
    [15, [NO_SIZE]],
    [16, [ALONE, NO_DEV]],
    [17, ["only 2 learning rates finished", "r0 led where it was last seen", NO_DEV]],
    [18, [NO_DEV]],
    [20, [NO_DEV]],
    [23, [HIGHEST, NO_DEV]],
    [24, [cliff(1), NO_DEV]],
    [25, ["no run came through"]],
    [26, ["no run came through"]],
    [27, [HIGHEST, NO_DEV]],
    [28, [LOWEST, NO_DEV]],
    [29, [NO_DEV, "2 rates cannot be told apart"]],
    [30, [HIGHEST, NO_DEV]],
    [31, [HIGHEST, NO_DEV]],
    [34, [NO_SIZE]],
    [35, [HIGHEST, "2 rates cannot be told apart"]],
    [36, [NO_DEV]],
    [50, ["only 2 learning rates finished", "r0 led where it was last seen", NO_DEV]],
  ])("case %i is as sure as its caps allow", (id, caps) => expect(adviceOn(id, "learning-rate").caps).toEqual(caps));

  const DIVERGED = "it diverged";
  const FLAT = "it learned less than 5 % of what the best one did";
  const STOPPED = "it stopped before the others' end";
  it.each<[number, Record<string, string>]>([
    [1, { r0: DIVERGED, r1: FLAT }],
    [3, { r0: "it collapsed after it had learned" }],
    [7, {}],
    [13, { r0: FLAT }],
    [17, { r0: STOPPED }],
    [18, { r0: STOPPED }],
    [23, {}],
    [24, { r0: DIVERGED }],
    [25, { r0: DIVERGED, r1: DIVERGED }],
    [26, { r0: FLAT, r1: FLAT }],
    [28, { r2: FLAT }],
    [29, { r2: DIVERGED }],
    [36, { s2: DIVERGED }],
    [50, { r0: "it is still running" }],
  ])("case %i leaves out, with a reason: %j", (id, reasons) => {
    const { excluded } = adviceOn(id, "learning-rate");
    expect(Object.fromEntries(excluded.map(({ run, because }) => [run, because]))).toEqual(reasons);
  });

  // All that is proposed: half decades (×3.16, ÷3.16) beside an inner pick, a decade or the grid's ratio beyond an edge, the
  // geometric mean between tied neighbours, three seeds at a cliff; as long as the runs were planned, of as many seeds as it takes.
  it.each<[number, readonly [rate: number, seeds: number][]]>([
    [
      1,
      [
        [0.0316, 0],
        [0.00316, 0],
        [0.01, 2],
      ],
    ],
    [
      3,
      [
        [0.00316, 0],
        [0.01, 2],
      ],
    ],
    [
      6,
      [
        [0.1, 0],
        [0.00316, 0],
      ],
    ],
    [
      7,
      [
        [0.0316, 0],
        [0.00316, 0],
      ],
    ],
    [
      8,
      [
        [1, 0],
        [0.0316, 0],
      ],
    ],
    [
      10,
      [
        [0.01, 2],
        [0.005, 2],
        [0.02, 2],
      ],
    ],
    [
      16,
      [
        [0.1, 0],
        [0.0316, 0],
        [0.00316, 0],
        [0.001, 0],
      ],
    ],
    [
      17,
      [
        [0.03, 0],
        [0.00316, 0],
      ],
    ],
    [18, [[0.00316, 0]]],
    [
      25,
      [
        [0.01, 0],
        [0.001, 0],
      ],
    ],
    [
      26,
      [
        [0.0001, 0],
        [0.001, 0],
      ],
    ],
    [
      27,
      [
        [1, 0],
        [0.0316, 0],
      ],
    ],
    [
      28,
      [
        [0.0001, 0],
        [0.00316, 0],
      ],
    ],
    [
      29,
      [
        [0.00548, 0],
        [0.003, 2],
        [0.01, 2],
      ],
    ],
    [
      50,
      [
        [0.03, 0],
        [0.00316, 0],
      ],
    ],
  ])("case %i proposes exactly %j", (id, rates) => {
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
  it.each([
    [2, { r0: "diverged", r1: "no learning", r2: "ok", r3: "ok", r4: "ok", r5: "ok" }],
    [3, { r0: "collapsed", r1: "ok", r2: "ok" }],
    [6, { r0: "ok", r1: "ok", r2: "ok" }],
    [8, { r0: "ok", r1: "ok", r2: "ok" }],
    [13, { r0: "no learning", r1: "ok", r2: "ok" }],
    [17, { r0: "truncated", r1: "ok", r2: "ok" }],
    [18, { r0: "truncated", r1: "ok", r2: "ok" }],
    [23, { r0: "ok", r1: "ok", r2: "ok" }],
    [24, { r0: "diverged", r1: "ok", r2: "ok" }],
    [25, { r0: "diverged", r1: "diverged" }],
    [26, { r0: "no learning", r1: "no learning" }],
    [28, { r0: "ok", r1: "ok", r2: "no learning" }],
    [29, { r0: "ok", r1: "ok", r2: "diverged", r3: "ok" }],
    [30, { r0: "ok", r1: "ok", r2: "ok" }],
    [31, { r0: "ok", r1: "ok", r2: "ok" }],
    [36, { s0: "ok", s1: "ok", s2: "diverged", b0: "ok", b1: "ok", b2: "ok", c: "ok" }],
    [50, { r0: "running", r1: "ok", r2: "ok" }],
  ])("knows how the runs of case %i went", (id, outcomes) => expect(outcomesOf(id)).toEqual(outcomes));

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
