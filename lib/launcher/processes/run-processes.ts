/** The processes of a run: its session, and those that left it but still carry its name in their environment. */
import { readdirSync, readFileSync } from "node:fs";
import { isDead, statOf } from "./process-identity.ts";

/** The environment variable that names a run to all of its processes; children inherit it, also those that left their session. */
export const RUN_MARKER = "TUNEBOARD_RUN";

export interface RunProcess {
  readonly pid: number;
  readonly startTicks: number;
}

/** Living processes of the session that `leader` (a process number) began. */
export const sessionOf = (leader: number): RunProcess[] =>
  processes((pid) => {
    const stat = statOf(pid);
    return stat !== null && !isDead(stat) && (stat.session === leader || stat.group === leader);
  });

/**
 * Living processes of the run whose main process is or was `leader` and whose marker is `marker`. Found by their session
 * or by their environment: of other users' processes neither can be told, and none of them is ours. `since`: when the run began, in ticks of
 * the kernel's clock; what is older is none of its processes, and most of what runs on a machine is.
 */
export function processesOf(leader: number, marker: string, since = 0): RunProcess[] {
  const assignment = `\0${RUN_MARKER}=${marker}\0`;
  return processes((pid) => {
    const stat = statOf(pid);
    if (stat === null || isDead(stat) || stat.startTicks < since) return false;
    return stat.session === leader || stat.group === leader || `\0${environmentOf(pid)}`.includes(assignment);
  });
}

/** The marker of the run that process `pid` belongs to; null: of none, or of another user's; undefined: there is no such process to be seen. */
export function markerIn(pid: number): string | null | undefined {
  if (statOf(pid) === null) return undefined;
  return new RegExp(`(?:^|\0)${RUN_MARKER}=([^\0]*)`).exec(environmentOf(pid))?.[1] ?? null;
}

/** Sends `signal` to a process, unless its number has meanwhile been given to another. */
export function signal({ pid, startTicks }: RunProcess, name: NodeJS.Signals): void {
  if (statOf(pid)?.startTicks !== startTicks) return;
  try {
    process.kill(pid, name);
  } catch {
    // gone in this moment: nothing to signal
  }
}

function processes(belongs: (pid: number) => boolean): RunProcess[] {
  return readdirSync("/proc").flatMap((entry) => {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid || !belongs(pid)) return [];
    const stat = statOf(pid);
    return stat === null ? [] : [{ pid, startTicks: stat.startTicks }];
  });
}

/** Name=value texts, each ended by a zero byte. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}
