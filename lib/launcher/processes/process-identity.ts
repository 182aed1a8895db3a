/** Which process is meant: a number alone is given out again, so a process is named by its number, its start and the boot. */
import { readFileSync } from "node:fs";

/** A process, told from every other that had or will have its number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Ticks of the kernel's clock from boot to the start of the process (field 22 of /proc/PID/stat). */
  readonly startTicks: number;
  readonly bootId: string;
}

/** What /proc/PID/stat says, as far as it matters here. */
export interface ProcessStat {
  /** `Z` and `X` are dead, whatever `kill(pid, 0)` says. */
  readonly state: string;
  readonly group: number;
  readonly session: number;
  /** Ticks of processor time of its children that ended and were waited for: user and system. */
  readonly childUserTicks: number;
  readonly childSystemTicks: number;
  readonly startTicks: number;
}

/** Ticks in a second (USER_HZ): 100 on every Linux that Node runs on. */
export const TICKS_A_SECOND = 100;

/** Reads the text of /proc/PID/stat; null when it is not such a text. */
export function parseStat(text: string): ProcessStat | null {
  // The command's name comes second, in brackets, and may hold anything, brackets and line ends too.
  const fields = text.slice(text.lastIndexOf(") ") + 2).split(" ");
  const numbers = [fields[2], fields[3], fields[13], fields[14], fields[19]].map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return null;
  const [group, session, childUserTicks, childSystemTicks, startTicks] = numbers;
  return { state: fields[0], group, session, childUserTicks, childSystemTicks, startTicks };
}

/** What the kernel knows of process `pid`, zombies included; null when there is none. */
export function statOf(pid: number): ProcessStat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}

/** The random name of this boot of the machine. */
export const currentBootId = (): string => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

/** Process `pid` as it is now; null when there is none. */
export function identify(pid: number): ProcessIdentity | null {
  const stat = statOf(pid);
  return stat === null ? null : { pid, startTicks: stat.startTicks, bootId: currentBootId() };
}

/** Whether this very process still runs: a zombie does not, and neither does another one with its number. */
export function isRunning({ pid, startTicks, bootId }: ProcessIdentity): boolean {
  const stat = statOf(pid);
  return stat !== null && stat.startTicks === startTicks && !isDead(stat) && bootId === currentBootId();
}

/** Whether a process has ended, although its number is still taken. */
export const isDead = ({ state }: ProcessStat): boolean => state === "Z" || state === "X";

/** Seconds since the process started, by the clock that nobody can set; null when another boot started it. */
export function secondsSinceStart({ startTicks, bootId }: ProcessIdentity): number | null {
  if (bootId !== currentBootId()) return null;
  const [uptime] = readFileSync("/proc/uptime", "utf8").split(" ");
  return Math.max(0, Number(uptime) - startTicks / TICKS_A_SECOND);
}
