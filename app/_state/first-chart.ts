/** When the first chart stands: what one does not look at first is asked for and drawn after it. */

let isOver = false;
let isTold = false;
const waiting = new Set<() => void>();

/** Nobody waits longer than this after the runs have come, whatever becomes of the charts. */
const LONGEST_MS = 1000;
/** A page in the background has no frames. */
const LONGEST_FRAME_MS = 100;

/** A chart stands, or there will be none: goes on with the rest after the frame that shows it. */
export function tellFirstChart(): void {
  if (isTold) return;
  isTold = true;
  requestAnimationFrame(() => setTimeout(goOn));
  setTimeout(goOn, LONGEST_FRAME_MS);
}

/** A chart will come, unless something goes wrong. */
export function expectFirstChart(): void {
  setTimeout(tellFirstChart, LONGEST_MS);
}

function goOn(): void {
  if (isOver) return;
  isOver = true;
  for (const act of waiting) act();
  waiting.clear();
}

export const isAfterFirstChart = (): boolean => isOver;

/** Calls `act` when the first chart stands, at once if it does; returns how to take that back. */
export function afterFirstChart(act: () => void): () => void {
  if (isOver) act();
  else waiting.add(act);
  return () => {
    waiting.delete(act);
  };
}
