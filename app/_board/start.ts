/** What happens before anything is drawn: read the address, ask the engine, listen to it. */
import { fetchFirstCurves } from "../_charts/first-curves.ts";
import { followAdvice } from "../_state/advice.ts";
import { followAnnotations } from "../_state/annotations.ts";
import { afterFirstChart } from "../_state/first-chart.ts";
import { followEngine, useLive } from "../_state/live.ts";
import { followNews } from "../_state/news.ts";
import { followPreferences } from "../_state/preferences.ts";
import { followReview } from "../_state/review.ts";
import { followSavedViews } from "../_state/saved-views.ts";
import { refreshSession } from "../_state/session.ts";
import { followUndo } from "../_state/undo.ts";
import { followAddress } from "../_state/view.ts";
import { followWantedSummaries } from "../_state/wanted-summaries.ts";

/** Called once, as soon as the script is there; the page may still be putting itself together. */
export function startBoard(): void {
  followPreferences();
  followAddress();
  followUndo();
  followSavedViews();
  const stop = useLive.subscribe((live) => {
    if (live.answer === null) return;
    stop();
    fetchFirstCurves();
  });
  void refreshSession();
  followEngine();
  afterFirstChart(followAdvice); // thinking of it would take the engine's time from the curves
  followAnnotations();
  followReview();
  followNews();
  followWantedSummaries();
}
