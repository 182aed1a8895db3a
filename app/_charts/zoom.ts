/** Changing the zoom of one card. */
import { setView, useView } from "../_state/view.ts";
import type { Zoom } from "../_state/view-url.ts";

/** Shows part of a card; null: all of it again. */
export function setZoom(cardKey: string, zoom: Zoom | null): void {
  const before = useView.getState().zooms;
  if (zoom === null && !before.has(cardKey)) return;
  const zooms = new Map(before);
  if (zoom === null) zooms.delete(cardKey);
  else zooms.set(cardKey, zoom);
  setView({ zooms });
}
