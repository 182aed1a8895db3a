/** Chance that is the same every time: the same logs must give the same text. */

/** A value in [0, 1); the caller owns the sequence, so that the same logs give the same text. */
export type Chance = () => number;

/** A sequence that is the same for the same `seed`. */
export function seededChance(seed: number): Chance {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
