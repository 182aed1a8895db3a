/** What the kernel tells of a run that has ended. */
import { readFileSync } from "node:fs";
import { statOf, TICKS_A_SECOND } from "../process-identity.ts";

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
