import { expect, it } from "vitest";
import { adviceOn, sweepAdviceOn } from "../../fixtures/cases/load-case.ts";
import { byReason, withoutFolder } from "./told.ts";

it("leaves the folder of a sweep out of sentences, not out of marks and names of runs", () => {
  const sweep = sweepAdviceOn(1);
  const [advice] = sweep.advice;
  const inFolder = {
    ...sweep,
    title: "a/b · resnet",
    runs: ["a/b/lr0.1"],
    advice: [
      { ...advice, headline: "Run a/b/lr0.1 to 4,500 steps.", excluded: [{ run: "a/b/x", because: "it failed" }] },
    ],
  };
  const told = withoutFolder(inFolder);
  expect(told.advice[0]).toMatchObject({ headline: "Run lr0.1 to 4,500 steps.", excluded: [{ run: "x" }] });
  expect(told.advice[0].evidence.map(({ marks }) => marks)).toEqual(advice.evidence.map(({ marks }) => marks));
  expect(told.runs).toEqual(["a/b/lr0.1"]);
});

it("tells a reason once, with all runs that it is true of", () => {
  const excluded = [
    { run: "a", because: "it failed" },
    { run: "b", because: "another schedule" },
    { run: "c", because: "it failed" },
  ];
  expect(byReason({ ...adviceOn(1, "learning-rate"), excluded })).toEqual([
    { because: "it failed", runs: ["a", "c"] },
    { because: "another schedule", runs: ["b"] },
  ]);
});
