/** Points that fill a cube evenly, however many are taken: the scrambled Halton sequence. */
import { type Chance, seededChance } from "../../advisor/chance.ts";

/** One base an axis. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];
/** More axes than a sweep should have. */
export const MOST_AXES = PRIMES.length;

/**
 * `count` points in [0, 1)^`axes`. On every axis, each run of bⁿ points (b the axis' prime) has one point in each of the bⁿ equal parts. The
 * digits are permuted by `seed`, because in high bases plain Halton points lie on lines; 0 permutes nothing.
 *
 * @throws RangeError beyond 16 axes.
 * @see Halton 1960; Bousquet et al., "Critical hyper-parameters: no random, no cry", 2017: why it suits sweeps.
 */
export function haltonPoints(axes: number, count: number, seed: number): number[][] {
  if (axes > MOST_AXES) throw new RangeError(`a sweep of ${axes} axes`);
  const chance = seededChance(seed);
  const orders = PRIMES.slice(0, axes).map((base) => digitOrder(base, seed === 0 ? null : chance));
  return Array.from({ length: count }, (_, i) => orders.map((order) => mirrored(i + 1, order)));
}

/** `index` in the base of `order`, its digits replaced and mirrored at the point. */
function mirrored(index: number, order: readonly number[]): number {
  const base = order.length;
  let value = 0;
  let weight = 1 / base;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    value += order[rest % base] * weight;
    weight /= base;
  }
  return value;
}

/** A permutation of the digits that leaves 0 alone: behind the last digit of an index stand infinitely many. */
function digitOrder(base: number, chance: Chance | null): number[] {
  const digits = Array.from({ length: base }, (_, i) => i);
  if (chance === null) return digits;
  for (let i = base - 1; i > 1; i--) {
    const j = 1 + Math.floor(chance() * i);
    [digits[i], digits[j]] = [digits[j], digits[i]];
  }
  return digits;
}
