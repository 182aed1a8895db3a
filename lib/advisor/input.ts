/** What the advisor is given: runs as they were logged, and what the reader of the advice has decided already. */
import type { ExcludedRun, NamedSweep } from "../core/choices.ts";
import type { KeptLesson } from "../core/memory.ts";
import type { Hparams, RunState, Series } from "../core/series.ts";
import type { Language } from "../core/text.ts";
import type { Thresholds } from "../core/thresholds.ts";
import type { WallTime } from "../core/units.ts";

/** One run as it stands in its event files. Nothing is cleaned yet. */
export interface RunLog {
  /** The run's name as shown, its path under the log directory: `digits_mlp/phase1/lr0.01_s0`. */
  readonly name: string;
  readonly state: RunState;
  /** Settings, nested ones under dotted keys: `schedule.kind`. Empty when the run states none. */
  readonly hparams: Hparams;
  /** By tag, in file order: rewinds, duplicates and non-finite values included. */
  readonly series: ReadonlyMap<string, Series>;
  readonly startedAt: WallTime | null;
  /** Its points stand at epochs, as its log says. Absent: it does not say, and names and numbers have to. */
  readonly countsEpochs?: boolean;
}

/** Decisions of the reader, each of which replaces a guess of the advisor. */
export interface AdviceOptions {
  /** The tag to judge by, as logged: `dev/f1`. Absent: an accuracy-like dev metric, else dev loss; never test. */
  readonly metric?: string;
  /** Whether more of `metric` is better. Absent: by its name, else by how it moves with the training loss. */
  readonly goal?: "max" | "min";
  /** The tag of the training loss, as logged. Absent: chosen by name. */
  readonly loss?: string;
  /** Runs to leave out, with the reader's reasons. */
  readonly excluded?: readonly ExcludedRun[];
  /** Sweeps put together by hand. */
  readonly sweeps?: readonly NamedSweep[];
  /** Thresholds moved to see what would change; those that are absent stand at their defaults. */
  readonly thresholds?: Partial<Thresholds>;
  /** What is remembered of sweeps that are done; a sweep does not learn from itself. */
  readonly past?: PastSweeps;
  /** Of the sentences. Absent: English; null: they are still to be said (`inLanguage`). */
  readonly language?: Language | null;
  /** What was measured of the machine and of one run; absent: nothing is said about packing. */
  readonly gpu?: GpuNumbers;
}

/** Lessons, and the key under which one of sweep `id` would be among them. */
export interface PastSweeps {
  readonly lessons: readonly KeptLesson[];
  readonly keyOf: (id: string) => string;
}

/** Memory in MB; `utilisation` in (0, 1]; null: not measured. */
export interface GpuNumbers {
  readonly gpuMemoryMb: number;
  readonly peakMemoryMb: number;
  readonly utilisation: number | null;
  readonly cores: number | null;
  readonly workers: number | null;
}
