/**
 * The knee of a falling curve: both axes scaled to 0 … 1, the point that lies farthest below the line from start to end.
 *
 * @see Satopää et al., "Finding a 'Kneedle' in a Haystack", 2011, for a curve that is convex and falls.
 */
import type { Point } from "../replay.ts";

/** The step of the knee; the last step of a curve that never falls below its chord. At least one point, all finite. */
export function kneeOf(points: readonly Point[]): number {
  const first = points[0];
  const last = points[points.length - 1];
  const values = points.map(({ value }) => value);
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  let knee = last.step;
  let farthest = 0;
  for (const { step, value } of points) {
    const x = (step - first.step) / (last.step - first.step);
    const y = (value - low) / range;
    const below = 1 - x - y;
    if (below > farthest) {
      farthest = below;
      knee = step;
    }
  }
  return knee;
}
