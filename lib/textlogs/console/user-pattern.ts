/** A user's own pattern for console lines: a regular expression with named groups. */
import { worstSteps } from "../../core/pattern-cost.ts";
import { toNumber } from "../numbers.ts";
import { parseWallTime } from "../wall-times.ts";
import { type LineReading, NO_COUNTERS } from "./line-reading.ts";
import { plainText } from "./plain-text.ts";

/** A pattern that can be used, or one sentence that says why it cannot. */
export type CompiledPattern =
  | { readonly kind: "pattern"; readonly source: string; readonly regex: RegExp }
  | { readonly kind: "unusable"; readonly source: string; readonly because: string };

/** A user's pattern may be slow: it sees no more of a line than this. */
const LONGEST_MATCHED = 2000;
const COUNTERS = ["step", "iter", "iteration", "epoch"];
const OTHER_ROLES = ["name", "value", "total", "time"];

/**
 * Compiles a pattern. Its named groups say what they catch: `step` (or `iter`) and `epoch`; `name` with `value`; `total`
 * for steps that begin anew in every epoch; `time`; any other group is a metric of that name, where `__` stands for `/`.
 */
export function compilePattern(source: string): CompiledPattern {
  let regex: RegExp;
  try {
    regex = new RegExp(source, "u");
  } catch (error) {
    return { kind: "unusable", source, because: error instanceof Error ? error.message : String(error) };
  }
  if (worstSteps(source, LONGEST_MATCHED) === Number.POSITIVE_INFINITY) {
    return { kind: "unusable", source, because: "it could take for ever on a line that almost matches" };
  }
  const groups = [...source.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map(([, name]) => name);
  const hasMetric = groups.some((name) => !COUNTERS.includes(name) && !OTHER_ROLES.includes(name));
  const hasPair = groups.includes("name") && groups.includes("value");
  if (!hasMetric && !hasPair && !groups.some((name) => COUNTERS.includes(name))) {
    return { kind: "unusable", source, because: "no named group catches a step, an epoch or a metric" };
  }
  return { kind: "pattern", source, regex };
}

/** What `pattern` catches in `line`, or null when it does not match. */
export function matchPattern({ regex }: { readonly regex: RegExp }, line: string): LineReading | null {
  const groups = regex.exec(plainText(line.slice(0, 4 * LONGEST_MATCHED)).slice(0, LONGEST_MATCHED))?.groups;
  if (groups === undefined) return null;
  const number = (name: string): number | null => (groups[name] === undefined ? null : finite(groups[name]));
  const metrics = new Map<string, number>();
  const value = groups.value === undefined ? null : toNumber(groups.value);
  if (groups.name !== undefined && value !== null) metrics.set(groups.name, value);
  for (const [name, text] of Object.entries(groups)) {
    if (text === undefined || COUNTERS.includes(name) || OTHER_ROLES.includes(name)) continue;
    const metric = toNumber(text);
    if (metric !== null) metrics.set(name.replaceAll("__", "/"), metric);
  }
  const step = number("step") ?? number("iter") ?? number("iteration");
  const counters = { ...NO_COUNTERS, step, total: number("total"), epoch: number("epoch") };
  const wallTime = groups.time === undefined ? NaN : (parseWallTime(groups.time) ?? NaN);
  return { counters, metrics, wallTime, bar: null };
}

const finite = (text: string): number | null => {
  const number = toNumber(text);
  return number !== null && Number.isFinite(number) ? number : null;
};
