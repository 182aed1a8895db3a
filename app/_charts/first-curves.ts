/** The curves that will be in sight when the page has put itself together, asked for before it has. */

import { groupRuns } from "../../lib/charts/run-groups.ts";
import type { SeriesRequest } from "../../lib/core/api.ts";
import { findTagFilter } from "../../lib/listing/name-filter.ts";
import { chartsHeight, chartsWidth } from "../_board/room.ts";
import { fetchSeries } from "../_state/engine.ts";
import { expectFirstChart, tellFirstChart } from "../_state/first-chart.ts";
import { onPoints, useLive } from "../_state/live.ts";
import { shownRunsNow } from "../_state/shown-runs.ts";
import { useView } from "../_state/view.ts";
import { type FetchSeries, firstQuestion } from "./curve-feed.ts";
import { cardWidth, columnsFor, layoutCards } from "./options/card-layout.ts";
import { groupTags, withOwnGroups } from "./tag-groups.ts";
import { toWant } from "./want.ts";

/** As many questions as the engine is asked at once. */
const MOST = 4;
const BORDERS = 2;
/** An early answer that nobody took in this time was a wrong guess. */
const WORTH_MS = 5000;
/** What groups are called does not matter to the engine. */
const NO_NAMES = { pinned: "", own: "" };
const early = new Map<string, ReturnType<FetchSeries>>();

/**
 * Guesses the first cards and their size from the window, and asks for their curves. A wrong guess costs an answer that
 * nobody takes; a right one brings the first chart forward by the time that the page needs to draw itself. The first card is asked
 * for alone: the engine thinks of several in turns, and all of them would be answered as late as the last.
 */
export function fetchFirstCurves(): void {
  const live = useLive.getState();
  const view = useView.getState();
  if (live.answer === null) return;
  if (view.screen !== "curves") {
    tellFirstChart();
    return;
  }
  const forget = (): void => early.clear();
  onPoints(forget); // what was asked before the news is old
  setTimeout(forget, WORTH_MS);
  const { drawn } = shownRunsNow();
  const { tags } = live.answer;
  const groups = withOwnGroups(groupTags(drawn, tags, findTagFilter(view.tagFilter, tags)), view, NO_NAMES);
  const width = chartsWidth(innerWidth, { runs: view.runsPanel ?? true, advice: view.advicePanel ?? true });
  const open = groups.filter(({ key }) => !view.closedGroups.has(key));
  const { columns } = layoutCards(
    { width, height: chartsHeight(innerHeight) },
    open.map(({ cards }) => cards.length),
    view.cardSize,
  );
  const plotWidth = cardWidth(width, columns) - BORDERS;
  const first = open.flatMap(({ cards }) => cards).slice(0, MOST);
  if (first.length === 0) tellFirstChart();
  else expectFirstChart();
  let before: Promise<unknown> | null = null;
  for (const { tags: shown, key, runs } of first) {
    const lines = groupRuns(runs, view.groupBy);
    const zoom = view.zooms.get(key) ?? null;
    const columns = columnsFor(plotWidth, lines.length);
    const request = firstQuestion(toWant(view, lines, { tag: shown[0], zoom, columns }));
    const ask = () => fetchSeries(request, new AbortController().signal);
    const answer: ReturnType<FetchSeries> = before === null ? ask() : before.then(ask);
    before ??= answer.catch(() => {}); // whoever takes it is told
    answer.catch(() => {});
    early.set(JSON.stringify(request), answer);
  }
}

/** Asks the engine, unless the same was asked early and nobody has taken the answer yet. */
export const fetchCurves: FetchSeries = (request: SeriesRequest, signal) => {
  const key = JSON.stringify(request);
  const answer = early.get(key);
  if (answer === undefined) return fetchSeries(request, signal);
  early.delete(key);
  return answer;
};
