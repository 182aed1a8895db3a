/** Views of the board that somebody gave a name: the contract of `GET /api/views` and `PUT /api/views`. */

export interface NamedView {
  /** What tells views apart. */
  readonly name: string;
  /** The query of the board's address that shows it, without its `?`. */
  readonly query: string;
  /** Who saved it last. */
  readonly by: string;
  /** Seconds since the Unix epoch. */
  readonly savedAt: number;
}

/** What is kept for a set of log directories, the same for everybody. */
export interface ViewsAnswer {
  readonly version: 1;
  /** By name, as people read them. */
  readonly views: readonly NamedView[];
}

/** What is to become of a view. It counts only where the view is still what `was` says. */
export interface ViewChange {
  readonly name: string;
  /** Null: it goes. */
  readonly query: string | null;
  /** Null: there was none of that name. */
  readonly was: string | null;
}
