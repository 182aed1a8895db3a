/** One value of a run, and how far it lies from the baseline's. */

import { useTranslations } from "use-intl";
import { type CellValue, type Column, cellValue, goalOf } from "../../lib/listing/columns.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";
import { VerdictBadge } from "../_review/verdict-badge.tsx";
import type { Language } from "../_state/preferences.ts";
import { formatShare, relativeDifference } from "../_state/ranking.ts";

import { cellText, isRight } from "./cell-text.ts";
import { StateBadge } from "./state-badge.tsx";

interface TableCellProps {
  readonly listed: ListedRun;
  readonly column: Column;
  /** The run to compare with; null: none, or this one. */
  readonly baseline: ListedRun | null;
  readonly summaries: Summaries;
  readonly language: Language;
  readonly ground: string;
}

/** Everything comes from its row: hundreds of cells that each listened for themselves would make scrolling slow. */
export function TableCell({ listed, column, baseline, summaries, language, ground }: TableCellProps) {
  const value = cellValue(listed, column, summaries);
  const base = baseline === null ? null : cellValue(baseline, column, summaries);
  const isSame = baseline !== null && column.kind === "setting" && value === base;
  const text = cellText(value, column, language);
  return (
    <td className={`h-7 p-0 ${ground}`}>
      <span
        title={titleOf(value, column, language)}
        className={`flex h-7 min-w-0 items-center gap-1.5 px-2 ${isRight(column) ? "justify-end" : ""} ${isSame ? "text-ink-faint" : ""}`}
      >
        {column.kind === "fact" && column.fact === "state" ? (
          <StateBadge state={listed.run.state} />
        ) : column.kind === "fact" && column.fact === "verdict" ? (
          listed.verdict !== undefined && <VerdictBadge given={listed.verdict} hasWord />
        ) : column.kind === "fact" && column.fact === "labels" ? (
          <Labels labels={listed.annotation.labels} />
        ) : (
          <span className="truncate">{text}</span>
        )}
        {column.kind === "metric" && <Difference value={value} base={base} column={column} />}
      </span>
    </td>
  );
}

function Labels({ labels }: { readonly labels: readonly string[] }) {
  return labels.map((label) => (
    <bdi key={label} className="truncate rounded bg-sunken px-1.5 text-2xs text-ink-soft leading-5">
      {label}
    </bdi>
  ));
}

interface DifferenceProps {
  readonly value: CellValue;
  readonly base: CellValue;
  readonly column: Column;
}

/** Better and worse by colour and by the arrow before it; where nobody can say what is better, by neither. */
function Difference({ value, base, column }: DifferenceProps) {
  const t = useTranslations("runs");
  if (typeof value !== "number" || typeof base !== "number") return null;
  const share = relativeDifference(value, base);
  if (share === null) return null;
  const goal = goalOf(column);
  const gain = goal === null || share === 0 ? 0 : (goal === "max") === share > 0 ? 1 : -1;
  const looks = gain > 0 ? "text-green" : gain < 0 ? "text-red" : "text-ink-faint";
  return (
    <span
      data-testid="difference"
      className={`w-16 shrink-0 text-right text-2xs ${looks}`}
      title={t(gain > 0 ? "better" : gain < 0 ? "worse" : "difference")}
    >
      {formatShare(share)}
    </span>
  );
}

/** The whole value; times as their full date. */
function titleOf(value: CellValue, column: Column, language: Language): string | undefined {
  if (value === null) return undefined;
  if (column.kind === "fact" && column.fact === "started")
    return new Date(Number(value) * 1000).toLocaleString(language);
  return String(value);
}
