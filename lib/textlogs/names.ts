/** What the names of columns and keys mean: counters, wall times, metrics. */

/** Names of steps, best first: where several stand side by side, the first counts. Compared after `plainName`. */
const GLOBAL_STEPS = ["global_step", "trainer_global_step", "num_updates", "total_steps_done"];
const STEPS = ["step", "steps", "train_step", "training_step", "update", "updates"];
const ITERATIONS = ["iteration", "iterations", "iter", "iters", "itr", "n_iter", "num_iter"];
const EPOCHS = ["epoch", "epochs", "ep"];
const WALL_TIMES = ["wall_time", "walltime", "time", "timestamp", "ts", "created_at", "datetime", "date", "date_time"];

export interface CounterName {
  readonly counts: "steps" | "epochs";
  /** Lower is better. */
  readonly rank: number;
  /** It never begins anew with an epoch, whatever it looks like. */
  readonly isGlobal: boolean;
}

const COUNTERS: ReadonlyMap<string, CounterName> = new Map(
  [...GLOBAL_STEPS, ...STEPS, ...ITERATIONS, ...EPOCHS].map((name, rank) => [
    name,
    { counts: EPOCHS.includes(name) ? "epochs" : "steps", rank, isGlobal: GLOBAL_STEPS.includes(name) },
  ]),
);

/** What a column or key of this name counts, or null when it counts neither steps nor epochs. */
export const counterNamed = (name: string): CounterName | null => COUNTERS.get(plainName(name)) ?? null;

/** Whether a column or key of this name may hold wall times; its numbers decide. */
export const isWallTimeName = (name: string): boolean => WALL_TIMES.includes(plainName(name));

const LONGEST_COUNTER_NAME = 40;

/** Lower case, words joined by `_`: `Global Step`, `global-step` and `_global_step` are one name. */
const plainName = (name: string): string =>
  name.length > LONGEST_COUNTER_NAME
    ? ""
    : name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "_")
        .replace(/^_|_$/g, "");

const LONGEST_TAG = 1000;

/** Controls, separators of lines and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * `name` as a tag: trimmed, well-formed Unicode without control characters, at most 1,000 letters; null when nothing is
 * left of it.
 */
export function toTag(name: string): string | null {
  const tag = name.slice(0, LONGEST_TAG).replace(UNPRINTABLE, "\ufffd").trim();
  return tag === "" ? null : tag;
}
