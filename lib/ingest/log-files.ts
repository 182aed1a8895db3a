/** Which files of a log directory are read, and as what. */

/** An event file holds `tfevents` in its name; the empty ones that the profiler leaves behind hold nothing. */
export const isEventFile = (name: string): boolean => name.includes("tfevents") && !name.endsWith(".profile-empty");
