/** Other columns to draw a series over than its own steps and times. */
import { currentPositions } from "./attempts.ts";
import type { Series } from "./series.ts";

/**
 * For each point of `series` the value that `source` had last logged at or before its step; NaN before the first one.
 * A point after a restart looks at what was logged in the same attempt, and before it at what that attempt took over.
 * `starts` and `sourceStarts` are the first positions of each one's attempts by step.
 */
export function latestAtSteps(
  series: Series,
  starts: readonly number[],
  source: Series,
  sourceStarts: readonly number[],
): Float64Array {
  const { length, steps } = series;
  const out = new Float64Array(length).fill(Number.NaN);
  const pairs = starts.length === sourceStarts.length;
  for (let attempt = 0; attempt < starts.length; attempt++) {
    const known = pairs ? sourceStarts.slice(0, attempt + 1) : sourceStarts;
    const knownEnd = pairs ? (sourceStarts[attempt + 1] ?? source.length) : source.length;
    const positions = currentPositions(source.steps, known, knownEnd);
    const end = starts[attempt + 1] ?? length;
    let next = 0;
    for (let at = starts[attempt]; at < end; at++) {
      while (next < positions.length && source.steps[positions[next]] <= steps[at]) next += 1;
      if (next > 0) out[at] = source.values[positions[next - 1]];
    }
  }
  return out;
}
