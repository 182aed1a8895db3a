/** What can be wrong inside an event file, counted where it first stands; reading goes on behind it. */
import type { ReaderProblem } from "../core/log-reader.ts";

/** The kinds, as `tuneboard runs --json` names them. */
export type Damage =
  | "bad data checksum"
  | "bad length checksum"
  | "record cut short"
  | "record over the limit"
  | "not an event"
  | "zeros"
  | "no wall time"
  | "odd wall time"
  | "too many tags";

/** Plain data: it travels to other threads and into the cache. */
export interface DamageCount {
  /** Byte offset in the file of the first occurrence. */
  readonly offset: number;
  readonly count: number;
  /** Bytes of the file that were lost to it. */
  readonly bytes: number;
}

/** What stands at the end of a file and is waited for: `there` bytes of a record that claims `claimed`, which null leaves unknown. */
export type Unfinished =
  | { readonly kind: "zeros"; readonly offset: number }
  | { readonly kind: "record"; readonly offset: number; readonly there: number; readonly claimed: number | null };

/** The same in words, for a file that has been silent for long. What is missing may still come, and is read then. */
export function describeUnfinished(unfinished: Unfinished): ReaderProblem {
  const { kind, offset } = unfinished;
  if (kind === "zeros") {
    const text = `From byte ${offset} on the file is zeros: the data that belong there have not arrived.`;
    return { kind: "zeros at the end", offset, count: 1, text };
  }
  const { there, claimed } = unfinished;
  const parts = claimed === null ? `${there} bytes are there` : `${there} of its ${claimed} bytes are there`;
  const text = `The last record, at byte ${offset}, is unfinished: ${parts}. The rest is waited for.`;
  return { kind: "unfinished record", offset, count: 1, text };
}

/** A file in which not one record was found. */
export const NO_EVENT_FILE: ReaderProblem = {
  kind: "not an event file",
  offset: 0,
  count: 1,
  text: "It is named like an event file, but no record of one stands in it.",
};

const NO_ENTRIES: readonly (readonly [Damage, DamageCount])[] = [];

/** The damage of one file: by kind, where it first stands, how often and how many bytes it cost. */
export class DamageLog {
  /** Null while nothing is wrong, as in nearly all of thousands of files. */
  private counts: Map<Damage, DamageCount> | null;

  constructor(known = NO_ENTRIES) {
    this.counts = known.length === 0 ? null : new Map(known);
  }

  /** Counts one more of `damage`, which cost `bytes`. */
  note(damage: Damage, offset: number, bytes: number): void {
    const known = this.counts?.get(damage) ?? { offset, count: 0, bytes: 0 };
    this.set(damage, { offset: known.offset, count: known.count + 1, bytes: known.bytes + bytes });
  }

  /** What was counted before cost more than was known then; without it, what costs them is counted under another name. */
  addBytes(damage: Damage, bytes: number): void {
    const known = this.counts?.get(damage);
    if (known !== undefined) this.set(damage, { ...known, bytes: known.bytes + bytes });
  }

  entries(): readonly (readonly [Damage, DamageCount])[] {
    return this.counts === null ? NO_ENTRIES : [...this.counts];
  }

  /** `heldBytes`: so many more are likely to be lost to a bad length, if no record is found in them. */
  problems(heldBytes = 0): ReaderProblem[] {
    return this.entries().map(([damage, { offset, count, bytes }]) => ({
      kind: damage,
      offset,
      count,
      text: describe(damage, count, offset, damage === "bad length checksum" ? bytes + heldBytes : bytes),
    }));
  }

  private set(damage: Damage, count: DamageCount): void {
    this.counts ??= new Map();
    this.counts.set(damage, count);
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
    case "record cut short":
      return `${records} left out because another one begins before the end, the first at byte ${offset}.`;
    case "record over the limit":
      return `${records} left out because the length is beyond anything a scalar needs, the first at byte ${offset}.`;
    case "not an event":
      return `${records} left out because they are no valid events, the first at byte ${offset}.`;
    case "zeros":
      return `${bytes} bytes of zeros left out at byte ${offset}: the data that belong there never arrived.`;
    case "no wall time":
      return `${points} with a wall time that is no number, the first at byte ${offset}; kept, but not to be placed on a time axis.`;
    case "odd wall time":
      return `${points} with a wall time that no clock shows, the first at byte ${offset}; kept as written.`;
    case "too many tags":
      return `${points} left out because the file has more tags than are followed, the first at byte ${offset}.`;
  }
}
