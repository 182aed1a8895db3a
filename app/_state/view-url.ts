/** The view as a query string: a link opens what its sender saw. Only what differs from the default is written. */

import type { Zoom } from "../../lib/charts/domain.ts";
import { type ChartsView, DEFAULT_CHARTS_VIEW, formatChartsView, parseChartsView } from "./charts-view.ts";
import { EVERYTHING, type Selection } from "./selection.ts";
import { DEFAULT_TABLE_VIEW, formatTableView, parseTableView, type TableView } from "./table-view.ts";

/** What one looks at, apart from the data. Tags and groups are named by `tagKey`, runs by `toRunKey`. */
export interface View extends TableView, ChartsView {
  readonly screen: Screen;
  /** What the screen of launches shows. */
  readonly launchPane: LaunchPane;
  /** Id of the launch that is open; null: none is. */
  readonly launch: string | null;
  /** Id of the report that is open; null: their list. */
  readonly report: string | null;
  /** Id of the thread of comments that is open; null: none is. */
  readonly thread: string | null;
  readonly runFilter: string;
  readonly tagFilter: string;
  readonly selection: Selection;
  /** Name of a setting, or `regex:` and a pattern whose groups tell runs apart; empty: every run has its own colour. */
  readonly colourBy: string;
  readonly closedGroups: ReadonlySet<string>;
  readonly zooms: ReadonlyMap<string, Zoom>;
  readonly fullScreen: string | null;
  readonly sweep: string | null;
  /** Null: as wide as the window allows. */
  readonly runsPanel: boolean | null;
  readonly advicePanel: boolean | null;
}

/** What fills the middle: curves over steps, what the settings did, the runs that we started, or what people wrote about them. */
export type Screen = "curves" | "hparams" | "launches" | "reports";
export type LaunchPane = "list" | "new" | "machine";

export const DEFAULT_VIEW: View = {
  ...DEFAULT_TABLE_VIEW,
  ...DEFAULT_CHARTS_VIEW,
  screen: "curves",
  launchPane: "list",
  launch: null,
  report: null,
  thread: null,
  runFilter: "",
  tagFilter: "",
  selection: EVERYTHING,
  colourBy: "",
  closedGroups: new Set(),
  zooms: new Map(),
  fullScreen: null,
  sweep: null,
  runsPanel: null,
  advicePanel: null,
};

/** The query string without its `?`, empty for the default view. Separators are characters that a URL leaves as they are. */
export function formatView(view: View): string {
  const query = new URLSearchParams();
  if (view.screen !== DEFAULT_VIEW.screen) query.set("screen", view.screen);
  if (view.launchPane !== DEFAULT_VIEW.launchPane) query.set("pane", view.launchPane);
  if (view.launch !== null) query.set("launch", view.launch);
  if (view.report !== null) query.set("report", view.report);
  if (view.thread !== null) query.set("thread", view.thread);
  if (view.runFilter !== "") query.set("runFilter", view.runFilter);
  if (view.tagFilter !== "") query.set("tagFilter", view.tagFilter);
  formatChartsView(view, query);
  const { base, flipped } = view.selection;
  if (base !== "default" || flipped.size > 0) query.set("runs", [base, ...flipped].join("."));
  if (view.colourBy !== "") query.set("colour", view.colourBy);
  if (view.closedGroups.size > 0) query.set("closed", [...view.closedGroups].join("."));
  for (const [key, { x, y }] of view.zooms)
    query.append("zoom", [key, ...(x ?? ["", ""]), ...(y ?? ["", ""])].join("_"));
  if (view.fullScreen !== null) query.set("card", view.fullScreen);
  if (view.sweep !== null) query.set("sweep", view.sweep);
  if (view.runsPanel !== null) query.set("runsPanel", view.runsPanel ? "open" : "closed");
  if (view.advicePanel !== null) query.set("advicePanel", view.advicePanel ? "open" : "closed");
  formatTableView(view, query);
  return query.toString();
}

/** The view that a query string describes; whatever it says that we do not understand is left at its default. */
export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const text = (name: string) => query.get(name) ?? "";
  return {
    ...parseTableView(query),
    ...parseChartsView(query),
    screen: parseScreen(text("screen")),
    launchPane: parsePane(text("pane")),
    launch: parseKey(query.get("launch")),
    report: parseKey(query.get("report")),
    thread: parseKey(query.get("thread")),
    runFilter: text("runFilter"),
    tagFilter: text("tagFilter"),
    selection: parseSelection(text("runs")),
    colourBy: text("colour"),
    closedGroups: new Set(text("closed").split(".").filter(isKey)),
    zooms: new Map(query.getAll("zoom").flatMap(parseZoom)),
    fullScreen: parseKey(query.get("card")),
    sweep: parseKey(query.get("sweep")),
    runsPanel: parsePanel(query.get("runsPanel")),
    advicePanel: parsePanel(query.get("advicePanel")),
  };
}

const parseScreen = (text: string): Screen =>
  text === "hparams" || text === "launches" || text === "reports" ? text : "curves";
const parsePane = (text: string): LaunchPane => (text === "new" || text === "machine" ? text : "list");

const isKey = (text: string): boolean => /^[\w-]{1,64}$/.test(text);
const parseKey = (text: string | null): string | null => (text !== null && isKey(text) ? text : null);
const parsePanel = (text: string | null): boolean | null => (text === "open" ? true : text === "closed" ? false : null);

function parseSelection(text: string): Selection {
  const [base = "", ...keys] = text.split(".");
  if (base !== "all" && base !== "none" && base !== "default") return EVERYTHING;
  return { base, flipped: new Set(keys.filter(isKey)) };
}

function parseZoom(text: string): readonly (readonly [string, Zoom])[] {
  const [key = "", x0 = "", x1 = "", y0 = "", y1 = ""] = text.split("_");
  const zoom = { x: parseInterval(x0, x1), y: parseInterval(y0, y1) };
  return isKey(key) && (zoom.x !== null || zoom.y !== null) ? [[key, zoom]] : [];
}

function parseInterval(low: string, high: string): readonly [number, number] | null {
  if (low === "" || high === "") return null;
  const [a, b] = [Number(low), Number(high)];
  return Number.isFinite(a) && Number.isFinite(b) && a < b ? [a, b] : null;
}
