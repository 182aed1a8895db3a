/** The view, held for every part of the screen and mirrored in the address bar. */
import { create } from "zustand";
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

/** Takes the view from the address, and from then on keeps both the same. */
export function followAddress(): void {
  useView.setState(readAddress());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = useView.getState();
  const write = (): void => {
    timer = undefined;
    const view = useView.getState();
    const query = formatView(view);
    const address =
      query === "" ? location.pathname : query.length > LONGEST_QUERY ? `${location.pathname}#${query}` : `?${query}`;
    // What people would undo with Back gets an entry of its own; typing and dragging do not.
    const isStep = view.fullScreen !== written.fullScreen || view.zooms !== written.zooms;
    written = view;
    if (isStep) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  };
  useView.subscribe((view) => {
    clearTimeout(timer);
    if (view !== written) timer = setTimeout(write, WRITE_AFTER_MS);
  });
  addEventListener("popstate", () => {
    clearTimeout(timer);
    written = readAddress();
    useView.setState(written);
  });
}
