/** What travels between the engine and those who let the advice pause hopeless runs. Times are seconds since the Unix epoch. */

/** Answer of `GET /api/autopause`: every sweep that there is advice on. */
export interface AutopauseAnswer {
  /** In the order of the advice. */
  readonly sweeps: readonly AutopauseSweep[];
}

/** How it stands with pausing in one sweep. */
export interface AutopauseSweep {
  /** Id. */
  readonly sweep: string;
  readonly title: string;
  /** Who agreed, and when. `all`: to all runs of the sweep; else to their own. */
  readonly consents: readonly { readonly who: string; readonly at: number; readonly reach: "own" | "all" }[];
  /** Whether the one who asks has agreed. */
  readonly isMine: boolean;
  /** Of the launches under way that the word of the one who asks would reach: how many, and how many of them go on from where they were stopped. */
  readonly underWay: number;
  readonly resuming: number;
  /** Paused now, the latest first. */
  readonly paused: readonly PausedRun[];
}

export interface PausedRun {
  /** Id of the launch. */
  readonly launch: string;
  readonly name: string;
  readonly at: number;
  /** What the advice said of it. */
  readonly because: string;
  /** Whether it goes on from where it was stopped; else it starts from the beginning. */
  readonly resumes: boolean;
}
