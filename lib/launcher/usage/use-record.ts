/** What an attempt used over time, as it is written beside its log: by its shim for the processes, by the engine for GPUs. */
import type { LatestUse, UseCurve, UseQuantity } from "../../core/machine.ts";
import { type Attempt, attemptFolder, attemptOf } from "../executors/executor.ts";
import type { Gpu } from "../gpus/gpu.ts";
import type { Launch } from "../launch.ts";
import { secondsSinceStart } from "../processes/process-identity.ts";
import { slotOf } from "../queue/slots.ts";
import { attemptFiles } from "../shim/attempt-files.ts";
import type { ProcessUse } from "./process-use.ts";
import { average, largest, latest, readSamples, SampleFile, type SampleRow, type SampleValue } from "./sample-file.ts";

/** Counts since the start and not rates, so that a row stands for all of its time, however many samples it was made of. */
const PROCESS_COLUMNS = [latest, largest, latest, latest];
const GPU_COLUMNS = [average, largest];

/** Takes samples of a run's processes for the file at `path`. */
export class ProcessUseRecord {
  private readonly file: SampleFile;

  constructor(path: string) {
    this.file = new SampleFile(path, PROCESS_COLUMNS);
  }

  add(atSecs: number, { cpuSecs, residentBytes, readBytes, writtenBytes }: ProcessUse): void {
    this.file.add(round(atSecs), [round(cpuSecs), residentBytes, readBytes, writtenBytes]);
  }
}

/** Takes samples of the GPUs of all runs under way. */
export class GpuUseRecord {
  private readonly files = new Map<string, SampleFile>();

  /** `folder` holds a folder for each launch; `ownerOf`: as `GpuSlotsOptions.ownerOf`. */
  constructor(
    private readonly folder: string,
    private readonly ownerOf: (pid: number) => string | null | undefined,
  ) {}

  /** Notes for each of `active` that has GPUs how busy these are, by whomever, and what it holds of their memory. */
  look(active: readonly Launch[], gpus: readonly Gpu[]): void {
    const paths = new Set<string>();
    for (const launch of active) {
      const slot = slotOf(launch);
      const process = "progress" in launch.phase ? launch.phase.progress.process : null;
      const atSecs = process === null ? null : secondsSinceStart(process);
      if (slot?.kind !== "gpu" || atSecs === null) continue;
      const own = gpus.filter(({ uuid }) => slot.uuids.includes(uuid));
      const path = attemptFiles(attemptFolder(this.folder, attemptOf(launch))).gpuUse;
      paths.add(path);
      const file = this.files.get(path) ?? new SampleFile(path, GPU_COLUMNS);
      this.files.set(path, file);
      file.add(round(atSecs), [meanOf(own.map(({ utilisation }) => utilisation)), this.memoryOf(launch.id, own)]);
    }
    for (const path of [...this.files.keys()]) if (!paths.has(path)) this.files.delete(path);
  }

  /** Bytes of GPU memory that the launch holds; null where the driver does not say whose it is. */
  private memoryOf(id: string, gpus: readonly Gpu[]): number | null {
    const own = gpus.flatMap(({ processes }) => processes ?? []).filter(({ pid }) => this.ownerOf(pid) === id);
    const known = own.flatMap(({ usedMb }) => usedMb ?? []);
    return known.length === 0 ? null : known.reduce((sum, mb) => sum + mb, 0) * MIB;
  }
}

const MIB = 1024 * 1024;

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Hundredths: ticks of the kernel are no finer. */
const round = (secs: number): number => Math.round(secs * 100) / 100;

/** The curves of an attempt that were sampled; none of what was not. */
export function readUse(folder: string, attempt: Attempt): UseCurve[] {
  const { use, gpuUse } = attemptFiles(attemptFolder(folder, attempt));
  const gpu = readSamples(gpuUse);
  const processes = readSamples(use);
  return [
    curve("gpuBusy", gpu, valuesIn(gpu, 0)),
    curve("gpuMemoryBytes", gpu, valuesIn(gpu, 1)),
    curve("processors", processes, ratesIn(processes, 0)),
    curve("residentBytes", processes, valuesIn(processes, 1)),
    curve("readRate", processes, ratesIn(processes, 2)),
    curve("writeRate", processes, ratesIn(processes, 3)),
  ].filter(({ values }) => values.some((value) => value !== null));
}

/** The last value of each curve; null when nothing was recorded. */
export function latestUse(folder: string, attempt: Attempt): LatestUse | null {
  const last = readUse(folder, attempt).flatMap(({ quantity, values }): [UseQuantity, number][] => {
    const value = values.at(-1) ?? null;
    return value === null ? [] : [[quantity, value]];
  });
  return last.length === 0 ? null : Object.fromEntries(last);
}

const curve = (quantity: UseQuantity, rows: readonly SampleRow[], values: SampleValue[]): UseCurve => ({
  quantity,
  at: rows.map(([, atSecs]) => atSecs),
  values,
});

const valuesIn = (rows: readonly SampleRow[], column: number): SampleValue[] =>
  rows.map(([, , ...values]) => values[column] ?? null);

/** What grew from row to row, a second. Processes that end unseen take their counts along: no rate is below zero. */
function ratesIn(rows: readonly SampleRow[], column: number): SampleValue[] {
  let before = { atSecs: 0, count: 0 };
  return rows.map(([, atSecs, ...values]) => {
    const count = values[column] ?? null;
    if (count === null || atSecs <= before.atSecs) return null;
    const rate = Math.max(0, count - before.count) / (atSecs - before.atSecs);
    before = { atSecs, count };
    return rate;
  });
}
