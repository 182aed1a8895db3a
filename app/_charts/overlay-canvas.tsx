/** The canvas over the curves, with the layer that paints it and listens to it. */
import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import type { Zoom } from "../../lib/charts/domain.ts";
import { plotRect, type Scene, toMapping } from "../../lib/charts/scene.ts";
import type { ChartTheme } from "../../lib/charts/theme.ts";
import type { Mark } from "../../lib/core/advice.ts";
import { pointAtMark } from "../_advice/show-mark.ts";
import { findCommon } from "../_runs/run-name.ts";
import { usePointedRun } from "../_state/pointed-run.ts";
import { useView } from "../_state/view.ts";
import { devicePixels } from "./device-pixels.ts";
import { HoverLayer } from "./hover-layer.ts";
import { toggleMark } from "./marked-steps.ts";
import { layoutMarks } from "./options/marks.ts";
import { HAIR_OPACITY, wordsFont } from "./paint.ts";
import { useTipWords } from "./tip-words.ts";
import type { Size } from "./use-size.ts";

interface OverlayCanvasProps {
  readonly tag: string;
  readonly scene: Scene;
  readonly theme: ChartTheme;
  readonly size: Size;
  /** Ids of the runs that it shows. */
  readonly runs: readonly string[];
  readonly marks: readonly Mark[];
  readonly isVeiled: boolean;
  readonly onZoom: (zoom: Zoom | null) => void;
  /** A step was pointed out; by default it is marked on all charts of the board. */
  readonly onMark?: (step: number, near: number) => void;
}

export function OverlayCanvas({
  tag,
  scene,
  theme,
  size,
  runs,
  marks,
  isVeiled,
  onZoom,
  onMark = toggleMark,
}: OverlayCanvasProps) {
  const t = useTranslations("chart");
  const canvas = useRef<HTMLCanvasElement>(null);
  const hair = useRef<HTMLDivElement>(null);
  const layer = useRef<HoverLayer | null>(null);
  const tipRows = useView((view) => view.tipRows);
  const pointedRun = usePointedRun((pointed) => pointed.name);
  const scale = devicePixels();

  const words = useTipWords();
  const folder = useMemo(() => findCommon(scene.curves.map(({ name }) => name)).folder, [scene.curves]);

  useEffect(() => {
    if (canvas.current === null || hair.current === null) return;
    const made = new HoverLayer(canvas.current, hair.current);
    layer.current = made;
    return () => {
      made.dispose();
      layer.current = null;
    };
  }, []);

  // Without a list of what it depends on: whatever changed, the layer repaints with the next frame.
  useLayoutEffect(() => {
    const mapping = toMapping(scene, plotRect(size.width, size.height));
    const ctx = marks.length === 0 ? null : (canvas.current?.getContext("2d") ?? null);
    if (ctx !== null) ctx.font = wordsFont(theme);
    const shapes = layoutMarks(marks, scene, mapping, (text) => ctx?.measureText(text).width ?? 0);
    const show = (): void =>
      layer.current?.show({
        scene,
        mapping,
        scale,
        theme,
        shapes,
        isVeiled,
        pointedRun,
        words,
        folder,
        tipRows,
        onZoom,
        onMark,
        onPointMark: pointAtMark,
        about: { tag, runs },
      });
    if (layer.current === null) queueMicrotask(show);
    else show();
  });

  return (
    <>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={t("plot", { tag })}
        width={Math.round(size.width * scale)}
        height={Math.round(size.height * scale)}
        className="absolute inset-0 h-full w-full cursor-crosshair touch-pan-y rounded focus-visible:outline-offset-[-2px]"
      />
      <div
        ref={hair}
        data-testid="hair"
        aria-hidden="true"
        className="pointer-events-none invisible absolute top-0 left-0 w-px will-change-transform"
        style={{ background: theme.label, opacity: HAIR_OPACITY }}
      />
    </>
  );
}
