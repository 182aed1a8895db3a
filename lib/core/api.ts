/** What travels between engine and browser, besides the binary frames of `series-frame.ts`. */
import type { Band } from "./group-curve.ts";
import type { HparamValue, Problem, RunState } from "./series.ts";
import type { Smoother } from "./smoothers.ts";

/** Answer of `GET /api/runs`. Tag names are sent once, in `tags`; runs point into it. */
export interface RunsAnswer {
  /** Grows with every change of the store; a later answer never has a smaller one. */
  readonly version: number;
  readonly logdirs: readonly LogdirSummary[];
  /** Null once every file found at start has been read to its end. */
  readonly loading: Loading | null;
  readonly tags: readonly string[];
  readonly runs: readonly RunSummary[];
}

export interface LogdirSummary {
  readonly name: string;
  readonly path: string;
  /** Why it cannot be read at the moment, in words; null when it can. */
  readonly error: string | null;
  /** What below it was passed over, and why. */
  readonly passedOver: readonly { readonly path: string; readonly text: string }[];
}

/** How far the first reading of the logs has come. */
export interface Loading {
  readonly filesRead: number;
  readonly filesFound: number;
  readonly bytesRead: number;
}

export interface RunSummary {
  readonly id: string;
  /** Path below the log directory; `.` for files in the directory itself; `NAME/path` when several log directories are watched. */
  readonly name: string;
  readonly state: RunState;
  /** Wall time of the first event, seconds since the Unix epoch; null for a run without events. */
  readonly startedAt: number | null;
  /** Wall time of the latest event. */
  readonly updatedAt: number | null;
  readonly hparams: Readonly<Record<string, HparamValue>>;
  /** Indices into `RunsAnswer.tags`, with the number of points and the last step and value at the same position. */
  readonly tagIndices: readonly number[];
  readonly points: readonly number[];
  readonly lastSteps: readonly number[];
  /** Non-finite values travel as the strings `NaN`, `Infinity`, `-Infinity`: JSON has no other way. */
  readonly lastValues: readonly (number | string)[];
  readonly problems: readonly Problem[];
  /** Ids that it had before its directory was renamed or moved while the engine watched; absent when it never was. */
  readonly formerIds?: readonly string[];
}

/** Answer of `GET /api/health`. */
export interface HealthAnswer {
  readonly version: number;
  /** Null once every file found at start has been read to its end. */
  readonly loading: Loading | null;
}

/** Answer of `GET /api/problems`: log directories and runs with something wrong in them, and only those. */
export interface ProblemsAnswer {
  readonly version: number;
  readonly logdirs: readonly LogdirSummary[];
  readonly runs: readonly { readonly run: string; readonly id: string; readonly problems: readonly Problem[] }[];
}

/** Body of `POST /api/series`: one tag of several runs, thinned to what `columns` pixel columns can show. */
export interface SeriesRequest {
  readonly tag: string;
  readonly runs: readonly string[];
  /** Width of the plot in pixel columns, 1 … 10,000. */
  readonly columns: number;
  readonly x: XAxis;
  /** The part of the x axis that is shown, in units of `x`; null: all of it. */
  readonly range: readonly [number, number] | null;
  /** TensorBoard's smoothing weight, 0 … 0.999; computed over every point before thinning. */
  readonly smoothing: number;
  /** How the weight is used; TensorBoard's way where it is not said. */
  readonly smoother?: Smoother;
  /** The x axis is logarithmic: points that are not positive on it have no place. `range` stays in units of `x`. */
  readonly logX?: boolean;
  /** Curves that are made of several runs. */
  readonly groups?: readonly CurveGroup[];
  /** What stands around the mean of a group; one standard deviation where it is not said. */
  readonly band?: Band;
}

/** Runs that are drawn as one curve, under an id that no run has. */
export interface CurveGroup {
  readonly id: string;
  readonly runs: readonly string[];
}

/** Body of `POST /api/summary`. */
export interface SummaryRequest {
  readonly tags: readonly string[];
}

/** Answer of `POST /api/summary`, in the order of the request. */
export interface SummaryAnswer {
  readonly version: number;
  readonly tags: readonly TagSummary[];
}

/** One tag in every run that has points of it: columns of equal length. Non-finite numbers as in `lastValues`. */
export interface TagSummary {
  readonly tag: string;
  /** Ids. */
  readonly runs: readonly string[];
  readonly last: readonly (number | string)[];
  readonly lastStep: readonly number[];
  /** Over finite values of the points that no restart did again; `NaN` when there is none. */
  readonly min: readonly (number | string)[];
  readonly minStep: readonly (number | string)[];
  readonly max: readonly (number | string)[];
  readonly maxStep: readonly (number | string)[];
  readonly mean: readonly (number | string)[];
}

/**
 * `step` in steps, `relative` in seconds since the run's first event, `wall` in seconds since the Unix epoch, `samples` in
 * examples seen (steps × batch size, of runs that state one), `index` in points of the series, counted from 1, `tag:NAME`
 * in what the run had last logged under that tag.
 */
export type XAxis = "step" | "relative" | "wall" | "samples" | "index" | `tag:${string}`;

/** Events of the stream `GET /api/events`, each as one JSON `data:` line under its name. */
export interface LiveEvents {
  /** First event of a connection, and whenever loading advances. */
  readonly hello: { readonly version: number; readonly startedAt: number; readonly loading: Loading | null };
  /** Runs or tags came or went, or a run changed state: ask `/api/runs` again. */
  readonly runs: { readonly version: number };
  /** Something about launches changed: ask `/api/launches` again. */
  readonly launches: Readonly<Record<string, never>>;
  /** Points were appended (or a file was read anew): per tag, the ids of the runs concerned. */
  readonly points: { readonly version: number; readonly changed: Readonly<Record<string, readonly string[]>> };
  /** Somebody renamed, labelled, hid or coloured a run, or wrote a note: ask `/api/annotations` again. */
  readonly annotations: { readonly revision: number };
  /** Somebody commented, or judged a run: ask `/api/review` again. */
  readonly review: Readonly<Record<string, never>>;
  /** Somebody wrote, changed or deleted a report: ask `/api/reports` again. */
  readonly reports: Readonly<Record<string, never>>;
  /** Nothing else was said for a while: the connection stands. */
  readonly beat: Readonly<Record<string, never>>;
}
