/** Changing the zoom of one card. */

import type { Interval, Zoom } from "../../lib/charts/domain.ts";
import { setView, useView } from "../_state/view.ts";

/** Shows part of a card; null: all of it again. */
export function setZoom(cardKey: string, zoom: Zoom | null): void {
  setExactZoom(cardKey, zoom && { x: zoom.x && roundInterval(zoom.x), y: zoom.y && roundInterval(zoom.y) });
}

/** The same to the last digit, for ends that were typed. */
export function setExactZoom(cardKey: string, zoom: Zoom | null): void {
  const { zooms: before, linksX, logX, xLimits } = useView.getState();
  const hasLimits = xLimits.some((end) => end !== null);
  if (zoom === null && !before.has(cardKey) && !(linksX && hasLimits)) return;
  const zooms = new Map(before);
  const own = linksX && zoom !== null ? { x: null, y: zoom.y } : zoom;
  if (own === null || (own.x === null && own.y === null)) zooms.delete(cardKey);
  else zooms.set(cardKey, own);
  if (!linksX) setView({ zooms });
  else setView({ zooms, xLimits: zoom?.x ? inUnits(zoom.x, logX) : [null, null] });
}

/** A logarithmic axis counts in exponents of ten; limits, and the engine, in its units. */
export const inUnits = ([low, high]: Interval, isLog: boolean): Interval =>
  isLog ? [10 ** low, 10 ** high] : [low, high];

/** An interval that a link can carry: as many digits as a pixel is worth, a thousandth of the width. */
function roundInterval([low, high]: Interval): Interval {
  const unit = 10 ** (Math.floor(Math.log10(high - low)) - 3);
  const round = (value: number): number => Number.parseFloat((Math.round(value / unit) * unit).toPrecision(15));
  const [a, b] = [round(low), round(high)];
  return a < b ? [a, b] : [low, high];
}
