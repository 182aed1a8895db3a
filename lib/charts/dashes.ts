/** How curves of several tags in one chart are told apart: by the dashes of their lines. */

/** A tag and the dashes of its lines. */
export interface DashedTag {
  readonly tag: string;
  /** Lengths of strokes and gaps in pixels; empty for a whole line. */
  readonly dash: readonly number[];
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2.5], [9, 3, 2, 3], [4, 4], [12, 3]];

/** In the order of the tags; a seventh begins anew. */
export const dashesOf = (tags: readonly string[]): readonly DashedTag[] =>
  tags.map((tag, place) => ({ tag, dash: DASHES[place % DASHES.length] }));
