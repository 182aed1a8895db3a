/** Runs on this machine: a folder and a shim for each attempt. The folder is the truth, whoever died in between. */
import { mkdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { environmentOfRun } from "../commands/environment.ts";
import { claimFile } from "../durable-file.ts";
import { gpuEnvironment } from "../gpus/gpu.ts";
import { type LaunchOrder, markerOf, type Slot } from "../launch.ts";
import { readOutput } from "../output.ts";
import { currentBootId, isRunning } from "../processes/process-identity.ts";
import { RUN_MARKER } from "../processes/run-processes.ts";
import { stopRun } from "../processes/stop-sequence.ts";
import {
  type AttemptFiles,
  attemptFiles,
  type Claim,
  type Ended,
  type Order,
  type Started,
  type Stopper,
  type StopRequest,
} from "../shim/attempt-files.ts";
import { type Attempt, attemptFolder, type Executor, type Sighting } from "./executor.ts";
import { ShimStarter } from "./shim-starter.ts";

export interface LocalOptions {
  /** Holds a folder for each launch; only this user can look into it. */
  readonly folder: string;
  /** The shim's bundle. */
  readonly shimPath: string;
  /** What runs may inherit from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Output over this is cut to its last part. */
  readonly outputLimitBytes: number;
}

/** Shims that wait without having run anything, at most: each takes some megabytes, and spares a start the tenth of a second in which Node starts. Those whose run has ended wait too. */
const MOST_SPARES = 2;
const TAIL_BYTES = 16 * 1024;

export class LocalExecutor implements Executor {
  private readonly listeners: ((attempt: Attempt) => void)[] = [];
  private readonly starter: ShimStarter;
  /** By folder, attempts whose shim was not heard of since it was ordered. */
  private readonly begun = new Map<string, Attempt>();
  private spares = 0;
  private isClosed = false;

  constructor(private readonly options: LocalOptions) {
    this.starter = new ShimStarter(options.shimPath, {
      onGone: (folder) => this.tell(folder),
      onDeath: () => {
        this.spares = 0;
        for (const folder of [...this.begun.keys()]) this.tell(folder);
      },
    });
  }

  async start(attempt: Attempt, order: LaunchOrder, slot: Slot): Promise<void> {
    const folder = attemptFolder(this.options.folder, attempt);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(attemptFiles(folder).order, JSON.stringify(this.orderFor(attempt, order, slot)), { mode: 0o600 });
    if (this.isClosed) return; // whoever opens the queue next begins it
    this.begun.set(folder, attempt);
    this.starter.order({ kind: "start", folder });
  }

  look(attempt: Attempt): Sighting {
    const files = this.filesOf(attempt);
    const ended = readJson<Ended>(files.ended);
    const started = readJson<Started>(files.started);
    if (ended !== null) return { state: "ended", ended, startedAt: started?.at ?? null };
    const claim = readJson<Claim>(files.claim);
    if (claim === null || claim.shim === null) return { state: "not begun" };
    const { shim } = claim;
    const isShimAlive = isRunning(shim);
    if (started !== null && (isShimAlive || isRunning(started.process))) {
      return { state: "running", shim: isShimAlive ? shim : null, process: started.process, startedAt: started.at };
    }
    if (isShimAlive) return { state: "starting", shim };
    // It may have written its last word after we looked for it and before we looked for its process.
    const last = readJson<Ended>(files.ended);
    if (last !== null) return { state: "ended", ended: last, startedAt: started?.at ?? null };
    return { state: "lost", because: shim.bootId === currentBootId() ? "its shim was killed" : "reboot" };
  }

  takeBack(attempt: Attempt): boolean {
    const taken: Claim = { shim: null };
    mkdirSync(attemptFolder(this.options.folder, attempt), { recursive: true, mode: 0o700 });
    const { claim } = this.filesOf(attempt);
    return claimFile(claim, JSON.stringify(taken)) || readJson<Claim>(claim)?.shim === null;
  }

  stop(attempt: Attempt, by: Stopper): void {
    const { stop } = this.filesOf(attempt);
    mkdirSync(attemptFolder(this.options.folder, attempt), { recursive: true, mode: 0o700 });
    claimFile(stop, JSON.stringify({ by } satisfies StopRequest));
    const seen = this.look(attempt);
    if (seen.state !== "starting" && seen.state !== "running") return;
    if (seen.shim !== null) signalShim(seen.shim.pid);
    // Its shim was killed: then the work is ours.
    else if (seen.state === "running") {
      const { id, number } = attempt;
      const order = readJson<Order>(this.filesOf(attempt).order);
      const { pid, startTicks } = seen.process;
      void stopRun({ leader: pid, marker: markerOf(id, number), since: startTicks, graceMs: order?.graceMs ?? 0 });
    }
  }

  outputTail(attempt: Attempt): string {
    return Buffer.from(readOutput(this.options.folder, attempt, -TAIL_BYTES, TAIL_BYTES).bytes).toString("utf8");
  }

  expect(starts: number): void {
    const count = Math.min(starts, MOST_SPARES);
    if (count === this.spares) return;
    this.spares = count;
    this.starter.order({ kind: "spares", count });
  }

  onNews(listener: (attempt: Attempt) => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.isClosed = true;
    this.starter.close();
  }

  private orderFor({ id, number }: Attempt, order: LaunchOrder, slot: Slot): Order {
    const marker = markerOf(id, number);
    const { command, graceSecs, limits } = order;
    const own = {
      [RUN_MARKER]: marker,
      TUNEBOARD_LAUNCH: id,
      TUNEBOARD_ATTEMPT: String(number),
      ...(order.logdir === null ? {} : { TUNEBOARD_LOGDIR: order.logdir }),
    };
    return {
      argv: command.argv,
      cwd: command.cwd,
      env: environmentOfRun(this.options.env, { ...command.env, ...environmentOfSlot(slot), ...own }),
      marker,
      graceMs: graceSecs * 1000,
      timeLimitSecs: limits.timeSecs,
      outputLimitBytes: this.options.outputLimitBytes,
    };
  }

  private filesOf(attempt: Attempt): AttemptFiles {
    return attemptFiles(attemptFolder(this.options.folder, attempt));
  }

  private tell(folder: string): void {
    const attempt = this.begun.get(folder);
    if (attempt === undefined) return;
    this.begun.delete(folder);
    for (const listener of this.listeners) listener(attempt);
  }
}

/** GPUs by their own names, so that no order of numbering matters, and none at all for a run that asked for none. */
function environmentOfSlot(slot: Slot): Record<string, string> {
  return slot.kind === "cpu" ? {} : { ...gpuEnvironment(slot.uuids, slot.shares) };
}

function signalShim(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // it ended in this moment
  }
}

/** What is in a file that is there as a whole or not at all; null when it is not. */
function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
