/** What a chart of a report shows of the part that was zoomed into: all of its points where they can be asked for. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Zoom } from "../../lib/charts/domain.ts";
import { curvesOf } from "../../lib/report/chart-scene.ts";
import type { ChartData } from "../../lib/report/parts.ts";
import { inUnits } from "../_charts/zoom.ts";

/** The data of a chart for a part of its x axis, in the axis's units. */
export type Resample = (range: readonly [number, number]) => Promise<ChartData | null>;

/** Waits for the hand to rest before it asks. */
const REST_MS = 250;

/** What is drawn of `whole` under a zoom: the part in full once that came, else what is there. `isThinned`: there are points that it does not hold. */
export function useZoomed(whole: ChartData, zoom: Zoom | null, resample: Resample | null) {
  const [part, setPart] = useState<{ readonly of: string; readonly data: ChartData } | null>(null);
  const isThinned = useMemo(
    () =>
      [...curvesOf(whole).values()].some((lines) =>
        [...lines.values()].some(({ total, steps }) => steps.length < total),
      ),
    [whole],
  );
  const range = zoom?.x == null || !isThinned ? null : inUnits(zoom.x, whole.chart.logX);
  const wanted = range === null ? null : `${whole.at} ${range.join(" ")}`;
  const asked = useRef(resample);
  useEffect(() => {
    asked.current = resample;
  });
  useEffect(() => {
    if (wanted === null) return;
    const [low = 0, high = 0] = wanted.split(" ").slice(1).map(Number);
    let isWanted = true;
    const timer = setTimeout(() => {
      asked.current?.([low, high]).then(
        (data) => {
          if (isWanted && data !== null) setPart({ of: wanted, data });
        },
        () => {}, // what is there stays, and says that it is not all
      );
    }, REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [wanted]);
  const isFull = part !== null && part.of === wanted;
  return { data: isFull ? part.data : whole, isThinned: isThinned && !isFull };
}
