/** Ctrl-Z over everything that can be taken back: how one looks at things, and what one decided about them, in the order in which it was done. */
import { leaveView, onViewLeft, stepThroughViews } from "./view.ts";

/** Something that was done and can be undone, and done again. */
export interface Act {
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
}

type Entry = "view" | Act;
const MOST_KEPT = 200;

let past: Entry[] = [];
let future: Entry[] = [];

function note(entry: Entry): void {
  past = [...past.slice(-(MOST_KEPT - 1)), entry];
  future = [];
}

/** Notes what was just done. */
export function noteAct(act: Act): void {
  leaveView(); // what was looked at before comes before it
  note(act);
}

/** Follows the views, so that they take their turn among the acts. */
export function followUndo(): void {
  onViewLeft(() => note("view"));
}

/** Takes the last thing back, or does it again. */
export async function stepThroughActs(direction: "back" | "forward"): Promise<void> {
  leaveView();
  const entry = direction === "back" ? past.at(-1) : future.at(-1);
  if (entry === undefined) return;
  if (direction === "back") {
    past = past.slice(0, -1);
    future = [...future, entry];
  } else {
    future = future.slice(0, -1);
    past = [...past, entry];
  }
  if (entry === "view") stepThroughViews(direction);
  else await (direction === "back" ? entry.undo() : entry.redo());
}
