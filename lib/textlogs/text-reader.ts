/** What the readers of all text logs share: points, problems, facts, and lines cut from bytes. */
import type { LogFacts, LogReader, TagPoints } from "../core/log-reader.ts";
import { PointTable } from "./point-table.ts";
import { type Fault, ProblemCounts, type ProblemState } from "./problem-counts.ts";
import type { StepTracker } from "./step-tracker.ts";

/** The part of a reader's state that all readers have. */
export interface TextReaderState {
  readonly startedAt: number | null;
  readonly facts: LogFacts;
  readonly problems: ProblemState;
}

/**
 * Collects what a reader finds. A point whose log gives no time has the wall time NaN, and a log that gives none at all
 * has `startedAt` null: when its lines were written is not known, and is not made up.
 */
export abstract class TextReader implements LogReader {
  startedAt: number | null = null;
  facts: LogFacts = { hparams: null, ending: null };
  isSilent = false;
  private readonly points = new PointTable();
  private readonly faults = new ProblemCounts();
  private awaited = { offset: -1, length: 0 };

  abstract read(bytes: Uint8Array<ArrayBuffer>, end: number, fileOffset: number): number;
  abstract state(): unknown;
  abstract readonly wanted: number;

  pending(): readonly TagPoints[] {
    return this.points.pending();
  }

  clear(): void {
    this.points.clear();
  }

  problems(): ReturnType<ProblemCounts["problems"]> {
    return this.faults.problems();
  }

  protected add(tag: string, step: number, wallTime: number, value: number): void {
    if (this.startedAt === null && !Number.isNaN(wallTime)) this.startedAt = wallTime;
    this.points.push(tag, step, wallTime, value);
  }

  /** Notes by what `steps` places the points. */
  protected noteCounter({ countsEpochs }: StepTracker): void {
    if (countsEpochs !== (this.facts.countsEpochs ?? false)) this.facts = { ...this.facts, countsEpochs };
  }

  /** Counts a fault at this byte of the file and this line; line 0 where the file has no lines. */
  protected note(fault: Fault, offset: number, line: number): void {
    this.faults.note(fault, offset, line);
  }

  /**
   * Whether these unfinished bytes at the end of what is there will stay unfinished: the file is silent, and exactly they
   * were left over before. A piece that merely ends where a buffer ends is never presented twice.
   */
  protected isAwaited(offset: number, length: number): boolean {
    const isSame = this.awaited.offset === offset && this.awaited.length === length;
    this.awaited = { offset, length };
    return isSame && this.isSilent && length > 0;
  }

  protected sharedState(): TextReaderState {
    return { startedAt: this.startedAt, facts: this.facts, problems: this.faults.state() };
  }

  protected restoreShared({ startedAt, facts, problems }: TextReaderState): void {
    this.startedAt = startedAt;
    this.facts = facts;
    this.faults.restore(problems);
  }
}
