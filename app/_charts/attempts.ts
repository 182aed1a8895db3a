/** A run that went back and tried again: which of its points still count. */
import type { Line } from "./trace.ts";

/**
 * The line without what a later attempt did again: of each attempt the points before the place where a later one begins.
 * What is left goes on as one line, because that is how the run went on.
 */
export function currentAttempt(line: Line): Line {
  const { x, y, restarts } = line;
  if (restarts.length === 0) return line;
  const starts = [0, ...restarts];
  const kept: number[][] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (let attempt = starts.length - 1; attempt >= 0; attempt--) {
    const end = starts[attempt + 1] ?? x.length;
    const positions: number[] = [];
    for (let i = starts[attempt]; i < end; i++) if (x[i] < limit) positions.push(i);
    if (starts[attempt] < end) limit = Math.min(limit, x[starts[attempt]]);
    kept.unshift(positions);
  }
  const positions = kept.flat();
  return {
    x: Float64Array.from(positions, (i) => x[i]),
    y: Float64Array.from(positions, (i) => y[i]),
    restarts: [],
  };
}
