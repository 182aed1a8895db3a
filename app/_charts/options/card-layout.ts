/** How large the cards are, and how many stand beside each other. */

export interface CardLayout {
  readonly columns: number;
  /** Of the plot, in CSS pixels. */
  readonly height: number;
}

const NARROWEST = 340;
/** What people who choose a size want at least. */
const WIDTHS = { small: 280, large: 640 };
const GAP = 8;
const SHORTEST = 232;
/** Where one scrolls anyway. */
const TALLEST = 560;
const HEIGHT_TO_WIDTH = 0.5;
/** With room to spare, plots grow in height up to this part of their width: the curves are what one came for. */
const STEEPEST = 0.9;
/** What a row needs besides its plots: the heading of the group and the title of the card. */
const ROW_OVERHEAD = 80;

/** Room in CSS pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/**
 * The largest cards with which all groups are in sight at once; where they cannot be, as many columns as fit. All cards
 * have the same size, so that they compare. `groups` are the numbers of cards in each group, in order.
 */
export function layoutCards(
  { width, height }: Room,
  groups: readonly number[],
  size: "small" | "fit" | "large" = "fit",
): CardLayout {
  if (size !== "fit") {
    const columns = Math.max(1, Math.floor((width + GAP) / (WIDTHS[size] + GAP)));
    return { columns, height: plotHeight(cardWidth(width, columns)) };
  }
  const most = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
  for (let columns = 1; columns <= most; columns++) {
    const card = cardWidth(width, columns);
    const rows = Math.max(1, countRows(groups, columns));
    if (rows * (plotHeight(card) + ROW_OVERHEAD) > height) continue;
    const spare = Math.floor(height / rows) - ROW_OVERHEAD;
    return { columns, height: Math.min(spare, Math.max(plotHeight(card), Math.round(card * STEEPEST))) };
  }
  return { columns: most, height: plotHeight(cardWidth(width, most)) };
}

/** Width of a card of which so many stand beside each other. */
export const cardWidth = (width: number, columns: number): number =>
  Math.floor((width - (columns - 1) * GAP) / columns);

const plotHeight = (width: number): number =>
  Math.min(TALLEST, Math.max(SHORTEST, Math.round(width * HEIGHT_TO_WIDTH)));

/** How many rows groups take that stand side by side where they fit, in their order. */
export function countRows(groups: readonly number[], columns: number): number {
  let rows = 0;
  let free = 0;
  let tallest = 0;
  for (const cards of groups) {
    const span = Math.min(cards, columns);
    if (span > free) {
      rows += tallest;
      free = columns;
      tallest = 0;
    }
    free -= span;
    tallest = Math.max(tallest, Math.ceil(cards / columns));
  }
  return rows + tallest;
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
