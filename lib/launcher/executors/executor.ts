/** Where runs run: the queue knows this and nothing more, so that one machine and a cluster look alike to it. */

import { join } from "node:path";
import type { Launch, LaunchOrder, Slot } from "../launch.ts";
import type { ProcessIdentity } from "../processes/process-identity.ts";
import type { Ended, Stopper } from "../shim/attempt-files.ts";

/** One attempt at a launch. */
export interface Attempt {
  readonly id: string;
  /** From 1. */
  readonly number: number;
}

/** The attempt that a launch has come to. */
export const attemptOf = ({ id, attempt }: Launch): Attempt => ({ id, number: attempt });

/** Where everything about an attempt is kept, below the folder of all launches. */
export const attemptFolder = (folder: string, { id, number }: Attempt): string => join(folder, id, String(number));

/** What can be seen of an attempt. */
export type Sighting =
  /** Nobody has begun it. It may still begin, until it is taken back. */
  | { readonly state: "not begun" }
  | { readonly state: "starting"; readonly shim: ProcessIdentity | null }
  | {
      readonly state: "running";
      readonly shim: ProcessIdentity | null;
      readonly process: ProcessIdentity;
      /** Seconds since the Unix epoch. */
      readonly startedAt: number;
    }
  | { readonly state: "ended"; readonly ended: Ended; readonly startedAt: number | null }
  | { readonly state: "lost"; readonly because: "reboot" | "its shim was killed" };

export interface Executor {
  /**
   * Begins an attempt; what becomes of it is seen by `look`. An attempt begins once, however often this is called.
   * Rejects if it could not even be ordered: then it has not begun and will not.
   */
  start(attempt: Attempt, order: LaunchOrder, slot: Slot): Promise<void>;
  /** Does not wait and asks nobody: an executor that has to ask does so by itself, and tells of news. */
  look(attempt: Attempt): Sighting;
  /** Makes sure that an attempt that nobody has begun never begins. False when somebody has. */
  takeBack(attempt: Attempt): boolean;
  /** Asks all processes of an attempt to end; again and again means once. */
  stop(attempt: Attempt, by: Stopper): void;
  /** The last bytes of what an attempt wrote, as text. */
  outputTail(attempt: Attempt): string;
  /** Told how many starts are to be expected soon, it may get ready for them. */
  expect(starts: number): void;
  /** Called when something about an attempt may have changed. */
  onNews(listener: (attempt: Attempt) => void): void;
  /** Lets go of runs, which go on. */
  close(): void;
}
