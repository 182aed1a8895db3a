/** Which files of a log directory are read, and as what. */

/** An event file holds `tfevents` in its name; the empty ones that the profiler leaves behind hold nothing. */
export const isEventFile = (name: string): boolean => name.includes("tfevents") && !name.endsWith(".profile-empty");

/** Files beside the events that hold a run's settings; the first one present counts. */
export const SETTINGS_FILES: readonly string[] = ["hparams.json", "args.json", "params.json", "config.json"];
