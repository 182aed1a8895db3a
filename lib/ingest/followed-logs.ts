/** Which logs are followed, by number and by place. There may be a hundred thousand: what one of them takes is counted in bytes. */
import type { Run } from "../store/run.ts";
import type { Logdir } from "../store/store.ts";
import type { LogFile } from "./followed-file.ts";
import type { FileId } from "./worker-messages.ts";

/** A log that is followed in a run. */
export interface FollowedLog {
  readonly id: FileId;
  readonly run: Run;
  readonly logdir: Logdir;
  readonly log: LogFile;
  isRead: boolean;
  /** It brought what it holds, or a part of it. */
  hasBegun: boolean;
}

export class FollowedLogs {
  private readonly byId = new Map<FileId, FollowedLog>();
  /**
   * By name of the log directory, then by path: directories may overlap, and each shows what is in it. Not by both in one
   * text, which would be another copy of every path.
   */
  private readonly byPlace = new Map<string, Map<string, FollowedLog>>();
  private nextId: FileId = 0;

  /** Follows `log` of `run` from now on, under a number that no other one had. Nothing else is followed at its place. */
  add(run: Run, logdir: Logdir, log: LogFile): FollowedLog {
    const followed = { id: this.nextId++, run, logdir, log, isRead: false, hasBegun: false };
    this.byId.set(followed.id, followed);
    let paths = this.byPlace.get(logdir.name);
    if (paths === undefined) {
      paths = new Map();
      this.byPlace.set(logdir.name, paths);
    }
    paths.set(log.path, followed);
    return followed;
  }

  get(id: FileId): FollowedLog | undefined {
    return this.byId.get(id);
  }

  /** What is followed at `path` of `logdir`. */
  at(logdir: Logdir, path: string): FollowedLog | undefined {
    return this.byPlace.get(logdir.name)?.get(path);
  }

  /** Follows `followed` no longer; false when that was so before. */
  remove({ id, logdir, log }: FollowedLog): boolean {
    if (!this.byId.delete(id)) return false;
    this.byPlace.get(logdir.name)?.delete(log.path);
    return true;
  }
}
