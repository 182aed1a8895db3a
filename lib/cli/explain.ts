/** `tuneboard explain`: what is made of a console log, line by line. */
import { type ExplainedLine, explain } from "../textlogs/console/explain.ts";

export interface ExplainedText {
  readonly lines: readonly string[];
  /** Patterns that cannot be used, one sentence each. */
  readonly unusable: readonly string[];
}

const LONGEST_SHOWN = 100;

/** Each line with what was recognised in it below it; lines in which nothing was are shown as they are. */
export function explainAsText(text: string, patterns: readonly string[]): ExplainedText {
  const { lines, isTrainingLog, unusable } = explain(text, patterns);
  const read = lines.filter(({ metrics, x }) => x !== null && Object.keys(metrics).length > 0).length;
  const summary = isTrainingLog
    ? `${read} of ${lines.length} lines give points.`
    : "This is not read as a training log: no metric comes again at another step or epoch.";
  return { lines: [...lines.flatMap(describe), "", summary], unusable };
}

function describe({ number, text, x, metrics, says }: ExplainedLine): string[] {
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  const values = Object.entries(metrics).map(([name, value]) => `${name} = ${value}`);
  const line = `${String(number).padStart(6)}  ${shown}`;
  if (values.length === 0 || x === null) return [line];
  return [line, `        → ${values.join(", ")} at ${x}   (${says})`];
}
