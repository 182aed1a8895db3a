/** The inside of a card: asks for its curves, puts them on axes, and says so where there is nothing to see. */
import { type ComponentType, lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useColours } from "../_state/colours.ts";
import type { ListedRun } from "../_state/listed-run.ts";
import { useLive } from "../_state/live.ts";
import { usePreferences } from "../_state/preferences.ts";
import { useView } from "../_state/view.ts";
import type { Zoom } from "../_state/view-url.ts";
import type { ChartViewProps } from "./chart-view.tsx";
import { columnsFor } from "./options/card-layout.ts";
import { composeScene, drawCurves } from "./options/scene.ts";
import { OverlayCanvas } from "./overlay-canvas.tsx";
import { CHART_THEMES } from "./theme.ts";
import { useCurves } from "./use-curves.ts";
import { useMarks } from "./use-marks.ts";
import { useSize } from "./use-size.ts";
import { setZoom } from "./zoom.ts";

/** Fetched beside the data, not before the shell: ECharts is two thirds of all script. */
const chartCode = typeof window === "undefined" ? null : import("./chart-view.tsx");
const ChartView: ComponentType<ChartViewProps> = lazy(async () => {
  const { ChartView: component } = await (chartCode ?? import("./chart-view.tsx"));
  return { default: component };
});

interface CardPlotProps {
  readonly tag: string;
  readonly cardKey: string;
  readonly runs: readonly ListedRun[];
}

export function CardPlot({ tag, cardKey, runs }: CardPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  return (
    <div ref={host} className="absolute inset-0">
      {size !== null && <SizedPlot tag={tag} cardKey={cardKey} runs={runs} size={size} />}
    </div>
  );
}

interface SizedPlotProps extends CardPlotProps {
  readonly size: { readonly width: number; readonly height: number };
}

function SizedPlot({ tag, cardKey, runs, size }: SizedPlotProps) {
  const x = useView((view) => view.x);
  const smoothing = useView((view) => view.smoothing);
  const logY = useView((view) => view.logY);
  const ignoreOutliers = useView((view) => view.ignoreOutliers);
  const showsEarlier = useView((view) => view.showsEarlier);
  const zoom = useView((view) => view.zooms.get(cardKey) ?? null);
  const themeName = usePreferences((preferences) => preferences.theme);
  const theme = CHART_THEMES[themeName];
  const colourOf = useColours();
  const [isDrawn, setDrawn] = useState(false);

  // Once asked for, a resolution is kept: a card that gets narrower has all it needs.
  const widest = useRef(0);
  widest.current = Math.max(widest.current, columnsFor(size.width, runs.length));
  const columns = widest.current;
  const range = zoom?.x ?? null;
  const want = useMemo(
    () => ({ tag, runs: runs.map(({ run }) => run.id), x, smoothing, columns, range }),
    [tag, runs, x, smoothing, columns, range],
  );
  const { held, rest } = useCurves(want);
  const isLost = useLive((live) => live.link.state === "lost"); // said above all charts: no chart need say it again

  const curves = useMemo(() => {
    const looks = runs.flatMap((listed) => {
      const { id, name } = listed.run;
      const curve = held.curves.get(id);
      return curve === undefined || curve.total === 0 ? [] : [{ curve, name, colour: colourOf(listed) }];
    });
    return drawCurves(looks, { x, smoothing, showsEarlier });
  }, [runs, held.curves, colourOf, x, smoothing, showsEarlier]);
  const scene = useMemo(
    () => composeScene(curves, { x, logY, smoothing, ignoreOutliers, showsEarlier, zoom }),
    [curves, x, logY, smoothing, ignoreOutliers, showsEarlier, zoom],
  );

  const { marks, isVeiled } = useMarks(tag);
  const onZoom = useCallback((next: Zoom | null) => setZoom(cardKey, next), [cardKey]);
  const onDrawn = useCallback(
    (tookMs: number) => {
      rest(tookMs);
      setDrawn(true);
    },
    [rest],
  );

  return (
    <div
      className="absolute inset-0"
      data-testid="plot"
      data-drawn={isDrawn && curves.length > 0}
      data-curves={curves.length}
    >
      {curves.length > 0 && (
        <>
          <Suspense fallback={null}>
            <ChartView scene={scene} theme={theme} width={size.width} height={size.height} onDrawn={onDrawn} />
          </Suspense>
          <OverlayCanvas
            tag={tag}
            scene={scene}
            theme={theme}
            size={size}
            marks={marks}
            isVeiled={isVeiled}
            onZoom={onZoom}
          />
        </>
      )}
      <PlotNotice
        isLoading={held.isLoading && curves.length === 0}
        error={isLost && curves.length > 0 ? null : held.error}
        isBlank={curves.length > 0 && scene.isBlank}
        isTimeless={x !== "step" && curves.every(({ line }) => line.x.every(Number.isNaN))}
        logY={logY}
        isZoomed={zoom !== null}
      />
    </div>
  );
}

interface PlotNoticeProps {
  readonly isLoading: boolean;
  readonly error: string | null;
  readonly isBlank: boolean;
  /** Nothing has a place on this axis: console logs and CSV often state no times. */
  readonly isTimeless: boolean;
  readonly logY: boolean;
  readonly isZoomed: boolean;
}

/** Why there is nothing to see; nothing when there is. */
function PlotNotice({ isLoading, error, isBlank, isTimeless, logY, isZoomed }: PlotNoticeProps) {
  const t = useTranslations("chart");
  const text =
    error !== null
      ? t("failed", { because: error })
      : isLoading
        ? t("loading")
        : isBlank
          ? t(isTimeless ? "noTimes" : isZoomed ? "noPointsHere" : logY ? "noPositive" : "noFinite")
          : null;
  if (text === null) return null;
  return (
    <p
      role={error === null ? "status" : "alert"}
      className="pointer-events-none absolute inset-x-4 top-1/2 -translate-y-1/2 text-center text-ink-faint"
    >
      <span className="rounded bg-canvas/85 px-2 py-1">{text}</span>
    </p>
  );
}
