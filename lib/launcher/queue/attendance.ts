/** What is seen of launches under way, and what follows: they run, they have ended, they are tried again or begun anew. */

import { existsSync, readdirSync } from "node:fs";
import { t } from "../../core/text.ts";
import { attemptOf, type Executor, type Sighting } from "../executors/executor.ts";
import type { Ending, EndRecord, Failure, Launch, LaunchOrder, Progress, Slot } from "../launch.ts";
import type { PauseTable } from "../pausing/pause-table.ts";
import type { Stopper } from "../shim/attempt-files.ts";
import { toRecord } from "./end-record.ts";
import { failureOf } from "./failure-class.ts";
import type { LaunchTable } from "./launch-table.ts";
import { orderOfNextAttempt } from "./next-attempt.ts";

export interface AttendanceOptions {
  readonly table: LaunchTable;
  readonly executor: Executor;
  /** Why launches were paused. */
  readonly pauses: Pick<PauseTable, "of">;
  /** Told of each end; true: it was not its fault, and it is tried again, whatever its order says. */
  readonly isInnocent: (launch: Launch, record: EndRecord, failure: Failure | null) => boolean;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  /** Updates that the run with this log directory has made, as far as anybody knows. */
  readonly stepsOf: (logdir: string) => number | null;
}

/** The queue, as far as it is told of what was seen. */
export interface Attended {
  /** A launch under way is kept anew from the table. */
  refresh(id: string): void;
  /** A launch is not under way any more. */
  left(id: string): void;
  stop(id: string, who: string, by: Stopper): void;
}

/** How often a shim may fail to come to life before the launch is given up, and the pause in between. */
const BEGINNINGS = 5;
const BEGIN_AGAIN_SECS = 5;

/** Looks after launches under way for the queue: it asks the executor, writes down what is news, and says what is to be done again. */
export class Attendance {
  constructor(
    private readonly options: AttendanceOptions,
    private readonly queue: Attended,
  ) {}

  /** Takes note of what is seen of a launch under way. `isNews`: its shim has ended, or we have just come. */
  look(launch: Launch, isNews: boolean): void {
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
          this.queue.refresh(launch.id);
        }
        const { steps } = launch.order.limits;
        const { logdir } = launch.order;
        if (steps !== null && logdir !== null && (this.options.stepsOf(logdir) ?? 0) >= steps && !stopperOf(launch))
          this.queue.stop(launch.id, "the step limit", "step limit");
        return;
      }
      case "ended":
        this.finish(launch, toRecord(seen.ended), seen.ended.at);
        return;
      case "lost": {
        const by = stopperOf(launch);
        const ending: Ending = by === null ? { kind: "lost", because: seen.because } : { kind: "stopped", by };
        this.finish(launch, { ending, elapsedSecs: null, use: null }, this.options.now());
      }
    }
  }

  private finish(launch: Launch, record: EndRecord, endedAt: number): void {
    const { table, executor, now } = this.options;
    const { retry } = launch.order;
    const failure = failureOf(record.ending, executor.outputTail(attemptOf(launch)));
    const explained = this.explained(launch, record);
    const isTriedAgain = failure !== null && retry.failures.includes(failure) && launch.attempt <= retry.times;
    if (this.options.isInnocent(launch, record, failure))
      table.requeue(launch.id, nextOrderOf(launch, table), failure, now());
    else if (isTriedAgain) {
      const notBefore = now() + retry.backoffSecs * 2 ** (launch.attempt - 1);
      table.requeue(launch.id, nextOrderOf(launch, table), failure, notBefore);
    } else table.setEnded(launch.id, explained, failure, endedAt);
    this.queue.left(launch.id);
  }

  /** The shim knows who wanted the end, and not why the advice did. */
  private explained({ id, attempt }: Launch, record: EndRecord): EndRecord {
    const { ending } = record;
    if (ending.kind !== "stopped" || ending.by !== "advice") return record;
    const pause = this.options.pauses.of(id);
    return pause?.attempt === attempt ? { ...record, ending: { ...ending, because: pause.because } } : record;
  }

  /** Its shim never came to life, and now never will. */
  private beginAgain(launch: Launch): void {
    const { table, now } = this.options;
    const by = stopperOf(launch);
    if (by !== null) {
      this.finish(launch, { ending: { kind: "stopped", by }, elapsedSecs: null, use: null }, now());
    } else if (launch.attempt >= BEGINNINGS * (launch.order.retry.times + 1)) {
      const because = t`the system would not start the process that looks after it`;
      this.finish(launch, { ending: { kind: "not started", because }, elapsedSecs: null, use: null }, now());
    } else {
      table.requeue(launch.id, launch.order, launch.failure, launch.attempt === 1 ? 0 : now() + BEGIN_AGAIN_SECS);
      this.queue.left(launch.id);
    }
  }
}

/** What is run when `launch` is tried again. */
export const nextOrderOf = ({ order }: Launch, table: LaunchTable): LaunchOrder =>
  orderOfNextAttempt(order, {
    hasContents,
    isTaken: (directory) => existsSync(directory) || table.isWrittenTo(directory),
  });

/** Who asked a launch under way to end; null: nobody has. */
export const stopperOf = ({ phase }: Launch): Stopper | null => ("stoppedBy" in phase ? phase.stoppedBy : null);

function hasContents(directory: string): boolean {
  try {
    return readdirSync(directory).length > 0;
  } catch {
    return false; // nobody made it
  }
}

function toProgress({ phase }: Launch, { shim, process }: Extract<Sighting, { state: "running" }>): Progress {
  const slot: Slot = "progress" in phase ? phase.progress.slot : { kind: "cpu", cpus: 1 };
  return { slot, shim, process };
}
