/** What the engine knows, kept fresh: the runs, and the news that points have come. */
import { create } from "zustand";
import type { LiveEvents, Loading, RunSummary, RunsAnswer } from "../../lib/core/api.ts";
import { newBell } from "./bell.ts";
import { fetchRuns } from "./engine.ts";
import type { StreamNews } from "./engine-events.ts";
import { linkEvents } from "./events-link.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { recall, remember } from "./preferences.ts";
import { extendOrder, followMoves, formatOrder, movedKeys, parseOrder, type RunOrder } from "./run-order.ts";
import { followInSelection } from "./selection.ts";
import { setView, useView } from "./view.ts";

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

const points = newBell<[news: PointsNews]>();
const annotations = newBell();
const launches = newBell();
const review = newBell();
const reports = newBell();

/** Calls a listener whenever points have come; returns how to stop. So do the others. */
export const onPoints = points.hear;
/** Whenever what people say of runs may have changed. */
export const onAnnotations = annotations.hear;
/** Whenever something about launches may have changed. */
export const onLaunches = launches.hear;
/** Whenever comments or verdicts may have changed. */
export const onReview = review.hear;
/** Whenever something about reports may have changed. */
export const onReports = reports.hear;

let orderItem: string | null = null;

/** What the engine had last changed when it greeted; null before it has. What changed between an answer and the greeting is told by neither. */
let heardVersion: number | null = null;
/** Of the first answer that came before the greeting: curves that are held may be as old. */
let oldestVersion: number | null = null;

function takeAnswer(answer: RunsAnswer): void {
  const held = useLive.getState();
  const item = `tuneboard.order.${answer.logdirs.map(({ name, path }) => `${name}:${path}`).join("|")}`;
  const known = item === orderItem ? held.order : parseOrder(recall(item));
  const moved = movedKeys(answer.runs);
  const order = extendOrder(moved.size === 0 ? known : followMoves(known, moved), answer.runs);
  if (order !== known) remember(item, formatOrder(order));
  orderItem = item;
  if (heardVersion === null) oldestVersion ??= answer.version;
  const isBehind = held.answer === null && heardVersion !== null && answer.version < heardVersion;
  const runsById = new Map(answer.runs.map((run) => [run.id, run]));
  const { selection } = useView.getState();
  const followed = followInSelection(selection, moved);
  if (followed !== selection) setView({ selection: followed });
  useLive.setState({ answer, runsById, order, loading: answer.loading, error: null });
  if (!isBehind) return;
  void refreshRuns();
  points.ring("all");
}

const RETRY_AFTER_MS = 2000;

/**
 * Asks for the runs, one question at a time, so answers cannot overtake each other. News that comes meanwhile asks once
 * more afterwards, and so does a failure.
 */
const refreshRuns = oneAtATime(async () => {
  const began = performance.now();
  let pauseMs = RETRY_AFTER_MS;
  try {
    takeAnswer(await fetchRuns());
    // A long answer (10,000 runs) must not be asked for without pause.
    pauseMs = Math.max(200, 5 * (performance.now() - began));
  } catch (error) {
    useLive.setState({ error: error instanceof Error ? error.message : String(error) });
    void refreshRuns();
  }
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
});

/** Last steps and counts in the list may lag behind the curves by this much. */
const SUMMARY_LAG_MS = 3000;
/** A hidden tab stops listening, and so stops asking for what nobody sees. */
const HIDDEN_FOR_MS = 5000;

/** Starts following the engine, for as long as the page is open. */
export function followEngine(): void {
  void refreshRuns();
  let hide: ReturnType<typeof setTimeout> | undefined;
  let isListening = true;
  let isSummaryDue = false;
  /** Something may have been said while this page did not listen. */
  let hasMissed = false;

  const summarizeSoon = (): void => {
    if (isSummaryDue) return;
    isSummaryDue = true;
    setTimeout(() => {
      isSummaryDue = false;
      void refreshRuns();
    }, SUMMARY_LAG_MS);
  };

  const take = (news: StreamNews): void => {
    switch (news.kind) {
      case "open":
        hasMissed ||= news.isAgain;
        useLive.setState({ link: { state: "open" } });
        return;
      case "lost":
        hasMissed = true;
        if (useLive.getState().link.state === "lost") return;
        useLive.setState({ link: { state: "lost", sinceMs: news.sinceMs } });
        return;
      case "hello": {
        useLive.setState({ link: { state: "open" }, loading: news.data.loading });
        const { answer } = useLive.getState();
        const { version } = news.data;
        const isOther = answer !== null && (answer.version !== version || (oldestVersion ?? version) !== version);
        heardVersion = version;
        oldestVersion = null;
        if (isOther || hasMissed) void refreshRuns();
        if (hasMissed) launches.ring();
        // These carry no version: what was said between the first answer and the first greeting is told by neither.
        annotations.ring();
        review.ring();
        if (hasMissed) reports.ring();
        // What was asked before the first greeting may be older than it: curves as well as runs.
        if (isOther || hasMissed) points.ring("all");
        hasMissed = false;
        return;
      }
      case "runs":
        void refreshRuns();
        return;
      case "annotations":
        annotations.ring();
        return;
      case "launches":
        launches.ring();
        return;
      case "review":
        review.ring();
        return;
      case "reports":
        reports.ring();
        return;
      case "points":
        // While old logs are read, what comes is not new.
        if (useLive.getState().loading === null) useLive.setState({ pointsAtMs: Date.now() });
        points.ring(news.data.changed);
        summarizeSoon();
        return;
    }
  };
  const link = linkEvents(take);
  const leave = (): void => {
    clearTimeout(hide);
    if (!isListening) return;
    isListening = false;
    hasMissed = true;
    link.leave();
  };
  const listen = (): void => {
    clearTimeout(hide);
    if (isListening) return;
    isListening = true;
    link.listen();
  };

  link.listen();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hide = setTimeout(leave, HIDDEN_FOR_MS);
    else listen();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
}
