/** Pixels of the screen for one of a chart. */

/** Beyond this many a software-drawn canvas stops being fluid. */
const MOST = 2;

/** For a canvas that is made now; 1 where there is no screen. */
export const devicePixels = (): number => (typeof window === "undefined" ? 1 : Math.min(window.devicePixelRatio, MOST));
