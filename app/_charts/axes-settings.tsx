/** What stands in "Axes & smoothing": the axes, how curves are joined, and the cards. */
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Limits } from "../../lib/charts/domain.ts";
import { allSettings } from "../../lib/listing/columns.ts";
import { BANDS, CARD_SIZES, SMOOTHERS, TIP_ROWS, toXAxis } from "../_state/charts-view.ts";
import { useLive } from "../_state/live.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { setView, useView } from "../_state/view.ts";
import { ChoiceField } from "../_ui/choice.tsx";
import { Segmented } from "../_ui/segmented.tsx";
import { SwitchButton } from "../_ui/switch-button.tsx";
import { LimitsField } from "./limits-field.tsx";
import { xChoices } from "./x-choices.ts";

export function AxesSettings() {
  return (
    <div className="space-y-3">
      <Axes />
      <Joining />
      <Cards />
    </div>
  );
}

const NO_TAGS: readonly string[] = [];

function Axes() {
  const t = useTranslations("toolbar");
  const { drawn } = useShownRuns();
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const { x, logX, logY, smoother, ignoreOutliers, showsEarlier, xLimits, yLimits, linksX } = useView();
  const found = useMemo(() => xChoices(drawn, tags), [drawn, tags]);
  const choices = [
    { value: "step", text: t("step") },
    ...(found.epoch === null ? [] : [{ value: found.epoch, text: t("epoch") }]),
    { value: "relative", text: t("relative") },
    { value: "wall", text: t("wall") },
    ...(found.hasSamples || x === "samples" ? [{ value: "samples", text: t("samples") }] : []),
    ...found.tags.map((tag) => ({ value: `tag:${tag}`, text: tag })),
  ];
  return (
    <div className="space-y-1.5">
      <ChoiceField
        name={t("x")}
        value={x}
        choices={choices}
        onChange={(text) => setView({ x: toXAxis(text) ?? "step", zooms: new Map(), xLimits: [null, null] })}
      />
      <LimitsField
        name={t("xLimits")}
        limits={xLimits}
        kind={{ isLog: logX, isTime: x === "wall" }}
        onChange={(limits: Limits) => setView({ xLimits: limits, zooms: new Map() })}
      />
      <LimitsField
        name={t("yLimits")}
        limits={yLimits}
        kind={{ isLog: logY, isTime: false }}
        onChange={(limits: Limits) => setView({ yLimits: limits, zooms: new Map() })}
      />
      <div className="-ml-1.5 flex flex-wrap gap-x-2">
        <SwitchButton
          text={t("logX")}
          hint={t("logXHint")}
          isOn={logX}
          onChange={(isOn) => setView({ logX: isOn, zooms: new Map() })}
        />
        <SwitchButton
          text={t("outliers")}
          hint={t("outliersHint")}
          isOn={ignoreOutliers}
          onChange={(isOn) => setView({ ignoreOutliers: isOn })}
        />
        <SwitchButton
          text={t("links")}
          hint={t("linksHint")}
          isOn={linksX}
          onChange={(isOn) => setView({ linksX: isOn })}
        />
        <SwitchButton
          text={t("earlier")}
          hint={t("earlierHint")}
          isOn={showsEarlier}
          onChange={(isOn) => setView({ showsEarlier: isOn })}
        />
      </div>
      <ChoiceField
        name={t("smoothing")}
        value={smoother}
        choices={SMOOTHERS.map((value) => ({ value, text: t(`smoothers.${value}`) }))}
        onChange={(value) => setView({ smoother: value })}
      />
    </div>
  );
}

function Joining() {
  const t = useTranslations("toolbar");
  const { drawn } = useShownRuns();
  const groupBy = useView((view) => view.groupBy);
  const band = useView((view) => view.band);
  const settings = useMemo(() => allSettings(drawn).varying, [drawn]);
  const names = groupBy.startsWith("setting:") ? [...new Set([...settings, groupBy.slice(8)])] : settings;
  return (
    <div className="space-y-1.5 border-line border-t pt-3">
      <ChoiceField
        name={t("group")}
        value={groupBy}
        choices={[
          { value: "", text: t("groupNone") },
          { value: "seed", text: t("groupSeed") },
          ...names.map((name) => ({ value: `setting:${name}`, text: t("groupSetting", { name }) })),
        ]}
        onChange={(value) => setView({ groupBy: value })}
      />
      {groupBy !== "" && (
        <ChoiceField
          name={t("band")}
          value={band}
          choices={BANDS.map((value) => ({ value, text: t(`bands.${value}`) }))}
          onChange={(value) => setView({ band: value })}
        />
      )}
    </div>
  );
}

function Cards() {
  const t = useTranslations("toolbar");
  const cardSize = useView((view) => view.cardSize);
  const tipRows = useView((view) => view.tipRows);
  return (
    <div className="space-y-1.5 border-line border-t pt-3">
      <div className="flex items-center gap-2">
        <span className="w-24 shrink-0 text-ink-soft">{t("cardSize")}</span>
        <Segmented
          name={t("cardSize")}
          value={cardSize}
          choices={CARD_SIZES.map((value) => ({ value, text: t(`cardSizes.${value}`) }))}
          onChange={(value) => setView({ cardSize: value })}
        />
      </div>
      <div className="flex items-center gap-2">
        <span className="w-24 shrink-0 text-ink-soft">{t("tipRows")}</span>
        <Segmented
          name={t("tipRows")}
          value={String(tipRows)}
          choices={TIP_ROWS.map((rows) => ({ value: String(rows), text: String(rows) }))}
          onChange={(value) => setView({ tipRows: Number(value) })}
        />
      </div>
    </div>
  );
}
