/** Where the axes have their ticks, and what stands beside them. */
import { format } from "d3-format";
import type { XAxis } from "../core/api.ts";
import { type Interval, roundStep } from "./domain.ts";

/** A place on an axis, in units of its domain, with the words beside it. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

const rounded = format(".4~r");
const exponent = format(".3~e");
const short = format(".4~s");

/** A value for people: four digits, as TensorBoard prints them; very large and very small ones with an exponent. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+∞" : "−∞";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? exponent(value) : rounded(value);
  return text.replace("e+", "e");
}

/** A step for people, exact: 12,345. */
export const formatStep = (step: number): string => step.toLocaleString("en-US", { maximumFractionDigits: 3 });

/** Stands where nothing is known. */
const UNKNOWN = "–";

/** Days, hours, minutes and seconds. */
export type DurationUnits = readonly [days: string, hours: string, minutes: string, seconds: string];

const UNIT_SECS = [86400, 3600, 60, 1] as const;
const SYMBOLS: DurationUnits = ["d", "h", "m", "s"];

/** Seconds as the two largest units that they fill: `1 h 12 m`, `3.5 s`; in sentences of another language with `units` of its own. */
export function formatDuration(seconds: number, units: DurationUnits = SYMBOLS): string {
  if (!Number.isFinite(seconds)) return UNKNOWN;
  const sign = seconds < 0 ? "−" : "";
  const size = Math.abs(seconds);
  const at = size >= 86400 ? 0 : size >= 3600 ? 1 : size >= 60 ? 2 : 3;
  if (at === 3) return `${sign}${rounded(size)} ${units[3]}`;
  const [length, nextLength] = [UNIT_SECS[at], UNIT_SECS[at + 1]];
  const rest = Math.floor((size % length) / nextLength);
  return `${sign}${Math.floor(size / length)} ${units[at]}${rest > 0 ? ` ${rest} ${units[at + 1]}` : ""}`;
}

const STYLES = {
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  minute: { hour: "2-digit", minute: "2-digit" },
  day: { month: "short", day: "numeric" },
  full: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made when first needed: a date format costs milliseconds, and the first chart needs none. */
function formatClock(style: keyof typeof STYLES, seconds: number): string {
  const made = formats.get(style) ?? new Intl.DateTimeFormat("en-GB", STYLES[style]);
  formats.set(style, made);
  return made.format(seconds * 1000);
}

/** A wall time in the reader's time zone, to the second. */
export const formatWallTime = (seconds: number): string =>
  Number.isFinite(seconds) ? formatClock("full", seconds) : UNKNOWN;

/** Distances that clocks and calendars have, in seconds. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

/** Ticks of the x axis within `domain`, for a plot that is `pixels` wide; exponents of ten if `logX`. */
export function xTicks(x: XAxis, domain: Interval, pixels: number, logX = false): readonly Tick[] {
  const [low, high] = domain;
  const span = high - low;
  const count = Math.max(1, Math.floor(pixels / 76));
  if (logX) {
    const label = x === "relative" ? formatDuration : x.startsWith("tag:") ? formatValue : formatCount;
    return logTicks(domain, count, label);
  }
  if (x.startsWith("tag:")) return linearTicks(roundStep(span, count), low, high);
  if (x === "step" || x === "samples" || x === "index") {
    const step = Math.max(roundStep(span, count), span < 2 ? 0 : 1);
    return multiples(step, low, high).map((at) => ({ at, label: at === 0 ? "0" : short(at) }));
  }
  const step = CLOCK_STEPS.find((candidate) => candidate >= span / count) ?? roundStep(span / 86400, count) * 86400;
  const unit = span / count < 1 ? roundStep(span, count) : step;
  if (x === "relative") return multiples(unit, low, high).map((at) => ({ at, label: formatDuration(at) }));
  const offset = new Date(low * 1000).getTimezoneOffset() * 60; // days begin at the reader's midnight
  return multiples(unit, low - offset, high - offset).map((local) => {
    const at = local + offset;
    return { at, label: formatClock(local % 86400 === 0 ? "day" : unit < 60 ? "second" : "minute", at) };
  });
}

/** Ticks of the y axis within `domain`; on a logarithmic axis `domain` and the ticks are exponents of ten. */
export function yTicks(domain: Interval, logY: boolean, pixels: number): readonly Tick[] {
  const [low, high] = domain;
  const count = Math.max(2, Math.floor(pixels / 44));
  return logY ? logTicks(domain, count, formatValue) : linearTicks(roundStep(high - low, count), low, high);
}

const formatCount = (count: number): string => short(count);

/** `domain` in exponents of ten: whole decades where at least two are in sight, round numbers within one otherwise. */
function logTicks([low, high]: Interval, count: number, label: (value: number) => string): readonly Tick[] {
  const decades = multiples(Math.max(1, Math.ceil((high - low) / count)), low, high);
  if (decades.length >= 2) return decades.map((at) => ({ at, label: label(10 ** at) }));
  const [from, to] = [10 ** low, 10 ** high];
  return linearTicks(roundStep(to - from, count), from, to)
    .filter(({ at }) => at > 0)
    .map(({ at, label: text }) => ({ at: Math.log10(at), label: text }));
}

/** Labels with as many digits as the distance between them needs, so that neighbours never read the same. */
function linearTicks(step: number, low: number, high: number): readonly Tick[] {
  const ticks = multiples(step, low, high);
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const digits = Math.max(1, Math.ceil(Math.log10(largest / step) + 1));
  const style = largest >= 1e5 || largest < 1e-3 ? format(`.${Math.max(0, digits - 1)}~e`) : format(`.${digits}~r`);
  return ticks.map((at) => ({ at, label: at === 0 ? "0" : style(at).replace("e+", "e") }));
}

const MOST_TICKS = 60;

function multiples(step: number, low: number, high: number): readonly number[] {
  if (!(step > 0)) return [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.min(Math.floor(high / step + 1e-9), first + MOST_TICKS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const value = (first + i) * step;
    return Number.parseFloat(value.toPrecision(12)); // 3 × 0.1 is 0.3 to people
  });
}
