/** Two settings with several seeds each: how often one beats the other, and whether the means differ beyond the seeds' own spread. */
import { mean } from "../../core/statistics.ts";

export interface SeedComparison {
  /** Pairs of one seed of each in which the first is larger; a tie counts half. */
  readonly wins: number;
  readonly pairs: number;
  /** Welch's t of the first minus the second; infinite where neither varies and they differ. */
  readonly t: number;
  /** Welch–Satterthwaite degrees of freedom. */
  readonly freedom: number;
  /** The means differ at 5 % (two-sided), and one of them wins three pairs in four. */
  readonly isClear: boolean;
}

const FEWEST_SEEDS = 3;
const OFTEN = 0.75;

/**
 * Compares the values of two settings; null below three seeds of either.
 *
 * @see Welch, "The generalization of Student's problem …", 1947. Bouthillier et al., "Accounting for variance in machine learning benchmarks", 2021:
 * significance together with P(A > B) ≥ 0.75.
 */
export function compareSeeds(a: readonly number[], b: readonly number[]): SeedComparison | null {
  if (a.length < FEWEST_SEEDS || b.length < FEWEST_SEEDS) return null;
  let wins = 0;
  for (const x of a) for (const y of b) wins += x > y ? 1 : x === y ? 0.5 : 0;
  const pairs = a.length * b.length;
  const [va, vb] = [squaredError(a), squaredError(b)];
  const difference = mean(a) - mean(b);
  const spread = va + vb;
  const freedom = spread > 0 ? spread ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1)) : Infinity;
  const t = spread > 0 ? difference / Math.sqrt(spread) : difference === 0 ? 0 : Math.sign(difference) * Infinity;
  const isOften = Math.max(wins, pairs - wins) >= OFTEN * pairs;
  return { wins, pairs, t, freedom, isClear: isOften && Math.abs(t) > criticalT(freedom) };
}

/** Squared standard error of a mean. */
function squaredError(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length;
}

/** 97.5 % of the normal distribution lie below. */
const Z = 1.959964;

/** What |t| exceeds by chance in 5 % of cases: Cornish and Fisher's expansion, 3 % too low at 2 degrees of freedom, right to 1 % from 3 on. */
export function criticalT(freedom: number): number {
  const terms = [
    (Z ** 3 + Z) / 4,
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
  ];
  return terms.reduce((sum, term, i) => sum + term / freedom ** (i + 1), Z);
}
