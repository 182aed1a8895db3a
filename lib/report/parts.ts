/** What a report consists of: blocks that somebody wrote or chose, and what each of them shows. All of it is JSON. */
import type { CurveView } from "../charts/curve-view.ts";
import type { Rule } from "../core/advice.ts";
import type { Ink } from "../core/palette.ts";
import type { HparamValue } from "../core/series.ts";
import type { Language } from "../core/text.ts";
import type { Block } from "./document.ts";

/**
 * Which runs a block shows. `named`: these, each with the number that it had among its author's runs, which is its colour.
 * `matching`: all whose name the regular expression finds (empty: all) and that fulfil the conditions (`lr<0.01`; empty: none).
 */
export type RunChoice =
  | { readonly kind: "named"; readonly names: readonly string[]; readonly ordinals: readonly number[] }
  | { readonly kind: "matching"; readonly pattern: string; readonly where: string };

/** A chart as somebody saw it. */
export interface ChartSpec extends CurveView {
  readonly title: string;
  readonly tags: readonly string[];
  readonly runs: RunChoice;
  /** As the board's own colours by a setting; empty: each run its own. */
  readonly colourBy: string;
}

/** A table of runs. Columns by their ids, as in the board's table. */
export interface TableSpec {
  readonly runs: RunChoice;
  readonly columns: readonly string[];
  readonly sort: { readonly column: string; readonly isDescending: boolean } | null;
}

/** The advice on a sweep, whole or of one rule. `title`: what the sweep was called, for when it is not there any more. */
export interface AdviceSpec {
  readonly sweep: string | null;
  readonly title: string;
  readonly rule: Rule | null;
}

/** What stands still: the data under `id`, read at a moment in seconds since the Unix epoch. */
export interface Frozen {
  readonly id: string;
  readonly at: number;
}

/** What a block asks the engine for. */
export type Question =
  | { readonly kind: "chart"; readonly chart: ChartSpec }
  | { readonly kind: "table"; readonly table: TableSpec }
  | { readonly kind: "advice"; readonly advice: AdviceSpec };

/** A block with data. Frozen blocks show what was stored, whatever they would ask for now. */
export type DataBlock = Question & {
  readonly id: string;
  readonly caption: string;
  readonly frozen: Frozen | null;
};

export type ReportBlock = DataBlock | { readonly id: string; readonly kind: "text"; readonly text: string };

/** What its author writes. `language`: of headings, advice and exports. */
export interface ReportText {
  readonly title: string;
  readonly author: string;
  readonly language: Language;
  readonly blocks: readonly ReportBlock[];
}

/** A report as the engine keeps it. Times in seconds since the Unix epoch. */
export interface Report extends ReportText {
  readonly id: string;
  /** Grows by one with every change. */
  readonly version: number;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly createdBy: string;
  readonly changedBy: string;
}

/** A line of the list of reports. */
export interface ListedReport extends Omit<Report, "blocks"> {
  /** Of its blocks, how many have data, and how many of those stand still. */
  readonly dataBlocks: number;
  readonly frozenBlocks: number;
  /** Paths of the log directories that it was written about, where these are not the ones of this engine. */
  readonly elsewhere: readonly string[] | null;
}

/** Answer of `GET /api/reports`, those that changed last first. */
export interface ReportsAnswer {
  readonly reports: readonly ListedReport[];
  /** Ids of those that are kept and that this version cannot read: a later one wrote them, or they are damaged. */
  readonly unreadable: readonly string[];
}

/** What one line of a chart stands for. */
export interface ChartLine {
  /** Of the curve in the frames. */
  readonly id: string;
  readonly name: string;
  /** Names of the runs that it is made of. */
  readonly runs: readonly string[];
  readonly ink: Ink;
}

/** `too many`: only the first are shown. `broken`: pattern or conditions are none, and why. `slow`: a pattern that could take for ever. */
export type Shortfall =
  | { readonly kind: "no runs" }
  | { readonly kind: "no points" }
  | { readonly kind: "no sweep" }
  | { readonly kind: "too many"; readonly shown: number; readonly of: number }
  | { readonly kind: "broken"; readonly because: string }
  | { readonly kind: "slow" };

interface Read {
  /** When the engine read it, in seconds since the Unix epoch. */
  readonly at: number;
  /** Why it shows less than was asked for; null when it does not. */
  readonly shortfall: Shortfall | null;
}

export interface ChartData extends Read {
  readonly kind: "chart";
  readonly chart: ChartSpec;
  readonly lines: readonly ChartLine[];
  /** A frame of curves for each tag of the chart, in their order, in base64. */
  readonly frames: readonly string[];
}

/** `cells`: by column. Numbers of metrics that are not finite are texts, as everywhere in our JSON; null: not known. */
export interface TableRow {
  readonly run: string;
  readonly ink: Ink;
  readonly cells: readonly (HparamValue | null)[];
}

export interface TableData extends Read {
  readonly kind: "table";
  readonly table: TableSpec;
  readonly rows: readonly TableRow[];
}

export interface AdviceData extends Read {
  readonly kind: "advice";
  readonly advice: AdviceSpec;
  /** The same in every language, so that a report whose language changes is told in it, frozen or not; an export has the one of its report. */
  readonly said?: Readonly<Partial<Record<Language, readonly Block[]>>>;
  /** In the one language in which it was frozen: by versions that stored no other. */
  readonly blocks?: readonly Block[];
}

/** What a block shows: with the question as it was when it was asked, so that stored data explain themselves. */
export type BlockData = ChartData | TableData | AdviceData;
