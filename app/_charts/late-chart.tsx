/** A chart as soon as its code is there. */
import { type ComponentType, useSyncExternalStore } from "react";
import type { ChartViewProps } from "./chart-view.tsx";

const RETRY_AFTER_MS = 2000;

let Loaded: ComponentType<ChartViewProps> | null = null;
const waiting = new Set<() => void>();

/** Fetched beside the data, not before the shell: ECharts is two thirds of all script. */
function load(): void {
  import("./chart-view.tsx").then(
    ({ ChartView }) => {
      Loaded = ChartView;
      for (const tell of waiting) tell();
    },
    () => setTimeout(load, RETRY_AFTER_MS), // the line of the connection says that the engine does not answer
  );
}
if (typeof window !== "undefined") load();

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

/**
 * Not by React's `lazy`: that gives way once more when the code is there already, and may then wait a third of a second, so
 * that fallbacks do not flicker.
 */
export function LateChart(props: ChartViewProps) {
  const Chart = useSyncExternalStore(
    subscribe,
    () => Loaded,
    () => null,
  );
  return Chart === null ? null : <Chart {...props} />;
}
