/** The colours of the runs on the screen. */

import { memoizeLast } from "../../lib/core/memoize-last.ts";
import type { Palette, Theme } from "../../lib/core/palette.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import { type ColourOf, colourRuns } from "../../lib/listing/run-colours.ts";
import { usePreferences } from "./preferences.ts";
import { useShownRuns } from "./shown-runs.ts";
import { useView } from "./view.ts";

const colourShown = memoizeLast((runs: readonly ListedRun[], colourBy: string, theme: Theme, palette: Palette) =>
  colourRuns(runs, { colourBy, theme, palette }),
);

/** The same function while no colour changes but those that somebody gives to a run. */
export function useColours(): ColourOf {
  const { all } = useShownRuns();
  const colourBy = useView((view) => view.colourBy);
  const theme = usePreferences((preferences) => preferences.theme);
  const palette = usePreferences((preferences) => preferences.palette);
  return colourShown(colourBy === "" ? NO_RUNS : all, colourBy, theme, palette);
}

/** By run, the list does not matter: an answer with more points must not draw anything anew. */
const NO_RUNS: readonly ListedRun[] = [];
