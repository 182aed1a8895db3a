/** The runs that the later rules look at: those of the picked learning rate, or the best there is where none was picked. */
import { median } from "../../core/statistics.ts";
import type { Vote } from "../learning-rate/learning-rate-vote.ts";
import { bestDev } from "../learning-rate/rate-groups.ts";
import type { ScaledRun } from "../runs/run-state.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";

export interface BaseRuns {
  /** Seeds of one setting, by name; at least one, each with a loss curve. */
  readonly runs: readonly ScaledRun[];
  /** The seed that stands for all: the one in the middle by depth. */
  readonly middle: ScaledRun;
  /** A learning rate was picked with at least tentative confidence. */
  readonly isPicked: boolean;
}

/** The base of rules A5 and A10, or null when no run came through. */
export function baseRuns(curves: SweepCurves, vote: Vote | null, isPicked: boolean): BaseRuns | null {
  const picked = longestOfEachSeed(vote?.pick?.sound ?? []);
  if (picked.length > 0) return { runs: picked, middle: inTheMiddle(picked), isPicked };
  const { runs, metric, scale } = curves;
  const sound = runs.filter(({ outcome }) => outcome === "ok");
  if (sound.length === 0 || vote !== null) return null;
  const worth = (run: ScaledRun): number => {
    const best =
      metric === null || scale === null ? null : bestDev(run.replicate.dev, metric, Number.POSITIVE_INFINITY);
    return best === null || metric === null ? -run.area : metric.goal === "max" ? best : -best;
  };
  const everyHasDev =
    metric !== null && sound.every(({ replicate }) => replicate.dev !== null && replicate.dev.length > 0);
  const value = everyHasDev ? worth : (run: ScaledRun) => -run.area;
  const best = sound.reduce((top, run) => (value(run) > value(top) ? run : top));
  return { runs: [best], middle: best, isPicked: false };
}

/** A run that was asked for because another had not converged takes its place: the same settings and the same seed, trained for longer. */
function longestOfEachSeed(runs: readonly ScaledRun[]): ScaledRun[] {
  return runs.filter(
    (run) =>
      run.replicate.experiment.seed === null ||
      !runs.some((other) => isLonger(other, run) && other.replicate.experiment.seed === run.replicate.experiment.seed),
  );
}

const isLonger = (a: ScaledRun, b: ScaledRun): boolean => lastStepOf(a) > lastStepOf(b);

function lastStepOf({ replicate: { loss } }: ScaledRun): number {
  return loss === null || loss.length === 0 ? 0 : loss.steps[loss.length - 1];
}

function inTheMiddle(runs: readonly ScaledRun[]): ScaledRun {
  const centre = median(runs.map(({ depth }) => depth));
  return runs.reduce((nearest, run) =>
    Math.abs(run.depth - centre) < Math.abs(nearest.depth - centre) ? run : nearest,
  );
}
