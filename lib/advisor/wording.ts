/** Numbers as people write them in a sentence, 6,000 steps, 0.01, 92.3 %, 2.6×, and the words around them. */
import { t, textOf } from "../core/text.ts";
import type { StepUnit } from "./runs/replicate.ts";
import type { ScheduleClass } from "./runs/schedule.ts";

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
  if (value > 0 && value < 0.05) return t`under 0.1 points`;
  return value.toFixed(1) === "1.0" ? t`1.0 point` : t`${value.toFixed(1)} points`;
}

/** Any other quantity, to 4 digits. */
export const quantity = (value: number): string => plain(value, 4);

/** `1 run`, `3 runs`. `noun` is a literal: with it, the text is one of the catalogue. */
export const counted = (n: number, noun: string): string => textOf(`{0} ${noun}[s]`, [count(n)]);

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : t`${joined(items.slice(0, -1), ", ")} and ${items[items.length - 1]}`;

/** `items` one after the other, as the language separates them. */
export const joined = (items: readonly string[], between: keyof typeof BETWEEN): string =>
  items.length === 0 ? "" : items.reduce(BETWEEN[between]);

/** `0.1, 0.3 or 1`. */
export const eitherOf = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : t`${joined(items.slice(0, -1), ", ")} or ${items[items.length - 1]}`;

const BETWEEN = {
  ", ": (before: string, item: string) => t`${before}, ${item}`,
  "; ": (before: string, item: string) => t`${before}; ${item}`,
};

/** `text` with a capital first letter, where a language has such. */
export const sentence = (text: string): string => textOf("{^0}", [text]);

/** A place on the counter of `unit`: `step 3,000`, `epoch 30`. */
export function stepAt(unit: StepUnit, at: number): string {
  const n = count(at);
  return unit === "epochs" ? t`epoch ${n}` : unit === "examples" ? t`example ${n}` : t`step ${n}`;
}

/** A length on the counter of `unit`: `6,000 steps`, `30 epochs`. Steps where nobody said. */
export function lengthIn(unit: string | null, length: number): string {
  const n = count(length);
  return unit === "epochs" ? t`${n} epochs` : unit === "examples" ? t`${n} examples` : t`${n} steps`;
}

/** A word of the code that stands in sentences too: the same in English. */
export const term = (word: keyof typeof TERMS): string => TERMS[word];

const TERMS = {
  clear: t`clear`,
  likely: t`likely`,
  tentative: t`tentative`,
  "not enough evidence": t`not enough evidence`,
  highest: t`highest`,
  lowest: t`lowest`,
  steps: t`steps`,
  epochs: t`epochs`,
  examples: t`examples`,
};

/** What sentences call a schedule's class. */
export const scheduleWord = (kind: ScheduleClass): string => SCHEDULES[kind];

const SCHEDULES: Readonly<Record<ScheduleClass, string>> = {
  constant: t`constant`,
  "warmup, then constant": t`warmup, then constant`,
  "linear to zero": t`linear to zero`,
  steps: textOf("steps#schedule", []), // not those that one counts
  cyclic: t`cyclic`,
  "other decay": t`other decay`,
};
