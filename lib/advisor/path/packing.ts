/** Several runs on one GPU (rules R15 to R17): how many pay off, and a script that starts them without collisions. */

import type { CodeSnippet } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import type { GpuNumbers } from "../input.ts";

/** So many runs, on a machine of which this was measured. */
export interface PackingQuestion extends GpuNumbers {
  readonly jobs: number;
}

export interface Packing {
  /** 1: packing does not pay, or does not fit. */
  readonly jobsAtOnce: number;
  readonly waves: number;
  /** Time one after the other over time packed; 1 where the utilisation is not known. */
  readonly speedup: number;
  readonly limit: "memory" | "cores" | "utilisation" | "jobs";
  /** The utilisation was not measured: try two runs for two minutes first. */
  readonly isGuess: boolean;
}

const MEMORY_KEPT_FREE = 0.9;
const MEMORY_MARGIN = 1.1;
const GOOD_ENOUGH = 1.05;
/** Less is not worth runs whose clocks can no longer be compared. */
const LEAST_SPEEDUP = 1.15;

/**
 * The smallest number of runs at once whose total time is within 5 % of the best. A packed run is slower by max(1, k × utilisation);
 * without a measured utilisation the answer is 2 where they fit, to be measured. Null when not even one run fits, or there are none.
 */
export function planPacking(question: PackingQuestion): Packing | null {
  const { jobs, gpuMemoryMb, peakMemoryMb, utilisation, cores, workers } = question;
  const byMemory = Math.floor((MEMORY_KEPT_FREE * gpuMemoryMb) / (MEMORY_MARGIN * peakMemoryMb));
  if (!(jobs >= 1) || !(byMemory >= 1)) return null;
  const byCores =
    cores === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(cores / Math.max(1, workers ?? 1)));
  const most = Math.max(1, Math.min(byMemory, byCores, jobs));
  const narrowest = most === byMemory ? "memory" : most === byCores ? "cores" : "jobs";
  if (utilisation === null) {
    const jobsAtOnce = Math.min(2, most);
    return { jobsAtOnce, waves: Math.ceil(jobs / jobsAtOnce), speedup: 1, limit: narrowest, isGuess: true };
  }
  const time = (k: number) => Math.ceil(jobs / k) * Math.max(1, k * utilisation);
  const all = Array.from({ length: most }, (_, i) => i + 1);
  const shortest = Math.min(...all.map(time));
  const fastest = all.find((k) => time(k) <= GOOD_ENOUGH * shortest) ?? 1;
  const jobsAtOnce = time(1) >= LEAST_SPEEDUP * time(fastest) ? fastest : 1;
  const limit = jobsAtOnce === most ? narrowest : "utilisation";
  return {
    jobsAtOnce,
    waves: Math.ceil(jobs / jobsAtOnce),
    speedup: time(1) / time(jobsAtOnce),
    limit,
    isGuess: false,
  };
}

/** A shell script that runs `commands` `jobsAtOnce` at a time on GPU `gpu`: names that cannot collide, a log for each, a wait for each wave. */
export function packingScript(commands: readonly string[], jobsAtOnce: number, gpu = 0): CodeSnippet {
  const lines = [
    "#!/usr/bin/env bash",
    `export CUDA_VISIBLE_DEVICES=${gpu}`,
    "export TF_FORCE_GPU_ALLOW_GROWTH=true XLA_PYTHON_CLIENT_PREALLOCATE=false  # take memory as it is needed",
    "mkdir -p logs",
  ];
  commands.forEach((command, i) => {
    lines.push(
      `${command} > "logs/run_${i + 1}_$RANDOM.log" 2>&1 &`,
      "sleep 2  # run directories named by the second stay apart",
    );
    if ((i + 1) % Math.max(1, jobsAtOnce) === 0 || i === commands.length - 1) lines.push("wait");
  });
  return { title: t`${jobsAtOnce} at a time`, framework: "shell", code: lines.join("\n") };
}
