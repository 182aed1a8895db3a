/** One run from its start to its last process, as its shim sees it. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { say, t } from "../../core/text.ts";
import { claimFile, writeDurably } from "../durable-file.ts";
import { identify, statOf } from "../processes/process-identity.ts";
import { processesOf, sessionOf } from "../processes/run-processes.ts";
import { stopRun } from "../processes/stop-sequence.ts";
import { usageOf } from "../usage/process-use.ts";
import { ProcessUseRecord } from "../usage/use-record.ts";
import type { AttemptFiles, Ended, Order, Outcome, Started, Stopper } from "./attempt-files.ts";
import { memoryKills, RecentKills } from "./memory-kills.ts";
import { appendToOutput, openOutput, watchOutput } from "./output-file.ts";
import { childProcessorTime } from "./resource-use.ts";
import { describeSpawnFailure } from "./spawn-failure.ts";

/** First looks at memory come early, because small runs are short; later ones seldom, because each reads all of /proc. */
const SAMPLE_AFTER_MS = [100, 300, 1000, 2000];
const SAMPLE_EVERY_MS = 5000;
const RETRY_WRITING_MS = 1000;
/** The longest that a timer of Node can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const nowSecs = (): number => Date.now() / 1000;

/** Runs `order` and resolves when all of its processes are gone and `files.ended` says how. SIGTERM to this process stops the run. */
export async function supervise(order: Order, files: AttemptFiles): Promise<void> {
  let stoppedBy: Stopper | null = null;
  let leader: number | null = null;
  /** Of its main process, in ticks: none of the run's is older. */
  let began: number | null = null;
  const stop = (by: Stopper): void => {
    if (stoppedBy !== null) return; // the first one counts: one sequence of signals, whoever presses how often
    stoppedBy = by;
    if (leader !== null) void stopRun({ leader, marker: order.marker, since: began, graceMs: order.graceMs });
  };
  const onSignal = (): void => stop(requestedBy(files.stop));
  process.on("SIGTERM", onSignal);
  const startedAt = performance.now();
  const spentBefore = childProcessorTime();
  const output = openOutput(files.output);
  if (existsSync(files.stop)) stop(requestedBy(files.stop)); // asked before there was anything to stop
  const started = stoppedBy === null ? start(order, output) : t`It was stopped before it started.`;
  const isStarted = typeof started !== "string";
  const watched = isStarted ? watch(started, order, files, stop) : null;
  leader = isStarted ? (started.pid ?? null) : null;
  began = leader === null ? null : (statOf(leader)?.startTicks ?? null);
  const outcome: Outcome = isStarted
    ? await outcomeOf(started, order, () => watched?.systemWasOutOfMemory() ?? false)
    : { kind: "not started", because: started };
  const elapsedSecs = (performance.now() - startedAt) / 1000;
  const peakResidentBytes = watched?.end() ?? 0;
  if (outcome.kind === "not started") appendToOutput(output, `tuneboard: ${say(outcome.because, null)}\n`);
  // A run is all of its processes: what its main process leaves behind would hold the GPU that the next run gets.
  else if (leader !== null && processesOf(leader, order.marker, began ?? 0).length > 0) {
    await stopRun({ leader, marker: order.marker, since: began, graceMs: order.graceMs });
  }
  closeSync(output);
  const spent = childProcessorTime();
  const use = {
    userSecs: spent.userSecs - spentBefore.userSecs,
    systemSecs: spent.systemSecs - spentBefore.systemSecs,
    peakResidentBytes,
  };
  await leave(files.ended, { outcome, stoppedBy, at: nowSecs(), elapsedSecs, use });
  process.off("SIGTERM", onSignal);
}

/** The main process, or why there is none; Node tells some reasons later, by an event. */
function start(order: Order, output: number): ChildProcess | string {
  const [program = "", ...args] = order.argv;
  try {
    return spawn(program, args, {
      cwd: order.cwd,
      // A copy without type: the type of an environment demands NODE_ENV of everybody since Next.js declares it.
      env: Object.assign(Object.create(null), order.env),
      detached: true, // a session of its own: neither our end nor a closed terminal reaches it
      stdio: ["ignore", output, output],
    });
  } catch (error) {
    return describeSpawnFailure(error, order);
  }
}

interface Watch {
  /** Ends it; the result is the largest memory seen, in bytes. */
  end(): number;
  /** Whether the kernel has killed for want of memory of late. */
  systemWasOutOfMemory(): boolean;
}

/** Tells the engine of the start, and looks after time, memory and output while it runs. */
function watch({ pid }: ChildProcess, order: Order, files: AttemptFiles, stop: (by: Stopper) => void): Watch | null {
  if (pid === undefined) return null;
  const identity = identify(pid);
  if (identity !== null) writeStarted(files.started, { process: identity, at: nowSecs() });
  let peak = 0;
  const recent = new RecentKills();
  const lookForKills = (): void => recent.note(memoryKills(), performance.now());
  lookForKills();
  const startedAt = performance.now();
  const record = new ProcessUseRecord(files.use);
  const endSampling = repeat(SAMPLE_AFTER_MS, SAMPLE_EVERY_MS, () => {
    const use = usageOf(sessionOf(pid).map((process) => process.pid));
    peak = Math.max(peak, use.residentBytes);
    lookForKills();
    if (use.residentBytes > 0) record.add((performance.now() - startedAt) / 1000, use); // else it is ending
  });
  const endCutting = watchOutput(files.output, order.outputLimitBytes);
  const limitMs = order.timeLimitSecs === null ? null : Math.min(order.timeLimitSecs * 1000, LONGEST_TIMER_MS);
  const limit = limitMs === null ? undefined : setTimeout(() => stop("time limit"), limitMs);
  return {
    end: () => {
      endSampling();
      endCutting();
      clearTimeout(limit);
      return peak;
    },
    systemWasOutOfMemory: () => {
      lookForKills();
      return recent.any();
    },
  };
}

/** What a shell says of a child that SIGKILL ended, and by custom of itself: 128 and the number of the signal. */
const KILLED_STATUS = 137;

function outcomeOf(child: ChildProcess, order: Order, wasOutOfMemory: () => boolean): Promise<Outcome> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ kind: "not started", because: describeSpawnFailure(error, order) }));
    child.once("exit", (exitCode, signal) => {
      const wasKilled = signal === "SIGKILL" || exitCode === KILLED_STATUS;
      const systemWasOutOfMemory = wasKilled && wasOutOfMemory();
      if (exitCode !== null && !systemWasOutOfMemory) return resolve({ kind: "exited", exitCode });
      return resolve({ kind: "signalled", signal: signal ?? "SIGKILL", systemWasOutOfMemory });
    });
  });
}

/** The engine looks for it when it comes back; a full disk must not end the run that it tells of. */
function writeStarted(path: string, started: Started): void {
  try {
    claimFile(path, JSON.stringify(started));
  } catch {
    // the engine then knows the shim alone, which is enough to wait for the end
  }
}

function requestedBy(path: string): Stopper {
  try {
    const { by }: { by: Stopper } = JSON.parse(readFileSync(path, "utf8"));
    return by;
  } catch {
    return "a signal"; // somebody signalled the shim by hand
  }
}

/** The one record of how the run ended: a full disk delays it, and only a folder that is gone makes it pointless. */
async function leave(path: string, ended: Ended): Promise<void> {
  for (;;) {
    try {
      writeDurably(path, JSON.stringify(ended));
      return;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
      await sleep(RETRY_WRITING_MS);
    }
  }
}

/** Calls `act` after each of `delaysMs` in turn, then every `everyMs`, until the returned function is called. */
function repeat(delaysMs: readonly number[], everyMs: number, act: () => void): () => void {
  const delays = [...delaysMs];
  const next = (): NodeJS.Timeout =>
    setTimeout(() => {
      act();
      timer = next();
    }, delays.shift() ?? everyMs);
  let timer = next();
  return () => clearTimeout(timer);
}
