/** What can be wrong inside an event file, counted where it first stands; reading goes on behind it. */
import type { ReaderProblem } from "../core/log-reader.ts";

export type Damage =
  | "bad data checksum"
  | "bad length checksum"
  | "record over the limit"
  | "not an event"
  | "zeros"
  | "no wall time"
  | "too many tags";

/** Plain data: it travels to other threads and into the cache. */
export interface DamageCount {
  /** Byte offset in the file of the first occurrence. */
  readonly offset: number;
  readonly count: number;
  /** Bytes of the file that were lost to it. */
  readonly bytes: number;
}

export class DamageLog {
  private readonly counts = new Map<Damage, DamageCount>();

  constructor(known: readonly (readonly [Damage, DamageCount])[] = []) {
    for (const [damage, count] of known) this.counts.set(damage, count);
  }

  /** Counts `times` more of `damage`, which cost `bytes`. */
  note(damage: Damage, offset: number, bytes: number, times = 1): void {
    const known = this.counts.get(damage) ?? { offset, count: 0, bytes: 0 };
    this.counts.set(damage, { offset: known.offset, count: known.count + times, bytes: known.bytes + bytes });
  }

  entries(): readonly (readonly [Damage, DamageCount])[] {
    return [...this.counts];
  }

  problems(): ReaderProblem[] {
    return [...this.counts].map(([damage, { offset, count, bytes }]) => ({
      kind: damage,
      offset,
      count,
      text: describe(damage, count, offset, bytes),
    }));
  }
}

function describe(damage: Damage, count: number, offset: number, bytes: number): string {
  const records = count === 1 ? "1 record" : `${count} records`;
  const points = count === 1 ? "1 point" : `${count} points`;
  switch (damage) {
    case "bad data checksum":
      return `${records} left out because the data do not match their checksum, the first at byte ${offset}.`;
    case "bad length checksum":
      return `${bytes} bytes left out, where the length of a record does not match its checksum, the first at byte ${offset}.`;
    case "record over the limit":
      return `${records} left out because the length, ${bytes} bytes, is beyond anything a scalar needs; the first at byte ${offset}.`;
    case "not an event":
      return `${records} left out because they are no valid events, the first at byte ${offset}.`;
    case "zeros":
      return `${bytes} bytes of zeros left out at byte ${offset}: the data that belong there never arrived.`;
    case "no wall time":
      return `${points} with a wall time that is no number, the first at byte ${offset}; kept, but not to be placed on a time axis.`;
    case "too many tags":
      return `${points} left out because the file has more tags than are followed, the first at byte ${offset}.`;
  }
}
