/** The GPUs as they were last seen, and how long ago that was. */
import { t } from "../../core/text.ts";
import type { Gpu, GpuReading } from "./gpu.ts";

export interface GpuSight {
  /** As last seen; empty when there never were any. */
  readonly gpus: readonly Gpu[];
  /** Seconds since then; null: never. */
  readonly ageSecs: number | null;
  /** When that was asked, by the clock of the watch; null: never. */
  readonly askedAt: number | null;
  /** Why they were not seen since, in one clause; null when they were. */
  readonly problem: string | null;
}

export interface GpuWatchOptions {
  readonly read: () => Promise<GpuReading>;
  /** A clock that never goes back, in seconds. */
  readonly now: () => number;
}

/** Asks when told to, one question at a time. A question that fails costs nothing but age: what was seen stays. */
export class GpuWatch {
  private gpus: readonly Gpu[] = [];
  private seenAt: number | null = null;
  private askedAt: number | null = null;
  private problem: string | null = null;
  private asking: Promise<GpuSight> | null = null;

  constructor(private readonly options: GpuWatchOptions) {}

  /** Asks, unless a question is under way, whose answer then is everyone's. */
  refresh(): Promise<GpuSight> {
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  /** What is known without asking. */
  sight(): GpuSight {
    const ageSecs = this.seenAt === null ? null : this.options.now() - this.seenAt;
    return { gpus: this.gpus, ageSecs, askedAt: this.askedAt, problem: this.problem };
  }

  private async ask(): Promise<GpuSight> {
    const askedAt = this.options.now();
    const reading = await this.options.read();
    if (reading.kind === "failed") {
      this.problem = reading.because;
    } else {
      this.gpus = reading.kind === "gpus" ? this.withMissing(reading.gpus) : this.withMissing([]);
      this.seenAt = this.options.now();
      this.askedAt = askedAt;
      this.problem = null;
    }
    return this.sight();
  }

  /** A GPU that was there and is not is gone, and runs may hang on it: it is shown, and nothing is started on it. */
  private withMissing(seen: readonly Gpu[]): Gpu[] {
    const missing = this.gpus.filter(({ uuid }) => !seen.some((gpu) => gpu.uuid === uuid));
    const gone = missing.map((gpu) => ({ ...gpu, usedMb: null, utilisation: null, processes: null, unusable: GONE }));
    return [...seen, ...gone].sort((a, b) => a.index - b.index);
  }
}

const GONE = t`the driver no longer names it`;
