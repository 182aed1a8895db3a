/** The picture of a scene before ECharts is there: all of it, painted at once. */
import { useLayoutEffect, useRef } from "react";
import { plotRect, sceneTicks, toMapping } from "../../lib/charts/scene.ts";
import type { ChartViewProps } from "./chart-view.tsx";
import { devicePixels } from "./device-pixels.ts";
import { paintScene } from "./paint-scene.ts";

export function FirstPicture({ scene, theme, width, height, onDrawn }: ChartViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = devicePixels();
  useLayoutEffect(() => {
    const ctx = canvas.current?.getContext("2d") ?? null;
    if (ctx === null) return;
    const began = performance.now();
    const rect = plotRect(width, height);
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    ctx.clearRect(0, 0, width, height);
    paintScene(ctx, scene, { rect, mapping: toMapping(scene, rect), ticks: sceneTicks(scene, rect), theme });
    onDrawn(performance.now() - began);
  }, [scene, theme, width, height, scale, onDrawn]);
  return (
    <div aria-hidden="true">
      <canvas
        ref={canvas}
        width={Math.round(width * scale)}
        height={Math.round(height * scale)}
        className="absolute inset-0 h-full w-full"
      />
    </div>
  );
}
