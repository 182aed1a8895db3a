/** Tags of one file, found by their bytes: a string is made once a tag, not once a point. */
import { SeriesBuilder } from "../core/series-builder.ts";

const LEGACY_SUFFIX = "/scalar_summary";
/** A script that makes a tag a step must not take the memory of all others. */
export const MAX_TAGS = 20_000;
/** With more tags than this, looking through them takes longer than a map does. */
const MOST_LISTED = 8;
const DECODER = new TextDecoder();

export interface TagEntry {
  /** As shown: without the suffix of TensorFlow 1's scalar plugin. */
  readonly tag: string;
  readonly bytes: Uint8Array;
  /** `bytes` four at a time, little-endian; the last word may overlap the one before it. Empty for tags under four bytes. */
  readonly words: Int32Array;
  readonly points: SeriesBuilder;
  /** No entry before it has the same points. */
  readonly isFirst: boolean;
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

/** What was stated last: files of a sweep have the same tags, and thousands that rest share one statement of them. */
let lastState: readonly TagState[] = [];

/** The tags of one file by their bytes, each with the points that came since they were taken. */
export class TagTable {
  private readonly entries: TagEntry[] = [];
  /** Null while there are few: thousands of small files have a table each, for a moment. */
  private byHash: Map<number, TagEntry[]> | null = null;
  /** Null until a tag has the legacy suffix: before that, no two entries are shown alike. */
  private pointsByTag: Map<string, SeriesBuilder> | null = null;
  private last: TagEntry | null = null;

  /** `room`: how many points a series is likely to bring before it is cleared. */
  constructor(private readonly room: number) {}

  /** The entry of the tag in bytes `start … end` of `view`, made when it is new; null when there are too many already. */
  find(view: DataView<ArrayBuffer>, start: number, end: number): TagEntry | null {
    const guess = this.last === null ? null : this.last.following;
    const entry = guess !== null && isTag(guess, view, start, end) ? guess : this.findAny(view, start, end);
    if (entry === null) return null;
    if (this.last !== null) this.last.following = entry;
    this.last = entry;
    return entry;
  }

  /** Entries in order of first appearance. Tags that differ only in the legacy suffix share their points and appear once. */
  scalars(): readonly TagEntry[] {
    return this.pointsByTag === null ? this.entries : this.entries.filter(({ isFirst }) => isFirst);
  }

  /** What must be known of a tag to go on reading the file elsewhere, in order of first appearance. */
  state(): readonly TagState[] {
    const { entries } = this;
    const isSame = entries.length === lastState.length && entries.every((entry, at) => isAt(lastState[at], entry));
    if (!isSame) lastState = entries.map(({ bytes, isScalarTensor }) => ({ bytes: toText(bytes), isScalarTensor }));
    return lastState;
  }

  restore(tags: readonly TagState[]): void {
    for (const { bytes, isScalarTensor } of tags) {
      const written = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
      const entry = this.find(new DataView(written.buffer), 0, written.length);
      if (entry !== null) entry.isScalarTensor = isScalarTensor;
    }
  }

  private findAny(view: DataView<ArrayBuffer>, start: number, end: number): TagEntry | null {
    const { byHash, entries } = this;
    const alike = byHash === null ? entries : (byHash.get(hashOf(view, start, end)) ?? []);
    for (const entry of alike) if (isTag(entry, view, start, end)) return entry;
    return entries.length < MAX_TAGS
      ? this.newEntry(new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice())
      : null;
  }

  private newEntry(bytes: Uint8Array<ArrayBuffer>): TagEntry {
    const written = DECODER.decode(bytes);
    const isLegacy = written.endsWith(LEGACY_SUFFIX);
    const tag = isLegacy ? written.slice(0, -LEGACY_SUFFIX.length) : written;
    if (isLegacy) this.pointsByTag ??= new Map(this.entries.map((one) => [one.tag, one.points]));
    const shared = this.pointsByTag?.get(tag);
    const points = shared ?? new SeriesBuilder(this.room);
    this.pointsByTag?.set(tag, points);
    const isFirst = shared === undefined;
    const entry = { tag, bytes, words: wordsOf(bytes), points, isFirst, isScalarTensor: false, following: null };
    this.entries.push(entry);
    if (this.byHash !== null) addByHash(this.byHash, entry);
    else if (this.entries.length > MOST_LISTED) {
      this.byHash = new Map();
      for (const one of this.entries) addByHash(this.byHash, one);
    }
    return entry;
  }
}

function addByHash(byHash: Map<number, TagEntry[]>, entry: TagEntry): void {
  const { buffer, byteOffset, byteLength } = entry.bytes;
  const hash = hashOf(new DataView(buffer, byteOffset, byteLength), 0, byteLength);
  const alike = byHash.get(hash);
  if (alike === undefined) byHash.set(hash, [entry]);
  else alike.push(entry);
}

function hashOf(view: DataView, start: number, end: number): number {
  let hash = 0x811c9dc5; // FNV-1a
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193);
  return hash;
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
  const words = new Int32Array(bytes.length < 4 ? 0 : Math.ceil(bytes.length / 4));
  for (let i = 0; i < words.length; i++) words[i] = view.getInt32(Math.min(4 * i, bytes.length - 4), true);
  return words;
}

function isAt(state: TagState, { bytes, isScalarTensor }: TagEntry): boolean {
  if (state.isScalarTensor !== isScalarTensor || state.bytes.length !== bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) if (state.bytes.charCodeAt(i) !== bytes[i]) return false;
  return true;
}

function toText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
