/** How large the cards are. */

export interface CardLayout {
  readonly columns: number;
  /** Of the plot, in CSS pixels. */
  readonly height: number;
}

const NARROWEST = 340;
const GAP = 8;
const SHORTEST = 232;
const TALLEST = 420;
const HEIGHT_TO_WIDTH = 0.5;

/**
 * As many columns as fit, but no more than the largest group fills (two at least): curves take the room that a wide window
 * has to give, and all cards have the same size, so that they compare.
 */
export function layoutCards(width: number, largestGroup: number): CardLayout {
  const fitting = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
  const columns = Math.min(fitting, Math.max(2, largestGroup));
  const cardWidth = (width - (columns - 1) * GAP) / columns;
  const height = Math.min(TALLEST, Math.max(SHORTEST, Math.round(cardWidth * HEIGHT_TO_WIDTH)));
  return { columns, height };
}

/** More curves than this are asked for at half the resolution: they cover each other anyway. */
const MANY_RUNS = 50;
/** Widths are rounded up to this, so that a window being resized does not ask for every pixel. */
const COLUMN_STEP = 80;

/** How many pixel columns the engine is asked for, for a card of this width. */
export function columnsFor(width: number, runs: number): number {
  const columns = Math.ceil(width / COLUMN_STEP) * COLUMN_STEP;
  return runs > MANY_RUNS ? columns / 2 : columns;
}
