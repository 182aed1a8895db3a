/** Choosing runs: what a tick, a double click and the buttons do. */

import type { ListedRun } from "../../lib/listing/listed-run.ts";
import { EVERYTHING, isOnly, onlyRun, withRuns } from "../_state/selection.ts";
import { setView, useView } from "../_state/view.ts";

/** Turns `runs` on or off and leaves all others as they are. */
export function selectRuns(runs: readonly ListedRun[], isOn: boolean): void {
  setView({ selection: withRuns(useView.getState().selection, runs, isOn) });
}

/** Nothing but this run; everything again where it is the only one already. */
export function toggleOnly({ key }: ListedRun): void {
  setView({ selection: isOnly(useView.getState().selection, key) ? EVERYTHING : onlyRun(key) });
}

/** Exactly these runs. */
export const selectExactly = (runs: readonly ListedRun[]): void =>
  setView({ selection: { base: "none", flipped: new Set(runs.map(({ key }) => key)) } });

/** All or none of `listed`; without a filter all of them for good, those to come included. */
export function selectAll(listed: readonly ListedRun[], isOn: boolean, isFiltered: boolean): void {
  if (isOn && !isFiltered) setView({ selection: { ...EVERYTHING, base: "all" } });
  else selectRuns(listed, isOn);
}
