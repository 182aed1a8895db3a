/** One line of the launch form: a parameter, how its values are chosen, and what was typed; to and from a sweep's axis. */
import type { AxisForm, ProjectSummary } from "../../lib/core/launch-form.ts";
import type { HparamValue } from "../../lib/core/series.ts";

/** Ways to choose values, in the order of the list. */
export const AXIS_KINDS = [
  "values",
  "six",
  "twelve",
  "half_decades",
  "insert_around",
  "range",
  "linspace",
  "logspace",
  "between",
  "between_log",
] as const;
export type AxisKind = (typeof AXIS_KINDS)[number];

export interface AxisLine {
  /** The parameter's name. */
  readonly name: string;
  readonly kind: AxisKind;
  readonly text: string;
}

/** What is to be typed for each kind; null: nothing. */
export const EXAMPLES: Readonly<Record<AxisKind, string | null>> = {
  values: "32, 64, 128",
  six: null,
  twelve: null,
  half_decades: "0.001, 0.1",
  insert_around: "0.01",
  range: "0, 1, 0.25",
  linspace: "0, 1, 5",
  logspace: "0.001, 1, 4",
  between: "0, 1",
  between_log: "0.0001, 1",
};

type Parameter = ProjectSummary["parameters"][number];

/** The axis that `line` describes, or null when what was typed does not fit. */
export function toAxisForm({ kind, text }: AxisLine, type: Parameter["type"]): AxisForm | null {
  const words = text.split(/[,;\s]+/).filter((word) => word !== "");
  if (kind === "values") {
    const parts = type === "text" ? text.split(",").map((word) => word.trim()) : words;
    const values = parts.filter((word) => word !== "").map((word) => toValue(word, type));
    return values.length > 0 && values.every((value) => value !== null) ? values : null;
  }
  const numbers = words.map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return null;
  const [a, b, c] = numbers;
  const isPair = a !== undefined && b !== undefined && numbers.length === 2;
  switch (kind) {
    case "six":
    case "twelve":
      return { guide: kind };
    case "half_decades":
      return isPair ? { half_decades: [a, b] } : null;
    case "insert_around":
      return a === undefined ? null : { insert_around: numbers };
    case "between":
      return isPair ? { between: [a, b] } : null;
    case "between_log":
      return isPair ? { between: [a, b], scale: "log" } : null;
    case "range":
    case "linspace":
    case "logspace": {
      if (a === undefined || b === undefined || c === undefined || numbers.length !== 3) return null;
      if (kind === "range") return { range: [a, b], step: c };
      return kind === "linspace" ? { linspace: [a, b], count: c } : { logspace: [a, b], count: c };
    }
  }
}

function toValue(word: string, type: Parameter["type"]): HparamValue | null {
  if (type === "text") return word;
  if (type === "boolean") return word === "true" ? true : word === "false" ? false : null;
  const number = Number(word);
  return Number.isFinite(number) ? number : null;
}

/** The line that says the same as `axis`, for sweeps that a plan holds already. */
export function toAxisLine(name: string, axis: AxisForm): AxisLine {
  const line = (kind: AxisKind, parts: readonly HparamValue[]): AxisLine => ({ name, kind, text: parts.join(", ") });
  if (typeof axis !== "object") return line("values", [axis]);
  if ("guide" in axis) return line(axis.guide, []);
  if ("half_decades" in axis) return line("half_decades", axis.half_decades);
  if ("insert_around" in axis)
    return line("insert_around", typeof axis.insert_around === "number" ? [axis.insert_around] : axis.insert_around);
  if ("range" in axis) return line("range", [...axis.range, axis.step]);
  if ("linspace" in axis) return line("linspace", [...axis.linspace, axis.count]);
  if ("logspace" in axis) return line("logspace", [...axis.logspace, axis.count]);
  if ("between" in axis) return line(axis.scale === "log" ? "between_log" : "between", axis.between);
  return line("values", axis);
}
