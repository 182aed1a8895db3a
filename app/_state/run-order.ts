/**
 * Which run was seen as number how many: its colour, and its place in TensorBoard's limit of 500.
 *
 * A hash of the name would need no memory, but with seven colours six runs would almost surely share one. The place in
 * the engine's list shifts when a run arrives in the middle. So runs are numbered when they are first seen, older runs
 * first, and the browser remembers: a reload keeps every colour, and because new runs start later than old ones, another
 * browser that counts afresh mostly arrives at the same numbers.
 */

import type { RunSummary } from "../../lib/core/api.ts";
import { type RunKey, toRunKey } from "../../lib/listing/listed-run.ts";

export type RunOrder = ReadonlyMap<RunKey, number>;

/** `order`, continued by the runs that it does not know: by start, then in the given order. The same object if there are none. */
export function extendOrder(order: RunOrder, runs: readonly Pick<RunSummary, "id" | "startedAt">[]): RunOrder {
  const fresh = runs.filter((run) => !order.has(toRunKey(run.id)));
  if (fresh.length === 0) return order;
  const extended = new Map(order);
  const start = (run: Pick<RunSummary, "startedAt">) => run.startedAt ?? Number.POSITIVE_INFINITY;
  const byStart = fresh
    .map((run, at) => ({ run, at }))
    .sort((a, b) => compare(start(a.run), start(b.run)) || a.at - b.at);
  for (const { run } of byStart) extended.set(toRunKey(run.id), extended.size);
  return extended;
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

const MOST_REMEMBERED = 20_000;

/** The order as one line of text for the browser's memory. */
export const formatOrder = (order: RunOrder): string => [...order.keys()].slice(0, MOST_REMEMBERED).join(" ");

/** The order that `formatOrder` wrote; anything else gives an empty or shorter one. */
export function parseOrder(text: string | null): RunOrder {
  const keys = (text ?? "").split(" ").filter((key) => /^[0-9a-z]{1,8}$/.test(key));
  return new Map([...new Set(keys)].map((key, ordinal) => [key, ordinal]));
}
