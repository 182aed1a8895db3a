/** Which logs are one and the same file on disk, whatever names lead to it. */
import { compareNames } from "../core/natural-order.ts";
import type { LogFile } from "./run-file.ts";

const NOWHERE: readonly LogFile[] = [];

/** Another log that is the same file. */
export interface Twin {
  readonly log: LogFile;
  /** It comes first, by the name of its run: it is the one that counts. */
  readonly isFirst: boolean;
}

/** Orders logs by the names of their runs, then by their own: less than 0 when `a` comes first. */
export type CompareLogs = (a: LogFile, b: LogFile) => number;

/** Says how often anything changed about which logs are the same file. */
export interface TwinClock {
  readonly changes: number;
}

/** The logs that are one file. There may be a hundred thousand: one comes or goes without a look at the others. */
export class SameFile {
  private readonly present = new Set<LogFile>();
  private readonly gone = new Set<LogFile>();
  /** Last comes first. When `isOrdered` is false, in no order; there may be logs in it that went, and some twice. */
  private order: LogFile[] = [];
  private isOrdered = true;

  constructor(
    readonly clock: TwinClock,
    private readonly compare: CompareLogs,
  ) {}

  get size(): number {
    return this.present.size + this.gone.size;
  }

  add(log: LogFile): void {
    if (log.isGone) {
      this.gone.add(log);
      return;
    }
    this.present.add(log);
    this.order.push(log);
    this.isOrdered = false;
  }

  remove(log: LogFile): void {
    this.present.delete(log);
    this.gone.delete(log);
  }

  /** Those that were deleted, and whose points are kept. */
  goneLogs(): readonly LogFile[] {
    return this.gone.size === 0 ? NOWHERE : [...this.gone];
  }

  /** The first one that is there. */
  first(): LogFile | null {
    if (!this.isOrdered) this.order = [...this.present].sort((a, b) => this.compare(b, a));
    this.isOrdered = true;
    while (this.order.length > 0 && !this.present.has(this.order[this.order.length - 1])) this.order.pop();
    return this.order.at(-1) ?? null;
  }

  /** What stands for `log`: the first one, or beside that the second; null when it is the only one, or is not there. */
  twinOf(log: LogFile): Twin | null {
    const first = this.first();
    if (first === null || !this.present.has(log)) return null;
    if (first !== log) return { log: first, isFirst: true };
    const second = this.order.findLast((other) => other !== first && this.present.has(other));
    return second === undefined ? null : { log: second, isFirst: false };
  }
}

/** Logs by origin: what a file system tells of a file that stays with it under every name. Most files have one name. */
export class Origins {
  private readonly byOrigin = new Map<string, LogFile | SameFile>();
  private readonly clock = { changes: 0 };

  constructor(private readonly compare: CompareLogs = byName) {}

  /** Notes that `log` has moved from the origin `before` to `now`; null: it has none. */
  move(log: LogFile, before: string | null, now: string | null): void {
    if (before === now) return;
    if (before !== null) this.leave(log, before);
    if (now !== null) this.join(log, now);
  }

  /** Notes that `log`, of the origin `origin`, is gone now. */
  lose(log: LogFile, origin: string | null): void {
    this.move(log, origin, null);
    this.move(log, null, origin);
  }

  /** The logs of `origin` that were deleted, and whose points are kept. */
  goneAt(origin: string | null): readonly LogFile[] {
    const found = this.at(origin);
    if (found instanceof SameFile) return found.goneLogs();
    return found?.isGone === true ? [found] : NOWHERE;
  }

  /** Of the logs of `origin` that are there, the first that is not `log`; null when there is no other. */
  besides(log: LogFile, origin: string | null): LogFile | null {
    const found = this.at(origin);
    if (found instanceof SameFile) {
      const first = found.first();
      return first === log ? (found.twinOf(log)?.log ?? null) : first;
    }
    return found === undefined || found === log || found.isGone ? null : found;
  }

  private at(origin: string | null): LogFile | SameFile | undefined {
    return origin === null ? undefined : this.byOrigin.get(origin);
  }

  private join(log: LogFile, origin: string): void {
    const found = this.byOrigin.get(origin);
    if (found === undefined) {
      this.byOrigin.set(origin, log);
      return;
    }
    const all = found instanceof SameFile ? found : new SameFile(this.clock, this.compare);
    for (const one of found instanceof SameFile ? [log] : [found, log]) {
      all.add(one);
      one.enter(all);
    }
    this.byOrigin.set(origin, all);
    this.clock.changes += 1;
  }

  private leave(log: LogFile, origin: string): void {
    const found = this.byOrigin.get(origin);
    if (found === log) this.byOrigin.delete(origin);
    if (!(found instanceof SameFile)) return;
    found.remove(log);
    log.enter(null);
    if (found.size === 0) this.byOrigin.delete(origin);
    this.clock.changes += 1;
  }
}

const byName: CompareLogs = (a, b) => compareNames(a.run.name, b.run.name) || (a.name < b.name ? -1 : 1);
