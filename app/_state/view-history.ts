/** Views that were left, for Ctrl-Z: as long as the page is open, and apart from the browser's Back. */

export interface ViewHistory<View> {
  readonly past: readonly View[];
  readonly future: readonly View[];
}

const MOST_KEPT = 100;

/** The view `left` was left for a new one: what was undone before cannot be done again. */
export const leave = <View>({ past }: ViewHistory<View>, left: View): ViewHistory<View> => ({
  past: [...past.slice(-(MOST_KEPT - 1)), left],
  future: [],
});

/** One step back from `now`; null where there is none. */
export function undo<View>(
  { past, future }: ViewHistory<View>,
  now: View,
): { view: View; history: ViewHistory<View> } | null {
  const view = past.at(-1);
  return view === undefined ? null : { view, history: { past: past.slice(0, -1), future: [now, ...future] } };
}

/** What `undo` took back; null where there is nothing. */
export function redo<View>(
  { past, future }: ViewHistory<View>,
  now: View,
): { view: View; history: ViewHistory<View> } | null {
  const [view, ...rest] = future;
  return view === undefined ? null : { view, history: { past: [...past, now], future: rest } };
}
