/** The launcher of a state directory: its lock, its database, its queue. One process has it at a time. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MachineAnswer } from "../core/machine.ts";
import { say } from "../core/text.ts";
import { databasePathOf, openDatabase, StateFailure } from "../store/database.ts";
import { type Holder, lockState } from "../store/state-lock.ts";
import { LocalExecutor } from "./executors/local.ts";
import { DEFAULT_TOOLS, gpuReader } from "./gpus/gpu-query.ts";
import { GpuWatch } from "./gpus/gpu-watch.ts";
import { idInMarker, type Launch } from "./launch.ts";
import { GpuSlots } from "./packing/gpu-slots.ts";
import { PauseTable } from "./pausing/pause-table.ts";
import { currentBootId } from "./processes/process-identity.ts";
import { markerIn } from "./processes/run-processes.ts";
import { LaunchTable } from "./queue/launch-table.ts";
import { Queue } from "./queue/queue.ts";
import { withinMemory } from "./queue/slots.ts";
import { whyWaiting } from "./queue/waiting.ts";
import { memoryMbOfMachine, toMachine } from "./usage/machine.ts";
import { RunUse } from "./usage/run-use.ts";
import { GpuUseRecord } from "./usage/use-record.ts";

export interface LauncherOptions {
  readonly stateDir: string;
  /** The shim's bundle. */
  readonly shimPath: string;
  /** Whether launches are started, or only looked after. */
  readonly starts: boolean;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  /** Updates that the run with this log directory has made, as far as anybody knows. */
  readonly stepsOf: (logdir: string) => number | null;
  readonly report: (sentence: string) => void;
}

export interface Launcher {
  readonly queue: Queue;
  readonly table: LaunchTable;
  /** Who lets the advice pause runs, and which it paused. */
  readonly pauses: PauseTable;
  /** Holds a folder for each launch. */
  readonly folder: string;
  slots(): number;
  setSlots(slots: number): void;
  /** Why a launch does not run yet, in a clause; null when it does, or only its turn is missing. */
  whyWaiting(launch: Launch): string | null;
  /** Updates that the run with this log directory has made, as far as anybody knows. */
  stepsOf(logdir: string): number | null;
  /** The machine as it is now: who uses what. */
  machine(): MachineAnswer;
  /** Tells other processes where this one answers. */
  announce(url: string, board?: string): void;
  /** Lets go of everything; runs go on. */
  close(): void;
}

/** Output over this is cut to its last part: a run that prints in a loop must not fill the disk. */
const OUTPUT_LIMIT_BYTES = 4 * 1024 ** 3;

/**
 * Opens the launcher of `stateDir`, or says who has it.
 *
 * @throws StateFailure if the state cannot be used.
 */
export async function openLauncher(options: LauncherOptions): Promise<Launcher | { readonly heldBy: Holder }> {
  const { stateDir, shimPath, starts, now, stepsOf, report } = options;
  if (process.platform !== "linux") throw new StateFailure("Launching runs needs Linux; all the rest works here too.");
  const lock = await lockState(stateDir);
  if ("heldBy" in lock) return lock;
  try {
    const path = databasePathOf(stateDir);
    const database = await openDatabase(path);
    const table = new LaunchTable(database, path);
    const pauses = new PauseTable(database, path);
    const folder = join(stateDir, "launches");
    const executor = new LocalExecutor({ folder, shimPath, env: process.env, outputLimitBytes: OUTPUT_LIMIT_BYTES });
    const slots = (): number => {
      const kept = table.setting("slots");
      return typeof kept === "number" ? kept : availableParallelism();
    };
    const gpus = new GpuSlots({
      watch: new GpuWatch({ read: gpuReader(DEFAULT_TOOLS), now: monotonicSecs }),
      cpus: slots,
      now: monotonicSecs,
      ownerOf,
      stepsOf,
      mask: process.env.CUDA_VISIBLE_DEVICES ?? process.env.ROCR_VISIBLE_DEVICES ?? process.env.HIP_VISIBLE_DEVICES,
    });
    const memoryMb = memoryMbOfMachine();
    const use = new RunUse(monotonicSecs);
    const queue = new Queue({
      table,
      pauses,
      executor,
      place: withinMemory(memoryMb, (launch, active) => gpus.place(launch, active)),
      isInnocent: (launch, record, failure) => gpus.ended(launch, record, failure),
      bootId: currentBootId(),
      starts,
      now,
      stepsOf,
      report,
    });
    queue.open();
    const record = new GpuUseRecord(folder, ownerOf);
    const watching = starts ? keepLooking(gpus, report, () => record.look(queue.underWay(), gpus.sight().gpus)) : null;
    return {
      queue,
      table,
      pauses,
      folder,
      slots,
      setSlots: (count) => {
        table.keepSetting("slots", count);
        queue.wake();
      },
      whyWaiting: (launch) =>
        launch.phase.state !== "queued"
          ? null
          : whyWaiting(launch, {
              paused: queue.pause?.because ?? null,
              now: now(),
              active: queue.underWay(),
              needs: table.needsOf(launch.id),
              slots: slots(),
              memoryMb,
              gpu: gpus.whyNot(launch),
            }),
      stepsOf,
      machine: () =>
        toMachine({
          slots: slots(),
          active: queue.underWay(),
          gpus: gpus.sight(),
          ownerOf,
          use: use.look(queue.underWay()),
          packing: gpus.packed(queue.underWay()),
        }),
      announce: lock.announce,
      close: () => {
        watching?.abort();
        queue.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Between two looks at the GPUs; and where there are none, which a driver that comes up late may change. */
const LOOK_MS = 5000;
const LOOK_AGAIN_MS = 60_000;

/** Looks at the GPUs again and again, one question after the other, until aborted. Reports once what stands in the way; `onSeen` is called when nothing did. */
function keepLooking(gpus: GpuSlots, report: (sentence: string) => void, onSeen: () => void): AbortController {
  let told: string | null = null;
  const stop = new AbortController();
  const look = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const problem = await gpus.look();
      if (problem !== null && problem !== told)
        report(`The GPUs cannot be seen: ${say(problem, null)}. Runs that need one wait.`);
      told = problem;
      if (problem === null) onSeen();
      await sleep(gpus.hasGpus() ? LOOK_MS : LOOK_AGAIN_MS, null, { signal: stop.signal, ref: false });
    }
  };
  look().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return stop;
}

const monotonicSecs = (): number => performance.now() / 1000;

function ownerOf(pid: number): string | null | undefined {
  const marker = markerIn(pid);
  return typeof marker === "string" ? idInMarker(marker) : marker;
}
