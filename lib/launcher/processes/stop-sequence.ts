/** Ends every process of a run: asked first, forced after a grace time. */
import { setTimeout as sleep } from "node:timers/promises";
import { processesOf, type RunProcess, signal } from "./run-processes.ts";

export interface StopOrder {
  /** Number of the run's main process, the leader of its session. */
  readonly leader: number;
  readonly marker: string;
  /** When the run began, in ticks of the kernel's clock; null: not known. */
  readonly since: number | null;
  /** How long processes may take to end after SIGTERM, in milliseconds; then comes SIGKILL. */
  readonly graceMs: number;
}

const POLL_MS = 50;

/**
 * SIGTERM to each process once, also to those that start meanwhile; SIGKILL to all that are left after the grace time, and
 * again until none is left. Resolves then: a process that hangs in the kernel (state D) keeps it waiting, and is still dying.
 */
export async function stopRun({ leader, marker, since, graceMs }: StopOrder): Promise<void> {
  const asked = new Set<string>();
  const deadline = performance.now() + graceMs;
  for (;;) {
    const left = processesOf(leader, marker, since ?? 0);
    if (left.length === 0) return;
    if (performance.now() >= deadline) for (const process of left) signal(process, "SIGKILL");
    else for (const process of left) ask(process, asked);
    await sleep(POLL_MS);
  }
}

function ask(process: RunProcess, asked: Set<string>): void {
  const name = `${process.pid}:${process.startTicks}`;
  if (asked.has(name)) return;
  asked.add(name);
  signal(process, "SIGTERM");
  signal(process, "SIGCONT"); // a stopped process would sleep through its SIGTERM
}
