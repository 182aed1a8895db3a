/** What is wrong with a run: what its files say, and what only the clock on the wall tells. */
import type { Problem } from "../core/series.ts";
import type { Run } from "./run.ts";

/** Clocks that are kept in step differ by less, and loggers that gather points write more often. */
const AHEAD_SECS = 60;
const BEHIND_SECS = 5 * 60;
/** Once may be a file that was copied here. */
const FEWEST_GROWTHS = 5;
/** Times beyond are no clock's, and are told of where they were read. */
const FARTHEST_SECS = 200 * 365.25 * 86_400;

/** Everything that is wrong with `run` at `now`, seconds since the Unix epoch. */
export function problemsOf(run: Run, now: number): readonly Problem[] {
  const hint = clockHint(run, now);
  return hint === null ? run.problems() : [...run.problems(), hint];
}

/**
 * A word about a writer's clock that is not ours. Nothing is corrected by it: curves over steps know no clock, and whether
 * a run is live is told by our own. But times between runs of two machines are not what they seem.
 */
function clockHint(run: Run, now: number): Problem | null {
  const { lag } = run;
  const newest = run.updatedAt();
  const aheadSecs = lag === null ? (newest ?? now) - now : -lag.leastSecs;
  if (aheadSecs > AHEAD_SECS && aheadSecs < FARTHEST_SECS) {
    return clockProblem(
      run,
      `Its points are dated ${inWords(aheadSecs)} in the future: the clock of the machine that writes them is ahead of this one's.`,
    );
  }
  if (lag === null || lag.growths < FEWEST_GROWTHS || lag.leastSecs < BEHIND_SECS || lag.leastSecs > FARTHEST_SECS) {
    return null;
  }
  return clockProblem(
    run,
    `Its points arrive ${inWords(lag.leastSecs)} after the time that they are dated with: the clock of the machine that writes them is behind this one's, or they are copied here late.`,
  );
}

const clockProblem = (run: Run, text: string): Problem => ({
  kind: "clock",
  file: run.path,
  offset: 0,
  count: 1,
  text,
});

const UNITS = [
  ["year", 365.25 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

function inWords(secs: number): string {
  const [unit, length] = UNITS.find(([, one]) => secs >= 2 * one) ?? ["second", 1];
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(
    secs / length,
  );
}
