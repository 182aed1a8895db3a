/** The GPUs of a machine, as one query saw them. Pure: the words of `nvidia-smi` and of AMD's tools, turned into values. */
import { t } from "../../core/text.ts";

export interface GpuProcess {
  readonly pid: number;
  /** Null: the driver does not say, as within some containers. */
  readonly usedMb: number | null;
}

export interface Gpu {
  /** What `CUDA_VISIBLE_DEVICES` (`ROCR_VISIBLE_DEVICES` for AMD) understands, whatever the order of the GPUs is. */
  readonly uuid: string;
  /** Its number in the order of the bus, for people. */
  readonly index: number;
  readonly name: string;
  readonly memoryMb: number | null;
  readonly usedMb: number | null;
  /** In [0, 1], of the last sampling period; null: not told. */
  readonly utilisation: number | null;
  /** Null: nobody can say who uses it. */
  readonly processes: readonly GpuProcess[] | null;
  /** Why nothing can be run on it, in one clause; null: it can be used. */
  readonly unusable: string | null;
}

/** `none`: there are no GPUs, or no tool that would tell. `failed`: there are some, but this time nobody learned about them. */
export type GpuReading =
  | { readonly kind: "gpus"; readonly vendor: "NVIDIA" | "AMD"; readonly gpus: readonly Gpu[] }
  | { readonly kind: "none"; readonly because: string }
  | { readonly kind: "failed"; readonly because: string };

/** Arguments of `nvidia-smi` for `parseNvidia`, the GPUs first, then their processes. */
export const NVIDIA_GPUS = [
  "--query-gpu=index,uuid,name,memory.total,memory.used,utilization.gpu,mig.mode.current",
  "--format=csv,noheader,nounits",
];
export const NVIDIA_PROCESSES = ["--query-compute-apps=gpu_uuid,pid,used_memory", "--format=csv,noheader,nounits"];

/**
 * The GPUs in what `nvidia-smi` printed, sorted by index. Lines that are none are passed over: a GPU that fell off the bus is told of in a
 * sentence among the others' lines. Memory is in MiB there; `[N/A]`, `[Not Supported]` and `ERR!` are null here. `processes`: null where that
 * query failed.
 */
export function parseNvidia(gpus: string, processes: string | null): Gpu[] {
  const users = processes === null ? null : parseNvidiaProcesses(processes);
  return rowsOf(gpus)
    .flatMap((fields): Gpu[] => {
      const [index, uuid, name, total, used, busy, mig] = fields;
      if (fields.length < 6 || !/^\d+$/.test(index) || !/^GPU-[\w-]+$/.test(uuid)) return [];
      const percent = toNumber(busy);
      return [
        {
          uuid,
          index: Number(index),
          name,
          memoryMb: toNumber(total),
          usedMb: toNumber(used),
          utilisation: percent === null ? null : Math.min(1, percent / 100),
          processes:
            users === null
              ? null
              : users.filter((user) => user.uuid === uuid).map(({ pid, usedMb }) => ({ pid, usedMb })),
          unusable: whyUnusable(fields.join(" "), mig ?? "", toNumber(total)),
        },
      ];
    })
    .sort((a, b) => a.index - b.index);
}

/** Nothing can be packed on it. */
export const NO_MEMORY_TOLD = t`it does not say how much memory it has`;

/** Until its parts are known: see `mig.ts`. */
export const DIVIDED = t`it is divided (MIG), and nvidia-smi names none of its parts`;

function whyUnusable(line: string, mig: string, memoryMb: number | null): string | null {
  if (/lost/i.test(line)) return t`it is lost: the machine has to be restarted`;
  if (/requires reset/i.test(line)) return t`it has to be reset`;
  if (mig === "Enabled") return DIVIDED;
  return memoryMb === null ? NO_MEMORY_TOLD : null;
}

function parseNvidiaProcesses(text: string): (GpuProcess & { readonly uuid: string })[] {
  return rowsOf(text).flatMap(([uuid, pid, used]) =>
    /^\d+$/.test(pid ?? "") ? [{ uuid, pid: Number(pid), usedMb: toNumber(used) }] : [],
  );
}

const rowsOf = (text: string): string[][] =>
  text.split("\n").map((line) => line.split(",").map((field) => field.trim()));

const toNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;

/**
 * The GPUs that a run may be given when we ourselves were started with `mask` as `CUDA_VISIBLE_DEVICES`: whoever gave us some of the GPUs
 * did not give us the others. As CUDA reads it: numbers or beginnings of UUIDs, up to the first that names no GPU. Undefined: all.
 */
export function withinMask(gpus: readonly Gpu[], mask: string | undefined): Gpu[] {
  if (mask === undefined) return [...gpus];
  const visible: Gpu[] = [];
  for (const entry of mask.split(",").map((text) => text.trim())) {
    const found = gpus.find(({ index, uuid }) =>
      /^\d+$/.test(entry) ? index === Number(entry) : /^(GPU|MIG)-/.test(entry) && uuid.startsWith(entry),
    );
    if (found === undefined) break;
    if (!visible.includes(found)) visible.push(found);
  }
  return visible;
}

/** AMD's are sixteen digits in one piece, or a number where a GPU has no name. */
const AMD_NAME = /^(GPU-[0-9a-f]{16}|\d+)$/i;

/**
 * What a run on `gpus` gets into its environment. `shares`: others may be on them, so that it must not take all memory at its start (rule R5).
 * On AMD the runtime is told the names, and HIP the numbers that they have within what the runtime shows: HIP takes no names, and reads
 * `CUDA_VISIBLE_DEVICES` as numbers too.
 *
 * @see ROCm documentation, "GPU isolation techniques".
 */
export function gpuEnvironment(uuids: readonly string[], shares: boolean): Readonly<Record<string, string>> {
  const visible = uuids.every((uuid) => AMD_NAME.test(uuid))
    ? { ROCR_VISIBLE_DEVICES: uuids.join(","), HIP_VISIBLE_DEVICES: uuids.map((_, i) => i).join(",") }
    : { CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: uuids.join(",") };
  return {
    ...visible,
    ...(shares ? { TF_FORCE_GPU_ALLOW_GROWTH: "true", XLA_PYTHON_CLIENT_PREALLOCATE: "false" } : {}),
  };
}
