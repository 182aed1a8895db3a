/** One connection to the engine's stream of events, kept up as long as somebody listens: in a page, or for all pages in a shared worker. */
import type { LiveEvents } from "../../lib/core/api.ts";

/** What is told of the stream. A greeting repeats what the engine said first, brought up to date by what came since. */
export type StreamNews =
  | { readonly kind: "open"; readonly isAgain: boolean }
  | { readonly kind: "lost"; readonly sinceMs: number }
  | { readonly kind: "hello"; readonly data: LiveEvents["hello"] }
  | { readonly kind: "runs"; readonly data: LiveEvents["runs"] }
  | { readonly kind: "points"; readonly data: LiveEvents["points"] }
  | { readonly kind: "annotations"; readonly data: LiveEvents["annotations"] }
  | { readonly kind: "review"; readonly data: LiveEvents["review"] }
  | { readonly kind: "launches"; readonly data: LiveEvents["launches"] }
  | { readonly kind: "reports"; readonly data: LiveEvents["reports"] };

const RECONNECT_AFTER_MS = 1500;
/** The engine says something every five seconds. A laptop that slept finds its connection standing and dead. */
const SILENCE_MS = 12_000;
const LOOK_EVERY_MS = 2000;

/** Talks to `/api/events` and starts over whenever it breaks or falls silent; the browser's own retry gives up after an error status. */
export class EngineEvents {
  #source: EventSource | null = null;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #heardAtMs = 0;
  #wasOpen = false;
  #lostSinceMs: number | null = null;
  #hello: LiveEvents["hello"] | null = null;
  readonly #tell: (news: StreamNews) => void;

  constructor(tell: (news: StreamNews) => void) {
    this.#tell = tell;
  }

  /** What somebody who comes now must be told first. */
  greeting(): readonly StreamNews[] {
    if (this.#lostSinceMs !== null) return [{ kind: "lost", sinceMs: this.#lostSinceMs }];
    if (this.#hello === null) return [];
    return [
      { kind: "open", isAgain: false },
      { kind: "hello", data: this.#hello },
    ];
  }

  open(): void {
    this.close();
    this.#connect();
    this.#watch = setInterval(() => {
      if (this.#source !== null && Date.now() - this.#heardAtMs > SILENCE_MS) this.#lose();
    }, LOOK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.#watch);
    clearTimeout(this.#reconnect);
    this.#source?.close();
    this.#source = null;
  }

  #connect(): void {
    const source = new EventSource("/api/events");
    this.#source = source;
    this.#heardAtMs = Date.now();
    source.onopen = () => {
      this.#heardAtMs = Date.now();
      this.#lostSinceMs = null;
      this.#tell({ kind: "open", isAgain: this.#wasOpen });
      this.#wasOpen = true;
    };
    source.onerror = () => this.#lose();
    this.#listen<LiveEvents["hello"]>(source, "hello", (data) => {
      this.#hello = data;
      this.#tell({ kind: "hello", data });
    });
    this.#listen<LiveEvents["runs"]>(source, "runs", (data) => {
      this.#age(data);
      this.#tell({ kind: "runs", data });
    });
    this.#listen<LiveEvents["points"]>(source, "points", (data) => {
      this.#age(data);
      this.#tell({ kind: "points", data });
    });
    this.#listen<LiveEvents["annotations"]>(source, "annotations", (data) => this.#tell({ kind: "annotations", data }));
    this.#listen<LiveEvents["review"]>(source, "review", (data) => this.#tell({ kind: "review", data }));
    this.#listen<LiveEvents["launches"]>(source, "launches", (data) => this.#tell({ kind: "launches", data }));
    this.#listen<LiveEvents["reports"]>(source, "reports", (data) => this.#tell({ kind: "reports", data }));
    this.#listen<LiveEvents["beat"]>(source, "beat", () => {});
  }

  #age({ version }: { readonly version: number }): void {
    if (this.#hello !== null) this.#hello = { ...this.#hello, version };
  }

  #listen<Data>(source: EventSource, name: keyof LiveEvents, take: (data: Data) => void): void {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      this.#heardAtMs = Date.now();
      take(JSON.parse(event.data));
    });
  }

  #lose(): void {
    this.#source?.close();
    this.#source = null;
    this.#wasOpen = true; // also a first try that failed: whatever comes next may have missed something
    this.#lostSinceMs ??= Date.now();
    this.#tell({ kind: "lost", sinceMs: this.#lostSinceMs });
    clearTimeout(this.#reconnect);
    this.#reconnect = setTimeout(() => this.#connect(), RECONNECT_AFTER_MS);
  }
}
