/** Settings for people. */
import { formatValue } from "../charts/ticks.ts";
import type { HparamValue } from "../core/series.ts";

const WIDEST = 9;

/** A setting as it was written, where that is short: 0.001, 1e-5. */
export function settingText(value: HparamValue): string {
  const text = String(value);
  return typeof value === "number" && text.length > WIDEST ? formatValue(value) : text;
}
