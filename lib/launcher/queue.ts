/** The queue: starts what waits where there is room, sees runs to their end, and finds them again after a restart. */

import { existsSync, readdirSync } from "node:fs";
import { toRecord } from "./end-record.ts";
import { attemptOf, type Executor, type Sighting } from "./executors/executor.ts";
import { failureOf } from "./failure-class.ts";
import type { Ending, EndRecord, Failure, Launch, LaunchOrder, Progress, Slot, Submission } from "./launch.ts";
import type { LaunchTable, Submitted } from "./launch-table.ts";
import { orderOfNextAttempt } from "./next-attempt.ts";
import type { Stopper } from "./shim/attempt-files.ts";
import type { Place } from "./slots.ts";
import { startSome, type UnderWay } from "./starts.ts";

export interface QueueOptions {
  readonly table: LaunchTable;
  readonly executor: Executor;
  readonly place: Place;
  /** Told of each end; true: it was not its fault, and it is tried again, whatever its order says. */
  readonly isInnocent: (launch: Launch, record: EndRecord, failure: Failure | null) => boolean;
  readonly bootId: string;
  /** Whether launches are started, or only looked after. */
  readonly starts: boolean;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  /** Updates that the run with this log directory has made, as far as anybody knows. */
  readonly stepsOf: (logdir: string) => number | null;
  /** Told once of each new reason why the state cannot be kept. */
  readonly report: (sentence: string) => void;
}

/** What a wish did. `already`: there was nothing left to do. */
export type Wish = { readonly kind: "done" | "already"; readonly text: string } | { readonly kind: "unknown launch" };

const TICK_MS = 250;
/** How often a shim may fail to come to life before the launch is given up, and the pause in between. */
const BEGINNINGS = 5;
const BEGIN_AGAIN_SECS = 5;

/** Why nothing new is started, in words. */
export interface Pause {
  readonly because: string;
}

export class Queue {
  isClosed = false;
  private readonly active = new Map<string, Launch>();
  private readonly listeners = new Set<() => void>();
  private pausedFor: Pause | null = null;
  private failing: string | null = null;
  private timer: NodeJS.Timeout | undefined;
  private isScheduled = false;
  private isTold = false;

  constructor(private readonly options: QueueOptions) {}

  /** Finds the runs of before again and goes on; after a restart of the machine the queue waits for a word. */
  open(): void {
    const { table, bootId, executor } = this.options;
    this.pausedFor = toPause(table.setting("paused"));
    const before = table.setting("boot id");
    for (const launch of table.active()) this.active.set(launch.id, launch);
    if (before !== null && before !== bootId && (this.active.size > 0 || table.counts().queued > 0)) {
      this.setPause({ because: "the machine was restarted since this queue was filled" });
    }
    if (before !== bootId) table.keepSetting("boot id", bootId);
    for (const launch of [...this.active.values()]) this.safely(() => this.attend(launch, true));
    executor.onNews(({ id, number }) => {
      const launch = this.isClosed ? undefined : this.active.get(id);
      if (launch !== undefined && launch.attempt === number) this.safely(() => this.attend(launch, true));
      this.schedule();
    });
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.schedule();
  }

  /** Ends the looking after; runs go on. */
  close(): void {
    this.isClosed = true;
    clearInterval(this.timer);
    this.options.executor.close();
    this.options.table.close();
    this.listeners.clear();
  }

  get pause(): Pause | null {
    return this.pausedFor;
  }

  /** Why the state cannot be kept at the moment; null when it can. */
  get problem(): string | null {
    return this.failing;
  }

  /** Whether there is nothing under way and nothing that waits. */
  isIdle(): boolean {
    return this.active.size === 0 && this.options.table.counts().queued === 0;
  }

  submit(submission: Submission, who: string): Submitted {
    const submitted = this.options.table.submit(submission, who, this.options.now());
    this.tell();
    this.schedule();
    return submitted;
  }

  stop(id: string, who: string, by: Stopper = "user"): Wish {
    const { table, now, executor } = this.options;
    const launch = table.get(id);
    if (launch === null) return { kind: "unknown launch" };
    table.note(who, "stop", id, now());
    switch (launch.phase.state) {
      case "ended":
        return { kind: "already", text: "It had ended already." };
      case "queued":
        table.cancelQueued({ id }, `by ${who}`, now());
        this.tell();
        return { kind: "done", text: "It was taken out of the queue." };
      case "starting":
      case "running": {
        const wasStopping = launch.phase.stoppedBy !== null;
        table.setStopping(id, by);
        this.refresh(id);
        executor.stop(attemptOf(launch), by);
        return wasStopping
          ? { kind: "already", text: "It has been asked to end already; it is still dying." }
          : { kind: "done", text: `It is asked to end, and killed after ${launch.order.graceSecs} s.` };
      }
    }
  }

  /** Takes everything that waits out of the queue; of one project, or with null of all. Returns how many. */
  cancelQueued(project: string | null, who: string): number {
    const { table, now } = this.options;
    table.note(who, "cancel", project ?? "all", now());
    const count = table.cancelQueued({ project }, `by ${who}`, now());
    this.tell();
    return count;
  }

  /** Puts an ended launch into the queue again. */
  retry(id: string, who: string): Wish {
    const { table, now } = this.options;
    const launch = table.get(id);
    if (launch === null) return { kind: "unknown launch" };
    if (launch.phase.state !== "ended") return { kind: "already", text: `It is ${launch.phase.state}.` };
    table.note(who, "retry", id, now());
    table.requeue(id, this.nextOrder(launch), launch.failure, 0);
    this.tell();
    this.schedule();
    return { kind: "done", text: "It is in the queue again." };
  }

  /** Higher first; what runs already runs on. */
  setPriority(id: string, priority: number, who: string): Wish {
    const { table, now } = this.options;
    const launch = table.get(id);
    if (launch === null) return { kind: "unknown launch" };
    if (launch.phase.state !== "queued") return { kind: "already", text: "It does not wait any more." };
    table.note(who, "priority", `${id} ${priority}`, now());
    table.setPriority(id, priority);
    this.tell();
    this.schedule();
    return { kind: "done", text: `Its priority is ${priority} now.` };
  }

  /** Launches under way. */
  underWay(): readonly Launch[] {
    return [...this.active.values()];
  }

  /** With a reason: nothing new is started, runs go on. With null: goes on. */
  setPause(pause: Pause | null): void {
    this.options.table.keepSetting("paused", pause);
    this.pausedFor = pause;
    this.tell();
    this.schedule();
  }

  /** To be called when there may be more room than before. */
  wake(): void {
    this.tell();
    this.schedule();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tick(): void {
    for (const launch of [...this.active.values()]) this.safely(() => this.attend(launch, false));
    this.schedule();
  }

  /** Takes note of what is seen of a launch under way. `isNews`: its shim has ended, or we have just come. */
  private attend(launch: Launch, isNews: boolean): void {
    const { executor, table } = this.options;
    const seen = executor.look(attemptOf(launch));
    switch (seen.state) {
      case "not begun":
        if (isNews && executor.takeBack(attemptOf(launch))) this.beginAgain(launch);
        return;
      case "starting":
        return;
      case "running": {
        if (launch.phase.state === "starting") {
          table.setRunning(launch.id, toProgress(launch, seen), seen.startedAt);
          this.refresh(launch.id);
        }
        const { steps } = launch.order.limits;
        const { logdir } = launch.order;
        if (steps !== null && logdir !== null && (this.options.stepsOf(logdir) ?? 0) >= steps && !isStopping(launch))
          this.stop(launch.id, "the step limit", "step limit");
        return;
      }
      case "ended":
        this.finish(launch, toRecord(seen.ended), seen.ended.at);
        return;
      case "lost": {
        const by = isStopping(launch);
        const ending: Ending = by === null ? { kind: "lost", because: seen.because } : { kind: "stopped", by };
        this.finish(launch, { ending, elapsedSecs: null, use: null }, this.options.now());
      }
    }
  }

  private finish(launch: Launch, record: EndRecord, endedAt: number): void {
    const { table, executor, now } = this.options;
    const { retry } = launch.order;
    const failure = failureOf(record.ending, executor.outputTail(attemptOf(launch)));
    const isTriedAgain = failure !== null && retry.failures.includes(failure) && launch.attempt <= retry.times;
    if (this.options.isInnocent(launch, record, failure))
      table.requeue(launch.id, this.nextOrder(launch), failure, now());
    else if (isTriedAgain) {
      const notBefore = now() + retry.backoffSecs * 2 ** (launch.attempt - 1);
      table.requeue(launch.id, this.nextOrder(launch), failure, notBefore);
    } else table.setEnded(launch.id, record, failure, endedAt);
    this.active.delete(launch.id);
    this.tell();
  }

  private nextOrder({ order }: Launch): LaunchOrder {
    const { table } = this.options;
    return orderOfNextAttempt(order, {
      hasContents,
      isTaken: (directory) => existsSync(directory) || table.isWrittenTo(directory),
    });
  }

  /** Its shim never came to life, and now never will. */
  private beginAgain(launch: Launch): void {
    const { table, now } = this.options;
    const by = isStopping(launch);
    if (by !== null) {
      this.finish(launch, { ending: { kind: "stopped", by }, elapsedSecs: null, use: null }, now());
    } else if (launch.attempt >= BEGINNINGS * (launch.order.retry.times + 1)) {
      const because = "the system would not start the process that looks after it";
      this.finish(launch, { ending: { kind: "not started", because }, elapsedSecs: null, use: null }, now());
    } else {
      table.requeue(launch.id, launch.order, launch.failure, launch.attempt === 1 ? 0 : now() + BEGIN_AGAIN_SECS);
      this.active.delete(launch.id);
      this.tell();
    }
  }

  /** Starts what can be started, soon, and a few at a time. */
  private schedule(): void {
    if (this.isScheduled || this.isClosed) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      if (!this.isClosed) this.safely(() => this.startNext());
    });
  }

  private startNext(): void {
    const { table, executor, starts, now } = this.options;
    for (const { id, needed } of table.hopeless()) {
      table.cancelQueued({ id }, `${needed}, which it waited for, did not complete`, now());
      this.tell();
    }
    if (this.pausedFor !== null || !starts) {
      executor.expect(0);
      return;
    }
    if (startSome(this.options, this.underWayNow)) this.schedule();
  }

  private readonly underWayNow: UnderWay = {
    all: () => [...this.active.values()],
    reserved: (id) => this.refresh(id),
    unstarted: (id, because, putBack) => {
      if (this.isClosed) return;
      this.safely(() => {
        putBack();
        this.active.delete(id);
        throw because;
      });
      this.schedule();
    },
  };

  /** Reads a launch under way anew. */
  private refresh(id: string): Launch | null {
    const launch = this.options.table.get(id);
    if (launch !== null) this.active.set(id, launch);
    this.tell();
    return launch;
  }

  /** A full disk and its like stop nothing: what could not be written is tried again with the next tick. */
  private safely(act: () => void): void {
    try {
      act();
      this.failing = null;
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      if (sentence !== this.failing) this.options.report(sentence);
      this.failing = sentence;
    }
  }

  private tell(): void {
    if (this.isTold) return;
    this.isTold = true;
    setImmediate(() => {
      this.isTold = false;
      for (const listener of this.listeners) listener();
    });
  }
}

function hasContents(directory: string): boolean {
  try {
    return readdirSync(directory).length > 0;
  } catch {
    return false; // nobody made it
  }
}

const isStopping = ({ phase }: Launch): Stopper | null => ("stoppedBy" in phase ? phase.stoppedBy : null);

function toProgress({ phase }: Launch, { shim, process }: Extract<Sighting, { state: "running" }>): Progress {
  const slot: Slot = "progress" in phase ? phase.progress.slot : { kind: "cpu", cpus: 1 };
  return { slot, shim, process };
}

const toPause = (kept: unknown): Pause | null =>
  typeof kept === "object" && kept !== null && "because" in kept ? { because: String(kept.because) } : null;
