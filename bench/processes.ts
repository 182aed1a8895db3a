/** What benchmarks ask of running processes (Linux: /proc), and the arithmetic of their answers. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { HealthAnswer } from "../lib/core/api.ts";

/** Resident bytes of a process. */
export const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

/** The most that a process ever held resident, in bytes. */
export const peakOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

/** Resident bytes of a Node process that does nothing. */
export const emptyProcess = (): number =>
  Number(spawnSync(process.execPath, ["-e", "setTimeout(() => console.log(process.memoryUsage.rss()), 300)"]).stdout);

/** Ticks of /proc/PID/stat in a second: 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** Seconds of processor time that a process has used so far, all its threads together. */
export function cpuSecondsOf(pid: number): number {
  // The command's name comes first, in brackets, and may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** Directories and files that a process has the system watch. */
export function watchesOf(pid: number): number {
  let count = 0;
  for (const fd of readdirSync(`/proc/${pid}/fdinfo`)) {
    const path = `/proc/${pid}/fdinfo/${fd}`;
    if (existsSync(path)) count += readFileSync(path, "utf8").match(/^inotify wd/gm)?.length ?? 0;
  }
  return count;
}

/** Polls `found` until it is not null. */
export async function until<T>(what: string, found: () => T | null | Promise<T | null>, longestMs = 120_000) {
  const start = performance.now();
  for (;;) {
    const result = await found();
    if (result !== null) return result;
    if (performance.now() - start > longestMs) throw new Error(`${what}: not after ${longestMs / 1000} s`);
    await sleep(20); // asking oftener would be work that the engine is measured by
  }
}

/** Resolves when the engine at `url` has read everything that was there at its start. */
export const untilLoaded = (url: string): Promise<true> =>
  until("loaded", async () => {
    const health: HealthAnswer = await (await fetch(`${url}/api/health`)).json();
    return health.loading === null ? true : null;
  });

/** Resolves when the columns cache below `stateDir` is written. */
export const untilCached = (stateDir: string): Promise<true> =>
  until("cache written", () => {
    const folder = join(stateDir, "cache");
    return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".columns")) ? true : null;
  });

/** The value below which the part `p` of `numbers` lies, 0 … 1. */
export function percentile(numbers: readonly number[], p: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

/** One line of a report: what was measured, and how it stands against its bar. */
export function report(name: string, measured: string, bar: { readonly says: string; readonly isMet: boolean } | null) {
  const verdict = bar === null ? "" : `bar ${bar.says}: ${bar.isMet ? "met" : "MISSED"}`;
  console.log(`${name.padEnd(30)}${measured.padEnd(60)} ${verdict}`.trimEnd());
}

/** How busy the machine is besides us: a reader of the figures needs to know. */
export const sayHowBusy = (): void =>
  console.log(`(load of this machine over the last minute: ${loadavg()[0]?.toFixed(1)})\n`);
