/** What was left out of a text log: kind, place of the first, and how many, in words for people. */
import type { ReaderProblem } from "../core/log-reader.ts";

/** What can be wrong in a text log. */
export type Fault =
  | "not JSON"
  | "line over the limit"
  | "row too long"
  | "row too short"
  | "without a step"
  | "without a header"
  | "not a metric line"
  | "not a trainer state"
  | "document over the limit"
  | "bad checksum"
  | "not a record"
  | "record over the limit";

export interface FaultCount {
  /** Byte offset in the file of the first occurrence. */
  readonly offset: number;
  /** Line of the first occurrence, counted from 1; 0 where lines mean nothing. */
  readonly line: number;
  count: number;
}

export type ProblemState = readonly (readonly [Fault, FaultCount])[];

/** What was met, and what became of it: `3 lines` + `of more than 1 MiB left out`. */
const WORDS: Readonly<Record<Fault, readonly [noun: string, fate: string]>> = {
  "not JSON": ["line", "without a whole JSON object left out"],
  "line over the limit": ["line", "of more than 1 MiB left out"],
  "row too long": ["row", "with more cells than the header left out"],
  "row too short": ["row", "with fewer cells than the header read in part"],
  "without a step": ["line", "with numbers but without any step left out"],
  "without a header": ["line", "before a header that names a step or epoch left out"],
  "not a metric line": ["line", "without time, value and step left out"],
  "not a trainer state": ["document", "without a log_history left out"],
  "document over the limit": ["document", "of more than 64 MiB left out"],
  "bad checksum": ["record", "with a wrong checksum left out"],
  "not a record": ["record", "of no known form left out"],
  "record over the limit": ["record", "of more than 1 MiB left out"],
};

/** Counts faults by kind; only the first of each kind is remembered by its place. */
export class ProblemCounts {
  private readonly counts = new Map<Fault, FaultCount>();

  note(fault: Fault, offset: number, line: number): void {
    const known = this.counts.get(fault);
    if (known === undefined) this.counts.set(fault, { offset, line, count: 1 });
    else known.count += 1;
  }

  problems(): readonly ReaderProblem[] {
    return [...this.counts].map(([kind, at]) => ({
      kind,
      offset: at.offset,
      count: at.count,
      text: describeFault(kind, at),
    }));
  }

  state(): ProblemState {
    return [...this.counts].map(([fault, count]) => [fault, { ...count }]);
  }

  restore(state: ProblemState): void {
    for (const [fault, count] of state) this.counts.set(fault, { ...count });
  }
}

function describeFault(fault: Fault, { line, offset, count }: FaultCount): string {
  const [noun, fate] = WORDS[fault];
  const place = line > 0 ? `line ${line}` : `byte ${offset}`;
  return count === 1 ? `1 ${noun} ${fate}, at ${place}.` : `${count} ${noun}s ${fate}, the first at ${place}.`;
}
