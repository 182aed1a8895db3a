/** What the console reader makes of a text, line by line, for people who wonder where their curve is. */
import { StepTracker } from "../step-tracker.ts";
import type { LineReading } from "./line-reading.ts";
import { ConsoleLines } from "./lines.ts";
import { plainText } from "./plain-text.ts";
import { compilePattern, matchPattern } from "./user-pattern.ts";

export interface ExplainedLine {
  /** Counted from 1. */
  readonly number: number;
  /** The line's last state, as text. */
  readonly text: string;
  /** Where its values stand; null while nothing has named a step or epoch. */
  readonly x: number | null;
  readonly step: number | null;
  readonly epoch: number | null;
  /** Seconds since the Unix epoch; null when the line has no date. */
  readonly wallTime: number | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly isBar: boolean;
  /** One sentence for people. */
  readonly says: string;
}

export interface Explanation {
  readonly lines: readonly ExplainedLine[];
  /** Whether some metric comes again at another place: else nothing of the text becomes points. */
  readonly isTrainingLog: boolean;
  /** Patterns that cannot be used, one sentence each. */
  readonly unusable: readonly string[];
}

/** Explains a text line by line, as the console reader or the first of the user's `patterns` that matches reads it; of a line that was redrawn, its last state. */
export function explain(text: string, patterns: readonly string[] = []): Explanation {
  const compiled = patterns.map(compilePattern);
  const steps = new StepTracker();
  const together = new ConsoleLines();
  const seen = new Map<string, number>();
  let isTrainingLog = false;
  const lines = text
    .replace(/\n$/, "")
    .split("\n")
    .map((line, i) => {
      const last = line.split("\r").findLast((state) => state.trim() !== "") ?? "";
      const caught = compiled.map((pattern) => (pattern.kind === "pattern" ? matchPattern(pattern, last) : null));
      const reading = compiled.length === 0 ? together.read(last) : (caught.find((match) => match !== null) ?? null);
      const isBarAlone =
        reading?.bar != null && reading.counters.step === null && reading.counters.epoch === null && !steps.hasPlace;
      const x = reading === null ? null : isBarAlone ? (reading.bar?.done ?? null) : steps.locate(reading.counters);
      for (const name of reading === null || x === null ? [] : reading.metrics.keys()) {
        const first = seen.get(name);
        if (first === undefined) seen.set(name, x ?? 0);
        else isTrainingLog ||= first !== x;
      }
      return describeLine(i + 1, plainText(last).trim(), reading, x);
    });
  const unusable = compiled.flatMap((pattern) =>
    pattern.kind === "unusable" ? [`The pattern ${pattern.source} cannot be used: ${pattern.because}.`] : [],
  );
  return { lines, isTrainingLog, unusable };
}

function describeLine(number: number, text: string, reading: LineReading | null, x: number | null): ExplainedLine {
  const counters = reading?.counters;
  return {
    number,
    text,
    x,
    step: counters?.step ?? null,
    epoch: counters?.epoch ?? null,
    wallTime: reading === null || Number.isNaN(reading.wallTime) ? null : reading.wallTime,
    metrics: Object.fromEntries(reading?.metrics ?? []),
    isBar: reading?.bar != null,
    says: sentenceOf(reading, x),
  };
}

function sentenceOf(reading: LineReading | null, x: number | null): string {
  if (reading === null) return "No pattern matches.";
  const { counters, metrics, bar } = reading;
  const counted = [
    ...(counters.step === null
      ? []
      : [`step ${counters.step}${counters.total === null ? "" : ` of ${counters.total}`}`]),
    ...(counters.epoch === null ? [] : [`epoch ${counters.epoch}`]),
    ...(bar === null ? [] : [`a bar at ${bar.done}${bar.total === null ? "" : ` of ${bar.total}`}`]),
  ];
  if (metrics.size === 0) return counted.length === 0 ? "Nothing recognised." : `Names ${counted.join(", ")}.`;
  const names = [...metrics.keys()].join(", ");
  if (x === null) return `Has ${names}, but no step or epoch was named yet.`;
  return counted.length === 0
    ? `Has ${names}, at the last place named, ${x}.`
    : `Has ${names} at ${counted.join(", ")}.`;
}
