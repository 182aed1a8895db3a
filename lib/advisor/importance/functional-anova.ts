/** How the variance of a forest's answer over the whole space of settings divides among single settings and pairs. */
import type { Box, Tree } from "./forest.ts";

export interface VarianceShares {
  /** For each setting, the share of the variance that it explains averaged over all others, in [0, 1]. */
  readonly mains: readonly number[];
  /** What settings `i` and `j` explain together beyond both alone; symmetrical. */
  readonly pair: (i: number, j: number) => number;
}

/**
 * Shares by functional ANOVA, the mean over `forest`. Every level of a setting weighs the same, whatever runs there are of it: that is what keeps settings
 * apart that were not tried on a grid. A tree without a split has nothing to divide and has no say; all shares are 0 when none has.
 *
 * @see Hutter, Hoos & Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", 2014, section 3.
 */
export function functionalAnova(forest: readonly Tree[], levels: readonly number[]): VarianceShares {
  const split = forest.map((tree) => ({ tree, ...momentsOf(tree, levels) })).filter(({ variance }) => variance > 1e-12);
  const meanOver = (share: (one: (typeof split)[number]) => number) =>
    split.length === 0 ? 0 : split.reduce((sum, one) => sum + share(one), 0) / split.length;
  const mainOf = (i: number) => meanOver(({ tree, centre, variance }) => along(tree, levels, [i], centre) / variance);
  const mains = levels.map((_, i) => mainOf(i));
  return {
    mains,
    pair: (i, j) => {
      const together = meanOver(({ tree, centre, variance }) => along(tree, levels, [i, j], centre) / variance);
      return Math.max(0, together - mains[i] - mains[j]);
    },
  };
}

/** The share of the space that a box fills. */
function volumeOf({ from, to }: Box, levels: readonly number[]): number {
  let volume = 1;
  for (let i = 0; i < levels.length; i++) volume *= (to[i] - from[i]) / levels[i];
  return volume;
}

function momentsOf(tree: Tree, levels: readonly number[]): { readonly centre: number; readonly variance: number } {
  let centre = 0;
  let squares = 0;
  for (const box of tree) {
    const weight = volumeOf(box, levels);
    centre += weight * box.value;
    squares += weight * box.value ** 2;
  }
  return { centre, variance: squares - centre ** 2 };
}

/** Variance of the tree's answer along one or two settings, averaged over all others. */
function along(tree: Tree, levels: readonly number[], settings: readonly number[], centre: number): number {
  const [first, second] = settings;
  const width = second === undefined ? 1 : levels[second];
  const means = new Float64Array(levels[first] * width);
  for (const box of tree) {
    const [low, high] = second === undefined ? [0, 1] : [box.from[second], box.to[second]];
    const cells = (box.to[first] - box.from[first]) * (high - low);
    const part = (volumeOf(box, levels) * box.value * means.length) / cells; // without the settings looked at
    for (let a = box.from[first]; a < box.to[first]; a++) for (let b = low; b < high; b++) means[a * width + b] += part;
  }
  let squares = 0;
  for (const value of means) squares += (value - centre) ** 2;
  return squares / means.length;
}
