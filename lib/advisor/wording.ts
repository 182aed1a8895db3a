/** Numbers as people write them in a sentence: 6,000 steps, 0.01, 92.3 %, 2.6×. */

/** `value` to `digits` significant digits, without trailing zeros and without an exponent. */
function plain(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  if (rounded !== 0 && (Math.abs(rounded) < 1e-6 || Math.abs(rounded) >= 1e15)) return value.toExponential(digits - 1);
  return grouped(rounded.toString());
}

/** Commas between thousands, in a number that has no exponent. */
function grouped(text: string): string {
  if (text.includes("e")) return text;
  const [whole, fraction] = text.split(".");
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? commas : `${commas}.${fraction}`;
}

/** A learning rate to 3 digits: `0.0316`, `1e-5`. Powers below 0.0001 are written with an exponent, as people type them. */
export function rate(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded !== 0 && rounded < 1e-4 ? rounded.toExponential() : rounded.toString();
}

/** A count of steps or epochs: `6,000`. Fractions only below 10. */
export const count = (value: number): string =>
  grouped((Math.abs(value) < 10 ? Number(value.toPrecision(2)) : Math.round(value)).toString());

/** A ratio: `2.6×`, `12×`. */
export const times = (ratio: number): string => `${plain(ratio, 2)}×`;

/** A share as percent with one decimal: `92.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1).replace(/^-(0\.0)$/, "$1")} %`;

/** A difference of shares in points: `0.4 points`. */
export function points(difference: number): string {
  const value = 100 * Math.abs(difference);
  const text = value > 0 && value < 0.05 ? "under 0.1" : value.toFixed(1);
  return `${text} ${text === "1.0" ? "point" : "points"}`;
}

/** Any other quantity, to 4 digits. */
export const quantity = (value: number): string => plain(value, 4);

/** `1 run`, `3 runs`. */
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? "" : "s"}`;

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** `text` with a capital first letter. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a counter in `unit` counts: `step` 3,000, `epoch` 30, `example` 64,000. */
export const stepWord = (unit: "steps" | "epochs" | "examples"): string => unit.slice(0, -1);
