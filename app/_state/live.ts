/** What the engine knows, kept fresh: the runs, and the news that points have come. */
import { create } from "zustand";
import type { LiveEvents, Loading, RunSummary, RunsAnswer } from "../../lib/core/api.ts";
import { fetchRuns } from "./engine.ts";
import { recall, remember } from "./preferences.ts";
import { extendOrder, formatOrder, parseOrder, type RunOrder } from "./run-order.ts";

/** `lost` since a moment of this browser's clock, in milliseconds. */
export type Link =
  | { readonly state: "connecting" }
  | { readonly state: "open" }
  | { readonly state: "lost"; readonly sinceMs: number };

export interface Live {
  /** Null until the engine has answered once. */
  readonly answer: RunsAnswer | null;
  readonly runsById: ReadonlyMap<string, RunSummary>;
  readonly order: RunOrder;
  readonly loading: Loading | null;
  readonly link: Link;
  /** Why the last question for the runs failed; null when it did not. */
  readonly error: string | null;
  /** When the latest points were announced, on this browser's clock; null before the first. */
  readonly pointsAtMs: number | null;
}

export const useLive = create<Live>(() => ({
  answer: null,
  runsById: new Map(),
  order: new Map(),
  loading: null,
  link: { state: "connecting" },
  error: null,
  pointsAtMs: null,
}));

/** `all`: the connection was interrupted and anything may have happened. */
export type PointsNews = LiveEvents["points"]["changed"] | "all";
const pointsListeners = new Set<(news: PointsNews) => void>();

/** Calls `listener` whenever points have come; returns how to stop. */
export function onPoints(listener: (news: PointsNews) => void): () => void {
  pointsListeners.add(listener);
  return () => pointsListeners.delete(listener);
}

const annotationsListeners = new Set<() => void>();

/** Calls `listener` whenever what people say of runs may have changed; returns how to stop. */
export function onAnnotations(listener: () => void): () => void {
  annotationsListeners.add(listener);
  return () => annotationsListeners.delete(listener);
}

const tellAnnotations = (): void => {
  for (const listener of annotationsListeners) listener();
};

let orderItem: string | null = null;

function takeAnswer(answer: RunsAnswer): void {
  const held = useLive.getState();
  const item = `tuneboard.order.${answer.logdirs.map(({ name, path }) => `${name}:${path}`).join("|")}`;
  const known = item === orderItem ? held.order : parseOrder(recall(item));
  const order = extendOrder(known, answer.runs);
  if (order !== known) remember(item, formatOrder(order));
  orderItem = item;
  const runsById = new Map(answer.runs.map((run) => [run.id, run]));
  useLive.setState({ answer, runsById, order, loading: answer.loading, error: null });
}

let isAsking = false;
let isOutdated = false;

const RETRY_AFTER_MS = 2000;

/**
 * Asks for the runs, one question at a time, so answers cannot overtake each other. News that comes meanwhile asks once
 * more afterwards, and so does a failure.
 */
async function refreshRuns(): Promise<void> {
  isAsking = true;
  const began = performance.now();
  let pauseMs = RETRY_AFTER_MS;
  try {
    takeAnswer(await fetchRuns());
    // A long answer (10,000 runs) must not be asked for without pause.
    pauseMs = Math.max(200, 5 * (performance.now() - began));
  } catch (error) {
    useLive.setState({ error: error instanceof Error ? error.message : String(error) });
    isOutdated = true;
  }
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  isAsking = false;
  if (!isOutdated) return;
  isOutdated = false;
  void refreshRuns();
}

function runsChanged(): void {
  if (isAsking) isOutdated = true;
  else void refreshRuns();
}

/** Last steps and counts in the list may lag behind the curves by this much. */
const SUMMARY_LAG_MS = 3000;
const RECONNECT_AFTER_MS = 1500;
/** A hidden tab gives its connection back: a browser has six for all its tabs. */
const HIDDEN_FOR_MS = 5000;

/** Starts following the engine, for as long as the page is open. */
export function followEngine(): void {
  void refreshRuns();
  let source: EventSource | null = null;
  let reconnect: ReturnType<typeof setTimeout> | undefined;
  let hide: ReturnType<typeof setTimeout> | undefined;
  let isSummaryDue = false;
  let isFirst = true;

  const connect = (): void => {
    source?.close();
    const stream = new EventSource("/api/events");
    source = stream;
    listen(stream, "hello", (hello) => {
      useLive.setState({ link: { state: "open" }, loading: hello.loading });
      const version = useLive.getState().answer?.version ?? -1;
      if (version !== hello.version || !isFirst) runsChanged();
    });
    listen(stream, "runs", runsChanged);
    listen(stream, "annotations", tellAnnotations);
    listen(stream, "points", ({ changed }) => {
      useLive.setState({ pointsAtMs: Date.now() });
      for (const listener of pointsListeners) listener(changed);
      if (isSummaryDue) return;
      isSummaryDue = true;
      setTimeout(() => {
        isSummaryDue = false;
        runsChanged();
      }, SUMMARY_LAG_MS);
    });
    stream.onopen = () => {
      useLive.setState({ link: { state: "open" } });
      if (!isFirst) {
        for (const listener of pointsListeners) listener("all");
        tellAnnotations();
      }
      isFirst = false;
    };
    stream.onerror = () => {
      if (stream !== source) return;
      isFirst = false;
      const { link } = useLive.getState();
      if (link.state !== "lost") useLive.setState({ link: { state: "lost", sinceMs: Date.now() } });
      stream.close(); // the browser's own retry gives up after an error status; ours does not
      clearTimeout(reconnect);
      reconnect = setTimeout(connect, RECONNECT_AFTER_MS);
    };
  };

  const onVisibility = (): void => {
    clearTimeout(hide);
    if (document.hidden) {
      hide = setTimeout(() => {
        clearTimeout(reconnect);
        source?.close();
        source = null;
      }, HIDDEN_FOR_MS);
    } else if (source === null) connect();
  };

  connect();
  document.addEventListener("visibilitychange", onVisibility);
}

function listen<Name extends keyof LiveEvents>(
  stream: EventSource,
  name: Name,
  take: (news: LiveEvents[Name]) => void,
): void {
  stream.addEventListener(name, (event: MessageEvent<string>) => take(JSON.parse(event.data)));
}
