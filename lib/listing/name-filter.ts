/** The filter boxes: regular expressions with TensorBoard's semantics. */

import { memoizeLast } from "../core/memoize-last.ts";
import { worstSteps } from "../core/pattern-cost.ts";

/**
 * `all`: nothing to filter by. `broken`: no regular expression, so nothing matches, and `because` says what is wrong.
 * `slow`: one that may take for ever on these names, so that it was not tried to the end, and nothing matches.
 */
export type NameFilter =
  | { readonly kind: "all" }
  | { readonly kind: "pattern"; readonly matching: ReadonlySet<string> }
  | { readonly kind: "broken"; readonly because: string }
  | { readonly kind: "slow" };

/** About a second on one name: nothing can stop an expression that has begun. */
const MOST_STEPS = 1e8;
/** For all names together. */
const MOST_MS = 300;

/** Tries `text` on `names`: case-insensitive and unanchored. */
export function parseNameFilter(
  text: string,
  names: readonly string[],
  nowMs: () => number = () => performance.now(),
): NameFilter {
  if (text === "") return { kind: "all" };
  let pattern: RegExp;
  try {
    pattern = new RegExp(text, "i");
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "broken", because: message.replace(/^Invalid regular expression: /, "") };
  }
  const longest = names.reduce((most, { length }) => Math.max(most, length), 1);
  if (worstSteps(text, longest) > MOST_STEPS) return { kind: "slow" };
  const matching = new Set<string>();
  const endMs = nowMs() + MOST_MS;
  for (const name of names) {
    if (pattern.test(name)) matching.add(name);
    if (nowMs() > endMs) return { kind: "slow" };
  }
  return { kind: "pattern", matching };
}

/** Whether `name`, one of those that the filter was tried on, gets through. */
export const matches = (filter: NameFilter, name: string): boolean =>
  filter.kind === "all" || (filter.kind === "pattern" && filter.matching.has(name));

/** The filter of the tags, for all parts of the screen that ask. */
export const findTagFilter = memoizeLast((text: string, tags: readonly string[]) => parseNameFilter(text, tags));
