/** Which columns the table has, and in which order. */
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { allSettings, FACTS, statisticsOf, toColumn, toColumnId } from "../../lib/listing/columns.ts";
import { parseNameFilter } from "../../lib/listing/name-filter.ts";
import { useLive } from "../_state/live.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { setView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Sheet } from "../_ui/sheet.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { TextField } from "../_ui/text-field.tsx";
import { ColumnName } from "./table-head.tsx";
import { useColumnIds } from "./use-column-ids.ts";

const NO_TAGS: readonly string[] = [];
/** Nobody reads on beyond; the box above narrows them. */
const MOST_LISTED = 200;

export function ColumnsSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("runs");
  const tApp = useTranslations("app");
  const ids = useColumnIds();
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const { all } = useShownRuns();
  const [text, setText] = useState("");
  const { varying, common } = useMemo(() => allSettings(all), [all]);
  const found = (names: readonly string[]): readonly string[] => {
    const filter = parseNameFilter(text, names);
    return filter.kind === "pattern" ? names.filter((name) => filter.matching.has(name)) : names;
  };
  const toggle = (id: string): void =>
    setView({ columns: ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id] });
  return (
    <Sheet name={t("columns")} place="right" onClose={onClose}>
      <div className="flex h-11 shrink-0 items-center border-line border-b pr-2 pl-4">
        <h2 className="mr-auto font-semibold">{t("columns")}</h2>
        <TextButton text={t("defaultColumns")} onClick={() => setView({ columns: null })} />
        <IconButton icon={X} name={tApp("close")} onClick={onClose} />
      </div>
      <div className="space-y-4 p-4">
        <Chosen ids={ids} onToggle={toggle} />
        <TextField name={t("findColumn")} clearName={tApp("close")} value={text} onChange={setText} />
        <fieldset>
          <legend className="mb-1 font-medium text-ink-soft">{t("metrics")}</legend>
          {found(tags)
            .slice(0, MOST_LISTED)
            .map((tag) => (
              <div key={tag} className="flex min-h-7 flex-wrap items-center gap-1">
                <bdi className="mr-auto min-w-0 truncate" title={tag}>
                  {tag}
                </bdi>
                {statisticsOf(tag).map((statistic) => {
                  const id = toColumnId({ kind: "metric", statistic, tag });
                  return (
                    <button
                      key={statistic}
                      type="button"
                      aria-pressed={ids.includes(id)}
                      aria-label={`${t(`statistics.${statistic}`)} ${tag}`}
                      onClick={() => toggle(id)}
                      className="h-6 rounded px-1.5 text-2xs text-ink-soft hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent"
                    >
                      {t(`statistics.${statistic}`)}
                    </button>
                  );
                })}
              </div>
            ))}
        </fieldset>
        <Choices
          title={t("settings")}
          ids={found([...varying, ...common]).map((name) => `setting:${name}`)}
          chosen={ids}
          onToggle={toggle}
        />
        <Choices title={t("factsTitle")} ids={FACTS} chosen={ids} onToggle={toggle} />
      </div>
    </Sheet>
  );
}

interface ChosenProps {
  readonly ids: readonly string[];
  readonly onToggle: (id: string) => void;
}

/** The columns as they stand, to be moved and taken out. */
function Chosen({ ids, onToggle }: ChosenProps) {
  const t = useTranslations("runs");
  const move = (at: number, by: number): void => {
    const next = [...ids];
    const [id] = next.splice(at, 1);
    if (id !== undefined) next.splice(at + by, 0, id);
    setView({ columns: next });
  };
  return (
    <ol aria-label={t("chosenColumns")} className="rounded-md border border-line">
      {ids.map((id, at) => {
        const column = toColumn(id);
        return (
          <li key={id} className="flex h-7 items-center gap-1 border-line pr-1 pl-2 not-first:border-t">
            <span className="mr-auto min-w-0 truncate">{column !== null && <ColumnName column={column} />}</span>
            {at > 0 && <IconButton icon={ArrowUp} name={t("moveUp")} onClick={() => move(at, -1)} className="size-6" />}
            {at < ids.length - 1 && (
              <IconButton icon={ArrowDown} name={t("moveDown")} onClick={() => move(at, 1)} className="size-6" />
            )}
            <IconButton icon={X} name={t("removeColumn")} onClick={() => onToggle(id)} className="size-6" />
          </li>
        );
      })}
    </ol>
  );
}

interface ChoicesProps {
  readonly title: string;
  readonly ids: readonly string[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

function Choices({ title, ids, chosen, onToggle }: ChoicesProps) {
  if (ids.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-ink-soft">{title}</legend>
      <div className="grid grid-cols-2 gap-x-3">
        {ids.slice(0, MOST_LISTED).map((id) => {
          const column = toColumn(id);
          return (
            <label key={id} className="flex h-7 min-w-0 items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={() => onToggle(id)}
                className="accent-accent"
              />
              <span className="truncate">{column !== null && <ColumnName column={column} />}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
