/** Views that somebody gave a name, kept by this browser. What is shared with others is a link. */
import { create } from "zustand";
import { recall, remember } from "./preferences.ts";
import { setView, useView } from "./view.ts";
import { formatView, parseView } from "./view-url.ts";

/** By name, the query string of the view. */
type SavedViews = ReadonlyMap<string, string>;

const ITEM = "tuneboard.views";

export const useSavedViews = create<{ readonly byName: SavedViews }>(() => ({ byName: new Map() }));

/** Reads them, once and whenever another tab changes them. */
export function followSavedViews(): void {
  const read = (): void => useSavedViews.setState({ byName: parse(recall(ITEM)) });
  read();
  addEventListener("storage", read);
}

export function saveView(name: string): void {
  keep(new Map([...useSavedViews.getState().byName, [name, formatView(useView.getState())]]));
}

export function forgetView(name: string): void {
  keep(new Map([...useSavedViews.getState().byName].filter(([other]) => other !== name)));
}

/** Shows it as it was saved, whatever is shown now; that can be had back by undoing. */
export function openView(name: string): void {
  const query = useSavedViews.getState().byName.get(name);
  if (query !== undefined) setView(parseView(query));
}

function keep(byName: SavedViews): void {
  remember(ITEM, JSON.stringify([...byName]));
  useSavedViews.setState({ byName });
}

function parse(text: string | null): SavedViews {
  try {
    const entries: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(entries)) return new Map();
    return new Map(
      entries.flatMap((entry: unknown) => {
        const [name, query]: readonly unknown[] = Array.isArray(entry) ? entry : [];
        return typeof name === "string" && typeof query === "string" ? [[name, query] as const] : [];
      }),
    );
  } catch {
    return new Map(); // somebody else's item of that name
  }
}
