import { expect, it } from "vitest";
import type { AdviceAnswer } from "../core/advice.ts";
import type { Anchor } from "../core/review.ts";
import { anchorTitle } from "./anchor-title.ts";

const ADVICE: AdviceAnswer = {
  version: 1,
  sweeps: [
    {
      ...{ id: "s", title: "mnist", runs: ["lr/a"], varies: [], metric: null, loss: null },
      advice: [
        {
          ...{
            rule: "learning-rate",
            guide: [],
            headline: "Take 0.1",
            verdict: "pick",
            value: 0.1,
            unit: null,
          },
          ...{ interval: null, alternatives: [], confidence: "clear", caps: [], evidence: [], assumptions: [] },
          ...{ excluded: [], next: [], wouldChangeIf: [] },
        },
      ],
    },
  ],
};
const NAMED = {
  runName: (id: string) => new Map([["a", "lr/a"]]).get(id) ?? null,
  advise: async () => ADVICE,
};

it.each<{ readonly anchor: Anchor; readonly title: string | null }>([
  { anchor: { kind: "run", runs: ["a"] }, title: "lr/a" },
  { anchor: { kind: "run", runs: ["b"] }, title: null },
  { anchor: { kind: "runs", runs: ["a", "b"] }, title: "lr/a … (2)" },
  { anchor: { kind: "chart", tag: "loss", steps: [1, 2], runs: ["a"] }, title: "loss" },
  { anchor: { kind: "advice", sweep: "s", rule: "learning-rate", runs: ["a"] }, title: "mnist: Take 0.1" },
  { anchor: { kind: "advice", sweep: "s", rule: "pause", runs: ["a"] }, title: "mnist" },
  { anchor: { kind: "advice", sweep: "t", rule: "pause", runs: ["a"] }, title: null },
])("what is said of $anchor.kind is about $title", async ({ anchor, title }) => {
  expect(await anchorTitle(anchor, NAMED)).toBe(title);
});
