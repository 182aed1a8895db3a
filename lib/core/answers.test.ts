import { describe, expect, it } from "vitest";
import { adviceOn } from "../../fixtures/cases/load-case.ts";
import type { Advice, SettledStage } from "./advice.ts";
import { answersOf, settledElsewhere } from "./answers.ts";

const LEARNING_RATE = adviceOn(1, "learning-rate");
const as = (rule: Advice["rule"], verdict: Advice["verdict"]): Advice => ({ ...LEARNING_RATE, rule, verdict });
const stageWith = (...settled: readonly SettledStage[]) => ({ at: "done", because: "", settled, next: [] }) as const;
const rulesOf = (...advice: readonly Advice[]) => answersOf({ advice }).map(({ rule }) => rule);

describe("the answers above the charts", () => {
  it("are the learning rate, the steps and the start of decay, whatever stands between them", () => {
    const cells = as("batch-momentum", "insufficient");
    expect(
      rulesOf(
        as("run-health", "pick"),
        as("decay-start", "pick"),
        cells,
        as("learning-rate", "tie"),
        as("converged-step", "pick"),
      ),
    ).toEqual(["learning-rate", "converged-step", "decay-start"]);
  });

  it("begin with batch size and momentum once those are tuned: steps and decay are theirs, not those of the first sweep's rate", () => {
    expect(rulesOf(as("learning-rate", "pick"), as("converged-step", "pick"), as("batch-momentum", "pick"))).toEqual([
      "batch-momentum",
      "converged-step",
    ]);
  });

  it("are what was said first where none of them was asked for", () => {
    expect(rulesOf(as("run-health", "pick"), as("learning-rate", "none"))).toEqual(["run-health"]);
    expect(rulesOf()).toEqual([]);
  });
});

describe("a sweep of a tuning that has gone on", () => {
  const CELLS: SettledStage = { stage: "batch size and momentum", result: "batch size 64, momentum 0" };
  const DECAY: SettledStage = { stage: "decay", result: "a constant learning rate does as well" };
  const cells = as("batch-momentum", "insufficient");
  const start = as("decay-start", "pick");

  it("leaves what its siblings settled to them, also when to start a decay that brings nothing", () => {
    const sweep = { advice: [LEARNING_RATE, cells, start], stage: stageWith(CELLS, DECAY) };
    expect(settledElsewhere(cells, sweep)).toBe(CELLS);
    expect(settledElsewhere(start, sweep)).toBe(DECAY);
    expect(settledElsewhere(LEARNING_RATE, sweep)).toBeNull();
    expect(answersOf(sweep)).toEqual([LEARNING_RATE]);
  });

  it("keeps an answer of its own, and what decay did stands for when it starts", () => {
    const effect = as("decay-effect", "pick");
    const sweep = { advice: [start, effect], stage: stageWith(DECAY) };
    expect(settledElsewhere(effect, sweep)).toBeNull();
    expect(settledElsewhere(start, sweep)).toBe(DECAY);
    expect(settledElsewhere(as("decay-schedule", "pick"), sweep)).toBeNull(); // how to do what pays
    expect(answersOf(sweep)).toEqual([effect]);
  });

  it("still says what it found where its siblings settled everything", () => {
    expect(answersOf({ advice: [start], stage: stageWith(DECAY) })).toEqual([start]);
  });
});
