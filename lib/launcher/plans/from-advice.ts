/** From what the advisor proposes, or from a run that was seen, to trials of a project. */
import { roleOf } from "../../advisor/runs/settings.ts";
import type { NextRun, SweepAdvice } from "../../core/advice.ts";
import type { Hparams, HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import type { Parameter, Project } from "./project.ts";
import { problemWith, seedParameter, stepsParameter, type Trial } from "./trial.ts";

/** Trials, or why the advice cannot be turned into any. */
export type TrialsRead =
  | { readonly kind: "trials"; readonly trials: readonly Trial[] }
  /** One sentence. */
  | { readonly kind: "unusable"; readonly because: string };

/** `as before`: as the run had it. `off`, `on`: what the project's `without_regularisation` names is switched off, or set to its defaults. */
export type Regularisation = "as before" | "off" | "on";

/** The runs that take `sweep` further along the guide, with every setting that is settled; those of its first answer that proposes any where nobody looked at its stage. */
export const nextOf = ({ stage, advice }: SweepAdvice): readonly NextRun[] =>
  stage?.next ?? advice.find(({ next }) => next.length > 0)?.next ?? [];

/**
 * The trials for `next`: settings of the run that they start from (`base`, as it logged them), with what the advice changes, one for each seed.
 * What `base` logs beside the project's parameters (paths, dates, versions) is passed over; what the advice changes must have a parameter:
 * a run that silently kept the old setting would be worse than none.
 */
export function trialsFromAdvice(
  project: Project,
  next: readonly NextRun[],
  base: Hparams,
  regularisation: Regularisation = "as before",
): TrialsRead {
  const trials: Trial[] = [];
  for (const { hparams, steps, seeds, why } of next) {
    const clone = cloneOf(project, base, hparams, regularisation);
    if (clone.kind === "unusable") return clone;
    const { hparams: settings, seed, steps: baseSteps } = clone.trial;
    const hasPlaceForSteps = stepsParameter(project) !== null;
    if (steps !== null && !hasPlaceForSteps)
      return unusable(t`The advice is to train for ${steps} steps, and ${project.name} has no parameter for them.`);
    for (const own of seeds.length === 0 ? [seed] : seeds)
      trials.push({ hparams: settings, seed: own, steps: steps ?? baseSteps, note: why });
  }
  const because = trials.map((trial) => problemWith(project, trial)).find((problem) => problem !== null);
  return because == null ? { kind: "trials", trials } : unusable(because);
}

/** The run with the settings `base` once more, with `changes`. */
export function cloneTrial(project: Project, base: Hparams, changes: Hparams, note: string): TrialsRead {
  const clone = cloneOf(project, base, changes, "as before");
  if (clone.kind === "unusable") return clone;
  const trial = { ...clone.trial, note };
  const because = problemWith(project, trial);
  return because === null ? { kind: "trials", trials: [trial] } : unusable(because);
}

type Clone =
  | { readonly kind: "trial"; readonly trial: Trial }
  | { readonly kind: "unusable"; readonly because: string };

function cloneOf(project: Project, base: Hparams, changes: Hparams, regularisation: Regularisation): Clone {
  const settings = new Map<string, HparamValue>();
  for (const [key, value] of Object.entries(base)) {
    const parameter = parameterFor(project, key);
    const known = parameter === null ? null : toValue(parameter, value);
    // A parameter's own name counts more than another that means the same.
    if (parameter !== null && known !== null && (key === parameter.name || !settings.has(parameter.name)))
      settings.set(parameter.name, known);
  }
  if (regularisation !== "as before")
    for (const [name, off] of project.withoutRegularisation) {
      if (regularisation === "off") settings.set(name, off);
      else settings.delete(name);
    }
  for (const [key, value] of Object.entries(changes)) {
    const parameter = parameterFor(project, key);
    if (parameter === null && Object.hasOwn(base, key) && String(base[key]) === String(value)) continue; // it stays as it was
    if (parameter === null)
      return unusable(t`${key} is to change, and the project ${project.name} has no parameter for it.`);
    const known = toValue(parameter, value);
    if (known === null) return unusable(t`The parameter ${parameter.name} cannot be ${JSON.stringify(value)}.`);
    settings.set(parameter.name, known);
  }
  const counted = (parameter: Parameter | null): number | null => {
    const value = parameter === null ? undefined : settings.get(parameter.name);
    if (parameter !== null) settings.delete(parameter.name);
    return typeof value === "number" ? value : null;
  };
  const seed = counted(seedParameter(project));
  const steps = counted(stepsParameter(project));
  return { kind: "trial", trial: { hparams: Object.fromEntries(settings), seed, steps, note: "" } };
}

/** The parameter that a run's setting `key` is: by its name, however it is written, or as the only one that means the same, like `learning_rate` for `lr`. */
function parameterFor({ parameters }: Project, key: string): Parameter | null {
  const exact = parameters.get(key);
  if (exact !== undefined) return exact;
  const all = [...parameters.values()];
  const alike = all.filter(({ name }) => plain(name) === plain(key));
  if (alike.length === 1) return alike[0];
  const role = roleOf(key);
  const same = MEANINGFUL.includes(role) ? all.filter(({ name }) => roleOf(name) === role) : [];
  return same.length === 1 ? same[0] : null;
}

/** Roles of which a program has one setting each. `length` is none: epochs are not steps. */
const MEANINGFUL: readonly string[] = ["learning rate", "batch", "seed"];

/** `optimizer.weight-decay` and `weight_decay` are one. */
const plain = (key: string): string =>
  key
    .slice(key.lastIndexOf(".") + 1)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

/** `value` as `parameter` takes it: many loggers write everything as text. Null when it is no such value. */
function toValue({ type }: Parameter, value: HparamValue): HparamValue | null {
  switch (type) {
    case "number":
    case "integer": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      return typeof number === "number" && Number.isFinite(number) && (type === "number" || Number.isInteger(number))
        ? number
        : null;
    }
    case "boolean":
      if (typeof value === "boolean") return value;
      return /^(true|1)$/i.test(String(value)) ? true : /^(false|0)$/i.test(String(value)) ? false : null;
    case "text":
      return String(value);
  }
}

const unusable = (because: string) => ({ kind: "unusable", because }) as const;
