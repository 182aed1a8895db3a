/** What the followers of one thread share while they read. */
import type { TagPoints } from "../core/log-reader.ts";

const FIRST_BUFFER_BYTES = 256 * 1024;
const FEW_POINTS = 64;
/** Room is not prepared for more, lest a file with many tags and few points pays for another one's length. */
const MOST_USUAL_POINTS = 4096;

/** Bytes that the followers of one thread read into, one after the other. */
export class ReadBuffer {
  bytes: Uint8Array<ArrayBuffer>;
  /** The same bytes, for `text`. */
  private asBuffer = Buffer.alloc(0);
  /** Points of the longest series that was read last: runs of a sweep resemble each other. */
  usualPoints = FEW_POINTS;

  /** `first`: the bytes to read into as long as they are enough. */
  constructor(private readonly first = new Uint8Array(FIRST_BUFFER_BYTES)) {
    this.bytes = first;
  }

  /** Bytes `start` to `end`, one character each. */
  text(start: number, end: number): string {
    const { buffer, byteOffset, byteLength } = this.bytes;
    const { asBuffer } = this;
    const isSame = asBuffer.buffer === buffer && asBuffer.byteOffset === byteOffset;
    if (!isSame) this.asBuffer = Buffer.from(buffer, byteOffset, byteLength);
    return this.asBuffer.toString("latin1", start, end);
  }

  /** Gives back what a large record needed. */
  shrink(): void {
    this.bytes = this.first;
  }

  /** Makes room for `bytes` bytes and keeps what is there. */
  grow(bytes: number): void {
    const larger = new Uint8Array(Math.max(bytes, this.bytes.length * 2));
    larger.set(this.bytes);
    this.bytes = larger;
  }

  /** Learns from the series that were just read. */
  noteLengths(points: readonly TagPoints[]): void {
    const longest = Math.max(0, ...points.map(({ series }) => series.length));
    this.usualPoints = Math.min(Math.max(FEW_POINTS, longest + 8), MOST_USUAL_POINTS);
  }
}
