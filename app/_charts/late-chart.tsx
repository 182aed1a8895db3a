/** A chart at once, and on ECharts as soon as its code is there. */
import { type ComponentType, useCallback, useState, useSyncExternalStore } from "react";
import type { ChartViewProps } from "./chart-view.tsx";
import { FirstPicture } from "./first-picture.tsx";

const RETRY_AFTER_MS = 2000;

let Loaded: ComponentType<ChartViewProps> | null = null;
let isWanted = false;
const waiting = new Set<() => void>();

function load(): void {
  import("./chart-view.tsx").then(
    ({ ChartView }) => {
      Loaded = ChartView;
      for (const tell of waiting) tell();
    },
    () => setTimeout(load, RETRY_AFTER_MS), // the line of the connection says that the engine does not answer
  );
}

/** The cards beside the first one come within this time, and need the thread more. */
const AFTER_FIRST_MS = 400;
const AT_LATEST_MS = 2000;

/** ECharts is a third of all script: it is fetched when the first pictures stand, and the page has nothing else to do. */
function loadWhenCalm(): void {
  if (isWanted) return;
  isWanted = true;
  setTimeout(() => {
    if (typeof requestIdleCallback === "undefined") load();
    else requestIdleCallback(load, { timeout: AT_LATEST_MS });
  }, AFTER_FIRST_MS);
}

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

/**
 * Not by React's `lazy`: that gives way once more when the code is there already, and may then wait a third of a second, so
 * that fallbacks do not flicker.
 */
export function LateChart(props: ChartViewProps) {
  const { onDrawn } = props;
  const Chart = useSyncExternalStore(
    subscribe,
    () => Loaded,
    () => null,
  );
  /** ECharts has drawn, or is there from the beginning: no picture has to stand in for it. */
  const [isTaken, setTaken] = useState(Chart !== null);
  const onFirst = useCallback(
    (tookMs: number) => {
      loadWhenCalm();
      onDrawn(tookMs);
    },
    [onDrawn],
  );
  const onTaken = useCallback(
    (tookMs: number) => {
      setTaken(true);
      onDrawn(tookMs);
    },
    [onDrawn],
  );
  return (
    <>
      {!isTaken && <FirstPicture {...props} onDrawn={onFirst} />}
      {Chart !== null && <Chart {...props} onDrawn={onTaken} />}
    </>
  );
}
