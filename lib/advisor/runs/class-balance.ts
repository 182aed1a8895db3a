/** Rare classes (rules R1 and R7): where one is, accuracy says little, and F1 is what runs are judged by. */
import type { Hparams } from "../../core/series.ts";
import { isUsable } from "./curve.ts";
import { curveOf, type Experiment } from "./experiment.ts";
import { numberNamed } from "./settings.ts";

/** The share of the rarest class as the settings state it, in (0, 1), or null. */
export function rarestShare(hparams: Hparams): number | null {
  const share = numberNamed(hparams, ["minclassshare", "minorityshare", "rarestclass"]);
  return share !== null && share > 0 && share < 1 ? share : null;
}

/** How many classes the settings state, at least 2, or null. */
export function classesIn(hparams: Hparams): number | null {
  const classes = numberNamed(hparams, ["classes", "numclasses", "nclasses"]);
  return classes !== null && classes >= 2 ? classes : null;
}

/** Less than half of what equal classes would have. */
const RARE = 0.5;

/** The settings state a class that is rare beside the others. */
export function statesRareClass({ hparams }: Experiment): boolean {
  const share = rarestShare(hparams);
  return share !== null && share * (classesIn(hparams) ?? 2) < RARE;
}

const HIGH_ACCURACY = 0.7;
const LOW_F1 = 0.6;

/**
 * Some evaluation was right in 70 % of all cases with an F1 below 0.6 of that: a model that hardly finds a class and loses little by it. Of two
 * equal classes, 0.7 right leave 0.2 of all found at least, and an F1 of 0.57, which is 0.8 of 0.7.
 */
export function showsRareClass(experiments: readonly Experiment[], accuracyKey: string, f1Key: string): boolean {
  return experiments.some(({ columns }) => {
    const accuracy = curveOf(columns, accuracyKey);
    const f1 = curveOf(columns, f1Key);
    if (accuracy === null || f1 === null) return false;
    const places = new Map(Array.from({ length: f1.length }, (_, i) => [f1.steps[i], f1.values[i]]));
    const unit = asShare(accuracy.values, accuracy.length);
    const f1Unit = asShare(f1.values, f1.length);
    for (let i = 0; i < accuracy.length; i++) {
      const right = accuracy.values[i] / unit;
      const found = (places.get(accuracy.steps[i]) ?? Number.NaN) / f1Unit;
      if (isUsable(found) && right >= HIGH_ACCURACY && right <= 1 && found < LOW_F1 * right) return true;
    }
    return false;
  });
}

/** 100 for percents, 1 for shares. */
function asShare(values: ArrayLike<number>, length: number): number {
  for (let i = 0; i < length; i++) if (values[i] > 1.5) return 100;
  return 1;
}
