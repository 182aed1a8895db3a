/** Numbers beside the axes of settings: short, and powers of ten as such. */
import { formatValue } from "../../../lib/charts/ticks.ts";

/** 0.001 stays what people write; beyond five characters it becomes 1e-5. */
export function axisNumber(value: number): string {
  const text = String(value);
  if (text.length <= 5) return text;
  return formatValue(value);
}
