/** How the window is divided: what has room beside the curves, and what is left for them. */

export const ROOM_FOR_RUNS = 860;
export const ROOM_FOR_ADVICE = 1240;

const RUNS_WIDTH = 256;
const ADVICE_WIDTH = 360;
const PADDING = 32;
const SCROLLBAR = 0;
/** Header, answer and toolbar. */
const ABOVE_CHARTS = 150;
const CARD_HEADER = 46;

/** Width of the charts in a window of this size, with the panels as they stand when nobody has moved them. */
export function chartsWidth(windowWidth: number, panels: { readonly runs: boolean; readonly advice: boolean }): number {
  const runs = panels.runs && windowWidth >= ROOM_FOR_RUNS ? RUNS_WIDTH : 0;
  const advice = panels.advice && windowWidth >= ROOM_FOR_ADVICE ? ADVICE_WIDTH : 0;
  return windowWidth - runs - advice - PADDING - SCROLLBAR;
}

/** How many rows of cards with plots of this height begin within the window. */
export const rowsInSight = (windowHeight: number, plotHeight: number): number =>
  Math.max(1, Math.ceil((windowHeight - ABOVE_CHARTS) / (plotHeight + CARD_HEADER)));
