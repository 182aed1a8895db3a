/** Wall times as logs write them → seconds since the Unix epoch. */
import { toNumber } from "./numbers.ts";

/** 1985 and 2286 in seconds: a number between them, or between them in milli-, micro- or nanoseconds, is a wall time. */
const EARLIEST_SECS = 473_385_600;
const LATEST_SECS = 1e10;

/**
 * `value` in seconds since the Unix epoch, or null when it is no wall time: a column named `time` holds as often the
 * seconds that a step took. Seconds, milli-, micro- and nanoseconds are told apart by their size.
 */
export function toWallTimeSecs(value: number): number | null {
  for (const unit of [1, 1e3, 1e6, 1e9]) {
    const secs = value / unit;
    if (secs >= EARLIEST_SECS && secs < LATEST_SECS) return secs;
  }
  return null;
}

// yyyy-mm-dd (or with slashes), then hh:mm:ss with a fraction behind point or comma, then Z or an offset.
const DATE =
  /(\d{4})([-/])(\d{1,2})\2(\d{1,2})[T ,]{1,2}(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?/y;

export interface DateAt {
  readonly secs: number;
  /** Index behind the date. */
  readonly end: number;
}

/**
 * The date and time of day that begins at `text[at]`, or null. Without an offset it is local to this computer: logs are
 * mostly read where they were written.
 */
export function findDateAt(text: string, at: number): DateAt | null {
  DATE.lastIndex = at;
  const match = DATE.exec(text);
  if (match === null) return null;
  const [whole, year, , month, day, hour, minute, second, fraction = "", zone] = match;
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const fractionSecs = fraction === "" ? 0 : Number(`0.${fraction}`);
  const millis = zone === undefined ? new Date(...parts).getTime() : Date.UTC(...parts) - offsetMillis(zone);
  const secs = millis / 1000 + fractionSecs;
  return toWallTimeSecs(secs) === secs ? { secs, end: at + whole.length } : null;
}

/** The wall time that a cell or JSON string holds, as a number or as a date, or null. */
export function parseWallTime(text: string): number | null {
  const trimmed = text.trim();
  const number = toNumber(trimmed);
  if (number !== null) return toWallTimeSecs(number);
  const date = findDateAt(trimmed, 0);
  return date !== null && date.end === trimmed.length ? date.secs : null;
}

function offsetMillis(zone: string): number {
  if (zone === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}
