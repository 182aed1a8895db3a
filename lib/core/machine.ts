/** What travels about the machine that runs train on. */

/** Answer of `GET /api/machine`. */
export interface MachineAnswer {
  /** Empty where there are none that anybody can see. */
  readonly gpus: readonly GpuState[];
  /** Seconds since the GPUs were seen; null: never. */
  readonly gpusAgeSecs: number | null;
  /** Why they were not seen since, in a clause; null when they were. */
  readonly gpusProblem: string | null;
  /** Of each sweep that is on GPUs: whether runs share one, and what that rests on, in a sentence or two. */
  readonly packing: readonly { readonly sweep: string; readonly text: string }[];
  readonly slots: number;
  readonly slotsUsed: number;
  readonly processors: number;
  /** Processes that want a processor, over the last minute. */
  readonly load: number;
  readonly memoryBytes: number;
  /** Of that, not to be had without swapping. */
  readonly memoryUsedBytes: number;
  readonly runs: readonly RunUseState[];
}

export interface GpuState {
  readonly uuid: string;
  /** In the order of the bus. */
  readonly index: number;
  readonly name: string;
  readonly memoryMb: number | null;
  readonly usedMb: number | null;
  /** In [0, 1]; null: not told. */
  readonly utilisation: number | null;
  /** Why nothing can be run on it, in a clause; null: it can be used. */
  readonly unusable: string | null;
  /** Our runs that have it, by id. */
  readonly runs: readonly { readonly id: string; readonly name: string; readonly usedMb: number | null }[];
  /** Processes of others on it; null: nobody can say. */
  readonly others: readonly { readonly pid: number; readonly usedMb: number | null }[] | null;
}

/** What is recorded of a run over time. GPUs are as busy as all who share them make them; their memory is the run's own. */
const USE_QUANTITIES = ["gpuBusy", "gpuMemoryBytes", "processors", "residentBytes", "readRate", "writeRate"] as const;
export type UseQuantity = (typeof USE_QUANTITIES)[number];

/** One of them. `at`: seconds since the start of the run; `values`: as long, null where it was not told. */
export interface UseCurve {
  readonly quantity: UseQuantity;
  readonly at: readonly number[];
  readonly values: readonly (number | null)[];
}

/** Answer of `GET /api/launches/ID/use`: what was recorded of an attempt. */
export interface UseAnswer {
  readonly curves: readonly UseCurve[];
}

/** The last value of each; bytes, bytes a second, processors' worth of time, and a share of 1 for `gpuBusy`. */
export type LatestUse = Readonly<Partial<Record<UseQuantity, number>>>;

/** What a run uses at the moment, all of its processes together. */
export interface RunUseState {
  readonly id: string;
  readonly name: string;
  /** Processors' worth of time since the last look; null at the first one. */
  readonly processors: number | null;
  readonly residentBytes: number;
  /** Bytes a second to and from disks since the last look; null at the first one. */
  readonly readRate: number | null;
  readonly writeRate: number | null;
}
