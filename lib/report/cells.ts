/** What stands in the cells of a report's tables. */
import { formatDuration, formatStep, formatValue } from "../charts/ticks.ts";
import { VERDICTS } from "../core/review.ts";
import type { HparamValue, RunState } from "../core/series.ts";
import type { Language } from "../core/text.ts";
import type { Column } from "../listing/columns.ts";
import { settingText } from "../listing/setting-text.ts";
import { timeText } from "./report.ts";
import { WORDS } from "./words.ts";

const STATES: readonly RunState[] = ["live", "finished", "failed", "stopped", "stalled", "unknown", "gone"];
/** A value for people; empty for what is not known. */
export function cellText(value: HparamValue | null, column: Column, language: Language): string {
  if (value === null) return "";
  if (column.kind === "setting") return settingText(value);
  if (column.kind === "metric") return formatValue(Number(value));
  switch (column.fact) {
    case "state": {
      const state = STATES.find((one) => one === value);
      return state === undefined ? String(value) : WORDS[language].states[state];
    }
    case "started":
      return timeText(Number(value)) ?? "";
    case "duration":
      return formatDuration(Math.round(Number(value)));
    case "steps":
      return formatStep(Number(value));
    case "verdict": {
      const verdict = VERDICTS.find((one) => one === value);
      return verdict === undefined ? String(value) : WORDS[language].verdicts[verdict];
    }
    case "labels":
    case "note":
      return String(value);
  }
}
