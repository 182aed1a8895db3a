/** The queue: starts what waits where there is room, sees runs to their end, and finds them again after a restart. */

import { t } from "../../core/text.ts";
import { attemptOf } from "../executors/executor.ts";
import { isPaused, type Launch, type Submission } from "../launch.ts";
import type { PauseTable } from "../pausing/pause-table.ts";
import type { Stopper } from "../shim/attempt-files.ts";
import { Attendance, type AttendanceOptions, nextOrderOf, stopperOf } from "./attendance.ts";
import type { Place } from "./slots.ts";
import { startSome, type UnderWay } from "./starts.ts";
import type { Submitted } from "./submit.ts";

export interface QueueOptions extends AttendanceOptions {
  readonly pauses: PauseTable;
  readonly place: Place;
  readonly bootId: string;
  /** Whether launches are started, or only looked after. */
  readonly starts: boolean;
  /** Told once of each new reason why the state cannot be kept. */
  readonly report: (sentence: string) => void;
}

/** What a wish did. `already`: there was nothing left to do. */
export type Wish = { readonly kind: "done" | "already"; readonly text: string } | { readonly kind: "unknown launch" };

const TICK_MS = 250;

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

  private readonly attendance: Attendance;

  constructor(private readonly options: QueueOptions) {
    this.attendance = new Attendance(options, {
      refresh: (id) => this.refresh(id),
      left: (id) => {
        this.active.delete(id);
        this.tell();
      },
      stop: (id, who, by) => this.stop(id, who, by),
    });
  }

  /** Finds the runs of before again and goes on; after a restart of the machine the queue waits for a word. */
  open(): void {
    const { table, bootId, executor } = this.options;
    this.pausedFor = toPause(table.setting("paused"));
    const before = table.setting("boot id");
    for (const launch of table.active()) this.active.set(launch.id, launch);
    if (before !== null && before !== bootId && (this.active.size > 0 || table.counts().queued > 0)) {
      this.setPause({ because: t`the machine was restarted since this queue was filled` });
    }
    if (before !== bootId) table.keepSetting("boot id", bootId);
    for (const launch of [...this.active.values()]) {
      this.safely(() => this.attendance.look(launch, true));
      // Whoever was to be stopped may not have heard of it: our end can have come between the note and the signal.
      const by = stopperOf(launch);
      if (by !== null && this.active.has(launch.id)) executor.stop(attemptOf(launch), by);
    }
    executor.onNews(({ id, number }) => {
      const launch = this.isClosed ? undefined : this.active.get(id);
      if (launch !== undefined && launch.attempt === number) this.safely(() => this.attendance.look(launch, true));
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
        return { kind: "already", text: t`It had ended already.` };
      case "queued":
        table.cancelQueued({ id }, t`by ${who}`, now());
        this.tell();
        return { kind: "done", text: t`It was taken out of the queue.` };
      case "starting":
      case "running": {
        const wasStopping = launch.phase.stoppedBy !== null;
        table.setStopping(id, by);
        this.refresh(id);
        executor.stop(attemptOf(launch), by);
        return wasStopping
          ? { kind: "already", text: t`It has been asked to end already; it is still dying.` }
          : { kind: "done", text: t`It is asked to end, and killed after ${launch.order.graceSecs} s.` };
      }
    }
  }

  /**
   * Stops a run because the advisor gave it up, as somebody agreed to; it can be resumed. Declines what does not run, what is being
   * stopped already, what was given up before (whoever had it resumed meant it), and what others wait for.
   */
  pauseRun(
    id: string,
    { because, sweep, who }: { readonly because: string; readonly sweep: string; readonly who: string },
  ): Wish {
    const { table, pauses, now, executor } = this.options;
    const launch = table.get(id);
    if (launch === null) return { kind: "unknown launch" };
    const { phase } = launch;
    if (phase.state !== "running" || phase.stoppedBy !== null)
      return { kind: "already", text: t`It does not run any more.` };
    if (pauses.of(id) !== null) return { kind: "already", text: t`It was paused before, and resumed.` };
    if (table.isNeeded(id)) return { kind: "already", text: t`Others wait for it.` };
    // One change: an end of ours in between leaves both or nothing, and whoever opens the queue next sees to the signal.
    table.transact(() => {
      pauses.add({ launch: id, attempt: launch.attempt, at: now(), sweep, because, who });
      table.setStopping(id, "advice");
      table.note(`the advice, for ${who}`, "pause", id, now());
    });
    this.refresh(id);
    executor.stop(attemptOf(launch), "advice");
    return { kind: "done", text: t`It is paused, and killed if it has not ended after ${launch.order.graceSecs} s.` };
  }

  /** Puts a paused launch into the queue again: it goes on from its checkpoint where its project says how, else it starts anew. */
  resume(id: string, who: string): Wish {
    const { table, now } = this.options;
    const launch = table.get(id);
    if (launch === null) return { kind: "unknown launch" };
    if (!isPaused(launch)) return { kind: "already", text: t`It is not paused.` };
    table.note(who, "resume", id, now());
    table.requeue(id, nextOrderOf(launch, table), null, 0);
    this.tell();
    this.schedule();
    return {
      kind: "done",
      text:
        launch.order.again?.resumes === true
          ? t`It is in the queue again, and goes on where it stopped. It is not paused a second time.`
          : t`It is in the queue again, and starts from the beginning. It is not paused a second time.`,
    };
  }

  /** Takes everything that waits out of the queue; of one project, or with null of all. Returns how many. */
  cancelQueued(project: string | null, who: string): number {
    const { table, now } = this.options;
    table.note(who, "cancel", project ?? "all", now());
    const count = table.cancelQueued({ project }, t`by ${who}`, now());
    this.tell();
    return count;
  }

  /** Puts an ended launch into the queue again. */
  retry(id: string, who: string): Wish {
    const { table, now } = this.options;
    const launch = table.get(id);
    if (launch === null) return { kind: "unknown launch" };
    if (launch.phase.state !== "ended") return { kind: "already", text: t`It has not ended yet.` };
    table.note(who, "retry", id, now());
    table.requeue(id, nextOrderOf(launch, table), launch.failure, 0);
    this.tell();
    this.schedule();
    return { kind: "done", text: t`It is in the queue again.` };
  }

  /** Higher first; what runs already runs on. */
  setPriority(id: string, priority: number, who: string): Wish {
    const { table, now } = this.options;
    const launch = table.get(id);
    if (launch === null) return { kind: "unknown launch" };
    if (launch.phase.state !== "queued") return { kind: "already", text: t`It does not wait any more.` };
    table.note(who, "priority", `${id} ${priority}`, now());
    table.setPriority(id, priority);
    this.tell();
    this.schedule();
    return { kind: "done", text: t`Its priority is ${priority} now.` };
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
    for (const launch of [...this.active.values()]) this.safely(() => this.attendance.look(launch, false));
    this.schedule();
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
      table.cancelQueued({ id }, t`${needed}, which it waited for, did not complete`, now());
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

const toPause = (kept: unknown): Pause | null =>
  typeof kept === "object" && kept !== null && "because" in kept ? { because: String(kept.because) } : null;
