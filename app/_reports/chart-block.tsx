/** A chart in a report: the curves that came with it, on axes that answer to pointer and keys. */
import { useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Zoom } from "../../lib/charts/domain.ts";
import type { DrawnCurve } from "../../lib/charts/drawn-curve.ts";
import type { Scene } from "../../lib/charts/scene.ts";
import { CHART_THEMES } from "../../lib/charts/theme.ts";
import { chartScene, curvesOf, drawnLines } from "../../lib/report/chart-scene.ts";
import { axisTitle, PAGE_WORDS } from "../../lib/report/page-words.ts";
import type { ChartData, Report } from "../../lib/report/parts.ts";
import { LateChart } from "../_charts/late-chart.tsx";
import { OverlayCanvas } from "../_charts/overlay-canvas.tsx";
import { Sized } from "../_charts/sized.tsx";
import { useNear } from "../_charts/use-near.ts";
import type { Size } from "../_charts/use-size.ts";
import { usePreferences } from "../_state/preferences.ts";
import { Picture } from "./picture.tsx";
import { usePrinting } from "./use-printing.ts";
import { type Resample, useZoomed } from "./use-zoomed.ts";

interface ChartBlockProps {
  readonly data: ChartData;
  readonly language: Report["language"];
  /** Null: it has what it has, and says so where that is less than all. */
  readonly resample: Resample | null;
}

export function ChartBlock({ data: whole, language, resample }: ChartBlockProps) {
  const { theme, palette } = usePreferences();
  const [zoom, setZoom] = useState<Zoom | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const isNear = useNear(host);
  const isPrinting = usePrinting();
  const { data, isThinned } = useZoomed(whole, zoom, resample);
  const curves = useMemo(() => curvesOf(data), [data]);
  const drawn = useMemo(() => drawnLines(data, curves, { theme, palette }), [data, curves, theme, palette]);
  const { chart } = whole;
  const scene = useMemo(() => chartScene(chart, drawn, zoom), [chart, drawn, zoom]);
  const title = chart.title || chart.tags.join(", ");
  const words = PAGE_WORDS[language];
  return (
    <div>
      <h4 className="truncate pb-1 font-medium print:hidden" title={title}>
        <bdi>{title}</bdi>
      </h4>
      <div ref={host} data-testid="report-plot" data-curves={drawn.length} className="relative h-72 print:hidden">
        {isNear && drawn.length > 0 && (
          <Sized>{(size) => <Plot title={title} scene={scene} size={size} onZoom={setZoom} />}</Sized>
        )}
      </div>
      <p className="flex justify-end gap-3 pr-3.5 text-2xs text-ink-faint print:hidden">
        {zoom?.x != null && isThinned && (
          <span role="status" data-testid="held-columns" className="mr-auto">
            {resample === null ? words.held : words.refining}
          </span>
        )}
        {axisTitle(chart.x, words)}
      </p>
      {isPrinting && drawn.length > 0 && <PrintedChart data={whole} title={title} xName={axisTitle(chart.x, words)} />}
      <Legend drawn={drawn} />
    </div>
  );
}

interface PrintedChartProps {
  readonly data: ChartData;
  readonly title: string;
  readonly xName: string;
}

/** On white, and all of it, whatever was zoomed into. */
function PrintedChart({ data, title, xName }: PrintedChartProps) {
  const drawn = drawnLines(data, curvesOf(data), { theme: "light", palette: usePreferences.getState().palette });
  return <Picture scene={chartScene(data.chart, drawn, null)} title={title} xName={xName} />;
}

interface PlotProps {
  readonly title: string;
  readonly scene: Scene;
  readonly size: Size;
  readonly onZoom: (zoom: Zoom | null) => void;
}

const noMark = (): void => {};
const NOTHING: readonly never[] = [];

function Plot({ title, scene, size, onZoom }: PlotProps) {
  const t = useTranslations("chart");
  const theme = CHART_THEMES[usePreferences((preferences) => preferences.theme)];
  const [isDrawn, setDrawn] = useState(false);
  const onDrawn = useMemo(() => () => setDrawn(true), []);
  return (
    <div className="absolute inset-0" data-testid="drawn-plot" data-drawn={isDrawn}>
      <LateChart scene={scene} theme={theme} width={size.width} height={size.height} onDrawn={onDrawn} />
      <OverlayCanvas
        tag={title}
        scene={scene}
        theme={theme}
        size={size}
        runs={NOTHING}
        marks={NOTHING}
        isVeiled={false}
        onZoom={onZoom}
        onMark={noMark}
      />
      {scene.isBlank && (
        <p className="pointer-events-none absolute inset-x-4 top-1/2 text-center text-ink-faint">{t("noFinite")}</p>
      )}
    </div>
  );
}

/** More lines than this are told apart by pointing at them. */
const MOST_NAMES = 40;

function Legend({ drawn }: { readonly drawn: readonly DrawnCurve[] }) {
  if (drawn.length === 0 || drawn.length > MOST_NAMES) return null;
  return (
    <ul className="flex flex-wrap gap-x-3 pt-1 text-2xs text-ink-soft print:hidden">
      {drawn.map(({ name, part, colour, dash, curve }) => (
        <li key={`${curve.run}/${part}`} className="flex min-w-0 items-center gap-1.5">
          <svg width="18" height="4" aria-hidden="true" className="shrink-0">
            <line x1="0" y1="2" x2="18" y2="2" stroke={colour} strokeWidth="2" strokeDasharray={dash.join(" ")} />
          </svg>
          <bdi className="truncate">{part === "" ? name : `${name} · ${part}`}</bdi>
        </li>
      ))}
    </ul>
  );
}
