/** The inside of a card: asks for its curves, puts them on axes, and says so where there is nothing to see. */
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useShallow } from "zustand/react/shallow";
import { onlyStep } from "../../lib/charts/curve.ts";
import { dashesOf } from "../../lib/charts/dashes.ts";
import type { Zoom } from "../../lib/charts/domain.ts";
import { curveDrawer } from "../../lib/charts/drawn-curve.ts";
import type { RunGroup } from "../../lib/charts/run-groups.ts";
import { composeScene, type Scene } from "../../lib/charts/scene.ts";
import { CHART_THEMES } from "../../lib/charts/theme.ts";
import type { XAxis } from "../../lib/core/api.ts";
import { StepMarks } from "../_review/step-marks.tsx";
import { useColours } from "../_state/colours.ts";
import { tellFirstChart } from "../_state/first-chart.ts";
import { useLive } from "../_state/live.ts";
import { usePreferences } from "../_state/preferences.ts";
import { useView } from "../_state/view.ts";
import type { View } from "../_state/view-url.ts";
import type { Held } from "./curve-feed.ts";
import type { ShownScene } from "./export/export-menu.tsx";
import { LateChart } from "./late-chart.tsx";
import { columnsFor } from "./options/card-layout.ts";
import { OverlayCanvas } from "./overlay-canvas.tsx";
import { Sized } from "./sized.tsx";
import type { TagCard } from "./tag-groups.ts";
import { heldOf, useCurves } from "./use-curves.ts";
import { useMarks } from "./use-marks.ts";
import type { Size } from "./use-size.ts";
import { toWant } from "./want.ts";
import { setZoom } from "./zoom.ts";

interface CardPlotProps {
  readonly card: TagCard;
  readonly lines: readonly RunGroup[];
  /** Of the tags, where a single line has a curve of each. */
  readonly tagColours: readonly string[] | null;
  /** Told what is on the screen, for those who want to take it away. */
  readonly shown: RefObject<ShownScene | null>;
}

export function CardPlot(props: CardPlotProps) {
  return <Sized>{(size) => <SizedPlot {...props} size={size} />}</Sized>;
}

function SizedPlot({
  card: { tag, tags, key: cardKey },
  lines,
  tagColours,
  shown,
  size,
}: CardPlotProps & { readonly size: Size }) {
  const zoom = useView((view) => view.zooms.get(cardKey) ?? null);
  const view = useView(useShallow(pickAxes));
  const { logX, logY, smoothing, smoother, groupBy, band, xLimits, yLimits, ignoreOutliers, showsEarlier } = view;
  // Some programs log everything at one step: there, the number of the point tells what the step does not.
  const [soleStep, setSoleStep] = useState<number | null>(null);
  const x: XAxis = view.x === "step" && soleStep !== null ? "index" : view.x;
  const themeName = usePreferences((preferences) => preferences.theme);
  const theme = CHART_THEMES[themeName];
  const colourOf = useColours();
  const [isDrawn, setDrawn] = useState(false);

  // Once asked for, a resolution is kept: a card that gets narrower has all it needs.
  const widest = useRef(0);
  widest.current = Math.max(widest.current, columnsFor(size.width, lines.length * tags.length));
  const columns = widest.current;
  const wants = useMemo(() => {
    const asked = { x, logX, smoothing, smoother, groupBy, band, xLimits };
    return tags.map((one) => toWant(asked, lines, { tag: one, zoom, columns }));
  }, [tags, lines, x, logX, smoothing, smoother, groupBy, band, xLimits, columns, zoom]);
  const { held, rest } = useCurves(wants);
  const sole = useMemo(
    () => onlyStep(tags.flatMap((one) => lines.flatMap(({ id }) => heldOf(held, one).curves.get(id) ?? []))),
    [tags, lines, held],
  );
  if (sole !== soleStep && zoom === null) setSoleStep(sole);
  const isLost = useLive((live) => live.link.state === "lost"); // said above all charts: no chart need say it again

  const draw = useMemo(curveDrawer, []);
  const curves = useMemo(() => {
    const looks = dashesOf(tags).flatMap(({ tag: one, dash }, place) =>
      lines.flatMap(({ id, name, members }) => {
        const curve = heldOf(held, one).curves.get(id);
        if (curve === undefined || curve.total === 0) return [];
        const colour = tagColours?.[place] ?? colourOf(members[0]);
        const runs = members.map(({ run }) => run.name);
        return [{ curve, name, colour, runs, part: tags.length > 1 ? one : "", dash }];
      }),
    );
    return draw(looks, { x, logX, smoothing, showsEarlier });
  }, [draw, tags, lines, held, colourOf, tagColours, x, logX, smoothing, showsEarlier]);
  const before = useRef<Scene | null>(null);
  const scene = useMemo(() => {
    const options = { x, logX, logY, smoothing, ignoreOutliers, showsEarlier, zoom, xLimits, yLimits };
    return composeScene(curves, options, before.current);
  }, [curves, x, logX, logY, smoothing, ignoreOutliers, showsEarlier, zoom, xLimits, yLimits]);

  useLayoutEffect(() => {
    before.current = scene;
    shown.current = curves.length === 0 ? null : { scene, theme, width: size.width, height: size.height };
  });

  const runs = useMemo(() => lines.flatMap(({ members }) => members.map(({ run }) => run.id)), [lines]);
  const { marks, isVeiled } = useMarks(tag);
  const onZoom = useCallback((next: Zoom | null) => setZoom(cardKey, next), [cardKey]);
  const onDrawn = useCallback(
    (tookMs: number) => {
      rest(tookMs);
      setDrawn(true);
      tellFirstChart();
    },
    [rest],
  );
  const states = tags.map((one) => heldOf(held, one));
  const error = states.find((state) => state.error !== null)?.error ?? null;

  return (
    <div
      className="absolute inset-0"
      data-testid="plot"
      data-drawn={isDrawn && curves.length > 0}
      data-curves={curves.length}
    >
      {curves.length > 0 && (
        <>
          <LateChart scene={scene} theme={theme} width={size.width} height={size.height} onDrawn={onDrawn} />
          <OverlayCanvas
            tag={tag}
            scene={scene}
            theme={theme}
            size={size}
            runs={runs}
            marks={marks}
            isVeiled={isVeiled}
            onZoom={onZoom}
          />
          <StepMarks tags={tags} runs={runs} scene={scene} size={size} />
        </>
      )}
      <PlotNotice
        isLoading={states.some(({ isLoading }) => isLoading) && curves.length === 0}
        error={isLost && curves.length > 0 ? null : error}
        isBlank={curves.length > 0 && scene.isBlank}
        isPlaceless={scene.isPlaceless}
        x={x}
        logY={logY}
        isZoomed={zoom !== null || xLimits.some((end) => end !== null)}
      />
      <PlotHint
        thinned={states.find(({ thinned }) => thinned !== null)?.thinned ?? null}
        soleStep={x === "index" ? soleStep : null}
        unplaced={scene.isBlank ? 0 : curves.reduce((sum, { curve }) => sum + (curve.unplaced ?? 0), 0)}
      />
    </div>
  );
}

/** What a plot depends on of the view; it is drawn anew when one of these changes and not otherwise. */
const pickAxes = (view: View) => ({
  x: view.x,
  logX: view.logX,
  logY: view.logY,
  smoothing: view.smoothing,
  smoother: view.smoother,
  groupBy: view.groupBy,
  band: view.band,
  xLimits: view.xLimits,
  yLimits: view.yLimits,
  ignoreOutliers: view.ignoreOutliers,
  showsEarlier: view.showsEarlier,
});

interface PlotHintProps {
  readonly thinned: Held["thinned"];
  /** The step that all points have, where they are drawn by number instead. */
  readonly soleStep: number | null;
  readonly unplaced: number;
}

/** What a reader could not know from the picture: that it shows less than there is. */
function PlotHint({ thinned, soleStep, unplaced }: PlotHintProps) {
  const t = useTranslations("chart");
  const texts = [
    ...(thinned === null ? [] : [t("thinned", thinned)]),
    ...(soleStep === null ? [] : [t("soleStep", { step: String(soleStep) })]),
    ...(unplaced === 0 ? [] : [t("unplaced", { count: unplaced })]),
  ];
  if (texts.length === 0) return null;
  return (
    <p
      data-testid="hint"
      className="pointer-events-none absolute right-3.5 bottom-7 max-w-[80%] rounded bg-canvas/85 px-1.5 text-right text-2xs text-ink-faint"
    >
      {texts.join(" · ")}
    </p>
  );
}

interface PlotNoticeProps {
  readonly isLoading: boolean;
  readonly error: string | null;
  readonly isBlank: boolean;
  /** Nothing has a place on this axis: console logs and CSV often state no times. */
  readonly isPlaceless: boolean;
  readonly x: XAxis;
  readonly logY: boolean;
  readonly isZoomed: boolean;
}

/** Why there is nothing to see; nothing when there is. */
function PlotNotice({ isLoading, error, isBlank, isPlaceless, x, logY, isZoomed }: PlotNoticeProps) {
  const t = useTranslations("chart");
  const isOf = (part: "samples" | "tag:"): boolean => isPlaceless && x.startsWith(part);
  const text =
    error !== null
      ? t("failed", { because: error })
      : isLoading
        ? t("loading")
        : isBlank
          ? isOf("tag:")
            ? t("noMetric", { tag: x.slice("tag:".length) })
            : t(
                isOf("samples")
                  ? "noSamples"
                  : isPlaceless && x !== "step"
                    ? "noTimes"
                    : isZoomed
                      ? "noPointsHere"
                      : logY
                        ? "noPositive"
                        : "noFinite",
              )
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
