/** The live stream: one subscription to the store and one to what people say of runs, told to every connected page. */
import type { LiveEvents } from "../core/api.ts";
import type { Annotations } from "../store/annotations.ts";
import type { Changes, Store } from "../store/store.ts";

/** One piece of news as pages get it, over `/api/events`. */
export type LiveEvent = {
  readonly [Name in keyof LiveEvents]: { readonly name: Name; readonly data: LiveEvents[Name] };
}[keyof LiveEvents];

type Send = (event: LiveEvent) => void;

export class LiveStream {
  private readonly pages = new Set<Send>();
  private readonly unsubscribe: readonly (() => void)[];
  /** The last news was of a reading not finished; its end is news too. */
  private wasLoading = true;

  constructor(
    private readonly store: Store,
    /** When this engine started, seconds since the Unix epoch: a page that sees another number starts over. */
    private readonly startedAt: number,
    annotations: Annotations,
  ) {
    this.unsubscribe = [
      store.subscribe((changes) => this.tell(changes)),
      annotations.subscribe((revision) => this.send([{ name: "annotations", data: { revision } }])),
    ];
  }

  /** Greets a page and tells it of every change, until the returned function is called. */
  connect(send: Send): () => void {
    send(this.hello());
    this.pages.add(send);
    return () => this.pages.delete(send);
  }

  close(): void {
    for (const unsubscribe of this.unsubscribe) unsubscribe();
  }

  private hello(): LiveEvent {
    const { version, loading } = this.store;
    return { name: "hello", data: { version, startedAt: this.startedAt, loading } };
  }

  /** Says that something about launches has changed. */
  tellLaunches(): void {
    this.send([{ name: "launches", data: {} }]);
  }

  /** Says that somebody commented, or judged a run. */
  tellReview(): void {
    this.send([{ name: "review", data: {} }]);
  }

  /** Says that something about reports has changed. */
  tellReports(): void {
    this.send([{ name: "reports", data: {} }]);
  }

  private tell({ runs, points }: Changes): void {
    const { version } = this.store;
    const events: LiveEvent[] = [];
    if (runs) events.push({ name: "runs", data: { version } });
    if (points.size > 0) {
      const changed = Object.fromEntries([...points].map(([tag, ids]) => [tag, [...ids]]));
      events.push({ name: "points", data: { version, changed } });
    }
    // Last: what was just read belongs to the loading that may end here, and is no news of a run.
    if (this.store.loading !== null || this.wasLoading) events.push(this.hello());
    this.wasLoading = this.store.loading !== null;
    this.send(events);
  }

  private send(events: readonly LiveEvent[]): void {
    for (const send of this.pages) for (const event of events) send(event);
  }
}
