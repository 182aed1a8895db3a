/** What the names of columns and keys mean: counters, wall times, metrics. */

/** Names of steps, best first: where several stand side by side, the first counts. Compared after `plainName`. */
const GLOBAL_STEPS = [
  "global_step",
  "trainer_global_step",
  "num_updates",
  "total_steps_done",
  "time_total_timesteps", // Stable-Baselines3 writes time/total_timesteps
  "total_timesteps",
  "timesteps_total", // RLlib
];
const STEPS = ["step", "steps", "train_step", "training_step", "update", "updates"];
const ITERATIONS = ["iteration", "iterations", "iter", "iters", "itr", "n_iter", "num_iter", "training_iteration"];
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
export const counterNamed = (name: string): CounterName | null => meaningOf(name).counter;

/** Whether a column or key of this name may hold wall times; its numbers decide. */
export const isWallTimeName = (name: string): boolean => meaningOf(name).isWallTime;

interface Meaning {
  readonly counter: CounterName | null;
  readonly isWallTime: boolean;
}

/** Logs repeat their names line by line; a log that invents names without end starts the memory anew. */
const remembered = new Map<string, Meaning>();
const MOST_REMEMBERED = 10_000;

function meaningOf(name: string): Meaning {
  let meaning = remembered.get(name);
  if (meaning === undefined) {
    const plain = plainName(name);
    meaning = { counter: COUNTERS.get(plain) ?? null, isWallTime: WALL_TIMES.includes(plain) };
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    if (name.length <= LONGEST_COUNTER_NAME) remembered.set(name, meaning);
  }
  return meaning;
}

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

const PLAIN_TAG = /^[\w./:@-]{1,1000}$/;
/** Controls, separators of lines and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * `name` as a tag: trimmed, well-formed Unicode without control characters, at most 1,000 letters; null when nothing is
 * left of it.
 */
export function toTag(name: string): string | null {
  if (PLAIN_TAG.test(name)) return name;
  const tag = name.slice(0, LONGEST_TAG).replace(UNPRINTABLE, "\ufffd").trim();
  return tag === "" ? null : tag;
}
