/** Which files of a directory are logs, of which format and of which run; which hold settings; which are left aside, and why. */
import type { LogFormat } from "../core/log-reader.ts";
import { memoizeLast } from "../core/memoize-last.ts";
import { kindNamed, type NamedKind, rankAsDirectory, rotatedFrom, stemOf } from "../textlogs/log-names.ts";
import { SETTINGS_NAMES } from "../textlogs/settings-map.ts";
import { isKnownPlace, isWandbRun, newestCheckpoint, recognisePlace } from "./known-places.ts";
import { formatOf, type HeadKind, isBinary } from "./log-heads.ts";
import type { FoundLog, LeftAside, Listing, Recognised } from "./recognised.ts";

/** Directories in which no logs are looked for; `latest-run` is W&B's second name for a run. */
export const isPassedOver = (directory: string): boolean =>
  /^(?:\.git|\.cache|\.venv|node_modules|__pycache__|latest-run|\.ipynb_checkpoints)$/.test(directory);

/** Whether a file of this name, new or changed, can change what `recognise` says of its directory. */
export const mayMatter = (name: string): boolean =>
  kindNamed(name) !== null || SETTINGS_NAMES.includes(name) || name === "trainer_state.json" || name === "meta.yaml";

/** What each of `files` may be by its name. Asked twice of a listing, and a name is not quickly judged. */
const kindsOf = memoizeLast((files: readonly string[]) => files.map(kindNamed));

/** Files of which `recognise` needs the head: their names alone do not tell whether they are logs. */
export function filesToLookInto(listing: Listing): readonly string[] {
  const { files, path } = listing;
  if (files.length === 0 || isKnownPlace(path)) return [];
  const kinds = kindsOf(files);
  const hasCertain = kinds.some((kind) => kind === "tfevents" || (kind === "wandb" && isWandbRun(path)));
  return hasCertain ? [] : files.filter((_, i) => isUncertain(kinds[i]));
}

/**
 * What the files of a directory are. `heads` holds the first `HEAD_BYTES` of the files that `filesToLookInto` names
 * (of console output also a later piece, see `DirectoryContents`);
 * a file whose head is missing is in no part of the answer; `patterns` are the user's own for console logs. The answer replaces an earlier one for the same directory: a
 * file that it no longer names is no longer a log of that run.
 *
 * Runs: event files, the `.wandb` file in a folder as W&B names it, `trainer_state.json`, and a table, JSON or console
 * log with a generic name (`metrics.csv`, `stdout.txt`: see `log-names.ts`) make their directory a run. Any other log is
 * a run of its own, `<directory>/<name without its ending>`. Names of runs depend on nothing else, so they stay when more
 * files appear.
 *
 * A directory's run is read from one source, the first of: event files, `.wandb`, `trainer_state.json`, JSON lines, CSV,
 * console; the others would tell the same points twice and are left aside. Console logs are left aside wherever anything
 * structured stands beside them. Without a `trainer_state.json` of its own, a directory takes the one of its newest
 * `checkpoint-N`.
 */
export function recognise(
  listing: Listing,
  heads: ReadonlyMap<string, Uint8Array>,
  patterns: readonly string[] = [],
): Recognised {
  const special = recognisePlace(listing);
  if (special !== null) return special;
  const { path, files, directories } = listing;
  const leftAside: LeftAside[] = [];
  const candidates: Candidate[] = [];
  const toLookInto = new Set(filesToLookInto(listing));
  for (const { name, parts, kind } of partsByLog(files)) {
    if (kind === null) continue;
    const isRotated = false;
    if (kind === "compressed") leftAside.push({ name, because: "It is compressed: unpack it to see its curves." });
    else if (kind === "wandb") candidates.push({ name, format: kind, rank: isWandbRun(path) ? 0 : null, isRotated });
    else if (!isUncertain(kind)) candidates.push({ name, format: kind, rank: 0, isRotated });
    else if (!toLookInto.has(parts[0]))
      leftAside.push({ name, because: "Nobody looked into it: the event files or W&B file beside it tell this run." });
    else judge({ name, parts, kind }, heads, patterns, candidates, leftAside);
  }
  const checkpoint = newestCheckpoint(directories);
  if (
    checkpoint !== null &&
    candidates.every(({ format }) => format === "jsonl" || format === "csv" || format === "console")
  ) {
    candidates.push({ name: `${checkpoint}/trainer_state.json`, format: "trainer_state", rank: 0, isRotated: false });
  }
  if (directories.includes("runs")) leaveTrainerState(candidates, leftAside);
  const logs = chooseSources(path, candidates, leftAside);
  const settingsFile = SETTINGS_NAMES.find((name) => files.includes(name));
  const settings = settingsFile === undefined ? [] : [{ name: settingsFile, run: path, kind: "file" as const }];
  return { logs, settings, leftAside };
}

interface Candidate {
  readonly name: string;
  readonly format: LogFormat;
  /** Null: it has a name, and so a run, of its own. */
  readonly rank: number | null;
  readonly isRotated: boolean;
}

interface Parts {
  readonly name: string;
  readonly kind: NamedKind | null;
  /** Its older parts, oldest first, and itself where it is there. */
  readonly parts: readonly string[];
}

/** The logs that `files` are or belong to, in order of their names. */
function partsByLog(files: readonly string[]): Iterable<Parts> {
  const kinds = kindsOf(files);
  const whole = files.map((name, i): Parts => ({ name, kind: kinds[i], parts: [name] }));
  whole.sort((a, b) => (a.name < b.name ? -1 : 1));
  const rotated = whole.filter(({ kind, name }) => isUncertain(kind) && rotatedFrom(name) !== null);
  return rotated.length === 0 ? whole : joinParts(whole);
}

function joinParts(files: readonly Parts[]): Iterable<Parts> {
  const logs = new Map<string, { readonly kind: NamedKind | null; readonly parts: { file: string; age: number }[] }>();
  for (const { name: file, kind } of files) {
    const { log, age } = rotatedFrom(file) ?? { log: file, age: Number.NEGATIVE_INFINITY };
    const known = logs.get(log);
    if (known === undefined) logs.set(log, { kind, parts: [{ file, age }] });
    else known.parts.push({ file, age });
  }
  return [...logs].map(([name, { kind, parts }]) => ({
    name,
    kind,
    parts: parts.sort((a, b) => b.age - a.age).map(({ file }) => file),
  }));
}

const isUncertain = (kind: NamedKind | null): kind is HeadKind =>
  kind === "csv" || kind === "jsonl" || kind === "console";

interface Uncertain {
  readonly name: string;
  /** Files, oldest first. */
  readonly parts: readonly string[];
  readonly kind: HeadKind;
}

/** Decides by their heads whether a file or an older part of it is a log: whether the reader of its format finds points in it. */
function judge(
  { name, parts, kind }: Uncertain,
  heads: ReadonlyMap<string, Uint8Array>,
  patterns: readonly string[],
  candidates: Candidate[],
  leftAside: LeftAside[],
): void {
  const known = parts.flatMap((part) => heads.get(part) ?? []);
  if (known.length === 0) return;
  const written = known.filter((head) => head.length > 0);
  if (written.length === 0) {
    leftAside.push({ name, because: "It is still empty." });
    return;
  }
  const format = written.map((head) => formatOf(kind, head, patterns)).find((found) => found !== null);
  if (format !== undefined) {
    candidates.push({
      name,
      format,
      rank: rankAsDirectory(name, kind),
      isRotated: parts.length > 1 || parts[0] !== name,
    });
    for (const part of parts.filter((one) => one !== name)) {
      leftAside.push({ name: part, because: `It is an older part of ${name} and read with it.` });
    }
  } else if (kind !== "console" || !written.every(isBinary)) leftAside.push({ name, because: REASONS[kind] });
}

const REASONS = {
  csv: "It has no column of steps or epochs.",
  jsonl: "Its lines are no JSON objects with a step or epoch and numbers.",
  console:
    "Nothing in its first and last 64 KiB looks like a training that goes on: no metric comes again at another step.",
} as const;

/** The Trainer logs to `runs/` as well, and there every point has a wall time. */
function leaveTrainerState(candidates: Candidate[], leftAside: LeftAside[]): void {
  const at = candidates.findIndex(({ format }) => format === "trainer_state");
  if (at < 0) return;
  const [{ name }] = candidates.splice(at, 1);
  leftAside.push({ name, because: "The event files under runs/ hold the same points." });
}

const ORDER: readonly LogFormat[] = ["tfevents", "wandb", "trainer_state", "jsonl", "csv", "console"];

/** One source for the directory's run, and every log with a name of its own. */
function chooseSources(path: string, candidates: readonly Candidate[], leftAside: LeftAside[]): readonly FoundLog[] {
  const isStructured = candidates.some(({ format }) => format !== "console");
  const logs: FoundLog[] = [];
  const forDirectory: (Candidate & { readonly rank: number })[] = [];
  for (const { name, format, rank, isRotated } of candidates) {
    if (format === "console" && isStructured) {
      leftAside.push({ name, because: "It is console output, and structured logs stand beside it." });
    } else if (rank === null) logs.push({ name, format, run: joined(path, stemOf(name)), tag: null, isRotated });
    else forDirectory.push({ name, format, rank, isRotated });
  }
  forDirectory.sort((a, b) => ORDER.indexOf(a.format) - ORDER.indexOf(b.format) || a.rank - b.rank);
  const best = forDirectory.at(0);
  for (const { name, format, isRotated } of forDirectory) {
    if (name === best?.name || (format === best?.format && isMultifile(format))) {
      logs.push({ name, format, run: path, tag: null, isRotated });
    } else leftAside.push({ name, because: `The run is read from ${best?.name}.` });
  }
  return logs;
}

const isMultifile = (format: LogFormat): boolean => format === "tfevents" || format === "wandb";

const joined = (path: string, name: string): string => (path === "." ? name : `${path}/${name}`);
