/** The file that keeps what was said of the runs of one log directory. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { RunAnnotation } from "../core/annotations.ts";
import { toRunId } from "../core/units.ts";

const VERSION = 1;

const Entry = z.object({
  run: z.string(),
  name: z.string().default(""),
  colour: z.string().default(""),
  labels: z.array(z.string()).default([]),
  note: z.string().default(""),
  isHidden: z.boolean().default(false),
  /** By these the run is found again when it was moved while nobody watched (`run-identity.ts`). Absent before that was known. */
  origins: z.array(z.string()).default([]),
  contents: z.array(z.string()).default([]),
  settings: z.string().default(""),
});
const AnnotationsFile = z.object({
  version: z.literal(VERSION),
  logdir: z.string(),
  runs: z.array(Entry),
  /** Runs that were given what had been said of them in another directory: what was taken back here does not come again. */
  taken: z.array(z.string()).default([]),
});

/** What a run is known by besides its place. */
export interface Marks {
  readonly origins: readonly string[];
  readonly contents: readonly string[];
  readonly settings: string;
}

/** What was last read from a file; `stamp` tells whether it is still the same one. Maps are by path of the run. */
export interface Held {
  readonly stamp: string;
  readonly notes: ReadonlyMap<string, RunAnnotation>;
  readonly marks: ReadonlyMap<string, Marks>;
  readonly taken: ReadonlySet<string>;
  readonly problem: string | null;
}

const NOTHING: Omit<Held, "stamp" | "problem"> = { notes: new Map(), marks: new Map(), taken: new Set() };

/** Where in `folder` the annotations of the runs below `logdir` are kept: a log directory's path may hold what no file name may. */
export const fileOf = (folder: string, logdir: string): string =>
  join(folder, `${toRunId("annotations", logdir)}.json`);

/** `known`: what was read before, which is kept while the file is the same. Never throws. */
export function readAnnotations(file: string, known: Held | undefined): Held {
  let stamp: string;
  try {
    stamp = stampOf(file);
  } catch (error) {
    return { ...NOTHING, stamp: "", problem: describe(file, "read", error) };
  }
  if (known?.stamp === stamp) return known;
  return stamp === "" ? { ...NOTHING, stamp, problem: null } : { stamp, ...load(file) };
}

/** Log directories of which something is kept in `folder`; those whose file cannot be read are left out: whoever watches them is told. */
export function annotatedLogdirs(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return []; // nothing was said yet
  }
  return names.flatMap((name) => {
    try {
      return AnnotationsFile.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))).logdir;
    } catch {
      return [];
    }
  });
}

/** Writes the file beside its place, flushed, and renames it. What was written, or why it was not. */
export function writeAnnotations(
  file: string,
  logdir: string,
  { notes, marks, taken }: Pick<Held, "notes" | "marks" | "taken">,
): Held | string {
  const runs = [...notes].map(([run, said]) => ({ run, ...said, ...marks.get(run) }));
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const handle = openSync(draft, "w", 0o600);
    try {
      writeSync(handle, `${JSON.stringify({ version: VERSION, logdir, runs, taken: [...taken] }, null, 1)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch (error) {
    return describe(file, "written", error);
  }
  return { stamp: stampOf(file), notes, marks, taken, problem: null };
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
    const { runs, taken } = AnnotationsFile.parse(JSON.parse(readFileSync(file, "utf8")));
    return {
      notes: new Map(runs.map(({ run, origins: _, contents: __, settings: ___, ...said }) => [run, said])),
      marks: new Map(runs.map(({ run, origins, contents, settings }) => [run, { origins, contents, settings }])),
      taken: new Set(taken),
      problem: null,
    };
  } catch {
    const problem = `${file} is damaged or from a later version, so names, labels and notes are neither shown nor kept; move it away to begin anew.`;
    return { ...NOTHING, problem };
  }
}
