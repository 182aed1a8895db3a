/** Which runs belong together: those in one folder that work on one problem. */
import { isAmong, type NamedSweep } from "../../core/choices.ts";
import { compareNames } from "../../core/natural-order.ts";
import { say, t } from "../../core/text.ts";
import { toRunId } from "../../core/units.ts";
import { type Experiment, parentOf } from "./experiment.ts";
import { keysOf, roleOf } from "./settings.ts";

export interface Sweep {
  /** A hash of what the runs share: folder and problem, or the name that somebody gave. */
  readonly id: string;
  readonly title: string;
  /** Sorted by name; at least one. */
  readonly experiments: readonly Experiment[];
  /** Settings that differ between the runs, bookkeeping left out, sorted. */
  readonly varies: readonly string[];
  /** How somebody put it together by hand; null: its runs were found. */
  readonly chosen: NamedSweep | null;
}

/** A folder that is named after settings, a seed or a number: `lr=0.01`, `bs64_s1`, `version_3`, `12`. */
const SETTINGS_FOLDER =
  /^(\d+|(version|run|trial|seed|s)[_=-]?\d+|.*(^|[_,;-])(lr|bs|wd|seed|batch|learning_rate|momentum|mom)[_=-]?\d.*|.*=.*)$/i;

/**
 * Sorts experiments into sweeps, in natural order of their titles. Every experiment is in exactly one: in the first of `named` that
 * names it, else in the one that its folder and its problem make.
 */
export function toSweeps(experiments: readonly Experiment[], named: readonly NamedSweep[] = []): Sweep[] {
  const free = new Set(experiments);
  const sweeps: Sweep[] = [];
  for (const chosen of named) {
    const members = [...free].filter((one) => [one.name, ...one.runs].some((run) => isAmong(run, chosen.runs)));
    for (const member of members) free.delete(member);
    if (members.length > 0) sweeps.push(toSweep(chosen.name, members, chosen));
  }
  const folders = groupBy([...free], ({ name }) => sweepFolder(name));
  for (const [folder, members] of groupBy([...folders], (entry) => homeOf(entry, folders))) {
    const together = members.flatMap(([, inside]) => inside).sort((a, b) => compareNames(a.name, b.name));
    const differing = variesAmong(together).filter(
      (key) => roleOf(key) === "scope" && statedValues(together, key).size > 1,
    );
    for (const [, group] of groupBy(together, (experiment) => scopeOf(experiment, differing))) {
      const scope = differing.map((key) => `${key} ${String(group[0].hparams[key] ?? t`unset`)}`).join(", ");
      const title = [folder === "" ? t`top level` : folder, scope].filter((part) => part !== "").join(" · ");
      sweeps.push(toSweep(title, group));
    }
  }
  return sweeps.sort((a, b) => compareNames(inEnglish(a.title), inEnglish(b.title)));
}

/** A sweep of `experiments`, at least one, under a title that its runs share. */
export const toSweep = (
  title: string,
  experiments: readonly Experiment[],
  chosen: NamedSweep | null = null,
): Sweep => ({
  id: toRunId(chosen === null ? "sweep" : "named sweep", inEnglish(title)),
  title,
  experiments,
  varies: variedSettings(experiments),
  chosen,
});

/** What a sweep is known by, whatever language it is shown in. */
const inEnglish = (title: string): string => say(title, null);

function sweepFolder(name: string): string {
  let folder = parentOf(name);
  while (folder !== "" && SETTINGS_FOLDER.test(folder.slice(folder.lastIndexOf("/") + 1))) folder = parentOf(folder);
  return folder;
}

/** Folders that hold a single run each (`a/logs`, `b/logs`) belong to the folder above them. */
function homeOf(
  [folder, inside]: readonly [string, readonly Experiment[]],
  folders: ReadonlyMap<string, readonly Experiment[]>,
): string {
  if (folder === "" || inside.length > 1) return folder;
  const above = parentOf(folder);
  const siblings = [...folders].filter(([other]) => other !== "" && parentOf(other) === above);
  return siblings.length > 1 && siblings.every(([, members]) => members.length === 1) ? above : folder;
}

/** Values of a setting that some run states: one that was left out by a run may be the same there. */
const statedValues = (experiments: readonly Experiment[], key: string) =>
  new Set(experiments.flatMap(({ hparams }) => (key in hparams ? [hparams[key]] : [])));

/** JSON has no NaN or infinity, so every value is spelled out first. */
const scopeOf = ({ hparams }: Experiment, keys: readonly string[]): string =>
  JSON.stringify(keys.map((key) => (key in hparams ? String(hparams[key]) : null)));

/** Keys, sorted, whose values are not the same in all `experiments`; a key that some leave out differs. */
export function variesAmong(experiments: readonly Experiment[]): string[] {
  const keys = new Set(experiments.flatMap(({ hparams }) => Object.keys(hparams)));
  return [...keys].filter((key) => new Set(experiments.map(({ hparams }) => hparams[key])).size > 1).sort(compareNames);
}

/** Settings that say one thing under two names, as a file and the run's name do: `batch_size` and `bs`. Without the later ones. */
export function withoutAliases(keys: readonly string[], experiments: readonly Experiment[]): string[] {
  const meaning = (key: string): string =>
    JSON.stringify([roleOf(key), ...experiments.map(({ hparams }) => String(hparams[key]))]);
  const isNamedRole = (key: string) => roleOf(key) !== "setting" && roleOf(key) !== "schedule";
  return keys.filter((key, i) => !isNamedRole(key) || keys.findIndex((other) => meaning(other) === meaning(key)) === i);
}

function variedSettings(experiments: readonly Experiment[]): string[] {
  const keys = withoutAliases(variesAmong(experiments), experiments).filter((key) => roleOf(key) !== "bookkeeping");
  const rates = new Set(experiments.map(({ learningRate }) => learningRate?.value ?? null));
  return rates.size > 1 && !keys.some((key) => roleOf(key) === "learning rate") ? ["lr", ...keys] : keys;
}

/** What an experiment is apart from its learning rate, its schedule, its seed and its length: two with one key differ in nothing else. */
export function configurationOf({ hparams }: Experiment): string {
  const keys = [...keysOf(hparams, "batch"), ...keysOf(hparams, "setting")];
  return JSON.stringify(keys.sort().map((key) => [key, String(hparams[key])]));
}

/** `items` by key, in the order in which the keys are met. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
