/** Advice on running the proposed runs together on one GPU (rules R15 to R17). */

import type { Advice, NextRun } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import type { GpuNumbers } from "../input.ts";
import { runMark } from "../run-mark.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { count, counted, percent, times } from "../wording.ts";
import { type Packing, packingScript, planPacking } from "./packing.ts";

/** Advises on packing `next`, or returns null when fewer than two runs are proposed, or nobody measured the machine. */
export function advisePacking(
  { replicates, lossTag }: SweepCurves,
  next: readonly NextRun[],
  gpu: GpuNumbers | undefined,
): Advice | null {
  const jobs = next.reduce((sum, { seeds }) => sum + Math.max(1, seeds.length), 0);
  const [probe] = replicates.members;
  if (gpu === undefined || jobs < 2 || probe === undefined || lossTag === null) return null;
  const plan = planPacking({ ...gpu, jobs });
  if (plan === null) return null;
  const commands = next.flatMap(({ command }) => command ?? []);
  return {
    rule: "packing",
    guide: ["R5", "R15", "R16", "R17"],
    headline: headline(plan, jobs),
    verdict: "pick",
    value: { jobsAtOnce: plan.jobsAtOnce, waves: plan.waves, speedup: plan.speedup },
    unit: null,
    interval: null,
    alternatives: [],
    confidence: plan.isGuess ? "tentative" : "likely",
    caps: plan.isGuess ? [t`the GPU's utilisation was not measured: run 2 for two minutes first`] : [],
    evidence: [
      {
        text: t`${counted(jobs, "run")} in ${counted(plan.waves, "wave")} of ${plan.jobsAtOnce}: one run takes ${count(gpu.peakMemoryMb)} of ${count(gpu.gpuMemoryMb)} MB${gpu.utilisation === null ? "" : t` and ${percent(gpu.utilisation)} of the GPU's time`}${plan.speedup > 1 ? t`, which makes the whole ${times(plan.speedup)} faster` : ""}`,
        marks: [runMark(probe, lossTag, "chosen")],
      },
    ],
    assumptions: [
      t`A tenth of the memory stays free, and each run may take a tenth more than the probe did.`,
      t`Clocks of packed runs are not compared; a run that dies for lack of memory is tried alone before it is judged.`,
    ],
    excluded: [],
    next: [],
    wouldChangeIf: [],
    ...(commands.length > 1 ? { code: [packingScript(commands, plan.jobsAtOnce)] } : {}),
  };
}

function headline({ jobsAtOnce, speedup, limit }: Packing, jobs: number): string {
  if (jobsAtOnce === 1)
    return limit === "memory"
      ? t`Run one at a time: two do not fit into memory.`
      : t`Run one at a time: packing does not pay.`;
  return t`Run ${jobsAtOnce} of the ${jobs} proposed runs at a time${speedup > 1 ? t`: ${times(speedup)} faster in all` : ""}.`;
}
