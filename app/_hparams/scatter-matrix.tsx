/** Every setting against every metric. */
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { CHART_THEMES } from "../../lib/charts/theme.ts";
import { usePreferences } from "../_state/preferences.ts";
import type { PlottedRun } from "./hparams-screen.tsx";
import type { Axis } from "./options/axes.ts";
import { matrixHeight, scatterOption } from "./options/scatter.ts";
import { PlotView } from "./plot-view.tsx";
import { useAxisName } from "./use-axis-name.ts";

/** A plot narrower than this shows nothing. */
const NARROWEST = 110;

interface ScatterMatrixProps {
  readonly settings: readonly Axis[];
  readonly metrics: readonly Axis[];
  readonly runs: readonly PlottedRun[];
  readonly width: number;
}

export function ScatterMatrix({ settings, metrics, runs, width }: ScatterMatrixProps) {
  const t = useTranslations("hparams");
  const theme = CHART_THEMES[usePreferences((preferences) => preferences.theme)];
  const nameOf = useAxisName();
  const roomy = Math.max(width, settings.length * NARROWEST);
  const option = useMemo(() => {
    const dots = runs.map(({ name, colour, settings: across, metrics: down }) => ({ name, colour, across, down }));
    return scatterOption({ across: settings, down: metrics, runs: dots }, roomy, theme, nameOf);
  }, [runs, settings, metrics, roomy, theme, nameOf]);
  return (
    <section aria-label={t("scatter")}>
      <h2 className="flex min-h-9 items-center pt-3 font-semibold">{t("scatter")}</h2>
      <div className="overflow-x-auto">
        <div style={{ width: roomy }}>
          <PlotView
            name={t("scatterOf", { count: runs.length })}
            option={option}
            theme={theme}
            width={roomy}
            height={matrixHeight(metrics.length)}
          />
        </div>
      </div>
    </section>
  );
}
