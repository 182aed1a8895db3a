/** Runs that differ in chance only, as one curve: their mean at each step that they share, with a band around it. */

/** `std`: the sample's standard deviation; `stderr`: that of the mean; `minmax`: the smallest and the largest. */
export type Band = "std" | "stderr" | "minmax";

/** A member's points that still count: steps ascend strictly. All columns have the same length. */
export interface Member {
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Where the points stand on the axis that the group is drawn on. */
  readonly xs: ArrayLike<number>;
}

/** Columns of equal length, steps ascending. */
export interface GroupCurve {
  readonly steps: Float64Array;
  /** Mean of the members' places on the x axis. */
  readonly xs: Float64Array;
  readonly means: Float64Array;
  /** Edges of the band; NaN where a single member leaves no spread to speak of. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Members that each point is made of. */
  readonly counts: Float64Array;
}

/**
 * The mean of `members` at every step that all of them have which are under way there: a member counts from its first to
 * its last step, and what it did not log in between is not made up. So a run that stopped early makes the rest thinner,
 * not shorter; `counts` says by how much. A value that is not finite makes mean and band NaN: one seed of five that
 * diverged is no detail to be averaged away. Deviations divide by n − 1, and are NaN for n = 1.
 */
export function groupCurve(members: readonly Member[], band: Band): GroupCurve {
  const running = members.filter(({ steps }) => steps.length > 0);
  const room = running.reduce((most, { steps }) => most + steps.length, 0);
  const columns = Array.from({ length: 6 }, () => new Float64Array(room));
  const [steps, xs, means, lows, highs, counts] = columns;
  const places = running.map(() => 0);
  let found = 0;
  for (;;) {
    let step = Number.POSITIVE_INFINITY;
    running.forEach((member, which) => {
      if (places[which] < member.steps.length) step = Math.min(step, member.steps[places[which]]);
    });
    if (step === Number.POSITIVE_INFINITY) break;
    const values: number[] = [];
    let sumOfX = 0;
    let underWay = 0;
    running.forEach((member, which) => {
      const place = places[which];
      const { length } = member.steps;
      if (member.steps[0] <= step && member.steps[length - 1] >= step) underWay += 1;
      if (place >= length || member.steps[place] !== step) return;
      values.push(member.values[place]);
      sumOfX += member.xs[place];
      places[which] += 1;
    });
    if (values.length < underWay) continue;
    const { mean, low, high } = describe(values, band);
    steps[found] = step;
    xs[found] = sumOfX / values.length;
    means[found] = mean;
    lows[found] = low;
    highs[found] = high;
    counts[found] = values.length;
    found += 1;
  }
  const cut = (column: Float64Array): Float64Array => column.slice(0, found);
  return {
    steps: cut(steps),
    xs: cut(xs),
    means: cut(means),
    lows: cut(lows),
    highs: cut(highs),
    counts: cut(counts),
  };
}

function describe(values: readonly number[], band: Band): { mean: number; low: number; high: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (!Number.isFinite(mean)) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN };
  if (band === "minmax") return { mean, low: Math.min(...values), high: Math.max(...values) };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN;
  const reach = band === "std" ? deviation : deviation / Math.sqrt(n);
  return { mean, low: mean - reach, high: mean + reach };
}

/** A series' positions without all but the last of those that share a step: the latest word counts. */
export function lastOfSteps(steps: ArrayLike<number>, positions: Uint32Array): Uint32Array {
  return positions.filter((at, place) => {
    const next = positions[place + 1];
    return next === undefined || steps[next] !== steps[at];
  });
}
