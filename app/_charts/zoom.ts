/** Changing the zoom of one card. */
import { setView, useView } from "../_state/view.ts";
import type { Zoom } from "../_state/view-url.ts";
import type { Interval } from "./options/domain.ts";

/** Shows part of a card; null: all of it again. */
export function setZoom(cardKey: string, zoom: Zoom | null): void {
  const before = useView.getState().zooms;
  if (zoom === null && !before.has(cardKey)) return;
  const zooms = new Map(before);
  if (zoom === null) zooms.delete(cardKey);
  else zooms.set(cardKey, { x: zoom.x && roundInterval(zoom.x), y: zoom.y && roundInterval(zoom.y) });
  setView({ zooms });
}

/** An interval that a link can carry: as many digits as a pixel is worth, a thousandth of the width. */
export function roundInterval([low, high]: Interval): Interval {
  const unit = 10 ** (Math.floor(Math.log10(high - low)) - 3);
  const round = (value: number): number => Number.parseFloat((Math.round(value / unit) * unit).toPrecision(15));
  const [a, b] = [round(low), round(high)];
  return a < b ? [a, b] : [low, high];
}
