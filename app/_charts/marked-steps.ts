/** Steps that a reader marks by a click, on all charts at once. */

import { formatStep } from "../../lib/charts/ticks.ts";
import type { Mark } from "../../lib/core/advice.ts";
import { setView, useView } from "../_state/view.ts";

/** Marks `step`, or takes away the mark that is at most `near` steps from it. */
export function toggleMark(step: number, near: number): void {
  const { markedSteps } = useView.getState();
  const others = withoutNear(markedSteps, step, near);
  const isNew = others.length === markedSteps.length;
  setView({ markedSteps: isNew ? [...others, step].sort((a, b) => a - b) : others });
}

/** The steps that lie further than `near` from `step`. */
export const withoutNear = (steps: readonly number[], step: number, near: number): readonly number[] =>
  steps.filter((other) => Math.abs(other - step) > near);

/** As the chart draws it: like a step that the advice names, but dotted. */
export const toMark = (step: number, tag: string): Mark => ({
  kind: "step",
  tag,
  step,
  role: "ghost",
  label: formatStep(step),
});
