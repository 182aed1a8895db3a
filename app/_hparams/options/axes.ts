/** Axes for settings and metrics: linear, logarithmic or words, as their values are. */
import { type CellValue, type Column, compareValues, toColumnId } from "../../../lib/listing/columns.ts";

export type AxisKind = "value" | "log" | "category";

export interface Axis {
  readonly id: string;
  readonly column: Column;
  readonly kind: AxisKind;
  /** The words of a `category` axis, in order; empty otherwise. */
  readonly words: readonly string[];
}

/** Values that span so many powers of ten are read on a logarithmic axis, as learning rates are; a little less for rounding. */
const DECADES = 2 - 1e-9;
/** So few values of which one is zero (weight decay 0, 1e-4, 1e-2) stand side by side like words: zero has no logarithm. */
const FEW = 8;

/** The axis on which `values` are told apart; null where there are fewer than two different ones. */
export function toAxis(column: Column, values: readonly CellValue[]): Axis | null {
  const known = [...new Set(values.filter((value) => value !== null && !isUnordered(value)))];
  if (known.length < 2) return null;
  const id = toColumnId(column);
  const numbers = known.filter((value) => typeof value === "number");
  if (numbers.length < known.length) {
    const words = known.flatMap((value) => (value === null ? [] : [value])).sort(compareValues);
    return { id, column, kind: "category", words: words.map(String) };
  }
  const low = numbers.reduce((a, b) => Math.min(a, b));
  const high = numbers.reduce((a, b) => Math.max(a, b));
  const isWide = low > 0 && Math.log10(high / low) >= DECADES;
  if (low === 0 && known.length > 2 && known.length <= FEW) {
    const lowest = numbers.reduce((a, b) => (b > 0 ? Math.min(a, b) : a), high);
    const words = [...numbers].sort(compareValues).map(String);
    if (Math.log10(high / lowest) >= DECADES) return { id, column, kind: "category", words };
  }
  return { id, column, kind: isWide ? "log" : "value", words: [] };
}

const isUnordered = (value: CellValue): boolean => typeof value === "number" && !Number.isFinite(value);

/** Where a value stands on the axis: itself, or the number of its word. Null where it has no place. */
export function placeOn(axis: Axis, value: CellValue): number | null {
  if (value === null) return null;
  if (axis.kind === "category") {
    const place = axis.words.indexOf(String(value));
    return place < 0 ? null : place;
  }
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Where on which axis one has marked what runs must pass through: intervals in the axis' own numbers. */
export type Marked = ReadonlyMap<string, readonly (readonly [number, number])[]>;

/** Whether a run's places, in the order of `axes`, pass through what is marked; an axis without a mark lets all through. */
export function passes(places: readonly (number | null)[], axes: readonly Axis[], marked: Marked): boolean {
  return axes.every(({ id }, at) => {
    const intervals = marked.get(id) ?? [];
    const place = places[at] ?? null;
    return intervals.length === 0 || (place !== null && intervals.some(([low, high]) => low <= place && place <= high));
  });
}
