/** What stands in a cell, for people. */
import { formatDuration, formatStep, formatValue } from "../../lib/charts/ticks.ts";
import type { CellValue, Column } from "../../lib/listing/columns.ts";
import { settingText } from "../../lib/listing/setting-text.ts";

const thisYear: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" };
const formats = new Map<string, Intl.DateTimeFormat>();

/** `22 Nov, 15:28`, in the browser's time zone; with the year where it is not this one. */
export function formatMoment(seconds: number, language: string): string {
  const date = new Date(seconds * 1000);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  const key = `${language} ${isThisYear}`;
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(locale, isThisYear ? thisYear : { year: "numeric", month: "short", day: "numeric" });
  formats.set(key, format);
  return format.format(date);
}

/** Short enough for a column; empty for what is not known. The whole value stands in the cell's title. */
export function cellText(value: CellValue, column: Column, language: string): string {
  if (value === null) return "";
  if (typeof value !== "number") return String(value);
  if (column.kind === "metric") return formatValue(value);
  if (column.kind === "setting") return settingText(value);
  if (column.fact === "started") return formatMoment(value, language);
  return column.fact === "duration" ? formatDuration(Math.round(value)) : formatStep(value);
}

/** Columns of numbers stand at the right, so that their digits stand below each other. */
export const isRight = (column: Column): boolean =>
  column.kind === "metric" || (column.kind === "fact" && (column.fact === "duration" || column.fact === "steps"));
