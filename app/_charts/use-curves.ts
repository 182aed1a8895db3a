/** The curve feeds of a card, one for each of its tags, as React sees them. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { onPoints } from "../_state/live.ts";
import { CurveFeed, type Held, NOTHING_HELD, type Want } from "./curve-feed.ts";
import { fetchCurves } from "./first-curves.ts";

export type HeldByTag = ReadonlyMap<string, Held>;

const NO_TAGS: HeldByTag = new Map();

/** Feeds that live as long as something listens to them. */
class Subscribable {
  #listener: (() => void) | null = null;
  readonly #feeds = new Map<string, CurveFeed>();
  #wants: readonly Want[] = [];
  #held: HeldByTag = NO_TAGS;

  want(wants: readonly Want[]): void {
    this.#wants = wants;
    if (this.#listener === null) return;
    const wanted = new Set(wants.map(({ tag }) => tag));
    for (const [tag, feed] of this.#feeds) {
      if (wanted.has(tag)) continue;
      feed.stop();
      this.#feeds.delete(tag);
    }
    for (const want of wants) {
      const feed = this.#feeds.get(want.tag) ?? new CurveFeed(fetchCurves, () => this.#changed());
      this.#feeds.set(want.tag, feed);
      feed.want(want);
    }
  }

  rest(drawingMs: number): void {
    for (const feed of this.#feeds.values()) feed.rest(drawingMs);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listener = listener;
    this.want(this.#wants);
    const unsubscribe = onPoints((news) => {
      for (const feed of this.#feeds.values()) feed.hear(news);
    });
    return () => {
      unsubscribe();
      for (const feed of this.#feeds.values()) feed.stop();
      this.#feeds.clear();
      this.#listener = null;
    };
  };

  readonly held = (): HeldByTag => this.#held;

  #changed(): void {
    this.#held = new Map([...this.#feeds].map(([tag, feed]) => [tag, feed.held]));
    this.#listener?.();
  }
}

/** What is held of `wants`, by tag, and how to say that drawing it took long. */
export function useCurves(wants: readonly Want[]): {
  readonly held: HeldByTag;
  readonly rest: (drawingMs: number) => void;
} {
  const feeds = useMemo(() => new Subscribable(), []);
  const held = useSyncExternalStore(feeds.subscribe, feeds.held, feeds.held);
  useEffect(() => feeds.want(wants), [feeds, wants]);
  const rest = useMemo(() => (drawingMs: number) => feeds.rest(drawingMs), [feeds]);
  return { held, rest };
}

/** Of a tag that nothing is held of yet. */
export const heldOf = (held: HeldByTag, tag: string): Held => held.get(tag) ?? NOTHING_HELD;
