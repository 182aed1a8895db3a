/** What was learned about packing, for people. */
import type { Packing } from "../advisor/packing.ts";
import { count, times } from "../advisor/wording.ts";

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
  if (peakMb === null) return "The first run is being measured: alone on a GPU, until its memory has settled.";
  const memory = `One run takes ${count(peakMb)} of ${count(memoryMb)} MB`;
  if (plan === null) return `${memory}: it hardly fits alone.`;
  const limited = most < plan.jobsAtOnce ? ` Since one ran out of memory, at most ${most} share a GPU.` : "";
  if (plan.jobsAtOnce === 1) {
    const because =
      plan.limit === "memory" ? "two do not fit" : plan.limit === "jobs" ? "there is only one" : "packing does not pay";
    return `${memory}: one at a time, because ${because}.${limited}`;
  }
  if (plan.isGuess) return `${memory}: two share a GPU until it is measured whether that pays.${limited}`;
  const measured =
    slowdown === null ? "" : `, each ${slowdown < 1.05 ? "as fast as alone" : `${times(slowdown)} slower`}`;
  return `${memory}: ${plan.jobsAtOnce} share a GPU${measured}, which makes the whole ${times(plan.speedup)} faster.${limited}`;
}
