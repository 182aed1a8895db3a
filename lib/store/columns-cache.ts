/**
 * The columns of a log directory on disk, so that a second start reads them instead of every log. Disposable: whatever is
 * wrong with it, it is not used, and the logs are read again.
 *
 * One file: 32 bytes of preamble, the columns of all series one behind the other, then the header that says what they are
 * (steps at even distances stand in it alone, by their start and stride) and has the checksum of each slice of them. Behind the columns of a long series is room to grow. Preamble and header carry one as well, and the preamble is written last.
 */
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import type { TagPoints } from "../core/log-reader.ts";
import type { Series, StepColumn } from "../core/series.ts";
import { roomToGrow } from "../core/series-builder.ts";
import { type ColumnsOrder, SLICE_BYTES, slicesIn } from "./column-slices.ts";
import { EvenColumns, type EvenSteps, evenColumn, evenStepsOf } from "./even-steps.ts";

/** One followed file: what is needed to go on following it, and the points that it gave so far. */
export interface CachedFile<State> {
  readonly state: State;
  readonly points: readonly TagPoints[];
}

const MAGIC = 0x36304354; // "TC06": another number when anything about the format changes, or what readers make of a log
const PREAMBLE_BYTES = 32;
/** Files that are described together: a hundred thousand in one go would hold the thread up for a second. */
const PACKED_FILES = 256;

/** Fills memory from a file in some thread or other; gives the checksum of each slice, or null when that failed. */
export type FillColumns = (order: ColumnsOrder) => Promise<Uint32Array | null>;

interface Header {
  readonly madeBy: string;
  /** CRC-32 of each slice of the columns. */
  readonly sums: Uint32Array;
  /** Each the serialized `HeaderFile`s of some files, in order. */
  readonly packs: readonly Uint8Array[];
}

interface HeaderFile<State> {
  readonly state: State;
  readonly series: readonly HeaderSeries[];
}

/** A tuple: there are tens of thousands, and a start waits for them. Steps are told, or have so many bytes each. */
type HeaderSeries = readonly [
  tag: string,
  length: number,
  steps: EvenSteps | 4 | 8,
  valueBytes: 4 | 8,
  exactSteps: ReadonlyMap<number, bigint> | null,
];

/**
 * Writes `files` to `path`, which is replaced in one step; a crash half-way leaves the old one. Columns are read while
 * it writes: they may grow meanwhile, but not change. `madeBy` names the engine, to the last line of its code.
 */
export async function writeColumns<State>(
  path: string,
  madeBy: string,
  files: readonly CachedFile<State>[],
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.draft`;
  const handle = await open(draft, "w", 0o600);
  try {
    const packs: Uint8Array[] = [];
    const { bytes: columnBytes, sums } = await writeSlices(handle, PREAMBLE_BYTES, columnsOf(files, packs));
    const header = serialize({ madeBy, sums: Uint32Array.from(sums), packs });
    await handle.write(header, 0, header.length, PREAMBLE_BYTES + columnBytes);
    const preamble = new DataView(new ArrayBuffer(PREAMBLE_BYTES));
    preamble.setUint32(0, MAGIC, true);
    preamble.setUint32(4, crc32(header), true);
    preamble.setFloat64(8, columnBytes, true);
    preamble.setFloat64(16, header.length, true);
    preamble.setUint32(28, crc32(new Uint8Array(preamble.buffer, 0, 28)), true);
    await handle.write(new Uint8Array(preamble.buffer), 0, PREAMBLE_BYTES, 0);
    await handle.sync();
    await handle.close();
    await rename(draft, path);
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * What `writeColumns` wrote to `path`, or null when there is nothing, it is damaged, or another engine made it: what a
 * state means is known only to the engine that wrote it. The columns are views into one memory, which `fill` fills.
 */
export async function readColumns<State>(
  path: string,
  madeBy: string,
  fill: FillColumns,
): Promise<CachedFile<State>[] | null> {
  const handle = await open(path, "r").catch(() => null);
  if (handle === null) return null;
  try {
    const preamble = new DataView(new ArrayBuffer(PREAMBLE_BYTES));
    await handle.read(new Uint8Array(preamble.buffer), 0, PREAMBLE_BYTES, 0);
    const isIntact = preamble.getUint32(28, true) === crc32(new Uint8Array(preamble.buffer, 0, 28));
    if (!isIntact || preamble.getUint32(0, true) !== MAGIC) return null;
    const columnBytes = preamble.getFloat64(8, true);
    const headerBytes = preamble.getFloat64(16, true);
    const { size } = await handle.stat();
    if (size !== PREAMBLE_BYTES + columnBytes + headerBytes) return null;
    const memory = new SharedArrayBuffer(columnBytes);
    const filled = fill({ path, position: PREAMBLE_BYTES, memory }); // the long part: the header is read meanwhile
    const header = Buffer.allocUnsafe(headerBytes);
    await handle.read(header, 0, headerBytes, PREAMBLE_BYTES + columnBytes);
    if (crc32(header) !== preamble.getUint32(4, true)) return null;
    const described: Header = deserialize(header);
    if (described.madeBy !== madeBy) return null;
    const files = viewsOf(
      described.packs.flatMap((pack): HeaderFile<State>[] => deserialize(pack)),
      memory,
    );
    const sums = await filled;
    const isWhole = sums?.length === slicesIn(columnBytes) && sums.every((sum, i) => sum === described.sums[i]);
    return isWhole ? files : null;
  } catch {
    return null; // damaged in a way that the checksums do not see, or unreadable: not worth a word, the logs are there
  } finally {
    await handle.close();
  }
}

/** Every column that is to be kept, padded to 8 bytes, in the order in which `viewsOf` expects them; meanwhile `packs` fills. */
function* columnsOf<State>(files: readonly CachedFile<State>[], packs: Uint8Array[]): Iterable<Uint8Array> {
  let described: HeaderFile<State>[] = [];
  for (const { state, points } of files) {
    const all: HeaderSeries[] = [];
    for (const { tag, series } of points) {
      const { length, wallTimes, steps, values, exactSteps = null } = series;
      const even = evenStepsOf(steps, length);
      all.push([
        tag,
        length,
        even ?? (steps instanceof Int32Array ? 4 : 8),
        values instanceof Float32Array ? 4 : 8,
        exactSteps,
      ]);
      for (const column of even === null ? [wallTimes, steps, values] : [wallTimes, values]) {
        const used = column.subarray(0, length);
        const room = roomToGrow(length) * column.BYTES_PER_ELEMENT;
        yield new Uint8Array(used.buffer, used.byteOffset, used.byteLength);
        yield new Uint8Array(align(used.byteLength + room) - used.byteLength);
      }
    }
    described.push({ state, series: all });
    if (described.length < PACKED_FILES) continue;
    packs.push(serialize(described));
    described = [];
  }
  packs.push(serialize(described));
}

function viewsOf<State>(files: readonly HeaderFile<State>[], columns: ArrayBufferLike): CachedFile<State>[] {
  const evenColumns = new EvenColumns();
  for (const { series } of files) {
    for (const [, length, steps] of series) {
      if (typeof steps !== "number" && roomToGrow(length) === 0) evenColumns.announce(steps, length);
    }
  }
  let at = 0;
  const place = (bytes: number): number => {
    const start = at;
    at = align(at + bytes);
    return start;
  };
  const stored = (bytes: 4 | 8, length: number): StepColumn => {
    const start = place(bytes * length);
    return bytes === 4 ? new Int32Array(columns, start, length) : new Float64Array(columns, start, length);
  };
  const view = ([, length, told, valueBytes, exactSteps]: HeaderSeries): Series => {
    const room = roomToGrow(length);
    const capacity = length + room;
    const wallTimes = new Float64Array(columns, place(8 * capacity), capacity);
    const toldSteps = (even: EvenSteps): StepColumn =>
      room === 0 ? evenColumns.column(even, length) : evenColumn(even, capacity); // one that grows shares nothing
    const steps = typeof told === "number" ? stored(told, capacity) : toldSteps(told);
    const valuesAt = place(valueBytes * capacity);
    const values =
      valueBytes === 4 ? new Float32Array(columns, valuesAt, capacity) : new Float64Array(columns, valuesAt, capacity);
    return exactSteps === null
      ? { length, wallTimes, steps, values }
      : { length, wallTimes, steps, values, exactSteps };
  };
  return files.map(({ state, series }) => ({
    state,
    points: series.map((described) => ({ tag: described[0], series: view(described) })),
  }));
}

const align = (offset: number): number => Math.ceil(offset / 8) * 8;

/** Writes `pieces` from `position` on, gathered into slices, and sums up each. */
async function writeSlices(
  handle: FileHandle,
  position: number,
  pieces: Iterable<Uint8Array>,
): Promise<{ bytes: number; sums: number[] }> {
  const slice = new Uint8Array(SLICE_BYTES);
  const sums: number[] = [];
  let filled = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const part = slice.subarray(0, filled);
    sums.push(crc32(part));
    await handle.write(part, 0, filled, position + bytes);
    bytes += filled;
    filled = 0;
  };
  for (const piece of pieces) {
    for (let from = 0; from < piece.length; ) {
      const taken = Math.min(piece.length - from, SLICE_BYTES - filled);
      slice.set(piece.subarray(from, from + taken), filled);
      filled += taken;
      from += taken;
      if (filled === SLICE_BYTES) await flush();
    }
  }
  if (filled > 0) await flush();
  return { bytes, sums };
}
