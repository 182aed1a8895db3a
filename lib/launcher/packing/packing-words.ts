/** What was learned about packing, for people. */

import type { Packing } from "../../advisor/path/packing.ts";
import { count, times } from "../../advisor/wording.ts";
import { t } from "../../core/text.ts";

export interface PackingFacts {
  /** Of one run; null: not measured yet. */
  readonly peakMb: number | null;
  /** Of one GPU. */
  readonly memoryMb: number;
  /** Null: not even one fits, or nothing is known. */
  readonly plan: Packing | null;
  /** Measured, of a run among as many as the plan has at once; null: not yet. */
  readonly slowdown: number | null;
  /** After deaths for lack of memory; infinite: there was none. */
  readonly most: number;
}

/** Whether packing pays, and what that rests on, in one or two sentences. */
export function describePacking({ peakMb, memoryMb, plan, slowdown, most }: PackingFacts): string {
  if (peakMb === null) return t`The first run is being measured: alone on a GPU, until its memory has settled.`;
  const memory = t`One run takes ${count(peakMb)} of ${count(memoryMb)} MB`;
  if (plan === null) return t`${memory}: it hardly fits alone.`;
  const limited = most < plan.jobsAtOnce ? t` Since one ran out of memory, at most ${most} share a GPU.` : "";
  if (plan.jobsAtOnce === 1) {
    const because =
      plan.limit === "memory"
        ? t`two do not fit`
        : plan.limit === "jobs"
          ? t`there is only one`
          : t`packing does not pay`;
    return t`${memory}: one at a time, because ${because}.${limited}`;
  }
  if (plan.isGuess) return t`${memory}: two share a GPU until it is measured whether that pays.${limited}`;
  const faster = times(plan.speedup);
  if (slowdown === null)
    return t`${memory}: ${plan.jobsAtOnce} share a GPU, which makes the whole ${faster} faster.${limited}`;
  return slowdown < 1.05
    ? t`${memory}: ${plan.jobsAtOnce} share a GPU, each as fast as alone, which makes the whole ${faster} faster.${limited}`
    : t`${memory}: ${plan.jobsAtOnce} share a GPU, each ${times(slowdown)} slower, which makes the whole ${faster} faster.${limited}`;
}
