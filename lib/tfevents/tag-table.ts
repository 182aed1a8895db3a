/** Tags of one file, found by their bytes: a string is made once a tag, not once a point. */
import { SeriesBuilder } from "../core/series-builder.ts";

const LEGACY_SUFFIX = "/scalar_summary";
/** A script that makes a tag a step must not take the memory of all others. */
export const MAX_TAGS = 20_000;

export interface TagEntry {
  /** As shown: without the suffix of TensorFlow 1's scalar plugin. */
  readonly tag: string;
  readonly bytes: Uint8Array;
  /** `bytes` four at a time, little-endian; the last word may overlap the one before it. Empty for tags under four bytes. */
  readonly words: Int32Array;
  readonly points: SeriesBuilder;
  /** A tensor of this tag is a scalar: its first event said so. */
  isScalarTensor: boolean;
  /** The entry that was asked for after this one, last time: writers log tags in the same order again and again. */
  following: TagEntry | null;
}

export interface TagState {
  /** The tag's bytes, one character a byte: text survives every copy cheaply, where a view would take its whole buffer along. */
  readonly bytes: string;
  readonly isScalarTensor: boolean;
}

export class TagTable {
  private readonly byHash = new Map<number, TagEntry[]>();
  private readonly pointsByTag = new Map<string, SeriesBuilder>();
  private readonly entries: TagEntry[] = [];
  private last: TagEntry | null = null;

  /** `room`: how many points a series is likely to bring before it is cleared. */
  constructor(private readonly room: number) {}

  /** The entry of the tag in bytes `start … end` of `view`, made when it is new; null when there are too many already. */
  find(view: DataView<ArrayBuffer>, start: number, end: number): TagEntry | null {
    const guess = this.last === null ? null : this.last.following;
    const entry = guess !== null && isTag(guess, view, start, end) ? guess : this.findByHash(view, start, end);
    if (entry === null) return null;
    if (this.last !== null) this.last.following = entry;
    this.last = entry;
    return entry;
  }

  /** Entries in order of first appearance. Tags that differ only in the legacy suffix share their points and appear once. */
  *scalars(): Iterable<TagEntry> {
    const seen = new Set<SeriesBuilder>();
    for (const entry of this.entries) {
      if (seen.has(entry.points)) continue;
      seen.add(entry.points);
      yield entry;
    }
  }

  /** What must be known of a tag to go on reading the file elsewhere, in order of first appearance. */
  state(): readonly TagState[] {
    return this.entries.map(({ bytes, isScalarTensor }) => ({ bytes: toText(bytes), isScalarTensor }));
  }

  restore(tags: readonly TagState[]): void {
    for (const { bytes, isScalarTensor } of tags) {
      const written = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
      const entry = this.find(new DataView(written.buffer), 0, written.length);
      if (entry !== null) entry.isScalarTensor = isScalarTensor;
    }
  }

  private findByHash(view: DataView<ArrayBuffer>, start: number, end: number): TagEntry | null {
    let hash = 0x811c9dc5; // FNV-1a
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193);
    let bucket = this.byHash.get(hash);
    if (bucket === undefined) {
      bucket = [];
      this.byHash.set(hash, bucket);
    }
    for (const entry of bucket) if (isTag(entry, view, start, end)) return entry;
    if (this.entries.length >= MAX_TAGS) return null;
    const entry = this.newEntry(new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice());
    bucket.push(entry);
    return entry;
  }

  private newEntry(bytes: Uint8Array<ArrayBuffer>): TagEntry {
    const written = new TextDecoder().decode(bytes);
    const tag = written.endsWith(LEGACY_SUFFIX) ? written.slice(0, -LEGACY_SUFFIX.length) : written;
    let points = this.pointsByTag.get(tag);
    if (points === undefined) {
      points = new SeriesBuilder(this.room);
      this.pointsByTag.set(tag, points);
    }
    const entry = { tag, bytes, words: wordsOf(bytes), points, isScalarTensor: false, following: null };
    this.entries.push(entry);
    return entry;
  }
}

function isTag({ bytes, words }: TagEntry, view: DataView, start: number, end: number): boolean {
  const length = end - start;
  if (bytes.length !== length) return false;
  if (length < 4) {
    for (let i = 0; i < length; i++) if (bytes[i] !== view.getUint8(start + i)) return false;
    return true;
  }
  const last = words.length - 1;
  for (let i = 0; i < last; i++) if (words[i] !== view.getInt32(start + 4 * i, true)) return false;
  return words[last] === view.getInt32(end - 4, true);
}

function wordsOf(bytes: Uint8Array<ArrayBuffer>): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length < 4 ? 0 : Math.ceil(bytes.length / 4);
  return Int32Array.from({ length: count }, (_, i) => view.getInt32(Math.min(4 * i, bytes.length - 4), true));
}

function toText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
