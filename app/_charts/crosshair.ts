/** One crosshair for all cards: where the pointer stands on x, told to every chart that has the same axis. */

export interface Crosshair {
  /** Names the axis: only charts with the same one have a place for it. */
  readonly axis: string;
  readonly at: number;
}

type Listener = (crosshair: Crosshair | null) => void;
const listeners = new Set<Listener>();

export const moveCrosshair: Listener = (crosshair) => {
  for (const listener of listeners) listener(crosshair);
};

export function onCrosshair(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
