/** Which logs are one and the same file on disk, whatever names lead to it. */
import { compareNames } from "../core/natural-order.ts";
import type { Run } from "./run.ts";

/** A log of a run. */
export interface Place {
  readonly run: Run;
  readonly file: string;
}

const NOWHERE: readonly Place[] = [];

/** Places by origin: what a file system tells of a file that stays with it under every name. Most files have one place. */
export class Origins {
  private readonly byOrigin = new Map<string, readonly Place[]>();

  /** Notes that `place` has moved from the origin `before` to `now`; null: it has none. */
  move(place: Place, before: string | null, now: string | null): void {
    if (before === now) return;
    if (before !== null) {
      const rest = this.at(before).filter(({ run, file }) => run !== place.run || file !== place.file);
      if (rest.length === 0) this.byOrigin.delete(before);
      else this.byOrigin.set(before, rest);
    }
    if (now !== null) this.byOrigin.set(now, [...this.at(now), place].sort(byName));
  }

  /** All places of `origin`, in natural order of the names of their runs. */
  at(origin: string | null): readonly Place[] {
    return (origin === null ? undefined : this.byOrigin.get(origin)) ?? NOWHERE;
  }
}

const byName = (a: Place, b: Place): number => compareNames(a.run.name, b.run.name) || (a.file < b.file ? -1 : 1);
