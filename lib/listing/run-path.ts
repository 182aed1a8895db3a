/** Where the logs of a run lie. */
import type { LogdirSummary } from "../core/api.ts";

/**
 * The path of the run called `name`, for the shell: its directory, or its file without the ending where one file is a run.
 * `name` is that of the logs, which begins with the log directory's where several are watched; null for one of none of them.
 */
export function runPath(name: string, logdirs: readonly Pick<LogdirSummary, "name" | "path">[]): string | null {
  const [only] = logdirs;
  if (only !== undefined && logdirs.length === 1) return below(only.path, name);
  for (const { name: logdir, path } of logdirs) {
    if (name === logdir) return path;
    if (logdir !== "" && name.startsWith(`${logdir}/`)) return below(path, name.slice(logdir.length + 1));
  }
  return null;
}

const below = (path: string, name: string): string => (name === "." ? path : `${path.replace(/\/+$/, "")}/${name}`);
