/** Runs that are drawn as one curve: seeds of one trial, or all that share a setting. */
import { roleOf } from "../advisor/runs/settings.ts";
import { compareNames } from "../core/natural-order.ts";
import type { HparamValue } from "../core/series.ts";
import { tagKey } from "../core/tag-key.ts";
import type { ListedRun } from "../listing/listed-run.ts";

/** What is drawn as one line. A run that has nobody to be averaged with stands for itself, under its own id and name. */
export interface RunGroup {
  readonly id: string;
  readonly name: string;
  readonly members: readonly ListedRun[];
}

const SETTING = "setting:";

/** `groupBy` as the view has it; empty: every run by itself. In the order in which their first members are listed. */
export function groupRuns(runs: readonly ListedRun[], groupBy: string): readonly RunGroup[] {
  if (groupBy === "") return runs.map(alone);
  const setting = groupBy.startsWith(SETTING) ? groupBy.slice(SETTING.length) : null;
  const members = new Map<string, ListedRun[]>();
  for (const listed of runs) {
    const key = setting === null ? seedKey(listed) : String(listed.run.hparams[setting] ?? "–");
    const group = members.get(key);
    if (group === undefined) members.set(key, [listed]);
    else group.push(listed);
  }
  const names = setting === null ? trialNames([...members.values()]) : new Map<ListedRun, string>();
  return [...members].map(([key, group]) => {
    const [first] = group;
    if (group.length === 1) return alone(first);
    const name = setting === null ? (names.get(first) ?? first.run.name) : `${setting}=${key}`;
    return { id: `group-${tagKey(`${groupBy}\n${key}`)}`, name, members: group };
  });
}

const alone = (listed: ListedRun): RunGroup => ({ id: listed.run.id, name: listed.run.name, members: [listed] });

/** `seed=3`, `seed3`, `s3`, `rep-2` as a part of a run's name. */
const SEED_PART = /(^|[/_.,\s-])(?:seed|rng|rep|replicate|s)[=_-]?\d+(?=$|[/_.,\s-])/gi;
/** Parts of one training log that have a directory of their own are no replicates of each other. */
const SPLIT_PART = /(?:^|\/)(train|training|validation|valid|val|dev|eval|evaluation|test)$/i;

const withoutSeed = (name: string): string => name.replace(SEED_PART, "$1").replace(/[/_.,\s-]+$/, "");

/** Equal for runs that differ in their seed only: by their settings, or by their names where they state none. */
function seedKey({ run }: ListedRun): string {
  const split = SPLIT_PART.exec(run.name)?.[1] ?? "";
  const settings = settingsOf(run.hparams).map(([name, value]) => [name, String(value)]);
  return settings.length === 0 && !Object.keys(run.hparams).some((name) => roleOf(name) === "seed")
    ? JSON.stringify([withoutSeed(run.name)])
    : JSON.stringify([settings, split]);
}

/** What makes a trial, by name: no seeds, and nothing that only keeps books. */
const settingsOf = (hparams: Readonly<Record<string, HparamValue>>): readonly (readonly [string, HparamValue])[] =>
  Object.entries(hparams)
    .filter(([name]) => roleOf(name) !== "seed" && roleOf(name) !== "bookkeeping")
    .sort(([a], [b]) => compareNames(a, b));

/** By first member, what tells its trial from the others; the name without its seed where no setting does. */
function trialNames(groups: readonly (readonly ListedRun[])[]): ReadonlyMap<ListedRun, string> {
  const seen = new Map<string, Set<string>>();
  for (const [first] of groups) {
    for (const [name, value] of settingsOf(first.run.hparams)) {
      seen.set(name, (seen.get(name) ?? new Set()).add(String(value)));
    }
  }
  const telling = tellingSettings(groups, seen);
  return new Map(
    groups.map(([first]) => {
      const told = settingsOf(first.run.hparams).filter(([name]) => telling.has(name));
      const words = told.map(([name, value]) => `${name}=${value}`).join(" ");
      return [first, words === "" ? withoutSeed(first.run.name) || first.run.name : words];
    }),
  );
}

/** Few settings that together tell all trials apart that any can: the one with the most values first, and no idle ones. */
function tellingSettings(
  groups: readonly (readonly ListedRun[])[],
  seen: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const chosen = new Set<string>();
  const countOf = (name: string): number => seen.get(name)?.size ?? 0;
  const isWord = (name: string): boolean => [...(seen.get(name) ?? [])].some((value) => Number.isNaN(Number(value)));
  const candidates = [...seen.keys()].sort(
    (a, b) => countOf(b) - countOf(a) || Number(isWord(b)) - Number(isWord(a)) || compareNames(a, b),
  );
  let apart = 1;
  for (const name of candidates) {
    const tried = [...chosen, name];
    const combinations = new Set(
      groups.map(([{ run }]) => JSON.stringify(tried.map((one) => String(run.hparams[one])))),
    );
    if (combinations.size <= apart) continue;
    apart = combinations.size;
    chosen.add(name);
  }
  return chosen;
}
