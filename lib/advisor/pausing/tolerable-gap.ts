/** How far behind the leader a run may be before it is given up. */

/**
 * At each share of the budget, the gap to the leader (in shares of the leader's descent) beyond which no run of 24 measured sweeps
 * came back to win; about three times the 90th percentile of later winners.
 */
export const GAPS = [
  [0.05, 0.6],
  [0.1, 0.4],
  [0.2, 0.3],
  [0.3, 0.25],
  [0.5, 0.2],
  [0.75, 0.15],
] as const;

/** The largest gap that is tolerated at share `seen` of the budget; null before 5 %. */
export function tolerableGap(seen: number): number | null {
  let found: number | null = null;
  for (const [share, gap] of GAPS) if (seen >= share) found = gap;
  return found;
}
