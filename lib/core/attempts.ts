/** A series that went back and did steps again: which of its points still count. */

/**
 * Positions, ascending, of the points that no later attempt did again: of each attempt those before the place where a
 * later one begins. `starts` are the first positions of the attempts, ascending, the first of them 0; points from `end`
 * on are not looked at. Points whose x is not a number are left out where there was more than one attempt.
 */
export function currentPositions(xs: ArrayLike<number>, starts: readonly number[], end: number): Uint32Array {
  if (starts.length <= 1) return Uint32Array.from({ length: end }, (_, at) => at);
  const kept: number[][] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (let attempt = starts.length - 1; attempt >= 0; attempt--) {
    const stop = Math.min(starts[attempt + 1] ?? end, end);
    const positions: number[] = [];
    for (let at = starts[attempt]; at < stop; at++) if (xs[at] < limit) positions.push(at);
    if (starts[attempt] < stop) limit = Math.min(limit, xs[starts[attempt]]);
    kept.unshift(positions);
  }
  return Uint32Array.from(kept.flat());
}
