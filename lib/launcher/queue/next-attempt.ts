/** What is run when a launch is tried again: from the start in a folder of its own, or on from where it was. Pure. */

import { ANY_LOGDIR } from "../commands/template.ts";
import type { LaunchOrder } from "../launch.ts";

export interface Folders {
  /** Whether something was written there. */
  readonly hasContents: (directory: string) => boolean;
  /** Whether something is there, or will be: of another run. */
  readonly isTaken: (directory: string) => boolean;
}

/**
 * The order for the attempt after one that ran by `order`. What goes on by itself stays in its folder; anything else leaves what the dead
 * attempt wrote there to it, so that two curves never become one. Whoever submitted a command of their own, without saying how it is
 * tried again, gets the same once more.
 */
export function orderOfNextAttempt(order: LaunchOrder, { hasContents, isTaken }: Folders): LaunchOrder {
  const { again, logdir, earlierLogdirs } = order;
  if (again === null || logdir === null || !hasContents(logdir)) return order;
  const next = again.resumes ? logdir : freeFolder(earlierLogdirs[0] ?? logdir, isTaken);
  const filled = (text: string): string => text.replaceAll(ANY_LOGDIR, () => next);
  return {
    ...order,
    logdir: next,
    earlierLogdirs: again.resumes ? earlierLogdirs : [...earlierLogdirs, logdir],
    command: {
      ...order.command,
      argv: again.argv.map(filled),
      env: Object.fromEntries(Object.entries(again.env).map(([name, text]) => [name, filled(text)])),
    },
  };
}

/** As folders of runs that are launched twice are called. */
function freeFolder(first: string, isTaken: (directory: string) => boolean): string {
  let number = 2;
  while (isTaken(`${first}-${number}`)) number += 1;
  return `${first}-${number}`;
}
