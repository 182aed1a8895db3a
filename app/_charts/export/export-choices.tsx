/** The ways of taking a chart away, each a line that does it. */
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { chartSvg } from "../../../lib/charts/chart-svg.ts";
import { markdownTable, pythonSnippet } from "../../../lib/charts/chart-text.ts";
import { plotRect, sceneTicks, toMapping } from "../../../lib/charts/scene.ts";
import type { XAxis } from "../../../lib/core/api.ts";
import { copyText } from "../../_ui/copy.ts";
import type { ExportMenuProps } from "./export-menu.tsx";
import { fetchExport, saveBlob, svgToPng } from "./save.ts";

/** Comes with the code of reports, when somebody asks for it. */
const AddToReport = lazy(async () => ({ default: (await import("../../_reports/add-to-report.tsx")).AddToReport }));

interface ExportChoicesProps extends Pick<ExportMenuProps, "card" | "shown"> {
  readonly onDone: () => void;
}

export function ExportChoices({ card, shown, onDone }: ExportChoicesProps) {
  const t = useTranslations("export");
  const tToolbar = useTranslations("toolbar");
  const [note, setNote] = useState("");
  const [isAdding, setAdding] = useState(false);
  const { tag, tags, runs } = card;
  const nameOf = (x: XAxis): string =>
    x === "index"
      ? t("index")
      : x.startsWith("tag:")
        ? x.slice("tag:".length)
        : tToolbar(x === "relative" || x === "wall" || x === "samples" ? x : "step");

  const toSvg = (): { svg: string; width: number } | null => {
    const now = shown.current;
    if (now === null) return null;
    const { scene, theme, width, height } = now;
    const rect = plotRect(width, height);
    const frame = { title: tag, xName: nameOf(scene.x), width, height, rect, theme };
    const svg = chartSvg(scene, { ...frame, mapping: toMapping(scene, rect), ticks: sceneTicks(scene, rect) });
    return { svg, width };
  };
  const attempt = (work: () => Promise<void>) => async (): Promise<void> => {
    try {
      await work();
      onDone();
    } catch (error) {
      setNote(t("failed", { because: error instanceof Error ? error.message : String(error) }));
    }
  };
  const told = (bytes: number): void => setNote(t("progress", { megabytes: (bytes / 1e6).toFixed(1) }));
  const copy = async (text: string): Promise<void> => {
    if (!(await copyText(text))) throw new Error(t("noClipboard"));
  };
  const items: readonly (readonly [string, () => Promise<void>])[] = [
    [
      t("png"),
      attempt(async () => {
        const made = toSvg();
        if (made !== null) saveBlob(await svgToPng(made.svg, made.width), `${tag}.png`);
      }),
    ],
    [
      t("svg"),
      attempt(async () => {
        const made = toSvg();
        if (made !== null) saveBlob(new Blob([made.svg], { type: "image/svg+xml" }), `${tag}.svg`);
      }),
    ],
    [
      t("csv"),
      attempt(async () => {
        const ids = runs.map(({ run }) => run.id);
        saveBlob(await fetchExport({ format: "csv", runs: ids, tags }, told), `${tag}.csv`);
      }),
    ],
    [
      t("markdown"),
      attempt(async () => {
        const now = shown.current;
        if (now === null) return;
        const words = { run: t("run"), last: t("last"), min: t("min"), max: t("max"), step: t("step") };
        await copy(markdownTable(now.scene, words));
      }),
    ],
    [
      t("python"),
      attempt(() =>
        copy(
          pythonSnippet(
            location.origin,
            runs.map(({ run }) => run.name),
            tags,
          ),
        ),
      ),
    ],
    [
      t("zip"),
      attempt(async () =>
        saveBlob(await fetchExport({ format: "zip", runs: null, tags: null }, told), "tuneboard.zip"),
      ),
    ],
  ];
  return (
    <div className="-m-1.5">
      {items.map(([text, act]) => (
        <button
          key={text}
          type="button"
          onClick={() => void act()}
          className="block w-full rounded px-2 py-1.5 text-left hover:bg-hover focus-visible:bg-hover"
        >
          {text}
        </button>
      ))}
      {isAdding ? (
        <Suspense fallback={null}>
          <AddToReport tags={tags} title={tag} cardKey={card.key} />
        </Suspense>
      ) : (
        <button
          type="button"
          onClick={() => setAdding(true)}
          className="block w-full rounded px-2 py-1.5 text-left hover:bg-hover focus-visible:bg-hover"
        >
          {t("report")}
        </button>
      )}
      {note !== "" && (
        <p role="status" className="px-2 pt-1 text-2xs text-ink-faint">
          {note}
        </p>
      )}
    </div>
  );
}
