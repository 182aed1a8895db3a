/** Console output → points: what training scripts print, line by line and bar by bar. */
import { toTag } from "../names.ts";
import { PieceReader, type PieceReaderState } from "../piece-reader.ts";
import { StepTracker, type StepTrackerState } from "../step-tracker.ts";
import type { LineReading } from "./line-reading.ts";
import { ConsoleLines } from "./lines.ts";
import type { TablesState } from "./tables.ts";
import { type CompiledPattern, compilePattern, matchPattern } from "./user-pattern.ts";

/** Values of one line at their place, not yet points. */
interface Held {
  readonly x: number;
  readonly wallTime: number;
  readonly metrics: readonly (readonly [name: string, value: number])[];
}

/** The last state of a bar or redrawn line, which the next redraw may replace. */
interface HeldRedraw extends Held {
  /** Redraws of one thing have one key; null for text without a bar. */
  readonly bar: string | null;
  readonly done: number;
  /** It stands for an epoch as a whole, however far it is. */
  readonly isWhole: boolean;
  readonly isComplete: boolean;
}

interface BarProgress {
  readonly base: number;
  readonly done: number;
}

export interface ConsoleReaderState extends PieceReaderState {
  readonly patterns: readonly string[];
  readonly steps: StepTrackerState;
  readonly tables: TablesState;
  readonly redraw: HeldRedraw | null;
  readonly bars: readonly (readonly [string, BarProgress])[];
  readonly lastBarX: number | null;
  readonly isTraining: boolean;
  readonly waiting: readonly Held[];
  readonly firstSeen: readonly (readonly [string, number])[];
}

export interface ConsoleOptions {
  /** The user's own patterns: when there are any, only what they catch counts, and of several the first that matches. */
  readonly patterns?: readonly string[];
}

const NEWLINE = 0x0a;
const CR = 0x0d;
/** Before it is certain that this is a training log, at most so many lines wait. */
const MOST_WAITING = 2000;
const MOST_BARS = 100;

/**
 * Reads console output. Every line, and every state of a line that is redrawn after a carriage return, may name counters
 * (step, iteration, epoch) and metrics; `vocabulary.ts` and `line-reading.ts` say which. A line without counters belongs
 * to the last ones. Of redraws that stand at one place the last one counts: of a bar within an epoch its last state, at
 * the epoch; of a bar alone the last state at each count, bars of one name added up. Points appear only when some metric
 * comes again at another place: a log in which nothing repeats is not a training log. Wall times are the dates of the
 * lines, where they have any.
 */
export class ConsoleReader extends PieceReader {
  private readonly compiled: readonly CompiledPattern[];
  private steps = new StepTracker();
  private lines = new ConsoleLines();
  private redraw: HeldRedraw | null = null;
  private bars = new Map<string, BarProgress>();
  private lastBarX: number | null = null;
  private isTraining = false;
  private waiting: Held[] = [];
  private firstSeen = new Map<string, number>();

  constructor(private readonly options: ConsoleOptions = {}) {
    super();
    this.compiled = (options.patterns ?? []).map(compilePattern);
  }

  protected findEnd(bytes: Uint8Array, at: number): number {
    for (let i = at; i < bytes.length; i++) if (bytes[i] === NEWLINE || bytes[i] === CR) return i;
    return -1;
  }

  protected countLines(_redraw: Uint8Array, ending: number): number {
    return ending === NEWLINE ? 1 : 0;
  }

  protected readPiece(text: string, _offset: number, ending: number | null): void {
    const endsLine = ending !== CR;
    if (text.trim() !== "") {
      const reading = this.readingOf(text);
      const held = reading === null ? null : this.place(reading);
      if (this.redraw !== null && !(held !== null && continues(this.redraw, held)) && (endsLine || held !== null))
        this.commit();
      if (held !== null) this.redraw = held;
    }
    if (endsLine && this.redraw?.isComplete) this.commit();
  }

  private readingOf(text: string): LineReading | null {
    if (this.compiled.length === 0) return this.lines.read(text);
    for (const pattern of this.compiled) {
      const reading = pattern.kind === "pattern" ? matchPattern(pattern, text) : null;
      if (reading !== null) return reading;
    }
    return null;
  }

  /** Finds where the values of a line stand; null when it has none, or stands nowhere yet. */
  private place({ counters, metrics, wallTime, bar }: LineReading): HeldRedraw | null {
    const isBarAlone = bar !== null && counters.step === null && counters.epoch === null && !this.steps.hasPlace;
    if (isBarAlone && metrics.size === 0) return null; // a download, a check: no place for anything
    const located = isBarAlone ? this.locateBar(bar.name, bar.done) : this.steps.locate(counters);
    this.noteCounter(this.steps);
    const x = located ?? this.lastBarX;
    if (x === null || metrics.size === 0) return null;
    return {
      x,
      wallTime,
      metrics: [...metrics],
      bar: bar === null ? null : bar.name,
      done: bar?.done ?? 0,
      isWhole: bar !== null && !isBarAlone && counters.step === null,
      isComplete: bar === null || isBarAlone || bar.total === null || bar.done >= bar.total,
    };
  }

  private locateBar(name: string, done: number): number {
    const { base, done: before } = this.bars.get(name) ?? { base: 0, done: 0 };
    const progress = { base: done < before ? base + before : base, done };
    if (this.bars.has(name) || this.bars.size < MOST_BARS) this.bars.set(name, progress);
    this.lastBarX = progress.base + done;
    return this.lastBarX;
  }

  private commit(): void {
    const { redraw } = this;
    this.redraw = null;
    if (redraw === null) return;
    const { x, wallTime, metrics } = redraw;
    if (this.isTraining) this.emit(redraw);
    else {
      if (this.waiting.length < MOST_WAITING) this.waiting.push({ x, wallTime, metrics });
      if (metrics.some(([name]) => this.repeats(name, x))) this.begin();
    }
  }

  private repeats(name: string, x: number): boolean {
    const first = this.firstSeen.get(name);
    if (first === undefined && this.firstSeen.size < MOST_WAITING) this.firstSeen.set(name, x);
    return first !== undefined && first !== x;
  }

  private begin(): void {
    this.isTraining = true;
    for (const held of this.waiting) this.emit(held);
    this.waiting = [];
    this.firstSeen.clear();
  }

  private emit({ x, wallTime, metrics }: Held): void {
    for (const [name, value] of metrics) {
      const tag = toTag(name);
      if (tag !== null) this.add(tag, x, wallTime, value);
    }
  }

  state(): ConsoleReaderState {
    const { redraw, lastBarX, isTraining } = this;
    return {
      ...this.pieceState(),
      patterns: this.options.patterns ?? [],
      steps: this.steps.state(),
      tables: this.lines.state(),
      redraw,
      bars: [...this.bars],
      lastBarX,
      isTraining,
      waiting: [...this.waiting],
      firstSeen: [...this.firstSeen],
    };
  }

  static resume(state: ConsoleReaderState): ConsoleReader {
    const reader = new ConsoleReader({ patterns: state.patterns });
    reader.restorePieces(state);
    reader.steps = StepTracker.resume(state.steps);
    reader.lines = ConsoleLines.resume(state.tables);
    reader.redraw = state.redraw;
    reader.bars = new Map(state.bars);
    reader.lastBarX = state.lastBarX;
    reader.isTraining = state.isTraining;
    reader.waiting = [...state.waiting];
    reader.firstSeen = new Map(state.firstSeen);
    return reader;
  }
}

/** Whether `next` is a later state of the same thing at the same place. */
function continues(held: HeldRedraw, next: HeldRedraw): boolean {
  if (held.bar !== next.bar || held.x !== next.x) return false;
  return held.isWhole && next.isWhole ? next.done >= held.done : held.done === next.done;
}
