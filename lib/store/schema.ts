/** The tables of the state database, one step for each version: steps are added at the end and never changed. */

/** `SCHEMA[n]` leads from version n to n + 1. */
export const SCHEMA: readonly string[] = [
  `
  CREATE TABLE launches (
    position INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of submission
    id TEXT NOT NULL UNIQUE,
    submission TEXT NOT NULL,                   -- the key that the client gave: the same key is the same submission
    ordinal INTEGER NOT NULL,                   -- place within the submission
    project TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,                        -- queued, starting, running, ended
    priority INTEGER NOT NULL,
    submitted_at REAL NOT NULL,                 -- all times: seconds since the Unix epoch
    not_before REAL NOT NULL,
    attempt INTEGER NOT NULL,                   -- 0 before the first
    started_at REAL,
    ended_at REAL,
    stopped_by TEXT,                            -- who asked a run that goes on to stop
    failure TEXT,                               -- class of failure of the last attempt
    order_json TEXT NOT NULL,                   -- what is to be run, and how
    progress_json TEXT,                         -- slot, shim and main process of the attempt
    outcome TEXT,                               -- kind of its ending
    ending_json TEXT,
    UNIQUE (submission, ordinal)
  );
  CREATE INDEX launches_waiting ON launches (priority DESC, position) WHERE state = 'queued';
  CREATE INDEX launches_state ON launches (state, ended_at);
  CREATE TABLE needs (
    launch TEXT NOT NULL REFERENCES launches (id),
    needed TEXT NOT NULL REFERENCES launches (id),
    PRIMARY KEY (launch, needed)
  ) WITHOUT ROWID;
  CREATE INDEX needs_needed ON needs (needed);
  CREATE TABLE queue (name TEXT PRIMARY KEY, value_json TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE journal (at REAL NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL, about TEXT NOT NULL)
  `,
];
