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
  `
  CREATE TABLE review_runs (       -- a run of which something was said
    id INTEGER PRIMARY KEY,
    logdir TEXT NOT NULL,          -- where it was then
    path TEXT NOT NULL,
    contents_json TEXT NOT NULL,   -- how its logs begin: by that it is found where it was moved
    settings TEXT NOT NULL,        -- a hash of its settings, for runs that begin alike
    UNIQUE (logdir, path, contents_json)
  );
  CREATE TABLE threads (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,            -- run, runs, chart, advice
    tag TEXT,                      -- of a chart
    from_step REAL,                -- of a step or a range of steps
    to_step REAL,
    sweep TEXT,                    -- of an advice: id of the sweep and name of the rule
    rule TEXT,
    title TEXT NOT NULL,           -- what it was about, in words, for when that is not here
    resolved_at REAL,              -- all times: seconds since the Unix epoch
    resolved_by TEXT
  ) WITHOUT ROWID;
  CREATE TABLE thread_runs (
    thread TEXT NOT NULL REFERENCES threads (id),
    run INTEGER NOT NULL REFERENCES review_runs (id),
    PRIMARY KEY (thread, run)
  ) WITHOUT ROWID;
  CREATE TABLE comments (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,       -- chosen by the writer's browser: what is sent twice is written once
    thread TEXT NOT NULL REFERENCES threads (id),
    author TEXT NOT NULL,
    written_at REAL NOT NULL,
    version INTEGER NOT NULL,      -- 1 at first
    text TEXT NOT NULL,
    changed_at REAL,
    deleted_at REAL
  );
  CREATE INDEX comments_thread ON comments (thread);
  CREATE TABLE comment_texts (     -- what stood there before
    comment TEXT NOT NULL REFERENCES comments (id),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    written_at REAL NOT NULL,
    PRIMARY KEY (comment, version)
  ) WITHOUT ROWID;
  CREATE TABLE verdicts (          -- every one that was given; the last of a run or sweep holds
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER REFERENCES review_runs (id),
    sweep TEXT,                    -- of a sweep: its id
    runs_json TEXT NOT NULL,       -- of a sweep: its runs, as ids of review_runs
    title TEXT NOT NULL,
    verdict TEXT,                  -- candidate, chosen, rejected; null: taken back
    because TEXT NOT NULL,
    who TEXT NOT NULL,
    at REAL NOT NULL
  );
  CREATE TABLE happenings (        -- what readers may want to know of, in order
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT,                      -- null: nobody, it happened
    act TEXT NOT NULL,
    place TEXT,                    -- of the log directories in which it happened; null: of what about_json names
    about_json TEXT NOT NULL
  );
  CREATE INDEX happenings_place ON happenings (place, position);
  CREATE TABLE sights (            -- what was seen last, so that what changed while nobody looked is found
    place TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (place, subject)
  ) WITHOUT ROWID;
  CREATE TABLE readers (           -- up to where somebody has read
    place TEXT NOT NULL,
    who TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (place, who)
  ) WITHOUT ROWID
  `,
  `
  CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    place TEXT NOT NULL,           -- of the log directories that it was written about
    paths_json TEXT NOT NULL,      -- of these
    version INTEGER NOT NULL,      -- 1 at first
    created_at REAL NOT NULL,
    created_by TEXT NOT NULL,
    changed_at REAL NOT NULL,
    changed_by TEXT NOT NULL,
    deleted_at REAL,               -- null: it is there
    text_json TEXT NOT NULL        -- title, author, language, blocks
  ) WITHOUT ROWID;
  CREATE TABLE report_data (       -- what blocks showed when they were frozen
    id TEXT PRIMARY KEY,           -- a hash of the contents
    at REAL NOT NULL,
    stored_at REAL NOT NULL,
    contents BLOB NOT NULL         -- JSON, gzipped
  )
  `,
  `
  CREATE TABLE users (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    role TEXT NOT NULL,              -- viewer, launcher, admin
    created_at REAL NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE credentials (
    id TEXT PRIMARY KEY,             -- names it in lists; no secret
    digest TEXT NOT NULL UNIQUE,     -- of the secret, under that of the state directory
    kind TEXT NOT NULL,              -- code, session, token, share-link
    person TEXT COLLATE NOCASE REFERENCES users (name) ON DELETE CASCADE ON UPDATE CASCADE, -- null: the owner
    label TEXT NOT NULL,
    scope_json TEXT,                 -- of a share link: what is seen through it
    parent TEXT REFERENCES credentials (id) ON DELETE CASCADE,
    made_at REAL NOT NULL,
    expires_at REAL,                 -- null: never
    used_at REAL
  ) WITHOUT ROWID;
  CREATE INDEX credentials_person ON credentials (person);
  CREATE INDEX credentials_parent ON credentials (parent);
  CREATE TABLE audit (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    via TEXT NOT NULL,
    address TEXT NOT NULL,
    act TEXT NOT NULL,
    about TEXT NOT NULL
  );
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
  CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END
  `,
  // Empty: of before it was kept. No comment in the statement: SQLite would keep it in the middle of the table's own.
  "ALTER TABLE launches ADD COLUMN submitted_by TEXT NOT NULL DEFAULT ''",
  `
  CREATE TABLE pause_consents (      -- who lets the advice pause hopeless runs of which sweep
    place TEXT NOT NULL,             -- of the log directories that the sweep is in
    sweep TEXT NOT NULL,             -- its id
    who TEXT NOT NULL,
    is_owner INTEGER NOT NULL,       -- of the state directory
    title TEXT NOT NULL,             -- of the sweep, for people
    at REAL NOT NULL,
    PRIMARY KEY (place, sweep, who)
  ) WITHOUT ROWID;
  CREATE TABLE pauses (              -- launches that the advice had stopped, each once
    launch TEXT PRIMARY KEY REFERENCES launches (id),
    attempt INTEGER NOT NULL,
    at REAL NOT NULL,
    sweep TEXT NOT NULL,
    because TEXT NOT NULL,
    who TEXT NOT NULL                -- whose consent it was
  ) WITHOUT ROWID
  `,
];
