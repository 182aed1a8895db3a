/** How far the first reading of the log directories has come, and when it is done. */
import type { Loading } from "../core/api.ts";

export class LoadProgress {
  /** Resolves when everything that was found at start has been read. */
  readonly done: Promise<void>;
  isDone = false;
  private finish: () => void = () => {};
  private isDiscovered = false;
  private filesFound = 0;
  private filesRead = 0;
  private bytesRead = 0;
  private othersPending = 0;

  /** `changed` is told of every step; null says that loading is over. */
  constructor(private readonly changed: (loading: Loading | null) => void) {
    this.done = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  fileFound(): void {
    this.filesFound += 1;
  }

  bytes(read: number): void {
    this.bytesRead += read;
  }

  fileRead(): void {
    this.filesRead += 1;
    this.check();
  }

  /** Something besides log files that belongs to the first picture, a settings file for one. */
  waitFor(work: Promise<void>): void {
    this.othersPending += 1;
    void work.finally(() => {
      this.othersPending -= 1;
      this.check();
    });
  }

  /** All log directories have been walked: no more files will be found for the first picture. */
  discovered(): void {
    this.isDiscovered = true;
    this.check();
  }

  private check(): void {
    if (this.isDone) return;
    this.isDone = this.isDiscovered && this.filesRead >= this.filesFound && this.othersPending === 0;
    const { filesRead, filesFound, bytesRead } = this;
    this.changed(this.isDone ? null : { filesRead, filesFound, bytesRead });
    if (this.isDone) this.finish();
  }
}
