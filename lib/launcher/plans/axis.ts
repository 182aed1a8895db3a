/** The values of one parameter in a sweep. */
import type { HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import { type Axis, MOST_VALUES } from "./plan-schema.ts";

/** Rule R9 of the guide: one a decade, the largest first. */
const SIX_RATES = [1, 0.1, 0.01, 0.001, 0.0001, 0.00001];
/** Rule R10: what the guide inserts with more GPUs, around values that are likely for text classification. */
const SIX_MORE_RATES = [0.05, 0.03, 0.007, 0.005, 0.003, 0.0005];

const HALF_DECADE = Math.sqrt(10);

/** What can be tried of one parameter. */
export type AxisValues =
  | { readonly kind: "values"; readonly values: readonly HparamValue[] }
  /** Any value from `low` to `high`: only chance can choose. */
  | { readonly kind: "interval"; readonly low: number; readonly high: number; readonly isLog: boolean }
  /** One clause, to go behind a colon. */
  | { readonly kind: "unusable"; readonly because: string };

/** What `axis` stands for, each value once, in the order in which they are tried. */
export function valuesOf(axis: Axis): AxisValues {
  if (typeof axis !== "object") return values([axis]);
  if (Array.isArray(axis)) return values(axis);
  if ("guide" in axis)
    return values(axis.guide === "six" ? SIX_RATES : [...SIX_RATES, ...SIX_MORE_RATES].sort((a, b) => b - a));
  if ("half_decades" in axis) {
    const [low, high] = axis.half_decades;
    if (!(low > 0 && high > low)) return unusable(t`half decades go from a value above 0 to a larger one`);
    const halves = 2 * Math.log10(high / low);
    // An end that is meant is hit, whatever the logarithm rounds to.
    return values(spread(Math.floor(halves + 1e-9) + 1, (i) => rounded(low * HALF_DECADE ** i)));
  }
  if ("insert_around" in axis) {
    const around = Array.isArray(axis.insert_around) ? axis.insert_around : [axis.insert_around];
    if (!around.every((value) => value > 0)) return unusable(t`half a decade is a factor, so values lie above 0`);
    const inserted = around.flatMap((value) => [rounded(value / HALF_DECADE), rounded(value * HALF_DECADE)]);
    return values(inserted.sort((a, b) => a - b));
  }
  if ("range" in axis) {
    const [start, end] = axis.range;
    const count = Math.floor((end - start) / axis.step + 1e-9) + 1;
    if (!(count >= 1)) return unusable(t`the step does not lead from the start to the end`);
    if (count > MOST_VALUES) return unusable(t`that is ${count} values`);
    return values(spread(count, (i) => exact(start + i * axis.step)));
  }
  if ("linspace" in axis) {
    const [first, last] = axis.linspace;
    return values(spread(axis.count, (i) => exact(first + part(i, axis.count) * (last - first))));
  }
  if ("logspace" in axis) {
    const [first, last] = axis.logspace;
    if (!(first > 0 && last > 0)) return unusable(t`a logarithmic axis has values above 0`);
    return values(spread(axis.count, (i) => exact(first * (last / first) ** part(i, axis.count))));
  }
  const [low, high] = axis.between;
  if (!(high > low)) return unusable(t`an interval goes from a value to a larger one`);
  if (axis.scale === "log" && !(low > 0)) return unusable(t`a logarithmic interval begins above 0`);
  return { kind: "interval", low, high, isLog: axis.scale === "log" };
}

const values = (all: readonly HparamValue[]): AxisValues => ({ kind: "values", values: [...new Set(all)] });

const unusable = (because: string): AxisValues => ({ kind: "unusable", because });

const spread = (count: number, at: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => at(i));

const part = (i: number, count: number): number => (count === 1 ? 0 : i / (count - 1));

/** Without the dust of binary fractions: 0.1 + 2 × 0.1 is 0.3. */
const exact = (value: number): number => Number(value.toPrecision(12));

/** As people write learning rates: three digits. */
const rounded = (value: number): number => Number(value.toPrecision(3));
