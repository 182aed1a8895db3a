/** What a run uses while it runs: sampled, because the kernel tells the peak of one process, never of a tree. */
import { readFileSync } from "node:fs";
import { statOf, TICKS_A_SECOND } from "../process-identity.ts";
import { sessionOf } from "../run-processes.ts";

/** Resident bytes of all processes of the session of `leader`, pages that they share counted once for each. */
export const residentBytes = (leader: number): number =>
  sessionOf(leader).reduce((sum, { pid }) => sum + residentBytesOf(pid), 0);

function residentBytesOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Processor time of all children that this process has waited for, and of theirs. */
export function childProcessorTime(): { readonly userSecs: number; readonly systemSecs: number } {
  const stat = statOf(process.pid);
  return {
    userSecs: (stat?.childUserTicks ?? 0) / TICKS_A_SECOND,
    systemSecs: (stat?.childSystemTicks ?? 0) / TICKS_A_SECOND,
  };
}

/**
 * How often the kernel has killed a process of our control group for want of memory; null where the kernel does not tell.
 *
 * @see Linux, Documentation/admin-guide/cgroup-v2.rst, memory.events.
 */
export function memoryKills(): number | null {
  try {
    const path = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1];
    const events = readFileSync(`/sys/fs/cgroup${path}/memory.events`, "utf8");
    return Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? Number.NaN);
  } catch {
    return null;
  }
}
