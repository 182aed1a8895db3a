/** Writes a log directory of any size for benchmarks: what PyTorch's SummaryWriter would write for so many runs, tags and steps. */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { maskedCrc32c } from "../lib/tfevents/crc32c.ts";

export interface CorpusSize {
  readonly runs: number;
  readonly tags: number;
  readonly steps: number;
}

const TAGS = ["train/loss", "train/acc", "train/lr", "val/loss", "val/acc", "grad/norm", "time/step", "gpu/mem"];

/** The tags of a corpus that has so many. */
export const tagNames = (tags: number): string[] =>
  Array.from({ length: tags }, (_, i) => TAGS[i] ?? `layer${i}/activation`);

/** Fills `directory`; the same size gives the same bytes. Returns the number of bytes. */
export function writeCorpus(directory: string, { runs, tags, steps }: CorpusSize): number {
  const names = tagNames(tags);
  let total = 0;
  for (let run = 0; run < runs; run++) {
    const folder = join(
      directory,
      `sweep${Math.floor(run / 50)}`,
      `lr_${(10 ** (-5 * (run / runs))).toFixed(6)}_r${run}`,
    );
    mkdirSync(folder, { recursive: true });
    const start = 1_700_000_000 + run;
    const path = join(folder, `events.out.tfevents.${start}.bench.1.0`);
    total += writeEventFile(path, names, steps, start, rateOf(run, runs));
  }
  return total;
}

/** How fast the curves of the run number `run` fall. */
const rateOf = (run: number, runs: number): number => 0.5 + run / runs;

/** The value of tag number `tag` in a run that falls at `rate`, before it is written as a 32-bit float. */
function valueAt(step: number, steps: number, tag: number, rate: number): number {
  const falling = Math.exp((-4 * rate * step) / steps);
  // A cheap wiggle without a pattern that compresses or repeats within a curve.
  const wiggle = 0.05 * Math.sin(step * 12.9898 + tag * 78.233 + rate * 37.7);
  return falling + tag + wiggle;
}

/** What `writeCorpus` wrote for one tag of one run, as a reader must find it: the value of every step. */
export const writtenValues = ({ runs, steps }: CorpusSize, run: number, tag: number): Float32Array =>
  Float32Array.from({ length: steps }, (_, step) => valueAt(step, steps, tag, rateOf(run, runs)));

/** Which run of `writeCorpus` has this name. */
export const runNumber = (name: string): number => Number(/_r(\d+)$/.exec(name)?.[1]);

/** Steps that are written at once: a run may be longer than memory. */
const STEPS_AT_ONCE = 50_000;

function writeEventFile(path: string, names: readonly string[], steps: number, start: number, rate: number): number {
  const encoded = names.map((name) => new TextEncoder().encode(name));
  const longest = encoded.reduce((sum, name) => sum + name.length + 64, 64);
  const out = new RecordBuffer(longest * Math.min(steps, STEPS_AT_ONCE) + 64);
  const file = openSync(path, "w");
  let total = 0;
  const flush = (): void => {
    total += writeSync(file, out.written());
    out.clear();
  };
  out.versionRecord(start);
  for (let step = 0; step < steps; step++) {
    for (const [i, name] of encoded.entries()) {
      out.scalarRecord(start + step * 0.25 + i * 1e-4, step, name, valueAt(step, steps, i, rate));
    }
    if (step % STEPS_AT_ONCE === STEPS_AT_ONCE - 1) flush();
  }
  flush();
  closeSync(file);
  return total;
}

class RecordBuffer {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  versionRecord(wallTime: number): void {
    this.record(() => {
      this.double(1, wallTime);
      this.text(3, new TextEncoder().encode("brain.Event:2"));
    });
  }

  scalarRecord(wallTime: number, step: number, tag: Uint8Array, value: number): void {
    const valueSize = 2 + tag.length + 5;
    this.record(() => {
      this.double(1, wallTime);
      this.byte(0x10);
      this.varint(step);
      this.byte(0x2a); // summary
      this.varint(valueSize + 2);
      this.byte(0x0a); // value
      this.varint(valueSize);
      this.text(1, tag);
      this.byte(0x15); // simple_value
      this.view.setFloat32(this.at, value, true);
      this.at += 4;
    });
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  clear(): void {
    this.at = 0;
  }

  private record(payload: () => void): void {
    const start = this.at;
    this.at += 12;
    payload();
    const end = this.at;
    this.view.setUint32(start, end - start - 12, true);
    this.view.setUint32(start + 4, 0, true);
    this.view.setUint32(start + 8, maskedCrc32c(this.view, start, start + 8), true);
    this.view.setUint32(end, maskedCrc32c(this.view, start + 12, end), true);
    this.at = end + 4;
  }

  private byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  private varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest & 127) | 128);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  private double(field: number, value: number): void {
    this.byte((field << 3) | 1);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  private text(field: number, value: Uint8Array): void {
    this.byte((field << 3) | 2);
    this.varint(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }
}
