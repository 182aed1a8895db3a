/** Ends of an axis as people type them. */
import type { Interval, Limits } from "../../lib/charts/domain.ts";

/** What an axis counts: seconds since the Unix epoch are typed as dates. */
export interface AxisKind {
  readonly isLog: boolean;
  readonly isTime: boolean;
}

/** Why the texts are no limits, as the key of a sentence, and the text at fault. */
export interface LimitsProblem {
  readonly because: "limitsNumber" | "limitsTime" | "limitsPositive" | "limitsOrder";
  readonly text: string;
}

export type TypedLimits =
  | { readonly kind: "limits"; readonly limits: Limits }
  | { readonly kind: "problem"; readonly problem: LimitsProblem };

/** Both ends in units of the axis; an empty text is an end that is left open. */
export function readLimits(low: string, high: string, kind: AxisKind): TypedLimits {
  const ends = [low, high].map((text) => readEnd(text.trim(), kind));
  const problem = ends.find((end) => end !== null && typeof end !== "number");
  if (problem !== undefined && problem !== null && typeof problem !== "number") return { kind: "problem", problem };
  const [from = null, to = null] = ends.map((end) => (typeof end === "number" ? end : null));
  if (from !== null && to !== null && from >= to)
    return { kind: "problem", problem: { because: "limitsOrder", text: "" } };
  return { kind: "limits", limits: [from, to] };
}

function readEnd(text: string, { isLog, isTime }: AxisKind): number | LimitsProblem | null {
  if (text === "") return null;
  const value = isTime && !Number.isFinite(Number(text)) ? Date.parse(text) / 1000 : Number(text);
  if (!Number.isFinite(value)) return { because: isTime ? "limitsTime" : "limitsNumber", text };
  return isLog && value <= 0 ? { because: "limitsPositive", text } : value;
}

/** An end as it would be typed: as many digits as a pixel is worth, times to the second on this machine's clock. */
export function typedEnd(value: number, isTime: boolean): string {
  if (!isTime) return String(Number(value.toPrecision(6)));
  const at = new Date(value * 1000 - new Date(value * 1000).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 19).replace("T", " ");
}

/** Where an axis that counts in exponents of ten, where it is logarithmic, runs with these limits; an open end stays at that of `shown`. */
export function toInterval([low, high]: Limits, shown: Interval, isLog: boolean): Interval | null {
  if (low === null && high === null) return null;
  const place = (end: number | null, otherwise: number): number =>
    end === null ? otherwise : isLog ? Math.log10(end) : end;
  const [from, to] = [place(low, shown[0]), place(high, shown[1])];
  return from < to ? [from, to] : null;
}
