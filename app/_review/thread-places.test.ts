import { describe, expect, it } from "vitest";
import type { Anchor, Thread } from "../../lib/core/review.ts";
import { openCount, stepComments, threadsAt } from "./thread-places.ts";

const thread = (id: string, anchor: Anchor, isResolved = false): Thread => ({
  id,
  anchor,
  title: "",
  awayRuns: 0,
  resolved: isResolved ? { at: 0, by: "ada" } : null,
  comments: [],
});
const chart = (tag: string, steps: readonly [number, number] | null, ...runs: string[]): Anchor => ({
  kind: "chart",
  tag,
  steps,
  runs,
});
const ids = (threads: readonly Thread[]): string[] => threads.map(({ id }) => id);

const THREADS = [
  thread("run a", { kind: "run", runs: ["a"] }),
  thread("late", chart("loss", [900, 1000], "a", "b")),
  thread("early", chart("loss", [100, 100], "b")),
  thread("whole", chart("loss", null, "a")),
  thread("accuracy", chart("acc", [100, 100], "a")),
  thread("both", { kind: "runs", runs: ["a", "b"] }),
  thread("rate", { kind: "advice", sweep: "s", rule: "learning-rate", runs: ["a", "b"] }),
  thread("done", chart("loss", [500, 600], "a"), true),
];

describe("the threads of a place", () => {
  it.each([
    { place: { kind: "run", runs: ["a"] } as const, here: ["run a"] },
    { place: { kind: "runs", runs: ["b", "c"] } as const, here: ["both"] },
    { place: chart("loss", null, "a"), here: ["whole", "done", "late"] },
    { place: chart("loss", [5, 5], "b"), here: ["early", "late"] },
    { place: { kind: "advice", sweep: "s", rule: "learning-rate", runs: [] } as const, here: ["rate"] },
    { place: { kind: "advice", sweep: "t", rule: "learning-rate", runs: ["a"] } as const, here: [] },
    { place: chart("loss", null, "c"), here: [] },
  ])("$place.kind of $place.runs: $here", ({ place, here }) => {
    expect(ids(threadsAt(place, THREADS).here)).toEqual(here);
  });

  it("of a run come with what else it is a part of", () => {
    expect(ids(threadsAt({ kind: "run", runs: ["b"] }, THREADS).related)).toEqual(["late", "early", "both", "rate"]);
  });

  it("are counted while they are open", () => {
    expect(openCount(chart("loss", null, "a"), THREADS)).toBe(2);
  });
});

it("a chart is marked where something open is said of runs that it shows, each place of the same runs once", () => {
  const again = thread("again", chart("loss", [900, 1000], "a"));
  const marks = stepComments([...THREADS, again], ["loss"], new Set(["a"]));
  expect(marks.map(({ from, to, threads }) => [from, to, ids(threads)])).toEqual([[900, 1000, ["late", "again"]]]);
  expect(stepComments(THREADS, ["loss", "acc"], new Set(["a", "b"])).map(({ from, runs }) => [from, ...runs])).toEqual([
    [100, "b"],
    [100, "a"],
    [900, "a", "b"],
  ]);
});
