/** Where in a YAML file something stands, and what is wrong with it, in one sentence. */
import { type Document, isMap, isNode, isScalar, type LineCounter } from "yaml";
import type * as z from "zod";
import { t } from "../../core/text.ts";

type Path = readonly PropertyKey[];

/** The line, from 1, of what `path` leads to; where the path ends early, of the last thing that is there. */
export function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    // The key's own line: what is wrong with a value that spans lines is looked for where it begins.
    const key = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path[length - 1]))?.key
      : document.getIn(path.slice(0, length), true);
    if (isNode(key) && key.range) return lines.linePos(key.range[0]).line;
  }
  return 1;
}

/** The fault behind `issue`: which key it is about, and what is wrong with it. `keys` leads to the key. */
export interface Fault {
  readonly keys: Path;
  readonly text: string;
}

/** `issue` in words, as Zod found it in `value`. Of several forms that something could have, the one counts that it comes closest to. */
export function toFault(issue: z.core.$ZodIssue, value: unknown, above: Path = []): Fault {
  const keys = [...above, ...issue.path];
  const found = issue.path.reduce<unknown>((parent, key) => (isRecord(parent) ? parent[key] : undefined), value);
  const fault = (clause: string): Fault => ({ keys, text: t`${named(keys)} ${clause}.` });
  switch (issue.code) {
    case "invalid_union": {
      if (found === undefined) return fault(t`is missing`);
      const [closest] = [...issue.errors].sort((a, b) => distance(a) - distance(b));
      if (closest === undefined || distance(closest) >= FAR) return fault(t`has none of the forms that it can have`);
      return toFault(closest[0], found, keys);
    }
    case "unrecognized_keys": {
      const unknown = [...keys, issue.keys[0] ?? ""];
      return { keys: unknown, text: t`${named(unknown)} is not known here.` };
    }
    case "invalid_type":
      return fault(found === undefined ? t`is missing` : t`is no ${TYPE_NAMES[issue.expected] ?? issue.expected}`);
    case "invalid_value":
      return fault(
        issue.values.length === 1
          ? t`is ${String(issue.values[0])}`
          : t`is one of ${issue.values.map(String).join(", ")}`,
      );
    case "too_small":
      return fault(
        isNumber(issue)
          ? t`is too small: at least ${Number(issue.minimum)}`
          : t`is too short: at least ${Number(issue.minimum)}`,
      );
    case "too_big":
      return fault(
        isNumber(issue)
          ? t`is too large: at most ${Number(issue.maximum)}`
          : t`is too long: at most ${Number(issue.maximum)}`,
      );
    case "invalid_key":
      return fault(issue.issues[0]?.message ?? t`is no name`);
    default:
      return fault(issue.message);
  }
}

const isNumber = ({ origin }: { readonly origin: string }): boolean => origin === "number" || origin === "int";

const isRecord = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === "object" && value !== null;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: t`text`,
  int: t`whole number`,
  record: t`list of names with values`,
  object: t`list of names with values`,
  array: t`list`,
  tuple: t`list`,
  boolean: t`yes or no (true, false)`,
};

const FAR = 100;

/** How far a value is from a form: not at all of that kind, or with so many faults. */
const distance = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.reduce((sum, { path, code }) => sum + (path.length === 0 && code !== "unrecognized_keys" ? FAR : 1), 0);

const named = (path: Path): string => `\`${path.map(String).join(".")}\``;
