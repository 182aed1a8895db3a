/** Tables that training programs print: names in a header over rows of numbers, or a framed block of names and numbers. */
import { type LineReading, NO_COUNTERS } from "./line-reading.ts";
import { plainText } from "./plain-text.ts";
import { countedBy } from "./vocabulary.ts";

/** Plain data, for another reader to go on from. */
export interface TablesState {
  /** Names of the columns, once a header was seen. */
  readonly header: readonly string[] | null;
  /** Rows of the framed block that is open; null outside of one. */
  readonly block: readonly (readonly [name: string, value: number])[] | null;
  /** What the names in the block stand below: `rollout/`. */
  readonly group: string;
}

const LONGEST_LINE = 2000;
const MOST_COLUMNS = 200;
const MOST_ROWS = 500;
const FRAME = /^-{8,}$/;
const BLOCK_ROW = /^\|\s{1,40}([A-Za-z_][\w ./@%-]{0,80}?)\s{0,80}\|\s{0,40}(\S{0,40})\s{0,80}\|$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const DURATION = /^\d{1,3}(?::\d\d){1,2}$/;
const COLUMN_NAME = /^(?:#|[A-Za-z_][\w ./@%-]{0,60})$/;
/** How reinforcement learning counts its steps, with the names of Stable-Baselines3, RLlib and Spinning Up. */
const BLOCK_STEP = /(?:^|\/)(?:total_timesteps|timesteps_total|TotalEnvInteracts)$/;

const NOTHING: LineReading = { counters: NO_COUNTERS, metrics: new Map(), wallTime: Number.NaN, bar: null };

/**
 * Follows the tables of a log. A header is a line of names, two blanks apart, of which the first counts (`epoch`, `step`, or
 * spaCy's `E`); every later line of as many numbers is a row of it. A block is framed by dashes, its rows are `| name | number |`;
 * its numbers are told at its end, at the step that it names.
 */
export class Tables {
  private header: readonly string[] | null = null;
  private block: [string, number][] | null = null;
  private group = "";

  /** What `line` says as a part of a table; null when it is none. */
  read(line: string): LineReading | null {
    if (line.length > LONGEST_LINE) return null;
    const text = plainText(line).trim();
    if (FRAME.test(text)) return this.frame();
    if (this.block !== null && text.startsWith("|")) return this.blockRow(text);
    this.block = null;
    if (this.header === null && !/^(?:#|[A-Za-z])/.test(text)) return null;
    const cells = text.split(/\s{2,}/);
    if (isHeader(cells)) {
      this.header = cells;
      return NOTHING;
    }
    return this.header === null ? null : row(this.header, text.split(/\s+/));
  }

  state(): TablesState {
    const { header, block, group } = this;
    return { header, block: block === null ? null : [...block], group };
  }

  static resume({ header, block, group }: TablesState): Tables {
    const tables = new Tables();
    tables.header = header;
    tables.block = block === null ? null : block.map(([name, value]) => [name, value]);
    tables.group = group;
    return tables;
  }

  /** Dashes end a block that has rows, and begin one otherwise. */
  private frame(): LineReading | null {
    const rows = this.block ?? [];
    this.block = rows.length > 0 ? null : [];
    this.group = "";
    if (rows.length === 0) return null;
    const step = rows.find(([name]) => BLOCK_STEP.test(name))?.[1] ?? null;
    const metrics = new Map(rows.filter(([name]) => !BLOCK_STEP.test(name)));
    return { ...NOTHING, counters: { ...NO_COUNTERS, step, isGlobal: true }, metrics };
  }

  private blockRow(text: string): LineReading | null {
    const [, name, value = ""] = BLOCK_ROW.exec(text) ?? [];
    if (name === undefined || this.block === null) return null;
    if (value === "" && name.endsWith("/")) this.group = name;
    const number = toNumber(value);
    if (number !== null && this.block.length < MOST_ROWS) this.block.push([`${this.group}${name}`, number]);
    return NOTHING;
  }
}

const isHeader = (cells: readonly string[]): boolean =>
  cells.length >= 3 &&
  cells.length <= MOST_COLUMNS &&
  columnCounts(cells[0]) !== null &&
  cells.every((cell) => COLUMN_NAME.test(cell));

/** spaCy calls the epoch `E` and the step `#`. */
const columnCounts = (name: string): "step" | "epoch" | null =>
  name === "E" ? "epoch" : name === "#" ? "step" : countedBy(name);

function row(header: readonly string[], cells: readonly string[]): LineReading | null {
  if (cells.length !== header.length || !/^\d+$/.test(cells[0])) return null;
  if (!cells.every((cell) => toNumber(cell) !== null || DURATION.test(cell))) return null;
  let step: number | null = null;
  let epoch: number | null = null;
  const metrics = new Map<string, number>();
  for (const [i, name] of header.entries()) {
    const value = toNumber(cells[i]);
    if (value === null) continue;
    const counts = columnCounts(name);
    if (counts === "step") step ??= value;
    else if (counts === "epoch") epoch ??= value;
    else metrics.set(name, value);
  }
  return { ...NOTHING, counters: { ...NO_COUNTERS, step, epoch, isGlobal: step !== null && epoch !== null }, metrics };
}

function toNumber(text: string): number | null {
  if (NUMBER.test(text)) return Number(text);
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?inf$/i.test(text) ? (text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : null;
}
