import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EngineEvents, type StreamNews } from "./engine-events.ts";

/** A stream that says what the test lets it say. */
class FakeSource extends EventTarget {
  static readonly made: FakeSource[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  isClosed = false;
  constructor() {
    super();
    FakeSource.made.push(this);
  }
  close(): void {
    this.isClosed = true;
  }
  say(name: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

const HELLO = { version: 7, startedAt: 1, loading: null };

describe("the stream of events", () => {
  let heard: StreamNews[];
  let events: EngineEvents;
  const latest = (): FakeSource => {
    const source = FakeSource.made.at(-1);
    if (source === undefined) throw new Error("nothing was opened");
    return source;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", FakeSource);
    FakeSource.made.length = 0;
    heard = [];
    events = new EngineEvents((news) => heard.push(news));
    events.open();
    latest().onopen?.();
    latest().say("hello", HELLO);
  });
  afterEach(() => {
    events.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("tells what it hears", () => {
    latest().say("points", { version: 8, changed: { loss: ["a"] } });
    expect(heard.map(({ kind }) => kind)).toEqual(["open", "hello", "points"]);
  });

  it("greets who comes later with the version of the last news, so that nobody asks for what is known", () => {
    latest().say("points", { version: 9, changed: {} });
    expect(events.greeting()).toEqual([
      { kind: "open", isAgain: false },
      { kind: "hello", data: { ...HELLO, version: 9 } },
    ]);
  });

  it("starts over after an error, and says that something may have been missed", async () => {
    latest().onerror?.();
    expect(events.greeting()).toMatchObject([{ kind: "lost" }]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(FakeSource.made).toHaveLength(2);
    latest().onopen?.();
    expect(heard.at(-1)).toEqual({ kind: "open", isAgain: true });
  });

  it("takes a silence of more than two beats for a dead connection, as after sleep", async () => {
    await vi.advanceTimersByTimeAsync(5000);
    latest().say("beat");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(FakeSource.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(6000);
    expect(FakeSource.made[0].isClosed).toBe(true);
    expect(FakeSource.made).toHaveLength(2);
  });

  it("says nothing more when it was closed", async () => {
    events.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.made).toHaveLength(1);
  });
});
