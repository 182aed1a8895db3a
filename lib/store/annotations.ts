/** Annotations of runs on disk: one small JSON file for each log directory, in our own folder. */
import { isDeepStrictEqual } from "node:util";
import {
  type AnnotatedRun,
  type AnnotationChange,
  type AnnotationsAnswer,
  NO_ANNOTATION,
  type RunAnnotation,
} from "../core/annotations.ts";
import {
  annotatedLogdirs,
  fileOf,
  type Held,
  type Marks,
  readAnnotations,
  writeAnnotations,
} from "./annotations-file.ts";
import type { Run } from "./run.ts";
import { contentsOf, findRuns, presentRuns, type RunReference, settingsWord } from "./run-identity.ts";
import type { Store } from "./store.ts";

/** `unknown run`: none of the log directories holds it. `conflict`: it is not any more what the change expects. */
export type Annotated =
  | { readonly kind: "kept" }
  | { readonly kind: "unknown run"; readonly run: string }
  | { readonly kind: "conflict"; readonly run: string; readonly is: RunAnnotation }
  | { readonly kind: "not kept"; readonly because: string };

type Notes = Map<string, RunAnnotation>;

const NO_MARKS: Marks = { origins: [], contents: [], settings: "" };
/** Enough of a run's logs to know it again. */
const MOST_MARKS = 8;

/** What was said of a run that is not where it was. */
interface Elsewhere extends RunReference {
  readonly said: RunAnnotation;
  /** Name of the log directory, where that is watched; null: it is another one, which keeps what is its own. */
  readonly watched: string | null;
}

/**
 * The annotations of a store's runs, by log directory and path, so that they come back with a run that was away; they stay
 * with a run that is renamed or moved, and with a log directory that is moved as a whole (`run-identity.ts`). A file is
 * read again when it has changed, and each change is on disk before it is answered: two engines over one folder see each
 * other's, and of two writers at the same moment one may lose, but no file is ever half written. A file that is damaged or
 * from a later version is left as it is, and nothing is written until somebody moves it away.
 */
export class Annotations {
  private revision = 0;
  private readonly held = new Map<string, Held>();
  private readonly listeners = new Set<(revision: number) => void>();
  /** Runs came or went since those that moved were looked for. */
  private isStale = true;

  /** `folder` need not exist: it is made with the first annotation. */
  constructor(
    private readonly store: Store,
    private readonly folder: string,
  ) {
    store.onMove((before, now) => this.move(before, now));
    store.subscribe(({ runs }) => {
      this.isStale ||= runs;
    });
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

  /** Finds runs that were renamed or moved while nobody watched, alone or with their whole log directory. */
  private findMoved(): void {
    if (this.store.loading !== null || !this.isStale) return;
    this.isStale = false;
    const elsewhere = [...this.missing(), ...this.ofOthers()].map((one, id) => ({ ...one, id }));
    if (elsewhere.length > 0) {
      const found = findRuns(elsewhere, presentRuns(this.store));
      for (const { id, said, watched, path } of elsewhere) {
        const now = this.store.run(found.get(id) ?? "");
        if (now === null) continue;
        if (watched === null) this.take(now, said);
        else this.move({ logdir: watched, path }, now);
      }
    }
    this.completeMarks();
  }

  /** What is said of runs that are not where they were below the directories that are watched. */
  private missing(): Omit<Elsewhere, "id">[] {
    return this.store.logdirs().flatMap(({ name, path: logdir, error }) => {
      if (error !== null) return [];
      const { notes, marks } = this.read(logdir);
      const gone = [...notes].filter(([run]) => this.store.runAt(name, run) === null);
      return gone.map(([path, said]) => ({ logdir, path, said, watched: name, ...(marks.get(path) ?? NO_MARKS) }));
    });
  }

  /** What is said of runs of other directories, which may be ours now under another name. */
  private ofOthers(): Omit<Elsewhere, "id">[] {
    const watched = new Set(this.store.logdirs().map(({ path }) => path));
    return annotatedLogdirs(this.folder).flatMap((logdir) => {
      if (watched.has(logdir)) return [];
      const { notes, marks } = this.read(logdir);
      return [...notes].map(([path, said]) => ({
        logdir,
        path,
        said,
        watched: null,
        ...(marks.get(path) ?? NO_MARKS),
      }));
    });
  }

  /** Gives `now` what was said of it elsewhere, once: unless something is said of it here, or was and was taken back. */
  private take(now: Run, said: RunAnnotation): void {
    const logdir = this.store.logdirs().find(({ name }) => name === now.logdir)?.path ?? "";
    const { notes, taken, problem } = this.read(logdir);
    if (problem !== null || notes.has(now.path) || taken.has(now.path)) return;
    const next = new Set(taken).add(now.path);
    if (this.write(logdir, new Map(notes).set(now.path, said), next) === null) this.tell();
  }

  /** Notes by what runs are known, where a version that did not know of it wrote of them. */
  private completeMarks(): void {
    for (const { name, path: logdir } of this.store.logdirs()) {
      const { notes, marks, problem } = this.read(logdir);
      const lacks = ([path]: readonly [string, RunAnnotation]): boolean => {
        const run = this.store.runAt(name, path);
        return run !== null && marks.get(path)?.contents.length === 0 && contentsOf(run).length > 0;
      };
      if (problem === null && [...notes].some(lacks)) this.write(logdir, new Map(notes)); // where it cannot be written it stays as it was
    }
  }

  private marksOf(logdir: string, path: string): Marks {
    const name = this.store.logdirs().find((one) => one.path === logdir)?.name;
    const run = name === undefined ? null : this.store.runAt(name, path);
    if (run === null) return this.read(logdir).marks.get(path) ?? NO_MARKS;
    return {
      origins: run.origins().slice(0, MOST_MARKS),
      contents: contentsOf(run).slice(0, MOST_MARKS),
      settings: settingsWord(run.hparams()),
    };
  }

  private read(logdir: string): Held {
    const file = fileOf(this.folder, logdir);
    const held = readAnnotations(file, this.held.get(file));
    this.held.set(file, held);
    return held;
  }

  /** Null when it is on disk, else why it is not. */
  private write(logdir: string, notes: Notes, taken: ReadonlySet<string> = this.read(logdir).taken): string | null {
    const marks = new Map([...notes.keys()].map((path) => [path, this.marksOf(logdir, path)]));
    const file = fileOf(this.folder, logdir);
    const written = writeAnnotations(file, logdir, { notes, marks, taken });
    if (typeof written === "string") return written;
    this.held.set(file, written);
    return null;
  }
}
