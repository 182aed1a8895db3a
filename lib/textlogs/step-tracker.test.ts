import { describe, expect, it } from "vitest";
import { type Counters, StepTracker } from "./step-tracker.ts";

/** Where lines stand that say `e1` (epoch 1), `s5` (step 5), `s5/10`, `g5` (global step 5), `e1s5`, or nothing: `-`. */
function places(lines: string): (number | null)[] {
  let tracker = new StepTracker();
  return lines.split(" ").map((line) => {
    tracker = StepTracker.resume(structuredClone(tracker.state()));
    const [, epoch, kind, step, total] = /^(?:e([\d.]+))?(?:([sg])(\d+)(?:\/(\d+))?)?-?$/.exec(line) ?? [];
    const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
    const counters: Counters = {
      epoch: number(epoch),
      step: number(step),
      total: number(total),
      isGlobal: kind === "g",
    };
    return tracker.locate(counters);
  });
}

describe("the place of a line", () => {
  it.each([
    { lines: "s1 s2 - s3", at: [1, 2, 2, 3], because: "a line without a counter belongs to the last one" },
    { lines: "- s1", at: [null, 1], because: "before any counter there is no place" },
    { lines: "e1 e2 - e2.5", at: [1, 2, 2, 2.5], because: "epochs alone are places" },
    { lines: "e1s10 e1s20 e2s30", at: [10, 20, 30], because: "steps that go on count through" },
    { lines: "e1s10 e1s20 e2s10 e2s20 e3s10", at: [10, 20, 30, 40, 50], because: "steps that begin anew are added up" },
    { lines: "e0s0 e0s1 e1s0 e1s1", at: [0, 1, 2, 3], because: "from zero, an epoch is one longer than its last step" },
    { lines: "e1s50/60 e2s10/60", at: [50, 70], because: "an epoch is as long as it says" },
    { lines: "e1s60/60 e2s60/60", at: [60, 120], because: "an epoch that is over at its total begins anew" },
    { lines: "e1s10 e3s5", at: [10, 25], because: "an epoch that was not logged counts too" },
    { lines: "e1 s10 s20 e2 - s10", at: [1, 10, 20, 20, 20, 30], because: "epochs may stand on lines of their own" },
    { lines: "s1 s2 s3 s2 s3", at: [1, 2, 3, 2, 3], because: "a fall without an epoch is a restart" },
    { lines: "e1s10 e1s5", at: [10, 5], because: "a fall within an epoch is a restart" },
    { lines: "e1g10 e2g5", at: [10, 5], because: "a global step never begins anew" },
    { lines: "e1s10 e2s10 e3s10 e2s10", at: [10, 10, 10, 10], because: "equal steps say nothing about their epoch" },
    {
      lines: "e1s10 e2s5 e3s5/5 e2s5/5",
      at: [10, 15, 20, 15],
      because: "an epoch that goes back takes its steps back",
    },
  ])("$lines: $because", ({ lines, at }) => {
    expect(places(lines)).toEqual(at);
  });

  it("tells an epoch that was named as a step from a step", () => {
    const tracker = new StepTracker();
    tracker.locate({ epoch: 2, step: 100, total: null, isGlobal: false });
    expect([tracker.isEpoch(2), tracker.isEpoch(3), tracker.isEpoch(100)]).toEqual([true, false, false]);
  });
});
