/** How the window is divided: what has room beside the curves, and what is left for them. */

export const ROOM_FOR_RUNS = 860;
export const ROOM_FOR_ADVICE = 1240;

const RUNS_WIDTH = 256;
const ADVICE_WIDTH = 360;
const PADDING = 32;
/** Header and answer. */
const ABOVE_CHARTS = 118;

/** Width of the charts in a window of this size, with the panels as they stand when nobody has moved them. */
export function chartsWidth(windowWidth: number, panels: { readonly runs: boolean; readonly advice: boolean }): number {
  const runs = panels.runs && windowWidth >= ROOM_FOR_RUNS ? RUNS_WIDTH : 0;
  const advice = panels.advice && windowWidth >= ROOM_FOR_ADVICE ? ADVICE_WIDTH : 0;
  return windowWidth - runs - advice - PADDING;
}

/** Height of what the charts scroll in. */
export const chartsHeight = (windowHeight: number): number => windowHeight - ABOVE_CHARTS;
