/** The subset of the protobuf wire format that event files need, read in place, without a message object per message. */

export enum Wire {
  Varint = 0,
  Fixed64 = 1,
  Bytes = 2,
  Fixed32 = 5,
}

const NO_BYTES = new Uint8Array(0);

/**
 * A cursor over one message. `next()` steps to the following field; then `field`, `wire` and, by wire type, `low`/`high`
 * (varint: the two halves of its 64 bits) tell what stands there, and `start … end` where.
 *
 * Damaged input ends the message early: `next()` returns false and `isDamaged` is true. It never throws, never reads
 * outside `bytes[from … to)`, and takes time linear in it.
 */
export class MessageCursor {
  field = 0;
  wire = 0;
  /** Lower and upper 32 bits of a varint, each unsigned. */
  low = 0;
  high = 0;
  /** Part of `bytes` that the field's content takes: of a varint its own bytes, of bytes those behind their length. */
  start = 0;
  end = 0;
  isDamaged = false;
  private bytes = NO_BYTES;
  private at = 0;
  private to = 0;

  /** Stands the cursor before the first field of the message in `bytes[from … to)`. */
  enter(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): void {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
    this.isDamaged = false;
  }

  next(): boolean {
    if (this.at >= this.to) return false;
    if (!this.readVarint()) return this.damaged();
    this.field = this.low >>> 3;
    this.wire = this.low & 7;
    if (this.high !== 0 || this.field === 0) return this.damaged();
    switch (this.wire) {
      case Wire.Varint:
        this.start = this.at;
        if (!this.readVarint()) return this.damaged();
        this.end = this.at;
        return true;
      case Wire.Fixed64:
        return this.take(8);
      case Wire.Fixed32:
        return this.take(4);
      case Wire.Bytes:
        if (!this.readVarint() || this.high !== 0) return this.damaged();
        return this.take(this.low);
      default:
        return this.damaged(); // groups: no writer of event files has used them
    }
  }

  /** The varint as a signed 64-bit integer; exact up to 2^53, nearest double beyond. */
  toInt64(): number {
    return (this.high | 0) * 2 ** 32 + this.low;
  }

  toBigInt64(): bigint {
    return BigInt.asIntN(64, (BigInt(this.high) << 32n) | BigInt(this.low));
  }

  private take(length: number): boolean {
    this.start = this.at;
    this.end = this.at + length;
    if (this.end > this.to) return this.damaged();
    this.at = this.end;
    return true;
  }

  private damaged(): boolean {
    this.isDamaged = true;
    this.at = this.to;
    return false;
  }

  private readVarint(): boolean {
    const { bytes, to } = this;
    let at = this.at;
    if (at < to && bytes[at] < 0x80) {
      this.low = bytes[at];
      this.high = 0;
      this.at = at + 1;
      return true;
    }
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= to) return false;
      const byte = bytes[at++];
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        this.at = at;
        return true;
      }
    }
    return false; // more than ten bytes
  }
}
