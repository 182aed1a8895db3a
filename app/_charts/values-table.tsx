/** The values of all curves under the crosshair, the topmost first; at the end of the curves while nobody points. */
import { type RefObject, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { axisName, plotRect, toMapping } from "../../lib/charts/scene.ts";
import { toPixelX } from "../../lib/charts/trace.ts";
import { findCommon } from "../_runs/run-name.ts";
import { onCrosshair } from "./crosshair.ts";
import type { ShownScene } from "./export/export-menu.tsx";
import { describeHits, findHits } from "./hover.ts";
import type { TipContent } from "./tip.ts";
import { useTipWords } from "./tip-words.ts";

const MOST_ROWS = 200;
/** Curves grow while one looks. */
const REFRESH_MS = 1000;

export function ValuesTable({ shown }: { readonly shown: RefObject<ShownScene | null> }) {
  const t = useTranslations("chart");
  const words = useTipWords();
  const [content, setContent] = useState<TipContent | null>(null);
  useEffect(() => {
    let x: number | null = null;
    let frame = 0;
    const show = (): void => {
      frame = 0;
      const now = shown.current;
      if (now === null) return;
      const { scene, width, height } = now;
      const mapping = toMapping(scene, plotRect(width, height));
      const px = x === null ? mapping.right : toPixelX(mapping, x);
      const hits = findHits(scene, mapping, px, mapping.top);
      const { folder } = findCommon(scene.curves.map(({ name }) => name));
      setContent(describeHits(hits, words, folder, MOST_ROWS));
    };
    const showSoon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(show);
    };
    const stop = onCrosshair((crosshair) => {
      if (crosshair === null || shown.current === null) return; // what was read last stays, to be read
      if (crosshair.axis !== axisName(shown.current.scene)) return;
      x = crosshair.at;
      showSoon();
    });
    showSoon();
    const timer = setInterval(showSoon, REFRESH_MS);
    return () => {
      stop();
      clearInterval(timer);
      cancelAnimationFrame(frame);
    };
  }, [shown, words]);
  if (content === null || content.rows.length === 0) return null;
  const [first, ...others] = content.headings;
  return (
    <section
      aria-label={t("values")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
      tabIndex={0}
      className="max-h-[32%] shrink-0 overflow-auto border-line border-t px-3 pt-1 text-2xs"
    >
      <table className="w-full border-collapse tabular-nums">
        <thead className="sticky top-0 bg-panel text-ink-faint">
          <tr>
            <th className="py-1 text-left font-normal">{first}</th>
            {others.map((heading) => (
              <th key={heading} className="py-1 pl-4 text-right font-normal">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {content.rows.map((row) => (
            <tr key={row.name}>
              <td className="w-full min-w-32 max-w-0 py-0.5" title={row.name}>
                <span className="flex items-center gap-2">
                  <span className="size-2 shrink-0 rounded-full" style={{ backgroundColor: row.colour }} />
                  <span className="elide-start">
                    <bdi>{row.name}</bdi>
                  </span>
                </span>
              </td>
              {row.cells.map((cell, place) => (
                <td key={others[place]} className="whitespace-nowrap pl-4 text-right">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {content.more !== "" && <p className="py-1 text-ink-faint">{content.more}</p>}
    </section>
  );
}
