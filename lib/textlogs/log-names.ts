/** What the name of a file promises: which format it may have, and which run it would belong to. */
import type { LogFormat } from "../core/log-reader.ts";

/** What a file may be by its name; for `csv`, `jsonl` and `console` its first bytes decide. */
export type NamedKind = Exclude<LogFormat, "mlflow"> | "compressed";

const COMPRESSED = /\.(?:gz|zst|bz2|xz|lz4|zip)$/i;
const EVENT_FILE = /tfevents/;
const JSON_LINES = /\.(?:jsonl|ndjson|log\.json)$|^(?:metrics|log|scalars|train_log|training_log|result)\.json$/i;
const TABLE = /\.(?:csv|tsv)$/i;
const CONSOLE =
  /\.(?:log|out|err|stdout|stderr)$|\.[oe]\d+$|^(?:stdout|stderr|output|console|terminal|train|training|log|nohup|slurm|job)[\w.-]*\.txt$|^(?:stdout|stderr|output|log)$/i;
/** W&B's own logs about itself. */
const NEVER_CONSOLE = /^debug(?:-internal|-core|-cli.*)?\.log$/i;

/** What tools that rotate logs put behind the name: a number, or the day (and hour) until which it reaches. */
const ROTATED = /^(.+?)(?:\.(\d{1,3})|[.-](\d{4})-?(\d\d)-?(\d\d)(?:[T_-]?(\d\d)[:-]?(\d\d)?[:-]?(\d\d)?)?)$/;

/** As every rotated name does: the rest of the question is dear, and is asked for every file. */
const ENDS_IN_DIGIT = /\d$/;

/** The log of which a file of this name is an older part: `train.log.2` of `train.log`. The larger the age, the older. */
export interface Rotated {
  readonly log: string;
  readonly age: number;
}

/** Null for names that are logs themselves, and for what no text log was rotated to. */
export const rotatedFrom = (name: string): Rotated | null =>
  ENDS_IN_DIGIT.test(name) && kindOfLog(name) === null ? partOf(name) : null;

function partOf(name: string): Rotated | null {
  const found = ROTATED.exec(name);
  if (found === null) return null;
  const [, log, number, ...day] = found;
  const kind = kindOfLog(log);
  if (kind !== "console" && kind !== "csv" && kind !== "jsonl") return null;
  return { log, age: number === undefined ? -Number(day.map((part) => part ?? "00").join("")) : Number(number) };
}

/** The kind that `name` promises, or null: hidden files and all that no logger names are nobody's logs. An older part of a log is of its kind. */
export function kindNamed(name: string): NamedKind | null {
  const kind = kindOfLog(name);
  const part = kind === null && ENDS_IN_DIGIT.test(name) ? partOf(name) : null;
  return part === null ? kind : kindOfLog(part.log);
}

function kindOfLog(name: string): NamedKind | null {
  if (name.startsWith(".") || name.endsWith(".profile-empty")) return null;
  if (COMPRESSED.test(name)) return kindNamed(name.replace(COMPRESSED, "")) === null ? null : "compressed";
  if (EVENT_FILE.test(name)) return "tfevents";
  if (name.endsWith(".wandb")) return "wandb";
  if (name === "trainer_state.json") return "trainer_state";
  if (JSON_LINES.test(name)) return "jsonl";
  if (TABLE.test(name)) return "csv";
  return CONSOLE.test(name) && !NEVER_CONSOLE.test(name) ? "console" : null;
}

/** Names that say nothing but "log", best first: such a file speaks for its directory. */
const GENERIC_TABLES =
  "metrics metric scalars log logs progress result history training_log train_log training training_history results stats keras_csvlogger csv_logger csvlogger logger".split(
    " ",
  );
const GENERIC_CONSOLES =
  "stdout train training train_log training_log output out log logs console terminal run main nohup std_log job stderr err".split(
    " ",
  );

/**
 * How well the name of a table, JSON or console log fits to stand for its directory: the lower the better, or null when
 * the file has a name of its own. Decided by the name alone, so that no run is renamed when more files appear.
 */
export function rankAsDirectory(name: string, kind: NamedKind): number | null {
  if (kind === "tfevents" || kind === "wandb" || kind === "trainer_state") return 0;
  const rank = (kind === "console" ? GENERIC_CONSOLES : GENERIC_TABLES).indexOf(stemOf(name).toLowerCase());
  return rank < 0 ? null : rank;
}

/** `name` without what says that it is a log: `exp1.csv` and `exp1.log.json` are `exp1`. */
export const stemOf = (name: string): string => name.replace(/\.log\.json$|\.[A-Za-z0-9]+$/, "") || name;
