/** The curve feed of a card, as React sees it. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { onPoints } from "../_state/live.ts";
import { CurveFeed, type Held, NOTHING_HELD, type Want } from "./curve-feed.ts";
import { fetchCurves } from "./first-curves.ts";

/** A feed that lives as long as something listens to it. */
class Subscribable {
  #listener: (() => void) | null = null;
  #feed: CurveFeed | null = null;
  #want: Want | null = null;

  want(want: Want): void {
    this.#want = want;
    this.#feed?.want(want);
  }

  rest(drawingMs: number): void {
    this.#feed?.rest(drawingMs);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listener = listener;
    const feed = new CurveFeed(fetchCurves, () => this.#listener?.());
    this.#feed = feed;
    if (this.#want !== null) feed.want(this.#want);
    const unsubscribe = onPoints((news) => feed.hear(news));
    return () => {
      unsubscribe();
      feed.stop();
    };
  };

  readonly held = (): Held => this.#feed?.held ?? NOTHING_HELD;
}

/** What is held of `want`, and how to say that drawing it took long. */
export function useCurves(want: Want): { readonly held: Held; readonly rest: (drawingMs: number) => void } {
  const feed = useMemo(() => new Subscribable(), []);
  const held = useSyncExternalStore(feed.subscribe, feed.held, feed.held);
  useEffect(() => feed.want(want), [feed, want]);
  const rest = useMemo(() => (drawingMs: number) => feed.rest(drawingMs), [feed]);
  return { held, rest };
}
