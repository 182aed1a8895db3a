/** The machine as it is shown: what there is, who has it, how full it is. */
import { readFileSync } from "node:fs";
import { availableParallelism, freemem, loadavg, totalmem } from "node:os";
import type { GpuState, MachineAnswer, RunUseState } from "../../core/machine.ts";
import type { Gpu } from "../gpus/gpu.ts";
import type { GpuSight } from "../gpus/gpu-watch.ts";
import type { Launch } from "../launch.ts";
import { slotOf } from "../queue/slots.ts";

export interface MachineFacts {
  readonly slots: number;
  readonly active: readonly Launch[];
  readonly gpus: GpuSight & { readonly placed: ReadonlyMap<string, readonly string[]> };
  /** As `GpuSlotsOptions.ownerOf`. */
  readonly ownerOf: (pid: number) => string | null | undefined;
  readonly use: readonly RunUseState[];
  /** As `MachineAnswer.packing`. */
  readonly packing: MachineAnswer["packing"];
}

/** The answer for the page of the machine. */
export function toMachine({ slots, active, gpus, ownerOf, use, packing }: MachineFacts): MachineAnswer {
  const names = new Map(active.map(({ id, name }) => [id, name]));
  return {
    gpus: gpus.gpus.map((gpu) => toGpuState(gpu, gpus.placed.get(gpu.uuid) ?? [], names, ownerOf)),
    gpusAgeSecs: gpus.ageSecs,
    gpusProblem: gpus.problem,
    packing,
    slots,
    slotsUsed: active.reduce((sum, launch) => sum + (slotOf(launch)?.cpus ?? 0), 0),
    processors: availableParallelism(),
    load: loadavg()[0],
    memoryBytes: totalmem(),
    memoryUsedBytes: totalmem() - availableBytes(),
    runs: use,
  };
}

function toGpuState(
  { uuid, index, name, memoryMb, usedMb, utilisation, unusable, processes }: Gpu,
  placed: readonly string[],
  names: ReadonlyMap<string, string>,
  ownerOf: MachineFacts["ownerOf"],
): GpuState {
  const owned = (processes ?? []).map(({ pid, usedMb: mb }) => ({ pid, usedMb: mb, owner: ownerOf(pid) }));
  const runs = placed.map((id) => {
    const own = owned.filter(({ owner }) => owner === id);
    const known = own.flatMap(({ usedMb: mb }) => mb ?? []);
    const sum = known.length === 0 ? null : known.reduce((total, mb) => total + mb, 0);
    return { id, name: names.get(id) ?? id, usedMb: sum };
  });
  const others =
    processes === null
      ? null
      : owned.filter(({ owner }) => owner === null).map(({ pid, usedMb: mb }) => ({ pid, usedMb: mb }));
  return { uuid, index, name, memoryMb, usedMb, utilisation, unusable, runs, others };
}

/** Memory that runs can be promised, in MiB: the machine's, or what our control group may have of it. */
export const memoryMbOfMachine = (): number =>
  Math.floor(Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / 2 ** 20);

/** What programs can have without swapping; what is free alone would count the file cache as used. */
function availableBytes(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
    return kib === undefined ? freemem() : Number(kib) * 1024;
  } catch {
    return freemem();
  }
}
