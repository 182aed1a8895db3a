import { describe, expect, it } from "vitest";
import { condense, type News, newsBetween, type Sight } from "./news.ts";

const launch = (outcome: "finished" | "failed" | "paused" | null = null, ending = "") => ({
  name: "rates/lr=1",
  outcome,
  ending,
});
const run = (state: string, hasDiverged = false, launched = false) => ({ name: "lr=1", state, hasDiverged, launched });
const sight = (parts: {
  launch?: ReturnType<typeof launch>;
  run?: ReturnType<typeof run>;
  answer?: string;
}): Sight => ({
  launches: new Map(parts.launch === undefined ? [] : [["a", parts.launch]]),
  runs: new Map(parts.run === undefined ? [] : [["r", parts.run]]),
  advice:
    parts.answer === undefined
      ? null
      : new Map([["s", { title: "rates", answer: parts.answer, headline: `Train at ${parts.answer}.` }]]),
});

describe("news", () => {
  it.each([
    { before: { launch: launch() }, after: { launch: launch("finished", "completed") }, kind: "finished" },
    { before: { launch: launch() }, after: { launch: launch("failed", "exit status 3") }, kind: "failed" },
    { before: {}, after: { launch: launch("finished", "completed") }, kind: "finished" },
    { before: { launch: launch() }, after: { launch: launch("paused", "paused by advice") }, kind: "paused" },
    { before: { run: run("live") }, after: { run: run("stalled") }, kind: "stalled" },
    { before: { run: run("live") }, after: { run: run("failed") }, kind: "failed" },
    { before: { run: run("live") }, after: { run: run("live", true) }, kind: "diverged" },
    { before: { answer: "0.1" }, after: { answer: "0.03" }, kind: "advice changed" },
  ])("is what changed: $kind", ({ before, after, kind }) => {
    expect(newsBetween(sight(before), sight(after)).map((one) => one.kind)).toEqual([kind]);
  });

  it.each([
    {
      before: { launch: launch("finished", "completed") },
      after: { launch: launch("finished", "completed") },
      because: "told already",
    },
    { before: {}, after: { run: run("stalled") }, because: "logs of long ago have just been read" },
    { before: { run: run("live", true) }, after: { run: run("live", true) }, because: "it diverged before" },
    {
      before: { run: run("live", false, true) },
      after: { run: run("finished", false, true) },
      because: "its launch tells",
    },
    { before: {}, after: { answer: "0.1" }, because: "nobody asked before" },
    { before: { answer: "0.1" }, after: {}, because: "nobody asks any more" },
    { before: { launch: launch("finished", "completed") }, after: {}, because: "it is not among the latest any more" },
  ])("is nothing when $because", ({ before, after }) => {
    expect(newsBetween(sight(before), sight(after))).toEqual([]);
  });
});

describe("much news at once", () => {
  const many = (kind: News["kind"], count: number): News[] =>
    Array.from({ length: count }, (_, i) => ({ kind, subject: `run ${i}`, text: "" }));

  it("is told one by one while it is little", () => {
    expect(condense(many("finished", 5))).toHaveLength(5);
  });

  it("becomes one message of each kind with the first names, and loses none in its count", () => {
    expect(condense([...many("finished", 12), ...many("failed", 1)])).toEqual([
      { kind: "finished", subject: "12 runs", text: "run 0, run 1, run 2, run 3, run 4 and 7 more" },
      { kind: "failed", subject: "run 0", text: "" },
    ]);
  });
});
