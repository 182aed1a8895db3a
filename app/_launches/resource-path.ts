/** A curve of what a run uses as a line in a small picture. Pure. */
import type { UseCurve } from "../../lib/core/machine.ts";

/** Of the picture, in its own units. */
export const WIDTH = 160;
export const HEIGHT = 32;

/**
 * The `d` of an SVG path, zero at the bottom and `most` at the top; a gap where a value was not told. A point that has none beside it
 * is a short dash, so that it is seen. Empty when there is nothing to draw.
 */
export function resourcePath({ at, values }: UseCurve, most: number): string {
  const last = at.at(-1) ?? 0;
  const parts: string[] = [];
  for (const [i, value] of values.entries()) {
    if (value === null) continue;
    const x = last > 0 ? (at[i] / last) * WIDTH : WIDTH;
    const y = most > 0 ? HEIGHT * (1 - Math.min(1, value / most)) : HEIGHT;
    const isAlone = values.at(i - 1) == null || i === 0;
    parts.push(`${isAlone ? "M" : "L"}${round(x)} ${round(y)}`);
    if (isAlone && values[i + 1] == null) parts.push("h1");
  }
  return parts.join("");
}

/** The largest value; 0 when none was told. */
export const mostOf = ({ values }: UseCurve): number =>
  values.reduce((most: number, value) => Math.max(most, value ?? 0), 0);

const round = (value: number): number => Math.round(value * 10) / 10;
