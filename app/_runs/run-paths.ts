/** Where the logs of runs lie, to be copied. */
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import { runPath } from "../../lib/listing/run-path.ts";
import { useLive } from "../_state/live.ts";
import { shownRunsNow } from "../_state/shown-runs.ts";
import { copyText } from "../_ui/copy.ts";

/** Of the runs that are selected, one a line. Whether they are on the clipboard now. */
export function copyPaths(runs: readonly ListedRun[] = shownRunsNow().drawn): Promise<boolean> {
  const logdirs = useLive.getState().answer?.logdirs ?? [];
  return copyText(runs.flatMap(({ run }) => runPath(run.name, logdirs) ?? []).join("\n"));
}
