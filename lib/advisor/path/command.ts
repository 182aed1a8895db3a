/** The command line for a proposed run, when a run told us how it was started. */
import type { Hparams, HparamValue } from "../../core/series.ts";
import type { Experiment } from "../runs/experiment.ts";
import { roleOf } from "../runs/settings.ts";

/** What is new about a proposed run beside its settings. */
export interface Extent {
  readonly steps: number | null;
  readonly seeds: readonly number[];
}

/** A flag of a command line: `--lr 0.1`, `--lr=0.1`, `-lr 0.1`, `lr=0.1`. */
const FLAG = /(^|\s)(--?[A-Za-z][\w.-]*[= ]\s*|[A-Za-z][\w.]*=)("[^"]*"|'[^']*'|(?!-)\S+|-[\d.]\S*)/g;
const PLACE = /^((log|out|output|run|save|ckpt|checkpoint|exp|result|results|work)[_.-]?)+(dir|path|folder|name)?$/i;
const PLAIN = /^[\w.+:,@%/-]+$/;

/** Whether somebody told how `experiment` was started. */
export const isStartedBy = (experiment: Experiment): boolean => statedCommand(experiment) !== null;

function statedCommand({ hparams }: Experiment): string | null {
  const stated = ["command", "cmd", "cmdline", "argv"]
    .map((key) => hparams[key])
    .find((value) => typeof value === "string" && value !== "" && !/\p{Cc}/u.test(value));
  return typeof stated === "string" ? stated : null;
}

/**
 * The command among `experiment`'s settings with the flags for `changes` set, one run for each seed, each in a directory of its own.
 * A flag that the command leaves to its default is added when the run states such a setting, since then its script knows it. Null when
 * there is no command, or when a changed setting is unknown to it: a command that silently ran the old settings would be worse than none.
 */
export function toCommand(experiment: Experiment, changes: Hparams, extent?: Extent): string | null {
  let command = statedCommand(experiment);
  if (command === null) return null;
  for (const [key, value] of Object.entries(changes)) {
    const changed = setFlag(command, key, value, key in experiment.hparams);
    if (changed === null) return null;
    command = changed;
  }
  if (extent === undefined) return command;
  const label = Object.entries(changes).map(([key, value]) => `${key.slice(key.search(/[^./]*$/))}${value}`);
  const { steps, seeds } = extent;
  let remark = "";
  if (steps !== null && steps !== experiment.plannedSteps) {
    const longer = setLength(command, steps, experiment);
    if (longer === null) remark = `  # let it train for ${steps} steps`;
    else label.push(`${steps}steps`);
    command = longer ?? command;
  }
  const seedKey = Object.keys(experiment.hparams).find((key) => roleOf(key) === "seed") ?? "seed";
  const isLoop = seeds.length > 1;
  const seeded =
    seeds.length === 0 ? null : setFlag(command, seedKey, isLoop ? "$seed" : seeds[0], seedKey in experiment.hparams);
  const place = [...label, ...(seeded === null ? [] : [`s${isLoop ? "$seed" : seeds[0]}`])];
  const single = apart(seeded ?? command, place.join("-").replace(/[^\w.$-]/g, "_"));
  return isLoop ? `for seed in ${seeds.join(" ")}; do ${single}; done${remark}` : single + remark;
}

/** `command` with `key` set to `value`; null where it has no such flag and `isKnown` does not vouch for one. */
function setFlag(command: string, key: string, value: HparamValue, isKnown: boolean): string | null {
  const wanted = bare(key);
  let style = "--";
  let joint = " ";
  let isFound = false;
  const changed = command.replace(FLAG, (whole, before: string, name: string) => {
    const flag = /^(--?)?(.*?)([= ]\s*)$/.exec(name);
    if (flag === null) return whole;
    style = flag[1] ?? "";
    joint = flag[3];
    if (bare(flag[2]) !== wanted) return whole;
    isFound = true;
    return `${before}${name}${quoted(value)}`;
  });
  if (isFound) return changed;
  if (!isKnown || !/^[A-Za-z][\w.-]*$/.test(key)) return null;
  return `${command} ${style}${key}${style === "" ? "=" : joint}${quoted(value)}`;
}

function setLength(command: string, steps: number, { hparams }: Experiment): string | null {
  for (const key of [...Object.keys(hparams), "steps", "num_steps", "max_steps", "total_steps", "train_steps"]) {
    if (roleOf(key) !== "length" || /epoch/i.test(key)) continue;
    const changed = setFlag(command, key, steps, key in hparams);
    if (changed !== null) return changed;
  }
  return null;
}

/** Rule R17: the new run does not write where the old one did. */
function apart(command: string, label: string): string {
  if (label === "") return command;
  return command.replace(FLAG, (whole, before: string, name: string, value: string) => {
    const key = name.replace(/^--?/, "").replace(/[= ]\s*$/, "");
    if (!PLACE.test(key) || /^["']/.test(value)) return whole;
    return `${before}${name}${value.replace(/\/+$/, "")}-${label}`;
  });
}

const bare = (key: string): string => key.toLowerCase().replace(/[_-]/g, "");

/** As a shell takes it for one word. `$seed` is ours. */
function quoted(value: HparamValue): string {
  const text = String(value);
  return text === "$seed" || PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
