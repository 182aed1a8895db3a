/** The named views that this browser keeps by itself: where nobody is logged in, the engine keeps none. */
import { recall, remember } from "./preferences.ts";

export const ITEM = "tuneboard.views";

/** By name, the query of the view. */
export function browserViews(): ReadonlyMap<string, string> {
  try {
    const entries: unknown = JSON.parse(recall(ITEM) ?? "[]");
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

export const keepBrowserViews = (views: ReadonlyMap<string, string>): void =>
  remember(ITEM, JSON.stringify([...views]));
