/** Runs on this machine: a folder and a shim for each attempt. The folder is the truth, whoever died in between. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { claimFile } from "../durable-file.ts";
import { environmentOfRun } from "../environment.ts";
import { type LaunchOrder, markerOf, type Slot } from "../launch.ts";
import { readOutput } from "../output.ts";
import { currentBootId, isRunning } from "../process-identity.ts";
import { RUN_MARKER } from "../run-processes.ts";
import {
  type AttemptFiles,
  attemptFiles,
  type Claim,
  type Ended,
  type Order,
  type Started,
  type Stopper,
} from "../shim/attempt-files.ts";
import { stopRun } from "../stop-sequence.ts";
import { type Attempt, attemptFolder, type Executor, type Sighting } from "./executor.ts";

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

/** Waiting shims at most: each takes some megabytes, and spares a start the tenth of a second in which Node starts. */
const MOST_SPARES = 4;
const TAIL_BYTES = 16 * 1024;

export class LocalExecutor implements Executor {
  private readonly listeners: ((attempt: Attempt) => void)[] = [];
  private spares: ChildProcess[] = [];
  private sparesWanted = 0;

  constructor(private readonly options: LocalOptions) {}

  start(attempt: Attempt, order: LaunchOrder, slot: Slot): void {
    const folder = attemptFolder(this.options.folder, attempt);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(attemptFiles(folder).order, JSON.stringify(this.orderFor(attempt, order, slot)), { mode: 0o600 });
    const spare = this.spares.shift();
    const shim = spare ?? this.spawnShim([folder], "ignore");
    if (spare !== undefined) {
      spare.removeAllListeners("exit");
      spare.stdin?.end(`${folder}\n`);
    }
    shim.once("exit", () => this.tell(attempt));
    this.refill();
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
    claimFile(stop, JSON.stringify({ by }));
    const seen = this.look(attempt);
    if (seen.state !== "starting" && seen.state !== "running") return;
    if (seen.shim !== null) signalShim(seen.shim.pid);
    // Its shim was killed: then the work is ours.
    else if (seen.state === "running") {
      const { id, number } = attempt;
      const order = readJson<Order>(this.filesOf(attempt).order);
      void stopRun({ leader: seen.process.pid, marker: markerOf(id, number), graceMs: order?.graceMs ?? 0 });
    }
  }

  outputTail(attempt: Attempt): string {
    return Buffer.from(readOutput(this.options.folder, attempt, -TAIL_BYTES, TAIL_BYTES).bytes).toString("utf8");
  }

  expect(starts: number): void {
    this.sparesWanted = Math.min(starts, MOST_SPARES);
    for (const surplus of this.spares.splice(this.sparesWanted)) surplus.stdin?.end();
    this.refill();
  }

  onNews(listener: (attempt: Attempt) => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.expect(0);
  }

  private refill(): void {
    while (this.spares.length < this.sparesWanted) {
      const spare = this.spawnShim([], "pipe");
      spare.once("exit", () => {
        this.spares = this.spares.filter((other) => other !== spare);
      });
      this.spares.push(spare);
    }
  }

  private spawnShim(args: readonly string[], stdin: "ignore" | "pipe"): ChildProcess {
    const flags = ["--max-semi-space-size=1"]; // it makes no garbage to speak of
    const shim = spawn(process.execPath, [...flags, this.options.shimPath, ...args], {
      cwd: "/", // it must not keep a file system from being unmounted
      detached: true,
      env: Object.assign(Object.create(null), { UV_THREADPOOL_SIZE: "1" }),
      stdio: [stdin, "ignore", "ignore"],
    });
    shim.on("error", () => {}); // the system has no room for a process: it is seen as an attempt that has not begun
    shim.stdin?.on("error", () => {});
    shim.unref();
    return shim;
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

  private tell(attempt: Attempt): void {
    for (const listener of this.listeners) listener(attempt);
  }
}

/** GPUs by their own names, so that no order of numbering matters, and none at all for a run that asked for none. */
function environmentOfSlot(slot: Slot): Record<string, string> {
  return slot.kind === "cpu" ? {} : { CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: slot.uuids.join(",") };
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
