/** What runs must fulfil, as people write it: `lr<0.01 dev/acc>0.9 state=live`. */
import { type Column, FACTS, isKnown, STATISTICS, type Statistic } from "./columns.ts";

/** How a value is compared with what was written. */
export type Comparison = "<" | "<=" | ">" | ">=" | "=" | "!=" | "~" | "!~";

/** One condition as it is written. `statistic` and `of setting` are said only where somebody said them. */
export interface Condition {
  readonly name: string;
  readonly said: Statistic | "setting" | null;
  readonly comparison: Comparison;
  /** Any of these will do; more than one only with `=` and `!=`. */
  readonly values: readonly string[];
}

/** Why a text is no list of conditions, and at which word. */
export interface BrokenConditions {
  readonly kind: "broken";
  readonly because: "no comparison" | "no value" | "no number" | "unknown name";
  readonly word: string;
}

/** Conditions as they were written, or why they are none. */
export type ParsedConditions =
  | { readonly kind: "conditions"; readonly conditions: readonly Condition[] }
  | BrokenConditions;

const SEPARATOR = /(?:[\s,;]|and\s+|&&)+/iy;
const NAME =
  /(?:(last|best|min|max|mean|setting)\(\s*(?:"([^"]*)"|([^\s"()<>=!~]+))\s*\))|"([^"]*)"|([^\s",;<>=!~]+)/iy;
const COMPARISON = /\s*(<=|>=|==|!=|!~|<|>|=|~)\s*/y;
const VALUE = /"([^"]*)"|[^\s",;]+/y;

/** Reads conditions, all of which are to hold: parted by blanks or commas, names and values with blanks in quotes. */
export function parseConditions(text: string): ParsedConditions {
  const conditions: Condition[] = [];
  let at = 0;
  const take = (sticky: RegExp): RegExpExecArray | null => {
    sticky.lastIndex = at;
    const found = sticky.exec(text);
    if (found !== null) at = sticky.lastIndex;
    return found;
  };
  for (;;) {
    take(SEPARATOR);
    if (at >= text.length) return { kind: "conditions", conditions };
    const begin = at;
    const named = take(NAME);
    if (named === null) return { kind: "broken", because: "no comparison", word: text.slice(begin) };
    const [, statistic, quotedTag, tag, quoted, bare] = named;
    const word = named[0];
    const comparison = take(COMPARISON)?.[1];
    if (comparison === undefined) return { kind: "broken", because: "no comparison", word };
    const value = take(VALUE);
    if (value === null) return { kind: "broken", because: "no value", word: `${word}${comparison}` };
    const said = statistic?.toLowerCase();
    const isAnyOf = value[1] === undefined && (comparison === "=" || comparison === "==" || comparison === "!=");
    conditions.push({
      name: quotedTag ?? tag ?? quoted ?? bare ?? "",
      said: said === "setting" ? "setting" : (STATISTICS.find((one) => one === said) ?? null),
      comparison: toComparison(comparison),
      values: isAnyOf ? value[0].split("|").filter((one) => one !== "") : [value[1] ?? value[0]],
    });
  }
}

const toComparison = (text: string): Comparison => COMPARISONS.find((one) => one === text) ?? "=";
const COMPARISONS: readonly Comparison[] = ["<", "<=", ">", ">=", "=", "!=", "~", "!~"];

/** What there is to compare: the names of all settings and tags. */
export interface KnownNames {
  readonly settings: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

/**
 * The column that a condition speaks of: what was said, else a setting, a tag (its last value), or a fact such as `state`,
 * in this order, because logs choose their names and we choose ours. Null where there is none.
 */
export function columnOf({ name, said }: Condition, known: KnownNames): Column | null {
  if (said === "setting") return known.settings.has(name) ? { kind: "setting", name } : null;
  if (said !== null) return known.tags.has(name) ? { kind: "metric", statistic: said, tag: name } : null;
  if (known.settings.has(name)) return { kind: "setting", name };
  if (known.tags.has(name)) return { kind: "metric", statistic: "last", tag: name };
  const fact = FACTS.find((one) => one === name.toLowerCase() || one === `${name.toLowerCase()}s`);
  return fact === undefined ? null : { kind: "fact", fact };
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A number as people write it for this column: `1e-3`, `10k`, `1h30m` for a duration, a date for the start. Null where it is none. */
export function toComparedNumber(text: string, column: Column): number | null {
  if (column.kind === "fact" && column.fact === "duration") {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([smhd])/gi)];
    if (parts.length > 0 && parts.map(([part]) => part).join("") === text)
      return parts.reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (UNITS[unit.toLowerCase()] ?? 1), 0);
  }
  if (column.kind === "fact" && column.fact === "started") {
    const ms = Date.parse(text.includes("T") || text.includes(":") ? text : `${text}T00:00`);
    return Number.isNaN(ms) ? null : ms / 1000;
  }
  const [, digits, size] = /^(.+?)([kKM]?)$/.exec(text) ?? [];
  const number = digits === undefined || digits.trim() === "" ? Number.NaN : Number(digits);
  return Number.isNaN(number) ? null : number * (size === "M" ? 1e6 : size === "" ? 1 : 1e3);
}

/** Whether `value` fulfils an ordering or an equality. A run that does not state the value never does. */
export function fulfils(value: string | number | boolean | null, condition: Condition, column: Column): boolean {
  const { comparison, values } = condition;
  if (column.kind === "fact" && column.fact === "labels") {
    const labels = String(value ?? "")
      .toLowerCase()
      .split(", ");
    const hasAny = values.some((one) => labels.includes(one.toLowerCase()));
    return comparison === "!=" ? !hasAny : hasAny;
  }
  // A run that nobody judged is not rejected.
  if (value === null) return comparison === "!=" && column.kind === "fact" && column.fact === "verdict";
  if (comparison === "=" || comparison === "!=") {
    const isAny = values.some((one) => equals(value, one, column));
    return (comparison === "=") === isAny;
  }
  const bound = toComparedNumber(values[0] ?? "", column);
  if (typeof value !== "number" || bound === null || !isKnown(value)) return false;
  switch (comparison) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    default:
      return false; // patterns are tried on all values at once, by whoever holds them
  }
}

function equals(value: string | number | boolean, text: string, column: Column): boolean {
  if (typeof value === "number") {
    const number = toComparedNumber(text, column);
    return number === null ? String(value).toLowerCase() === text.toLowerCase() : value === number;
  }
  return String(value).toLowerCase() === text.toLowerCase();
}
