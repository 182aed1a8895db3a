import { describe, expect, it } from "vitest";
import { launchNamed } from "../../../fixtures/builders/launch.ts";
import { comeback, type Fate } from "./comeback.ts";

const paused = (name: string, best: number | null) => {
  const record = { ending: { kind: "stopped", by: "advice" }, elapsedSecs: 1, use: null } as const;
  return { launch: launchNamed(name, { phase: { state: "ended", record, startedAt: 0, endedAt: 1 } }), best };
};

describe("a run that the advice paused", () => {
  const both = [paused("a", 0.4), paused("b", 0.6)];

  it.each<{ others: readonly Fate[]; goal: "max" | "min"; again: string | null; because: string }>([
    { others: ["came to nothing", "came to nothing"], goal: "max", again: "b", because: "all others failed" },
    { others: ["came to nothing"], goal: "min", again: "a", because: "less is better" },
    { others: ["came to nothing", "goes on"], goal: "max", again: null, because: "another goes on" },
    { others: ["came to nothing", "came through"], goal: "max", again: null, because: "another came through" },
    { others: ["came to nothing", "was stopped"], goal: "max", again: null, because: "somebody stopped another" },
    { others: [], goal: "max", again: null, because: "there never was another" },
  ])("is taken up again: $again, because $because", ({ others, goal, again }) => {
    expect(comeback(both, others, goal)?.name ?? null).toBe(again);
  });

  it("comes before those that logged no number, in whatever order they are named", () => {
    const all = [paused("c", null), paused("d", Number.NaN), ...both];
    for (const order of [all, [...all].reverse()]) expect(comeback(order, ["came to nothing"], "max")?.name).toBe("b");
  });
});
