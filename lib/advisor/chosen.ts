/** What the reader of the advice decided, as it bears on one sweep. */

import { type Choices, type ExcludedRun, isAmong, type MetricChoice } from "../core/choices.ts";
import { t } from "../core/text.ts";
import type { AdviceOptions } from "./input.ts";
import type { Experiment } from "./runs/experiment.ts";
import type { Sweep } from "./runs/sweep.ts";

/** Kept choices as options. */
export const toOptions = ({ metric, loss, excluded, sweeps }: Choices): AdviceOptions => ({
  ...judgedBy(metric, loss),
  excluded,
  sweeps,
});

/** `options` for `sweep`: what was chosen for it by name goes before what was chosen for all. */
export const optionsFor = ({ chosen }: Sweep, options: AdviceOptions): AdviceOptions =>
  chosen === null ? options : { ...options, ...judgedBy(chosen.metric, chosen.loss) };

/** `options` that also leave out the runs that somebody rejected, with who and why. */
export const withoutRejected = (
  options: AdviceOptions,
  rejected: readonly { readonly run: string; readonly who: string; readonly because: string }[],
): AdviceOptions => ({
  ...options,
  excluded: [
    ...(options.excluded ?? []),
    ...rejected.map(({ run, who, because }) => ({
      run,
      because: because === "" ? t`excluded by ${who}` : t`excluded by ${who}: ${because}`,
    })),
  ],
});

function judgedBy(metric: MetricChoice | null, loss: string | null): AdviceOptions {
  return {
    ...(metric === null ? {} : { metric: metric.tag, ...(metric.goal === null ? {} : { goal: metric.goal }) }),
    ...(loss === null ? {} : { loss }),
  };
}

/** The experiments that stay, and those that the reader left out, each with the reason. */
export function withoutExcluded(
  experiments: readonly Experiment[],
  leftOut: readonly ExcludedRun[],
): { readonly experiments: readonly Experiment[]; readonly excluded: readonly ExcludedRun[] } {
  const excluded: ExcludedRun[] = [];
  const kept = experiments.filter(({ name, runs }) => {
    const choice = leftOut.find((one) => [name, ...runs].some((run) => isAmong(run, [one.run])));
    if (choice === undefined) return true;
    excluded.push({ run: name, because: choice.because === "" ? t`left out by choice` : choice.because });
    return false;
  });
  return { experiments: kept, excluded };
}
