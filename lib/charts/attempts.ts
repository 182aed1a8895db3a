/** A run that went back and tried again: which of its points still count. */
import { currentPositions } from "../core/attempts.ts";
import type { Line } from "./trace.ts";

/**
 * The line without what a later attempt did again: of each attempt the points before the place where a later one begins
 * in `by`, which is x unless x goes to and fro. What is left goes on as one line, because that is how the run went on.
 */
export function currentAttempt(line: Line, by: ArrayLike<number> = line.x): Line {
  const { x, y, restarts } = line;
  if (restarts.length === 0) return line;
  const positions = currentPositions(by, [0, ...restarts], x.length);
  return {
    x: Float64Array.from(positions, (i) => x[i]),
    y: Float64Array.from(positions, (i) => y[i]),
    restarts: [],
    positions,
    isPath: line.isPath,
  };
}
