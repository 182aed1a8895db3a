/** The settings of a block, by its kind. */
import { useTranslations } from "use-intl";
import { allSettings, FACTS, statisticsOf, toColumn, toColumnId } from "../../lib/listing/columns.ts";
import { columnTitle, PAGE_WORDS } from "../../lib/report/page-words.ts";
import type { AdviceSpec, ChartSpec, DataBlock, TableSpec } from "../../lib/report/parts.ts";
import { useAdvice } from "../_state/advice.ts";
import { SMOOTHERS, toXAxis } from "../_state/charts-view.ts";
import { useLive } from "../_state/live.ts";
import { usePreferences } from "../_state/preferences.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { ChoiceField } from "../_ui/choice.tsx";
import { Check, LongField, NumberField, Row, WordField } from "./fields.tsx";
import { RunChoiceFields } from "./run-choice.tsx";

interface BlockFormProps {
  readonly block: DataBlock;
  readonly onChange: (block: DataBlock) => void;
}

export function BlockForm({ block, onChange }: BlockFormProps) {
  const t = useTranslations("reports");
  return (
    <div className="space-y-2 text-xs">
      <LongField
        name={t("caption")}
        value={block.caption}
        rows={2}
        onChange={(caption) => onChange({ ...block, caption })}
      />
      {block.frozen !== null ? (
        <p className="text-ink-faint">{t("frozenHint")}</p>
      ) : block.kind === "chart" ? (
        <ChartForm chart={block.chart} onChange={(chart) => onChange({ ...block, chart })} />
      ) : block.kind === "table" ? (
        <TableForm table={block.table} onChange={(table) => onChange({ ...block, table })} />
      ) : (
        <AdviceForm advice={block.advice} onChange={(advice) => onChange({ ...block, advice })} />
      )}
    </div>
  );
}

interface ChartFormProps {
  readonly chart: ChartSpec;
  readonly onChange: (chart: ChartSpec) => void;
}

function ChartForm({ chart, onChange }: ChartFormProps) {
  const t = useTranslations("reports");
  const tBar = useTranslations("toolbar");
  const set = (change: Partial<ChartSpec>): void => onChange({ ...chart, ...change });
  const toLines = (text: string): readonly string[] => text.split("\n").filter((line) => line.trim() !== "");
  const axes = [
    { value: "step", text: tBar("step") },
    { value: "relative", text: tBar("relative") },
    { value: "wall", text: tBar("wall") },
    { value: "samples", text: tBar("samples") },
    ...(chart.x.startsWith("tag:") ? [{ value: chart.x, text: chart.x.slice("tag:".length) }] : []),
  ];
  return (
    <>
      <WordField name={t("chartTitle")} value={chart.title} onChange={(title) => set({ title })} />
      <TagsField tags={chart.tags} onChange={(text) => set({ tags: toLines(text) })} />
      <RunChoiceFields runs={chart.runs} onChange={(runs) => set({ runs })} />
      <ChoiceField
        name={t("axis")}
        value={chart.x}
        choices={axes}
        onChange={(x) => set({ x: toXAxis(x) ?? "step", xLimits: [null, null] })}
      />
      <ChoiceField
        name={t("groupBy")}
        value={chart.groupBy}
        choices={[
          { value: "", text: t("groupNone") },
          { value: "seed", text: t("groupSeed") },
          ...(chart.groupBy.startsWith("setting:") ? [{ value: chart.groupBy, text: chart.groupBy.slice(8) }] : []),
        ]}
        onChange={(groupBy) => set({ groupBy })}
      />
      <ChoiceField
        name={t("smoothing")}
        value={chart.smoother}
        choices={SMOOTHERS.map((value) => ({ value, text: tBar(`smoothers.${value}`) }))}
        onChange={(smoother) => set({ smoother })}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <input
          type="range"
          aria-label={t("smoothing")}
          min={0}
          max={0.99}
          step={0.01}
          value={Math.min(0.99, chart.smoothing)}
          onChange={(event) => set({ smoothing: Number(event.target.value) })}
          className="w-28 accent-accent"
        />
        <output className="w-8 text-ink-faint">{chart.smoothing}</output>
        <Check name={t("logX")} isOn={chart.logX} onChange={(logX) => set({ logX })} />
        <Check name={t("logY")} isOn={chart.logY} onChange={(logY) => set({ logY })} />
        <Check
          name={t("outliers")}
          isOn={chart.ignoreOutliers}
          onChange={(ignoreOutliers) => set({ ignoreOutliers })}
        />
      </div>
      <div className="flex flex-wrap gap-x-3 gap-y-1.5">
        <NumberField
          name={t("xFrom")}
          value={chart.xLimits[0]}
          onChange={(x) => set({ xLimits: [x, chart.xLimits[1]] })}
        />
        <NumberField
          name={t("xTo")}
          value={chart.xLimits[1]}
          onChange={(x) => set({ xLimits: [chart.xLimits[0], x] })}
        />
        <NumberField
          name={t("yFrom")}
          value={chart.yLimits[0]}
          onChange={(y) => set({ yLimits: [y, chart.yLimits[1]] })}
        />
        <NumberField
          name={t("yTo")}
          value={chart.yLimits[1]}
          onChange={(y) => set({ yLimits: [chart.yLimits[0], y] })}
        />
      </div>
    </>
  );
}

const NO_TAGS: readonly string[] = [];

/** Written, or added from those that there are. */
function TagsField({
  tags,
  onChange,
}: {
  readonly tags: readonly string[];
  readonly onChange: (text: string) => void;
}) {
  const t = useTranslations("reports");
  const known = useLive((live) => live.answer?.tags ?? NO_TAGS);
  return (
    <>
      <LongField
        name={t("tags")}
        value={tags.join("\n")}
        hint={t("tagsHint")}
        rows={Math.max(2, tags.length)}
        isCode
        onChange={onChange}
      />
      <Row name="">
        <select
          aria-label={t("addChart")}
          value=""
          onChange={(event) => onChange([...tags, event.target.value].join("\n"))}
          className="h-7 min-w-0 flex-1 rounded border border-line bg-canvas px-1.5 text-ink-soft"
        >
          <option value="">+ …</option>
          {known
            .filter((tag) => !tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag}>
                {tag}
              </option>
            ))}
        </select>
      </Row>
    </>
  );
}

interface TableFormProps {
  readonly table: TableSpec;
  readonly onChange: (table: TableSpec) => void;
}

function TableForm({ table, onChange }: TableFormProps) {
  const t = useTranslations("reports");
  const words = PAGE_WORDS[usePreferences((preferences) => preferences.language)];
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const { all } = useShownRuns();
  const { varying, common } = allSettings(all);
  const ids = [
    ...FACTS.map((fact) => toColumnId({ kind: "fact", fact })),
    ...[...varying, ...common].map((name) => toColumnId({ kind: "setting", name })),
    ...tags.flatMap((tag) => statisticsOf(tag).map((statistic) => toColumnId({ kind: "metric", statistic, tag }))),
  ];
  const titleOf = (id: string): string => {
    const column = toColumn(id);
    return column === null ? id : columnTitle(column, words);
  };
  const { sort } = table;
  return (
    <>
      <RunChoiceFields runs={table.runs} onChange={(runs) => onChange({ ...table, runs })} />
      <Row name={t("columns")}>
        <div className="flex min-w-0 flex-1 flex-wrap gap-1">
          {table.columns.map((id) => (
            <button
              key={id}
              type="button"
              aria-label={`${t("remove")} ${titleOf(id)}`}
              onClick={() => onChange({ ...table, columns: table.columns.filter((other) => other !== id) })}
              className="h-6 max-w-full truncate rounded bg-sunken px-1.5 hover:bg-hover hover:line-through"
            >
              {titleOf(id)} ×
            </button>
          ))}
          <select
            aria-label={`${t("addFirst")} ${t("columns")}`}
            value=""
            onChange={(event) => onChange({ ...table, columns: [...table.columns, event.target.value] })}
            className="h-6 w-28 rounded border border-line bg-canvas text-ink-soft"
          >
            <option value="">+ …</option>
            {ids
              .filter((id) => !table.columns.includes(id))
              .map((id) => (
                <option key={id} value={id}>
                  {titleOf(id)}
                </option>
              ))}
          </select>
        </div>
      </Row>
      <ChoiceField
        name={t("sort")}
        value={sort?.column ?? ""}
        choices={[
          { value: "", text: "–" },
          ...["name", ...table.columns].map((id) => ({ value: id, text: id === "name" ? words.run : titleOf(id) })),
        ]}
        onChange={(column) =>
          onChange({ ...table, sort: column === "" ? null : { column, isDescending: sort?.isDescending ?? true } })
        }
      />
      {sort !== null && (
        <Check
          name={t("descending")}
          isOn={sort.isDescending}
          onChange={(isDescending) => onChange({ ...table, sort: { ...sort, isDescending } })}
        />
      )}
    </>
  );
}

interface AdviceFormProps {
  readonly advice: AdviceSpec;
  readonly onChange: (advice: AdviceSpec) => void;
}

function AdviceForm({ advice, onChange }: AdviceFormProps) {
  const t = useTranslations("reports");
  const tAdvice = useTranslations("advice");
  const sweeps = useAdvice((state) => state.answer?.sweeps ?? NO_SWEEPS);
  const shown = sweeps.find(({ id }) => id === advice.sweep) ?? sweeps[0];
  const rules = [...new Set(shown?.advice.map(({ rule }) => rule) ?? [])];
  return (
    <>
      <ChoiceField
        name={t("sweep")}
        value={advice.sweep ?? ""}
        choices={[{ value: "", text: t("firstSweep") }, ...sweeps.map(({ id, title }) => ({ value: id, text: title }))]}
        onChange={(id) => {
          const title = sweeps.find((sweep) => sweep.id === id)?.title ?? "";
          onChange({ ...advice, sweep: id === "" ? null : id, title });
        }}
      />
      <ChoiceField
        name={t("rule")}
        value={advice.rule ?? ""}
        choices={[
          { value: "", text: t("wholeSweep") },
          ...rules.map((rule) => ({ value: rule, text: tAdvice(`rules.${rule}`) })),
        ]}
        onChange={(text) => onChange({ ...advice, rule: rules.find((rule) => rule === text) ?? null })}
      />
    </>
  );
}

const NO_SWEEPS: readonly never[] = [];
