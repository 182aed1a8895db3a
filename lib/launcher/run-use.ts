/** What runs use of processors, memory and disks: looked up in /proc when somebody wants to see it, and only then. */
import { readFileSync } from "node:fs";
import type { RunUseState } from "../core/machine.ts";
import { type Launch, markerOf } from "./launch.ts";
import { TICKS_A_SECOND } from "./process-identity.ts";
import { processesOf } from "./run-processes.ts";

interface Sample {
  readonly at: number;
  readonly cpuSecs: number;
  readonly residentBytes: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

const PAGE_BYTES = 4096;
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
      const sample = sampleOf(
        at,
        processesOf(process.pid, markerOf(id, attempt)).map(({ pid }) => pid),
      );
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

function sampleOf(at: number, pids: readonly number[]): Sample {
  const sum = { at, cpuSecs: 0, residentBytes: 0, readBytes: 0, writtenBytes: 0 };
  for (const pid of pids) {
    const stat = textOf(pid, "stat");
    const fields = stat.slice(stat.lastIndexOf(") ") + 2).split(" ");
    sum.cpuSecs += (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_A_SECOND;
    sum.residentBytes += Number(textOf(pid, "statm").split(" ")[1] ?? 0) * PAGE_BYTES;
    const io = textOf(pid, "io");
    sum.readBytes += Number(/^read_bytes: (\d+)/m.exec(io)?.[1] ?? 0);
    sum.writtenBytes += Number(/^write_bytes: (\d+)/m.exec(io)?.[1] ?? 0);
  }
  return sum;
}

/** Empty when it is gone, or not ours to look at. */
function textOf(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
