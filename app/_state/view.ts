/** The view, held for every part of the screen and mirrored in the address bar. */
import { create } from "zustand";
import { leave, redo, undo, type ViewHistory } from "./view-history.ts";
import { DEFAULT_VIEW, formatView, parseView, type View } from "./view-url.ts";

/**
 * A server has no query string, and neither must the first render of the browser have one: the two must agree.
 * `followAddress` reads it before the board is drawn.
 */
export const useView = create<View>(() => DEFAULT_VIEW);

export const setView = (change: Partial<View>): void => useView.setState(change);

/** A query longer than this moves behind the `#`, which never reaches a server and so cannot overflow its header limit. */
const LONGEST_QUERY = 6000;
/** A moment of rest ends a stroke: browsers refuse pages that write their address with every movement. */
const WRITE_AFTER_MS = 300;

const readAddress = (): View => parseView(location.search.length > 1 ? location.search : location.hash.slice(1));

let settled = DEFAULT_VIEW;
let history: ViewHistory<View> = { past: [], future: [] };
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes the view from the address, and from then on keeps both the same. */
export function followAddress(): void {
  useView.setState(readAddress());
  settled = useView.getState();
  useView.subscribe((view) => {
    clearTimeout(timer);
    timer = view === settled ? undefined : setTimeout(settle, WRITE_AFTER_MS);
  });
  addEventListener("popstate", () => {
    history = leave(history, settled);
    for (const listener of leftListeners) listener();
    settled = readAddress();
    useView.setState(settled, true); // as a whole: a merged copy would count as a change
  });
}

/** Ends a stroke: what was seen before it can be had back, and the address says what is seen now. */
function settle(): void {
  const view = useView.getState();
  clearTimeout(timer);
  timer = undefined;
  if (view === settled) return;
  // Comments that are opened and closed are no step of the view: Ctrl-Z takes back what was done in them.
  if (formatView({ ...view, thread: null }) !== formatView({ ...settled, thread: null })) {
    history = leave(history, settled);
    for (const listener of leftListeners) listener();
  }
  writeAddress(view);
}

const leftListeners = new Set<() => void>();

/** Calls `listener` whenever a view was left that can be had back. */
export function onViewLeft(listener: () => void): void {
  leftListeners.add(listener);
}

/** Ends a stroke now: what comes next is something else. */
export const leaveView = settle;

/** Where `view` is found again, from the root of the board. */
export function addressOf(view: View): string {
  const query = formatView(view);
  if (query === "") return location.pathname;
  return `${location.pathname}${query.length > LONGEST_QUERY ? "#" : "?"}${query}`;
}

function writeAddress(view: View): void {
  const address = addressOf(view);
  // What people would undo with Back gets an entry of its own; typing and dragging do not.
  const isStep =
    view.fullScreen !== settled.fullScreen ||
    view.zooms !== settled.zooms ||
    view.screen !== settled.screen ||
    view.launchPane !== settled.launchPane ||
    view.launch !== settled.launch ||
    view.report !== settled.report ||
    view.thread !== settled.thread;
  settled = view;
  if (isStep) window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}

/** Takes the last change of the view back, or does it again. */
export function stepThroughViews(direction: "back" | "forward"): void {
  settle();
  const step = (direction === "back" ? undo : redo)(history, settled);
  if (step === null) return;
  history = step.history;
  writeAddress(step.view);
  useView.setState(step.view, true);
}
