import { describe, expect, it } from "vitest";
import { adviceOn } from "../../fixtures/cases/load-case.ts";
import type { Advice } from "../../lib/core/advice.ts";
import { answersOf } from "./answers.ts";

const LEARNING_RATE = adviceOn(1, "learning-rate");
const as = (rule: Advice["rule"], verdict: Advice["verdict"]): Advice => ({ ...LEARNING_RATE, rule, verdict });
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
