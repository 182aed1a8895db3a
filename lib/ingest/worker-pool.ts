/** The reading threads, and which file is read where: a file stays with the thread that has its state. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FileId, FromWorker, ToWorker } from "./worker-messages.ts";

/** Looks that a thread may have before it: enough to keep it busy, few enough to spread the rest by who is done first. */
const LOOKS_AHEAD = 4;
const MOST_WORKERS = 4;

interface Thread {
  readonly worker: Worker;
  /** First looks asked for and not answered. */
  waiting: number;
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
  private readonly queue: Look[] = [];

  /**
   * Starts the first thread at once, so that it is there when the first file is found; others start when there is work.
   *
   * `failed` hears of a thread that died, which is our bug: its files are no longer followed.
   */
  constructor(
    private readonly workerUrl: URL,
    private readonly answer: (message: FromWorker) => void,
    private readonly failed: (error: Error) => void,
  ) {
    this.startThread();
  }

  /** Looks at `file` as soon as a thread is free; from then on that thread follows it. */
  look(file: FileId, path: string, name: string): void {
    const home = this.homes.get(file);
    if (home !== undefined) send(home, { kind: "look", file, path, name });
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

  async close(): Promise<void> {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private assign(): void {
    while (this.queue.length > 0) {
      let thread = this.threads.find(({ waiting }) => waiting < LOOKS_AHEAD);
      if (thread === undefined) {
        if (this.threads.length >= Math.min(MOST_WORKERS, availableParallelism())) return;
        thread = this.startThread();
      }
      const look = this.queue.shift();
      if (look === undefined) return;
      thread.waiting += 1;
      this.homes.set(look.file, thread);
      send(thread, { kind: "look", ...look });
    }
  }

  private startThread(): Thread {
    const thread = {
      worker: new Worker(this.workerUrl, { resourceLimits: { maxYoungGenerationSizeMb: 4 } }),
      waiting: 0,
    };
    thread.worker.on("message", (message: FromWorker) => {
      if (this.homes.get(message.file) === thread && !this.answered.has(message.file)) {
        this.answered.add(message.file);
        thread.waiting -= 1;
        this.assign();
      }
      this.answer(message);
    });
    thread.worker.on("error", this.failed);
    this.threads.push(thread);
    return thread;
  }
}

const send = (thread: Thread, message: ToWorker): void => thread.worker.postMessage(message);
