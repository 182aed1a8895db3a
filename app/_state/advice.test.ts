import { describe, expect, it } from "vitest";
import type { AdviceAnswer, Mark, SweepAdvice } from "../../lib/core/advice.ts";
import { collectMarks, findSweep } from "./advice.ts";

const sweep = (id: string, runs: readonly string[], evidence: readonly (readonly Mark[])[] = []): SweepAdvice => ({
  id,
  title: id,
  runs,
  varies: ["lr"],
  metric: null,
  loss: null,
  advice: [
    {
      rule: "learning-rate",
      guide: [],
      headline: "",
      verdict: "pick",
      value: 0.1,
      unit: null,
      interval: null,
      alternatives: [],
      confidence: "clear",
      caps: [],
      evidence: evidence.map((marks) => ({ text: "", marks })),
      assumptions: [],
      excluded: [],
      next: [],
      wouldChangeIf: [],
    },
  ],
});

const answer: AdviceAnswer = { version: 1, sweeps: [sweep("first", ["a"]), sweep("second", ["b", "c"])] };

describe("the sweep on the screen", () => {
  it.each<[string | null, string[], string, string]>([
    ["second", ["a"], "second", "somebody chose it"],
    [null, ["c"], "second", "its runs are drawn"],
    ["gone", ["a"], "first", "the chosen one is gone"],
    [null, [], "first", "nothing is drawn"],
  ])("chosen %j with %j drawn is %s: %s", (chosen, drawn, id) => {
    expect(findSweep(answer, chosen, (run) => drawn.includes(run))?.id).toBe(id);
  });

  it("is absent without advice", () => {
    expect(findSweep(null, null, () => true)).toBeNull();
    expect(findSweep({ version: 1, sweeps: [] }, "first", () => true)).toBeNull();
  });
});

it("a mark that several sentences speak of is drawn once", () => {
  const step: Mark = { kind: "step", tag: "loss", step: 5, label: "5", role: "converged" };
  expect(
    collectMarks(sweep("s", [], [[step], [{ ...step }, { ...step, step: 6 }]])).map(
      (mark) => mark.kind === "step" && mark.step,
    ),
  ).toEqual([5, 6]);
});
