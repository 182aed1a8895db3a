/** What is found in a directory: logs, settings, and what is left aside. */
import type { LogFormat } from "../core/log-reader.ts";

/** What stands in one directory. */
export interface Listing {
  /** Path below the log directory with `/` between its parts; `.` for the log directory itself. */
  readonly path: string;
  /** Names of its regular files. */
  readonly files: readonly string[];
  /** Names of its directories. */
  readonly directories: readonly string[];
}

/** A file from which a run's points are read. */
export interface FoundLog {
  /** Path below the directory: mostly a plain name. */
  readonly name: string;
  readonly format: LogFormat;
  /** Path of the run below the log directory. */
  readonly run: string;
  /** The tag of all points of the file, where its name says it (MLflow). */
  readonly tag: string | null;
  /** Its older parts stand beside it under names like `train.log.1`. The log itself may be absent for a moment. */
  readonly isRotated: boolean;
}

/** A file beside the logs that says how a run was set. */
export interface FoundSettings {
  readonly name: string;
  readonly run: string;
  /** A file of settings (`parseSettings`), one parameter of MLflow, or MLflow's record of the run. */
  readonly kind: "file" | "mlflow param" | "mlflow meta";
}

/** A file that looks like a log and is not read, and why. */
export interface LeftAside {
  readonly name: string;
  /** One plain sentence. */
  readonly because: string;
}

/** All of one directory. A file without a place in it is nothing of ours. */
export interface Recognised {
  readonly logs: readonly FoundLog[];
  readonly settings: readonly FoundSettings[];
  readonly leftAside: readonly LeftAside[];
}
