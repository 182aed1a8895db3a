/** The part of the view that arranges charts: their axes, how curves are smoothed and joined, and which charts there are. It travels in the link. */

import { type CurveView, DEFAULT_CURVE_VIEW } from "../../lib/charts/curve-view.ts";
import { type Limits, NO_LIMITS } from "../../lib/charts/domain.ts";
import type { XAxis } from "../../lib/core/api.ts";
import type { Band } from "../../lib/core/group-curve.ts";
import type { Smoother } from "../../lib/core/smoothers.ts";

export interface ChartsView extends CurveView {
  /** Zooming into one chart zooms all of them along x. */
  readonly linksX: boolean;
  readonly ownCharts: readonly OwnChart[];
  /** Keys of cards that stand at the top, in the order in which they were put there. */
  readonly pinned: readonly string[];
  /** Steps that somebody marked on all charts, rising. */
  readonly markedSteps: readonly number[];
  readonly cardSize: CardSize;
  readonly tipRows: number;
}

/** A chart of all tags that match a regular expression. */
export interface OwnChart {
  readonly name: string;
  readonly pattern: string;
}

export const CARD_SIZES = ["small", "fit", "large"] as const;
export type CardSize = (typeof CARD_SIZES)[number];
export const SMOOTHERS = ["ema", "twema", "gaussian", "median"] as const satisfies readonly Smoother[];
export const BANDS = ["std", "stderr", "minmax"] as const satisfies readonly Band[];
export const TIP_ROWS = [5, 10, 25] as const;

export const MAX_SMOOTHING = 0.999;

export const DEFAULT_CHARTS_VIEW: ChartsView = {
  ...DEFAULT_CURVE_VIEW,
  linksX: false,
  ownCharts: [],
  pinned: [],
  markedSteps: [],
  cardSize: "fit",
  tipRows: 10,
};

/** Adds to `query` what differs from the default. */
export function formatChartsView(view: ChartsView, query: URLSearchParams): void {
  if (view.smoothing !== DEFAULT_CHARTS_VIEW.smoothing) query.set("smoothing", String(view.smoothing));
  if (view.smoother !== "ema") query.set("smoother", view.smoother);
  if (view.x !== DEFAULT_CHARTS_VIEW.x) query.set("x", view.x);
  if (view.logX) query.set("xScale", "log");
  if (view.logY) query.set("y", "log");
  if (!view.ignoreOutliers) query.set("outliers", "shown");
  if (!view.showsEarlier) query.set("attempts", "latest");
  if (view.groupBy !== "") query.set("group", view.groupBy);
  if (view.band !== "std") query.set("band", view.band);
  if (view.xLimits.some((end) => end !== null)) query.set("xLimits", formatLimits(view.xLimits));
  if (view.yLimits.some((end) => end !== null)) query.set("yLimits", formatLimits(view.yLimits));
  if (view.linksX) query.set("zooming", "linked");
  for (const { name, pattern } of view.ownCharts) query.append("chart", JSON.stringify([name, pattern]));
  if (view.pinned.length > 0) query.set("pinned", view.pinned.join("."));
  if (view.markedSteps.length > 0) query.set("marked", view.markedSteps.join("_"));
  if (view.cardSize !== "fit") query.set("cards", view.cardSize);
  if (view.tipRows !== DEFAULT_CHARTS_VIEW.tipRows) query.set("tipRows", String(view.tipRows));
}

/** Reads it back; what is not understood stays at its default. */
export function parseChartsView(query: URLSearchParams): ChartsView {
  const text = (name: string) => query.get(name) ?? "";
  return {
    smoothing: parseSmoothing(query.get("smoothing")),
    smoother: oneOf(SMOOTHERS, text("smoother"), "ema"),
    x: parseXAxis(text("x")),
    logX: text("xScale") === "log",
    logY: text("y") === "log",
    ignoreOutliers: text("outliers") !== "shown",
    showsEarlier: text("attempts") !== "latest",
    groupBy: text("group") === "seed" || text("group").startsWith("setting:") ? text("group") : "",
    band: oneOf(BANDS, text("band"), "std"),
    xLimits: parseLimits(text("xLimits")),
    yLimits: parseLimits(text("yLimits")),
    linksX: text("zooming") === "linked",
    ownCharts: query.getAll("chart").flatMap(parseOwnChart),
    pinned: [...new Set(text("pinned").split(".").filter(isKey))],
    markedSteps: parseSteps(text("marked")),
    cardSize: oneOf(CARD_SIZES, text("cards"), "fit"),
    tipRows: TIP_ROWS.find((rows) => String(rows) === text("tipRows")) ?? DEFAULT_CHARTS_VIEW.tipRows,
  };
}

const oneOf = <Name extends string>(names: readonly Name[], text: string, otherwise: Name): Name =>
  names.find((name) => name === text) ?? otherwise;

function parseSmoothing(text: string | null): number {
  const weight = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return weight >= 0 && weight <= MAX_SMOOTHING ? weight : DEFAULT_CHARTS_VIEW.smoothing;
}

/** Null where the text names no axis. */
export function toXAxis(text: string): XAxis | null {
  if (text === "step" || text === "relative" || text === "wall" || text === "samples") return text;
  return text.startsWith("tag:") && text.length > "tag:".length ? `tag:${text.slice("tag:".length)}` : null;
}

const parseXAxis = (text: string): XAxis => toXAxis(text) ?? "step";

const isKey = (text: string): boolean => /^[\w-]{1,64}$/.test(text);

const MOST_MARKED = 20;

function parseSteps(text: string): readonly number[] {
  const steps = text.split("_").flatMap((part) => (/^\d{1,15}$/.test(part) ? [Number(part)] : []));
  return [...new Set(steps)].sort((a, b) => a - b).slice(0, MOST_MARKED);
}

const formatLimits = ([low, high]: Limits): string => `${low ?? ""}_${high ?? ""}`;

function parseLimits(text: string): Limits {
  const [low = null, high = null] = text.split("_").map((end) => {
    const number = end.trim() === "" ? Number.NaN : Number(end);
    return Number.isFinite(number) ? number : null;
  });
  return low !== null && high !== null && low >= high ? NO_LIMITS : [low, high];
}

/** `charts` with one more; a chart of that name gives way to it. Without a name it is called by its pattern. */
export function addOwnChart(charts: readonly OwnChart[], pattern: string, name = ""): readonly OwnChart[] {
  const called = name || pattern;
  return [...charts.filter((chart) => chart.name !== called), { name: called, pattern }];
}

function parseOwnChart(text: string): readonly OwnChart[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed)) return [];
    const [name, pattern]: readonly unknown[] = parsed;
    return typeof name === "string" && typeof pattern === "string" ? [{ name, pattern }] : [];
  } catch {
    return []; // somebody else's parameter of that name
  }
}
