/** The reading threads, and which file is read where: a file stays with the thread that has its state. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FileUpdate } from "./file-follower.ts";
import type { FileId, FollowedFiles, FromWorker, ToWorker } from "./worker-messages.ts";

/** Looks that a thread may have before it: enough to keep it busy, few enough to spread the rest by who is done first. */
const LOOKS_AHEAD = 4;
const MOST_THREADS = 4;
/** A reading thread makes few objects; the default for young ones, 48 MB a thread, would be most of our memory. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4 };

interface Thread {
  readonly worker: Worker;
  /** First looks asked for and not answered. */
  waiting: number;
  /** It is giving its files away: what is to be looked at waits for their new home. */
  isRetiring: boolean;
}

interface Look {
  readonly file: FileId;
  readonly path: string;
  readonly name: string;
}

export class WorkerPool {
  private readonly threads: Thread[] = [];
  private readonly homes = new Map<FileId, Thread>();
  private readonly answered = new Set<FileId>();
  private queue: Look[] = [];

  /**
   * Starts the first thread at once, so that it is there when the first file is found; others start when there is work.
   *
   * `failed` hears of a thread that died, which is our bug: its files are no longer followed.
   */
  constructor(
    private readonly workerUrl: URL,
    private readonly updated: (file: FileId, update: FileUpdate) => void,
    private readonly failed: (error: Error) => void,
  ) {
    this.startThread();
  }

  /** Looks at `file` as soon as a thread is free; from then on that thread follows it. */
  look(file: FileId, path: string, name: string): void {
    const home = this.homes.get(file);
    if (home !== undefined && !home.isRetiring) send(home, { kind: "look", file, path, name });
    else {
      this.queue.push({ file, path, name });
      this.assign();
    }
  }

  forget(file: FileId): void {
    const home = this.homes.get(file);
    if (home !== undefined) send(home, { kind: "forget", file });
    this.homes.delete(file);
    this.answered.delete(file);
  }

  /** Brings all files home to the first thread and ends the others: following needs one, only loading is faster with more. */
  settle(): void {
    for (const thread of this.threads.slice(1)) {
      if (thread.isRetiring) continue;
      thread.isRetiring = true;
      send(thread, { kind: "retire" });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  /** Hands queued looks to threads that have room, and starts another thread when none has. */
  private assign(): void {
    const waiting: Look[] = [];
    for (const look of this.queue) {
      const home = this.homes.get(look.file);
      if (home?.isRetiring) {
        waiting.push(look);
        continue;
      }
      const thread = home ?? this.freeThread();
      if (thread === null) {
        waiting.push(look);
        continue;
      }
      if (home === undefined) {
        thread.waiting += 1;
        this.homes.set(look.file, thread);
      }
      send(thread, { kind: "look", ...look });
    }
    this.queue = waiting;
  }

  private freeThread(): Thread | null {
    const free = this.threads.find(({ waiting, isRetiring }) => waiting < LOOKS_AHEAD && !isRetiring);
    if (free !== undefined) return free;
    const isFull = this.threads.length >= Math.min(MOST_THREADS, availableParallelism());
    return isFull ? null : this.startThread();
  }

  private startThread(): Thread {
    const worker = new Worker(this.workerUrl, { resourceLimits: RESOURCE_LIMITS });
    const thread = { worker, waiting: 0, isRetiring: false };
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "retired") this.bringHome(thread, message.files);
      else this.take(thread, message.file, message.update);
    });
    worker.on("error", this.failed);
    this.threads.push(thread);
    return thread;
  }

  private take(thread: Thread, file: FileId, update: FileUpdate): void {
    if (this.homes.get(file) === thread && !this.answered.has(file)) {
      this.answered.add(file);
      thread.waiting -= 1;
      this.assign();
    }
    this.updated(file, update);
  }

  private bringHome(thread: Thread, files: FollowedFiles): void {
    const [first] = this.threads;
    const known = files.filter(({ file }) => this.homes.get(file) === thread); // the others were forgotten meanwhile
    send(first, { kind: "adopt", files: known });
    for (const { file } of known) this.homes.set(file, first);
    this.threads.splice(this.threads.indexOf(thread), 1);
    void thread.worker.terminate();
    this.assign();
  }
}

const send = (thread: Thread, message: ToWorker): void => thread.worker.postMessage(message);
