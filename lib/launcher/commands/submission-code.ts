/** The state of the code, taken along with what is submitted. */

import type { Submission } from "../launch.ts";
import { keepSnapshot, takeSnapshot } from "./code-snapshot.ts";

/** The submission, each launch with the state of the code in its directory at this moment; kept below `stateDir`. */
export async function withCode(submission: Submission, stateDir: string): Promise<Submission> {
  const names = new Map<string, Promise<string>>();
  const nameFor = (directory: string): Promise<string> => {
    const known = names.get(directory);
    if (known !== undefined) return known;
    const name = takeSnapshot(directory, process.env).then((snapshot) => keepSnapshot(stateDir, snapshot));
    names.set(directory, name);
    return name;
  };
  const launches = await Promise.all(
    submission.launches.map(async (launch) => ({
      ...launch,
      order: { ...launch.order, code: launch.order.code ?? (await nameFor(launch.order.command.cwd)) },
    })),
  );
  return { ...submission, launches };
}
