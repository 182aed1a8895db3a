/** What runs use of processors, memory and disks: looked up in /proc when somebody wants to see it, and only then. */
import type { RunUseState } from "../../core/machine.ts";
import { type Launch, markerOf } from "../launch.ts";
import { processesOf } from "../processes/run-processes.ts";
import { type ProcessUse, usageOf } from "./process-use.ts";

interface Sample extends ProcessUse {
  readonly at: number;
}

/** Several that look at once share an answer. */
const FRESH_SECS = 1;

export class RunUse {
  private before = new Map<string, Sample>();
  private answer: { readonly at: number; readonly use: readonly RunUseState[] } | null = null;

  /** `now`: a clock that never goes back, in seconds. */
  constructor(private readonly now: () => number) {}

  /** What each of `active` uses, at rates since the last look. */
  look(active: readonly Launch[]): readonly RunUseState[] {
    const at = this.now();
    if (this.answer !== null && at - this.answer.at < FRESH_SECS) return this.answer.use;
    const samples = new Map<string, Sample>();
    const use = active.flatMap(({ id, name, attempt, phase }): RunUseState[] => {
      const process = "progress" in phase ? phase.progress.process : null;
      if (process === null) return [];
      const pids = processesOf(process.pid, markerOf(id, attempt)).map(({ pid }) => pid);
      const sample: Sample = { at, ...usageOf(pids) };
      const before = this.before.get(id);
      samples.set(id, sample);
      // Processes that end take their counts along: no rate is below zero.
      const rate = (count: (of: Sample) => number): number | null =>
        before === undefined ? null : Math.max(0, (count(sample) - count(before)) / (at - before.at));
      return [
        {
          id,
          name,
          processors: rate(({ cpuSecs }) => cpuSecs),
          residentBytes: sample.residentBytes,
          readRate: rate(({ readBytes }) => readBytes),
          writeRate: rate(({ writtenBytes }) => writtenBytes),
        },
      ];
    });
    this.before = samples;
    this.answer = { at, use };
    return use;
  }
}
