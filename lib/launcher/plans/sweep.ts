/** From a sweep as it was asked for to its trials. */
import { type Chance, seededChance } from "../../advisor/chance.ts";
import type { Hparams, HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import { type AxisValues, valuesOf } from "./axis.ts";
import { haltonPoints, MOST_AXES } from "./halton.ts";
import type { Fault } from "./plan-place.ts";
import type { SweepForm } from "./plan-schema.ts";
import type { Project } from "./project.ts";
import { problemWith, problemWithValue, seedParameter, stepsParameter, type Trial } from "./trial.ts";

/** So many runs are started without being asked for twice. */
export const UNASKED_RUNS = 200;
/** No sweep is larger, whatever its limit says. */
export const MOST_RUNS = 10_000;

/** The trials of a sweep, or why there are none. */
export type SweepPlan =
  | { readonly kind: "trials"; readonly trials: readonly Trial[] }
  /** `limit` would let it through; null: nothing would. */
  | { readonly kind: "too many"; readonly count: number; readonly limit: number | null; readonly because: string }
  | { readonly kind: "unusable"; readonly because: string };

/** The trials of `sweep`, in the order in which they should run: seeds of one setting stand together. The same form gives the same trials. */
export function planSweep(project: Project, sweep: SweepForm): SweepPlan {
  const problem = problemWithSweep(project, sweep);
  if (problem !== null) return { kind: "unusable", because: problem.text };
  const count = countRuns(sweep);
  const limit = Math.min(sweep.limit ?? UNASKED_RUNS, MOST_RUNS);
  if (count > limit) {
    const isHopeless = count > MOST_RUNS;
    const because = isHopeless
      ? t`The sweep has ${grouped(count)} runs, and no sweep may have more than ${grouped(MOST_RUNS)}.`
      : t`The sweep has ${grouped(count)} runs; more than ${grouped(limit)} are only started where it says \`limit: ${count}\`.`;
    return { kind: "too many", count, limit: isHopeless ? null : count, because };
  }
  const base = sweep.regularisation === "off" ? Object.fromEntries(project.withoutRegularisation) : {};
  const trials = settingsOfSweep(project, sweep).flatMap((hparams) =>
    seedsOf(sweep).map((seed) => toTrial(project, { ...base, ...hparams }, seed, sweep)),
  );
  const refused = trials.map((trial) => problemWith(project, trial)).find((because) => because !== null);
  return refused == null ? { kind: "trials", trials } : { kind: "unusable", because: refused };
}

/** How many runs `sweep` has, without making them: a grid may be astronomical. Its axes are known to be usable. */
function countRuns(sweep: SweepForm): number {
  const settings =
    sweep.how === "grid"
      ? Object.values(sweep.vary).reduce((product: number, axis) => product * lengthOf(valuesOf(axis)), 1)
      : (sweep.trials ?? 0);
  return settings * seedsOf(sweep).length;
}

/** What is wrong with `sweep`, with the keys that lead there, starting below the sweep; null when nothing is. */
export function problemWithSweep(project: Project, sweep: SweepForm): Fault | null {
  for (const [name, axis] of Object.entries(sweep.vary)) {
    const keys = ["vary", name];
    const parameter = project.parameters.get(name);
    if (parameter === undefined) return { keys, text: t`${name} is no parameter of ${project.name}.` };
    const values = valuesOf(axis);
    if (values.kind === "unusable") return { keys, text: t`${name} cannot be varied so: ${values.because}.` };
    if (values.kind === "interval") {
      if (sweep.how === "grid")
        return {
          keys,
          text: t`${name} is an interval, which a grid cannot go through: say how many values, or draw them at random.`,
        };
      if (parameter.choices !== null || (parameter.type !== "number" && parameter.type !== "integer"))
        return { keys, text: t`${name} takes no number of an interval.` };
    } else {
      const wrong = values.values.map((value) => problemWithValue(parameter, value)).find((text) => text !== null);
      if (wrong != null) return { keys, text: wrong };
    }
  }
  if (sweep.how === "grid" && sweep.trials !== undefined)
    return {
      keys: ["trials"],
      text: t`A grid has as many trials as it has points; \`trials\` is for random and quasi_random sweeps.`,
    };
  if (sweep.how !== "grid" && sweep.trials === undefined)
    return { keys: ["how"], text: t`A ${sweep.how} sweep says how many \`trials\` it has.` };
  if (sweep.how !== "grid" && Object.keys(sweep.vary).length === 0)
    return { keys: ["how"], text: t`A ${sweep.how} sweep varies something.` };
  if (sweep.how === "quasi_random" && Object.keys(sweep.vary).length > MOST_AXES)
    return { keys: ["vary"], text: t`A quasi_random sweep varies at most ${MOST_AXES} parameters.` };
  if (sweep.seeds !== undefined && seedParameter(project) === null)
    return { keys: ["seeds"], text: t`${project.name} has no parameter for the seed.` };
  if (sweep.steps !== undefined && stepsParameter(project) === null)
    return { keys: ["steps"], text: t`${project.name} has no parameter for the number of steps.` };
  return null;
}

function toTrial(project: Project, hparams: Hparams, seed: number | null, { steps, note }: SweepForm): Trial {
  const seedName = seedParameter(project)?.name ?? "";
  const stepsName = stepsParameter(project)?.name ?? "";
  const { [seedName]: ownSeed, [stepsName]: ownSteps, ...others } = hparams;
  return {
    hparams: others,
    seed: seed ?? (typeof ownSeed === "number" ? ownSeed : null),
    steps: typeof ownSteps === "number" ? ownSteps : (steps ?? null), // steps that vary are meant
    note,
  };
}

function seedsOf({ seeds }: SweepForm): readonly (number | null)[] {
  if (seeds === undefined) return [null];
  return typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i) : [...new Set(seeds)];
}

const lengthOf = (values: AxisValues): number => (values.kind === "values" ? values.values.length : 0);

function settingsOfSweep(project: Project, sweep: SweepForm): Hparams[] {
  const axes = Object.entries(sweep.vary).map(([name, axis]) => ({ name, values: valuesOf(axis) }));
  if (sweep.how === "grid") {
    let settings: Hparams[] = [{}];
    for (const { name, values } of axes)
      settings = settings.flatMap((so) => discrete(values).map((value) => ({ ...so, [name]: value })));
    return settings;
  }
  const trials = sweep.trials ?? 0;
  const points =
    sweep.how === "quasi_random"
      ? haltonPoints(axes.length, trials, sweep.random_seed)
      : randomPoints(axes.length, trials, seededChance(sweep.random_seed));
  return points.map((point) =>
    Object.fromEntries(
      axes.map(({ name, values }, axis) => [
        name,
        valueAt(values, point[axis], project.parameters.get(name)?.type === "integer"),
      ]),
    ),
  );
}

const randomPoints = (axes: number, count: number, chance: Chance): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: axes }, chance));

/** The value at `place` in [0, 1) of what `values` may be. */
function valueAt(values: AxisValues, place: number, isWhole: boolean): HparamValue {
  if (values.kind !== "interval") {
    const all = discrete(values);
    return all[Math.floor(place * all.length)];
  }
  const { low, high, isLog } = values;
  if (isWhole) {
    // Each whole number has a part of the interval as wide as the others', its ends included.
    const value = isLog ? low * ((high + 1) / low) ** place : low + place * (high + 1 - low);
    return Math.min(Math.floor(high), Math.floor(value));
  }
  return Number((isLog ? low * (high / low) ** place : low + place * (high - low)).toPrecision(4));
}

const discrete = (values: AxisValues): readonly HparamValue[] => (values.kind === "values" ? values.values : []);

const grouped = (count: number): string => count.toLocaleString("en-US");
