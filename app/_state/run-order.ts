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

/** A run with the ids that it had before it was renamed. */
export type Renamed = Pick<RunSummary, "id" | "formerIds">;

/** Former keys with the present ones, of runs that were renamed and whose former names nobody has. */
export function movedKeys(runs: readonly Renamed[]): ReadonlyMap<RunKey, RunKey> {
  const moved = runs.flatMap(({ id, formerIds = [] }) =>
    formerIds.map((former) => [toRunKey(former), toRunKey(id)] as const),
  );
  if (moved.length === 0) return NOTHING_MOVED;
  const present = new Set(runs.map(({ id }) => toRunKey(id)));
  return new Map(moved.filter(([former]) => !present.has(former)));
}

const NOTHING_MOVED: ReadonlyMap<RunKey, RunKey> = new Map();

/** `order` where a run that was renamed has the number that it had before. The same object if there is nothing to change. */
export function followMoves(order: RunOrder, moved: ReadonlyMap<RunKey, RunKey>): RunOrder {
  const keys = [...order.keys()];
  let isChanged = false;
  for (const [former, now] of moved) {
    const at = keys.indexOf(former);
    const nowAt = keys.indexOf(now);
    if (at < 0 || (nowAt >= 0 && nowAt < at)) continue;
    keys[at] = now;
    if (nowAt >= 0) keys[nowAt] = former; // nobody else's number changes
    isChanged = true;
  }
  return isChanged ? new Map(keys.map((key, ordinal) => [key, ordinal])) : order;
}

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
