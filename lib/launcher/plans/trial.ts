/** A trial: one assignment of settings to a project's parameters, to be run once. */
import { roleOf } from "../../advisor/runs/settings.ts";
import type { Hparams, HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import type { Parameter, Project } from "./project.ts";

export interface Trial {
  /** What is said of the parameters, seed and steps apart; for the others the project's defaults count. */
  readonly hparams: Hparams;
  /** Null: the project's default. */
  readonly seed: number | null;
  /** Updates to make; null: the project's default. */
  readonly steps: number | null;
  /** Why it is run, in words for people; empty when nobody said. */
  readonly note: string;
}

const STEPS = /^(num|max|total|train|n)?[_.-]?(steps|iters|iterations)$/i;

/** The number of updates that `hparams` state, or null. */
export function stepsIn(hparams: Hparams): number | null {
  const value = Object.entries(hparams).find(([name]) => STEPS.test(name))?.[1];
  return typeof value === "number" && value > 0 ? value : null;
}

/** How many updates a launch is to make: its limit, or what its settings say; null where neither does. */
export const stepsToMake = (order: {
  readonly limits: { readonly steps: number | null };
  readonly hparams: Hparams;
}): number | null => order.limits.steps ?? stepsIn(order.hparams);

/** The parameter that takes the seed, or null. */
export const seedParameter = ({ parameters }: Project): Parameter | null =>
  [...parameters.values()].find(({ name }) => roleOf(name) === "seed") ?? null;

/** The parameter that takes the number of updates, or null: epochs are not updates. */
export const stepsParameter = ({ parameters }: Project): Parameter | null =>
  [...parameters.values()].find(({ name }) => STEPS.test(name)) ?? null;

/** The whole assignment, in the order of the project's parameters: defaults, then the trial's word. A parameter without either is absent. */
export function settingsOf(project: Project, trial: Trial): ReadonlyMap<string, HparamValue> {
  const settings = new Map<string, HparamValue>();
  const seed = seedParameter(project)?.name;
  const steps = stepsParameter(project)?.name;
  for (const { name, fallback } of project.parameters.values()) {
    const own = Object.hasOwn(trial.hparams, name) ? trial.hparams[name] : undefined;
    const counted = name === seed ? trial.seed : name === steps ? trial.steps : null;
    const value = counted ?? own ?? fallback;
    if (value !== null) settings.set(name, value);
  }
  return settings;
}

/** Why `project` cannot run `trial`, in one sentence; null when it can. */
export function problemWith(project: Project, trial: Trial): string | null {
  if (trial.seed !== null && seedParameter(project) === null)
    return t`The project ${project.name} has no parameter for the seed.`;
  if (trial.steps !== null && stepsParameter(project) === null)
    return t`The project ${project.name} has no parameter for the number of steps.`;
  for (const name of Object.keys(trial.hparams))
    if (!project.parameters.has(name)) return t`The project ${project.name} has no parameter ${name}.`;
  const settings = settingsOf(project, trial);
  for (const parameter of project.parameters.values()) {
    const value = settings.get(parameter.name);
    if (value === undefined)
      return t`The parameter ${parameter.name} has no default, and the trial says no value for it.`;
    const because = problemWithValue(parameter, value);
    if (because !== null) return because;
  }
  return null;
}

/** Why `value` is none of `parameter`'s, in one sentence; null when it is. */
export function problemWithValue({ name, type, choices }: Parameter, value: HparamValue): string | null {
  if (choices !== null && !choices.includes(value))
    return t`The parameter ${name} is one of ${choices.join(", ")}, not ${String(value)}.`;
  switch (type) {
    case "number":
      return typeof value === "number" ? null : t`The parameter ${name} is a number, not ${JSON.stringify(value)}.`;
    case "integer":
      return Number.isSafeInteger(value)
        ? null
        : t`The parameter ${name} is a whole number, not ${JSON.stringify(value)}.`;
    case "boolean":
      return typeof value === "boolean"
        ? null
        : t`The parameter ${name} is true or false, not ${JSON.stringify(value)}.`;
    case "text":
      return typeof value === "string" ? null : t`The parameter ${name} is a text, not ${JSON.stringify(value)}.`;
  }
}
