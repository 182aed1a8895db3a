import { describe, expect, it } from "vitest";
import { problemsOf } from "./run-problems.ts";
import { Store } from "./store.ts";

const NOW = 1_700_000_000;

/** A run that grew by one point at each of `growths`, which came so many seconds after the time that it is dated with. */
function runThatGrew(growths: readonly number[], dated: readonly number[] = []) {
  const run = new Store([{ name: "a", path: "/a", error: null, passedOver: [] }]).ensureRun("a", "run");
  const point = (wallTime: number) => ({
    length: 1,
    steps: Int32Array.of(0),
    wallTimes: Float64Array.of(wallTime),
    values: Float32Array.of(1),
  });
  for (const wallTime of dated) run.append("log", "x", point(wallTime));
  for (const lag of growths) {
    run.append("log", "x", point(NOW - lag));
    run.noteGrowth(NOW, NOW - lag);
  }
  return run;
}

describe("a clock that is not ours", () => {
  it.each([
    { growths: [-7200], text: "dated 2 hours in the future", because: "live, from another node" },
    { growths: [], dated: [NOW + 10 * 365.25 * 86_400], text: "dated 10 years in the future", because: "found so" },
    { growths: [900, 905, 902, 1000, 901], text: "arrive 15 minutes after", because: "always as late" },
    { growths: [-1, -2], text: null, because: "within what clocks differ by" },
    { growths: [900, 901], text: null, because: "a file that was copied" },
    { growths: [0, 60, 120, 0, 60, 120], text: null, because: "gathered and written every two minutes" },
    { growths: [400, 400, 2, 400, 400], text: null, because: "points came at their time at least once" },
    { growths: [], dated: [NOW - 1e7], text: null, because: "an old run" },
    { growths: [], dated: [1e300], text: null, because: "no clock says that" },
    { growths: [Number.NaN], text: null, because: "its log states no times" },
  ])("is said of $growths $dated: $because", ({ growths, dated = [], text }) => {
    const problems = problemsOf(runThatGrew(growths, dated), NOW).map((problem) => problem.text);
    expect(problems).toEqual(text === null ? [] : [expect.stringContaining(text)]);
  });

  it("does not make a run live for ever, nor dead while it grows", () => {
    const ahead = runThatGrew([-7200]);
    expect(ahead.stateAt(NOW + 1)).toBe("live");
    expect(ahead.stateAt(NOW + 7200)).toBe("stalled");
    expect(runThatGrew([7200]).stateAt(NOW + 1)).toBe("live");
    expect(runThatGrew([], [NOW + 7200]).stateAt(NOW + 7200 + 1e6)).toBe("unknown");
  });
});
