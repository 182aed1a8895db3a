/** What the reader of the advice has decided already: the contract of `GET /api/choices` and `PUT /api/choices`. */

/** Kept for each set of log directories. Runs are named as in `tuneboard runs`. */
export interface Choices {
  readonly version: 1;
  /** The tag to judge by everywhere; null: chosen by name. */
  readonly metric: MetricChoice | null;
  /** The tag of the training loss everywhere; null: chosen by name. */
  readonly loss: string | null;
  /** Runs that the advice leaves out, with the reader's reason. */
  readonly excluded: readonly ExcludedRun[];
  /** Sweeps put together by hand, in the order in which they take their runs; all other runs are grouped by the advisor. */
  readonly sweeps: readonly NamedSweep[];
}

export interface MetricChoice {
  readonly tag: string;
  /** Whether more is better; null: by its name, else by how it moves with the loss. */
  readonly goal: "max" | "min" | null;
}

/** `run`: a name, or `folder/*` for all runs below a folder. */
export interface ExcludedRun {
  readonly run: string;
  readonly because: string;
}

export interface NamedSweep {
  readonly name: string;
  /** Runs, or `folder/*` for all runs below a folder, those that come later included. */
  readonly runs: readonly string[];
  /** In this sweep, instead of what holds everywhere; null: as everywhere. */
  readonly metric: MetricChoice | null;
  readonly loss: string | null;
}

/** Nothing is decided. */
export const NO_CHOICES: Choices = { version: 1, metric: null, loss: null, excluded: [], sweeps: [] };

/** Whether `run` is among `runs`, each of which is a run's name or `folder/*`. */
export const isAmong = (run: string, runs: readonly string[]): boolean =>
  runs.some((one) => one === run || (one.endsWith("/*") && run.startsWith(one.slice(0, -1))));
