/** The reading threads, and which file is read where: a file stays with the thread that has its state. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ColumnsOrder } from "../store/column-slices.ts";
import type { Listings } from "./directory-listing.ts";
import type { FileUpdate, FollowerState, LogFile } from "./followed-file.ts";
import type { FileId, FollowedFiles, FromWorker, Look, ToWorker } from "./worker-messages.ts";

/**
 * Looks that a thread may have before it: enough to keep it busy, few enough to spread the rest by who is done first. Small
 * files are done so quickly that messages about them would be most of the work.
 */
const LOOKS_AHEAD = 16;
const SMALL_LOOKS_AHEAD = 128;
const SMALL_FILE_BYTES = 32 * 1024;
const MOST_THREADS = 4;
/** Another thread takes a tenth of a second of processor time to start: what waits must be worth more. */
const WORTH_A_THREAD = { bytes: 8 * 1024 * 1024, ms: 3000 };
/** After so many answers, their pace says something. */
const FIRST_ANSWERS = 256;
/** A reading thread makes few objects; the default for young ones, 48 MB a thread, would be most of our memory. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4 };

interface Thread {
  readonly worker: Worker;
  /** First looks asked for and not answered. */
  waiting: number;
  /** It is giving its files away: what is to be looked at waits for their new home. */
  isRetiring: boolean;
}

export class WorkerPool {
  private readonly threads: Thread[] = [];
  private readonly homes = new Map<FileId, Thread>();
  private readonly answered = new Set<FileId>();
  /** Files that no thread follows yet; the last one is taken first. */
  private readonly queue: Look[] = [];
  /** Which files stand in the queue: each once, or two threads would follow it. */
  private readonly queued = new Set<FileId>();
  /** Looks at files that are on their way from one thread to another. */
  private postponed: Look[] = [];
  /** Asked once: it is a question to the system, and would be asked for every file that waits. */
  private readonly mostThreads = Math.min(MOST_THREADS, availableParallelism());
  private isClosed = false;
  private areWatchesReliable = false;
  /** When the first answer came, and what they brought since. */
  private firstAnswerMs: number | null = null;
  private bytesRead = 0;

  /**
   * Starts the first thread at once, so that it is there when the first file is found; others start when there is work that is worth them.
   *
   * `failed` hears of a thread that died, which is our bug: its files are no longer followed.
   */
  constructor(
    private readonly workerUrl: URL,
    private readonly updated: (id: FileId, update: FileUpdate) => void,
    private readonly failed: (error: Error) => void,
  ) {
    this.startThread();
  }

  /** Looks at `file` as soon as a thread is free; from then on that thread follows it, from `state` if there is one. */
  look(id: FileId, file: LogFile, state: FollowerState | null = null): void {
    const home = this.homes.get(id);
    if (home === undefined) {
      if (this.queued.has(id)) return;
      this.queued.add(id);
      this.queue.push({ id, file, state });
      this.assign();
    } else if (home.isRetiring) this.postponed.push({ id, file, state });
    else send(home, { kind: "look", looks: [{ id, file, state }] });
  }

  forget(id: FileId): void {
    const home = this.homes.get(id);
    if (home !== undefined) send(home, { kind: "forget", id });
    this.queued.delete(id);
    this.homes.delete(id);
    const wasAnswered = this.answered.delete(id);
    if (home === undefined || wasAnswered) return;
    home.waiting -= 1; // its answer will count for nothing
    this.assign();
  }

  /**
   * Brings all files home to the first thread and ends the others: following needs one, only loading is faster with more.
   * Resolves when all are home.
   */
  async settle(): Promise<void> {
    if (this.isClosed) return;
    const leaving = this.threads.slice(1).filter(({ isRetiring }) => !isRetiring);
    await Promise.all(
      leaving.map((thread) => {
        thread.isRetiring = true;
        const ended = new Promise<void>((resolve) => {
          thread.worker.once("exit", () => resolve());
        });
        send(thread, { kind: "retire" });
        return ended;
      }),
    );
  }

  /**
   * Calls `reported` with where some followers of a thread stand, again and again until all were told of, each time at the
   * moment when everything that those read up to there has been handed over; resolves when all threads have answered. Files on their way between threads are missing:
   * ask when the pool has settled.
   */
  async report(reported: (files: FollowedFiles) => void): Promise<void> {
    await Promise.all(
      this.threads.map(({ worker }) =>
        ask(worker, { kind: "report" }, (message) => {
          if (message.kind !== "reported") return null;
          reported(message.files);
          return message.isLast ? true : null;
        }),
      ),
    );
  }

  /** Has a thread fill memory from the columns cache; null when it cannot be read, or the thread died. */
  async fill(order: ColumnsOrder): Promise<Uint32Array | null> {
    const [{ worker } = this.startThread()] = this.threads;
    const answer = await ask(worker, { kind: "fill", order }, (message) =>
      message.kind === "filled" ? message : null,
    );
    return answer?.sums ?? null;
  }

  /** Has a thread say what stands in and below `roots`, as far as that is quickly said. */
  async list(roots: readonly string[]): Promise<Listings> {
    const [{ worker } = this.startThread()] = this.threads;
    const answer = await ask(worker, { kind: "list", roots }, (message) =>
      message.kind === "listed" ? message : null,
    );
    return answer?.listings ?? [];
  }

  /** Says whether the system tells of every change of a followed file; until then it does not. */
  relyOnWatches(onWatches: boolean): void {
    if (onWatches === this.areWatchesReliable) return;
    this.areWatchesReliable = onWatches;
    for (const thread of this.threads) send(thread, { kind: "rely", onWatches });
  }

  /** Ends all threads; what is asked for afterwards is not done. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  /** Hands queued looks to threads that have room, and starts another thread when none has. */
  private assign(): void {
    for (let thread = this.freeThread(); thread !== null && this.queue.length > 0; thread = this.freeThread()) {
      const looks: Look[] = [];
      while (thread.waiting < this.looksAhead()) {
        const look = this.queue.pop();
        if (look === undefined) break;
        if (!this.queued.delete(look.id)) continue; // forgotten meanwhile
        thread.waiting += 1;
        this.homes.set(look.id, thread);
        looks.push(look);
      }
      if (looks.length > 0) send(thread, { kind: "look", looks });
    }
  }

  private looksAhead(): number {
    const answers = this.answered.size;
    return answers > LOOKS_AHEAD && this.bytesRead < answers * SMALL_FILE_BYTES ? SMALL_LOOKS_AHEAD : LOOKS_AHEAD;
  }

  private freeThread(): Thread | null {
    if (this.isClosed) return null;
    // One that has half of what it may have gets more: several at a time, because every message wakes it.
    const few = this.looksAhead() / 2;
    const free = this.threads.find(({ waiting, isRetiring }) => waiting < few && !isRetiring);
    if (free !== undefined) return free;
    const isFull = this.threads.length >= this.mostThreads;
    return isFull || (this.threads.length > 0 && !this.isWorthAThread()) ? null : this.startThread();
  }

  /** Whether what waits would keep the threads that there are busy for long: by its size, or by how slowly the file system gives it out. */
  private isWorthAThread(): boolean {
    const answers = this.answered.size;
    if (this.firstAnswerMs === null || answers === 0) return false;
    const waiting = this.queue.length / answers;
    const elapsedMs = answers < FIRST_ANSWERS ? 0 : performance.now() - this.firstAnswerMs;
    return waiting * this.bytesRead > WORTH_A_THREAD.bytes || waiting * elapsedMs > WORTH_A_THREAD.ms;
  }

  private startThread(): Thread {
    const worker = new Worker(this.workerUrl, { resourceLimits: RESOURCE_LIMITS });
    const thread = { worker, waiting: 0, isRetiring: false };
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "retired") this.bringHome(thread, message.files, message.isLast);
      if (message.kind !== "updates") return;
      for (const { id, update } of message.updates) this.take(thread, id, update);
      this.assign();
    });
    worker.on("error", this.failed);
    worker.on("exit", () => {
      const at = this.threads.indexOf(thread);
      if (at >= 0) this.threads.splice(at, 1);
    });
    this.threads.push(thread);
    if (this.areWatchesReliable) send(thread, { kind: "rely", onWatches: true });
    return thread;
  }

  private take(thread: Thread, id: FileId, update: FileUpdate): void {
    this.firstAnswerMs ??= performance.now();
    if (update.kind === "points") this.bytesRead += update.bytesRead;
    if (this.homes.get(id) === thread && !this.answered.has(id)) {
      this.answered.add(id);
      thread.waiting -= 1;
    }
    this.updated(id, update);
  }

  private bringHome(thread: Thread, files: FollowedFiles, isLast: boolean): void {
    if (this.isClosed) return; // a new home would keep the process from ending
    // The first one, unless it died.
    const home = this.threads.find((other) => other !== thread && !other.isRetiring) ?? this.startThread();
    const known = files.filter(({ id }) => this.homes.get(id) === thread); // the others were forgotten meanwhile
    send(home, { kind: "adopt", files: known });
    for (const { id } of known) this.homes.set(id, home);
    if (!isLast) return;
    this.threads.splice(this.threads.indexOf(thread), 1);
    void thread.worker.terminate();
    for (const { id, file, state } of this.postponed.splice(0)) this.look(id, file, state);
  }
}

const send = (thread: Thread, message: ToWorker): void => thread.worker.postMessage(message);

/** Asks a thread and waits until `toAnswer` makes something of what it says; null when it ends before. */
function ask<T>(worker: Worker, question: ToWorker, toAnswer: (message: FromWorker) => T | null): Promise<T | null> {
  return new Promise((resolve) => {
    const end = (): void => resolve(null);
    const take = (message: FromWorker): void => {
      const answer = toAnswer(message);
      if (answer === null) return;
      worker.off("message", take);
      worker.off("exit", end);
      resolve(answer);
    };
    worker.on("message", take);
    worker.once("exit", end);
    worker.postMessage(question);
  });
}
