/** Annotations of runs on disk: one small JSON file for each log directory, in our own folder. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import {
  type AnnotatedRun,
  type AnnotationChange,
  type AnnotationsAnswer,
  NO_ANNOTATION,
  type RunAnnotation,
} from "../core/annotations.ts";
import { toRunId } from "../core/units.ts";
import type { Run } from "./run.ts";
import type { Store } from "./store.ts";

const VERSION = 1;

const Entry = z.object({
  run: z.string(),
  name: z.string().default(""),
  colour: z.string().default(""),
  labels: z.array(z.string()).default([]),
  note: z.string().default(""),
  isHidden: z.boolean().default(false),
  /** Of its logs when it was written: by them it is found again if it is moved while nobody watches. */
  origins: z.array(z.string()).default([]),
});
const AnnotationsFile = z.object({ version: z.literal(VERSION), logdir: z.string(), runs: z.array(Entry) });

/** `unknown run`: none of the log directories holds it. `conflict`: it is not any more what the change expects. */
export type Annotated =
  | { readonly kind: "kept" }
  | { readonly kind: "unknown run"; readonly run: string }
  | { readonly kind: "conflict"; readonly run: string; readonly is: RunAnnotation }
  | { readonly kind: "not kept"; readonly because: string };

type Notes = Map<string, RunAnnotation>;

/** What was last read from a file; `stamp` tells whether it is still the same one. */
interface Held {
  readonly stamp: string;
  readonly notes: Notes;
  /** By path of the run. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  readonly problem: string | null;
}

const NO_ORIGINS: ReadonlyMap<string, readonly string[]> = new Map();
/** Enough of a run's logs to know it again. */
const MOST_ORIGINS = 8;

/**
 * The annotations of a store's runs, by log directory and path, so that they come back with a run that was away; they stay
 * with a run that is renamed or moved. A file is
 * read again when it has changed, and each change is on disk before it is answered: two engines over one folder see each
 * other's, and of two writers at the same moment one may lose, but no file is ever half written. A file that is damaged or
 * from a later version is left as it is, and nothing is written until somebody moves it away.
 */
export class Annotations {
  private revision = 0;
  private readonly held = new Map<string, Held>();
  private readonly listeners = new Set<(revision: number) => void>();

  /** `folder` need not exist: it is made with the first annotation. */
  constructor(
    private readonly store: Store,
    private readonly folder: string,
  ) {
    store.onMove((before, now) => this.move(before, now));
  }

  /** Calls `listener` after every change, until the returned function is called. */
  subscribe(listener: (revision: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Of all runs that there are and of which something is said. */
  answer(): AnnotationsAnswer {
    this.findMoved();
    const byName = new Map(this.store.logdirs().map(({ name, path }) => [name, this.read(path)]));
    const runs = this.store.runs().flatMap((run): AnnotatedRun[] => {
      const said = byName.get(run.logdir)?.notes.get(run.path);
      return said === undefined ? [] : [{ id: run.id, ...said }];
    });
    const problem = [...byName.values()].find((held) => held.problem !== null)?.problem ?? null;
    return { revision: this.revision, runs, problem };
  }

  /** Makes all of `changes`, or none. A run that is gone is not hidden but forgotten: whatever takes its name is another one. */
  change(changes: readonly AnnotationChange[]): Annotated {
    const paths = new Map(this.store.logdirs().map(({ name, path }) => [name, path]));
    const drafts = new Map<string, Notes>();
    const forgotten: Run[] = [];
    for (const { run: id, set, was } of changes) {
      const run = this.store.run(id);
      const path = run === null ? undefined : paths.get(run.logdir);
      if (run === null || path === undefined) return { kind: "unknown run", run: id };
      const held = this.read(path);
      if (held.problem !== null) return { kind: "not kept", because: held.problem };
      const notes = drafts.get(path) ?? new Map(held.notes);
      const is = notes.get(run.path) ?? NO_ANNOTATION;
      if (!isDeepStrictEqual({ ...is, ...was }, is)) return { kind: "conflict", run: run.name, is };
      const next = { ...is, ...set };
      if (set.isHidden === true && run.isGone()) forgotten.push(run);
      else if (isDeepStrictEqual(next, NO_ANNOTATION)) notes.delete(run.path);
      else notes.set(run.path, next);
      drafts.set(path, notes);
    }
    for (const [path, notes] of drafts) {
      const because = this.write(path, notes);
      if (because !== null) return { kind: "not kept", because };
    }
    for (const run of forgotten) this.store.forgetRun(run);
    this.tell();
    return { kind: "kept" };
  }

  private tell(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener(this.revision);
  }

  /**
   * What is said of `before` is said of `now`, unless something is said of that already. Where it cannot be written, it
   * stays where it is.
   */
  private move(before: { readonly logdir: string; readonly path: string }, now: Run): void {
    const pathOf = (name: string) => this.store.logdirs().find((logdir) => logdir.name === name)?.path ?? "";
    const [from, to] = [pathOf(before.logdir), pathOf(now.logdir)];
    const [left, taken] = [this.read(from), this.read(to)];
    const said = left.notes.get(before.path);
    if (said === undefined || taken.notes.has(now.path) || (left.problem ?? taken.problem) !== null) return;
    const notes = new Map(taken.notes).set(now.path, said);
    if (from === to) notes.delete(before.path);
    if (this.write(to, notes) !== null) return;
    if (from !== to) this.write(from, new Map([...left.notes].filter(([path]) => path !== before.path)));
    this.tell();
  }

  /** Finds runs that were renamed or moved while nobody watched. */
  private findMoved(): void {
    if (this.store.loading !== null) return;
    const missing = this.store.logdirs().flatMap(({ name, path, error }) => {
      const { notes, origins } = error === null ? this.read(path) : { notes: new Map(), origins: NO_ORIGINS };
      const paths = [...notes.keys()].filter((run) => this.store.runAt(name, run) === null);
      return paths.map((run) => ({ logdir: name, path: run, origins: origins.get(run) ?? [] }));
    });
    if (missing.every(({ origins }) => origins.length === 0)) return;
    const byOrigin = new Map(this.store.runs().flatMap((run) => run.origins().map((origin) => [origin, run])));
    for (const before of missing) {
      const now = before.origins.map((origin) => byOrigin.get(origin)).find((run) => run !== undefined);
      if (now !== undefined) this.move(before, now);
    }
  }

  private originsOf(logdir: string, path: string): readonly string[] {
    const name = this.store.logdirs().find((one) => one.path === logdir)?.name;
    const run = name === undefined ? null : this.store.runAt(name, path);
    return run?.origins().slice(0, MOST_ORIGINS) ?? this.read(logdir).origins.get(path) ?? [];
  }

  private fileOf(logdir: string): string {
    return join(this.folder, `${toRunId("annotations", logdir)}.json`);
  }

  private read(logdir: string): Held {
    const file = this.fileOf(logdir);
    let stamp: string;
    try {
      stamp = stampOf(file);
    } catch (error) {
      return { stamp: "", notes: new Map(), origins: NO_ORIGINS, problem: describe(file, "read", error) };
    }
    const known = this.held.get(file);
    if (known?.stamp === stamp) return known;
    const held =
      stamp === "" ? { stamp, notes: new Map(), origins: NO_ORIGINS, problem: null } : { stamp, ...load(file) };
    this.held.set(file, held);
    return held;
  }

  /** Null when it is on disk, else why it is not. */
  private write(logdir: string, notes: Notes): string | null {
    const file = this.fileOf(logdir);
    const runs = [...notes].map(([run, said]) => ({ run, ...said, origins: this.originsOf(logdir, run) }));
    const draft = `${file}.${process.pid}`;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      const handle = openSync(draft, "w", 0o600);
      try {
        writeSync(handle, `${JSON.stringify({ version: VERSION, logdir, runs }, null, 1)}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(draft, file);
    } catch (error) {
      return describe(file, "written", error);
    }
    this.held.set(file, {
      stamp: stampOf(file),
      notes,
      origins: new Map(runs.map(({ run, origins }) => [run, origins])),
      problem: null,
    });
    return null;
  }
}

/** Changes whenever another file takes its place; empty while there is none. */
function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? "" : `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
}

const describe = (file: string, what: "read" | "written", error: unknown): string =>
  `${file} cannot be ${what}: ${error instanceof Error ? error.message : String(error)}.`;

function load(file: string): Omit<Held, "stamp"> {
  try {
    const { runs } = AnnotationsFile.parse(JSON.parse(readFileSync(file, "utf8")));
    return {
      notes: new Map(runs.map(({ run, origins: _, ...said }) => [run, said])),
      origins: new Map(runs.map(({ run, origins }) => [run, origins])),
      problem: null,
    };
  } catch {
    const problem = `${file} is damaged or from a later version, so names, labels and notes are neither shown nor kept; move it away to begin anew.`;
    return { notes: new Map(), origins: NO_ORIGINS, problem };
  }
}
