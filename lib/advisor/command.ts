/** The command line for a proposed run, when a run told us how it was started. */
import type { Hparams } from "../core/series.ts";
import type { Experiment } from "./experiment.ts";

/**
 * The command among `experiment`'s settings with the flags for `changes` replaced, or null when there is no command or a changed
 * setting has no flag in it: a command that silently ran the old settings would be worse than none.
 */
export function toCommand(experiment: Experiment, changes: Hparams): string | null {
  const stated = ["command", "cmd", "cmdline", "argv"]
    .map((key) => experiment.hparams[key])
    .find((value) => typeof value === "string");
  if (typeof stated !== "string") return null;
  let command = stated;
  for (const [key, value] of Object.entries(changes)) {
    const flag = new RegExp(`(--?${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/[_-]/g, "[_-]")}[= ]+)(\\S+)`);
    if (!flag.test(command)) return null;
    command = command.replace(flag, (_, name: string) => name + String(value));
  }
  return command;
}
