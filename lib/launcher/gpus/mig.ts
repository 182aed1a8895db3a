/** The parts of divided GPUs (MIG) in what `nvidia-smi -L` prints. Pure. */
import { type Gpu, NO_MEMORY_TOLD } from "./gpu.ts";

/** Arguments of `nvidia-smi` for `withInstances`. */
export const NVIDIA_LIST = ["-L"];

interface Instance {
  /** `3g.20gb`: sevenths of the processors, and memory. */
  readonly profile: string;
  readonly uuid: string;
}

/**
 * `gpus` with the parts of each divided one in its place. What a part holds is in the name of its profile; how busy it is nobody tells. The
 * driver does not say either which part a process is on: each has those of the whole GPU, so that parts of a GPU that others use are
 * left to them.
 *
 * @see NVIDIA, Multi-Instance GPU User Guide, "CUDA Device Enumeration".
 */
export function withInstances(gpus: readonly Gpu[], list: string): Gpu[] {
  const instances = instancesIn(list);
  return gpus.flatMap((gpu): Gpu[] => {
    const parts = instances.get(gpu.uuid) ?? [];
    if (parts.length === 0) return [gpu];
    return parts.map(({ profile, uuid }) => {
      const memoryMb = memoryOf(profile);
      const unusable = memoryMb === null ? NO_MEMORY_TOLD : null;
      return { ...gpu, uuid, name: `${gpu.name} ${profile}`, memoryMb, usedMb: null, utilisation: null, unusable };
    });
  });
}

/** By the UUID of the GPU. Drivers before R470 name parts after their GPU, with slashes. */
function instancesIn(list: string): Map<string, Instance[]> {
  const instances = new Map<string, Instance[]>();
  let current: Instance[] = [];
  for (const line of list.split("\n")) {
    const gpu = /^GPU \d+: .*\(UUID: (GPU-[\w-]+)\)/.exec(line)?.[1];
    if (gpu !== undefined) {
      current = [];
      instances.set(gpu, current);
    }
    const [, profile, uuid] = /^\s+MIG (\S+)\s+Device\s+\d+:\s+\(UUID: (MIG-[\w/-]+)\)/.exec(line) ?? [];
    if (profile !== undefined && uuid !== undefined) current.push({ profile, uuid });
  }
  return instances;
}

function memoryOf(profile: string): number | null {
  const gigabytes = /\.(\d+)gb/.exec(profile)?.[1];
  return gigabytes === undefined ? null : Number(gigabytes) * 1024;
}
