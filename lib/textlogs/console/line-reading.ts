/** One line of console output → counters and metrics. */
import type { Counters } from "../step-tracker.ts";
import { findDateAt } from "../wall-times.ts";
import { findBar } from "./bars.ts";
import { plainText } from "./plain-text.ts";
import { type NumberToken, type Token, tokensOf } from "./tokens.ts";
import {
  countedBy,
  isFiller,
  isGlobalCount,
  isMetricWord,
  isSplit,
  isUnit,
  mayNameMetric,
  namesSplit,
} from "./vocabulary.ts";

export interface LineReading {
  readonly counters: Counters;
  /** Values by name, in the order of the line; of equal names the last one counts. */
  readonly metrics: ReadonlyMap<string, number>;
  /** Seconds since the Unix epoch; NaN when the line has no date. */
  readonly wallTime: number;
  /** Set when the line draws a progress bar. */
  readonly bar: { readonly name: string; readonly done: number; readonly total: number | null } | null;
}

/** Of a line that names no place. */
export const NO_COUNTERS: Counters = { step: null, isGlobal: false, total: null, epoch: null };
/** Nobody prints metrics further right; more is not looked at. */
const LONGEST_READ = 16 * 1024;
/** Where a date may begin: behind a bracket, a level, a name. */
const DATE_WITHIN = 48;

/** What is recognised in `line`, a line or one redraw of it, with escape sequences or without. Linear in `line`. */
export function readConsoleLine(line: string): LineReading {
  const plain = plainText(line.slice(0, 4 * LONGEST_READ)).slice(0, LONGEST_READ);
  const { wallTime, text } = withoutPrefix(plain);
  const bar = findBar(text);
  if (bar === null) return { ...new LineGrammar(tokensOf(text)).read(), wallTime, bar: null };
  const before = new LineGrammar(tokensOf(bar.before)).read();
  const after = new LineGrammar(tokensOf(bar.after)).read();
  const counters =
    after.counters.step !== null
      ? { ...after.counters, epoch: after.counters.epoch ?? before.counters.epoch }
      : { ...before.counters, epoch: before.counters.epoch ?? after.counters.epoch };
  const name = bar.before.replace(/[^A-Za-z]+/g, " ").trim();
  return { counters, metrics: after.metrics, wallTime, bar: { name, done: bar.done, total: bar.total } };
}

// "- name - LEVEL -" of Python's logging, "[name][LEVEL] -" of Hydra, "LEVEL:name:" of basicConfig, and
// "| LEVEL | module:function:12 -" of loguru.
const LOGGER = [
  /^\s{0,4}\|\s{0,4}(?:TRACE|DEBUG|INFO|SUCCESS|WARNING|ERROR|CRITICAL)\s{0,8}\|\s{0,4}[\w.]{1,80}:[\w<>]{1,80}:\d{1,6}\s{1,4}-/,
  /^\s{0,4}-\s{1,4}[\w.]{1,80}\s{1,4}-\s{1,4}(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\s{0,8}-?/,
  /^\s{0,4}\]?\s{0,4}\[[\w.]{1,80}\]\[(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\]\s{0,4}-?/,
  /^\s{0,4}(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):[\w.]{1,80}:/,
  /^\s{0,4}-?\s{0,4}\|?\s{0,4}(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\s{0,8}[|-]?/,
];
// I0101 12:00:00.123456 1234 train.py:12]
const GLOG = /^[IWEF]\d{4}\s[^\]]{1,120}\]/;
const SOURCE_LINE = /[\w./-]{1,200}\.(?:py|cc|cpp|cu|c|go|rs|js|ts):\d{1,6}\b/g;

const SOURCE_ENDING = /\.(?:py|cc|cpp|cu|c|go|rs|js|ts):\d/;

/** The line without its date and the logger's own words, which are no metrics. */
function withoutPrefix(line: string): { readonly wallTime: number; readonly text: string } {
  let text = line.replace(GLOG, "");
  let wallTime = NaN;
  const year = text.slice(0, DATE_WITHIN).search(/\d{4}[-/]\d/);
  const date = year < 0 ? null : findDateAt(text, year);
  if (date !== null) {
    wallTime = date.secs;
    text = text.slice(date.end);
  }
  for (const logger of LOGGER) {
    const match = logger.exec(text);
    if (match === null) continue;
    text = text.slice(match[0].length);
    break;
  }
  // mmengine's "Epoch(train)  [1][ 50/7330]"
  text = text.replace(/\b(Epoch|Iter)\((train|val|test)\)/, "$2 $1");
  return { wallTime, text: SOURCE_ENDING.test(text) ? text.replace(SOURCE_LINE, " ") : text };
}

/** A word before the name proper: `total` loss, `learning` rate. */
const MODIFIER = /^[A-Za-z][\w-]{0,40}$/;

/** Reads the tokens of one line from left to right. */
class LineGrammar {
  private readonly metrics = new Map<string, number>();
  private step: number | null = null;
  private isGlobal = false;
  private total: number | null = null;
  private epoch: number | null = null;
  /** Words since the last number or sign: the name of the number to come. */
  private phrase: string[] = [];
  private hasSeparator = false;
  private isBehindGap = false;
  /** The split that the line as a whole speaks of: `[eval]`, `Train: …`. */
  private split: string | null = null;
  /** `[10]` at the beginning: a step where nothing better is named, as gradient boosting prints it. */
  private weakStep: number | null = null;

  constructor(private readonly tokens: readonly Token[]) {}

  read(): { readonly counters: Counters; readonly metrics: ReadonlyMap<string, number> } {
    for (const [i, token] of this.tokens.entries()) {
      switch (token.kind) {
        case "word":
          this.word(token.text);
          break;
        case "number":
          this.number(token, i);
          break;
        case "sign":
          this.sign(token.text);
          break;
        case "space":
          this.isBehindGap ||= token.isWide;
          break;
      }
    }
    const { isGlobal, total, epoch, metrics } = this;
    const step = this.step ?? (epoch === null && metrics.size > 0 ? this.weakStep : null);
    return { counters: { step, isGlobal, total, epoch }, metrics };
  }

  private word(text: string): void {
    if (this.hasSeparator) {
      if (text === "tensor" || text === "array" || text.startsWith("np.")) return; // loss: tensor(0.5)
      this.endPhrase();
    }
    if (this.isBehindGap) this.endPhrase(); // columns: what stands left of the gap is another thing
    const isGenitive = text === "s" && this.phrase.length > 0; // training's auc
    if (text !== "" && !isGenitive) this.phrase.push(text);
  }

  private sign(text: string): void {
    if ("'\"".includes(text)) return;
    if (text === ":" || text === "=") this.hasSeparator = this.phrase.length > 0;
    else if (text === "[" || text === "(") {
      if (!this.hasSeparator && !this.namesCounter()) this.endPhrase();
    } else this.endPhrase();
  }

  private namesCounter(): boolean {
    const last = this.phrase.at(-1);
    return last !== undefined && countedBy(last) !== null;
  }

  /** A phrase that is a split and nothing else speaks of the whole line. */
  private endPhrase(): void {
    const words = this.phrase.filter((word) => !isFiller(word) && !/^(?:set|loop|phase)$/i.test(word));
    if (words.length === 1 && isSplit(words[0])) this.split ??= words[0];
    this.phrase = [];
    this.hasSeparator = false;
    this.isBehindGap = false;
  }

  private number(token: NumberToken, at: number): void {
    const words = this.phrase;
    const { hasSeparator } = this;
    this.phrase = [];
    this.hasSeparator = false;
    this.isBehindGap = false;
    const last = words.at(-1);
    if (last === undefined) this.bareNumber(token, at);
    else if (!this.readCounter(words, last, token)) this.readMetric(words, last, token, hasSeparator, at);
  }

  private readCounter(
    words: readonly string[],
    last: string,
    { value, total, isInteger, isPercent }: NumberToken,
  ): boolean {
    const before = words.slice(0, -1).filter((word) => !isFiller(word));
    const isProgress = isPercent && last.toLowerCase() === "progress" && before.length === 0;
    if (isProgress) this.step ??= value;
    const counts = countedBy(last);
    if (counts === null) return isProgress;
    const isAlone = before.every((word) => isSplit(word) || /^(?:global|end|start)$/i.test(word));
    if (!isAlone || isPercent || !Number.isFinite(value)) return true; // "max step 100" counts nothing and is no metric
    const context = before.find(isSplit);
    if (context !== undefined) this.split ??= context;
    if (counts === "epoch") this.epoch ??= value;
    else if (isInteger && this.step === null) {
      this.step = value;
      this.total = total;
      this.isGlobal = isGlobalCount(last) || before.some((word) => word.toLowerCase() === "global");
    }
    return true;
  }

  /** `[100/600]`; `100/600` behind an epoch or at the line's beginning; `[10]` at the beginning. */
  private bareNumber({ value, total, isInteger }: NumberToken, at: number): void {
    const before = this.tokens.slice(Math.max(0, at - 2), at).filter(({ kind }) => kind !== "space");
    const opening = before.at(-1);
    const isInBrackets = opening?.kind === "sign" && opening.text === "[";
    const isFirst = this.tokens.slice(0, at).every(({ kind }) => kind !== "word" && kind !== "number");
    if (total === null) {
      const closing = this.tokens.at(at + 1);
      const isClosed = closing?.kind === "sign" && closing.text === "]";
      if (isFirst && isInBrackets && isClosed && isInteger) this.weakStep = value;
    } else if (value <= total && this.step === null && (isFirst || isInBrackets || this.epoch !== null)) {
      this.step = value;
      this.total = total;
    }
  }

  private readMetric(
    words: readonly string[],
    last: string,
    token: NumberToken,
    hasSeparator: boolean,
    at: number,
  ): void {
    if (/^(?:number|num)$/i.test(words[0])) return; // "Number of words: 8192"
    if (isSplit(last)) {
      this.split ??= last;
      if (this.isEpochOf(at, token)) this.epoch ??= token.value;
      return;
    }
    if (!mayNameMetric(last) || (!hasSeparator && !isMetricWord(last)) || this.hasUnitBehind(at)) return;
    const value = token.total === null ? token.value : this.percentBehind(at);
    if (value === null) return;
    this.metrics.set(this.nameOf(words, last, hasSeparator), value);
  }

  /** timm's `Train: 3 [ 100/1251`. */
  private isEpochOf(at: number, { isInteger, total }: NumberToken): boolean {
    const behind = this.tokens.slice(at + 1, at + 3).find(({ kind }) => kind !== "space");
    return isInteger && total === null && behind?.kind === "sign" && behind.text === "[";
  }

  /** `saved in: 3.21 s`, `used: 12 GB`: a number with a unit measures the machine. */
  private hasUnitBehind(at: number): boolean {
    const [space, word] = this.tokens.slice(at + 1, at + 3);
    return space?.kind === "space" && !space.isWide && word?.kind === "word" && isUnit(word.text);
  }

  /** `Accuracy: 9800/10000 (98%)` is 98; a fraction without its percent is no value. */
  private percentBehind(at: number): number | null {
    const behind = this.tokens.slice(at + 1, at + 5).filter(({ kind }) => kind !== "space");
    const [open, percent] = behind;
    return open?.kind === "sign" && open.text === "(" && percent?.kind === "number" && percent.isPercent
      ? percent.value
      : null;
  }

  /** `train loss` is `train/loss`; `learning rate` stays two words; `[eval] loss` is `eval/loss`. */
  private nameOf(words: readonly string[], last: string, hasSeparator: boolean): string {
    const before = words.slice(0, -1);
    while (before.length > 0 && isFiller(before[0])) before.shift();
    const split = before.find(isSplit);
    const named = split !== undefined ? before.slice(before.indexOf(split) + 1) : before;
    const joins = hasSeparator && named.length <= 2 && named.every((word) => MODIFIER.test(word) && !isFiller(word));
    const name = joins ? [...named, last].join(" ") : last;
    if (split !== undefined) return `${split}/${name}`;
    return this.split !== null && !namesSplit(name) ? `${this.split}/${name}` : name;
  }
}
