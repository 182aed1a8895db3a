/** How a launch ended, from what its shim saw. */
import type { Ending, EndRecord } from "../launch.ts";
import type { Ended, Stopper } from "../shim/attempt-files.ts";

/** The record of how an attempt ended, from what its shim left behind. */
export function toRecord({ outcome, stoppedBy, elapsedSecs, use }: Ended): EndRecord {
  return { ending: toEnding(outcome, stoppedBy), elapsedSecs, use };
}

/** The first cause counts: whoever asked for the end is why it ended, whatever the program made of it. */
function toEnding(outcome: Ended["outcome"], stoppedBy: Stopper | null): Ending {
  if (stoppedBy !== null) return { kind: "stopped", by: stoppedBy };
  switch (outcome.kind) {
    case "exited":
      return outcome.exitCode === 0 ? { kind: "completed" } : { kind: "exited", exitCode: outcome.exitCode };
    case "signalled":
      return { kind: "killed", signal: outcome.signal, systemWasOutOfMemory: outcome.systemWasOutOfMemory };
    case "not started":
      return outcome;
  }
}
