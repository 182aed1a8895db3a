/** Parallel coordinates of the drawn runs. Marks on the axes choose runs. */
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { CHART_THEMES } from "../../lib/charts/theme.ts";
import { selectExactly } from "../_runs/selecting.ts";
import { usePreferences } from "../_state/preferences.ts";
import { TextButton } from "../_ui/text-button.tsx";
import type { PlottedRun } from "./hparams-screen.tsx";
import { type Axis, type Marked, passes } from "./options/axes.ts";
import { parallelOption } from "./options/parallel.ts";
import { PlotView } from "./plot-view.tsx";
import { useAxisName } from "./use-axis-name.ts";

const HEIGHT = 320;
/** Axes nearer to each other than this write their names over each other. */
const NEAREST_AXES = 96;
const NOTHING_MARKED: Marked = new Map();

interface ParallelPlotProps {
  readonly axes: readonly Axis[];
  readonly runs: readonly PlottedRun[];
  readonly width: number;
}

export function ParallelPlot({ axes, runs, width }: ParallelPlotProps) {
  const t = useTranslations("hparams");
  const theme = CHART_THEMES[usePreferences((preferences) => preferences.theme)];
  const nameOf = useAxisName();
  const [marked, setMarked] = useState<Marked>(NOTHING_MARKED);
  const roomy = Math.max(width, axes.length * NEAREST_AXES);
  const ids = axes.map(({ id }) => id).join("\n");
  const lines = useMemo(
    () => runs.map(({ name, colour, settings, metrics }) => ({ name, colour, places: [...settings, ...metrics] })),
    [runs],
  );
  // Axes are new objects with every answer; drawing them anew would wipe the marks away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ids` stands for them
  const option = useMemo(() => parallelOption(axes, lines, theme, nameOf), [ids, lines, theme, nameOf]);
  const through = runs.filter(({ settings, metrics }) => passes([...settings, ...metrics], axes, marked));
  const isMarked = [...marked.values()].some((intervals) => intervals.length > 0);
  const [outcome] = axes.filter(({ column }) => column.kind === "metric");
  return (
    <section aria-label={t("parallel")}>
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 pt-3">
        <h2 className="font-semibold">{t("parallel")}</h2>
        <p className="mr-auto text-2xs text-ink-faint">
          {outcome !== undefined && t("colouredBy", { name: nameOf(outcome) })} {t("markHint")}
        </p>
        {/* Its room is kept: the plot must not move while one drags on it. */}
        <span className={isMarked ? "" : "invisible"}>
          <TextButton
            text={t("selectMarked", { count: through.length })}
            isDisabled={through.length === 0}
            isPressed
            onClick={() => {
              selectExactly(through.map(({ listed }) => listed));
              setMarked(NOTHING_MARKED);
            }}
          />
        </span>
      </div>
      <div className="overflow-x-auto">
        <div style={{ width: roomy }}>
          <PlotView
            name={t("parallelOf", { count: runs.length })}
            option={option}
            theme={theme}
            width={roomy}
            height={HEIGHT}
            onMark={(axis, intervals) => setMarked((before) => new Map(before).set(axis, intervals))}
          />
        </div>
      </div>
    </section>
  );
}
