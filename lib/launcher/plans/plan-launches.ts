/** From the sweeps of a plan to launches: each trial with its command, its name and its log directory. */
import { join } from "node:path";
import type { HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import { type Command, laterCommand, toCommand } from "../commands/template.ts";
import { LaunchOrder, type Submission } from "../launch.ts";
import type { Plan } from "./plan.ts";
import type { SweepForm } from "./plan-schema.ts";
import type { Project } from "./project.ts";
import { planSweep } from "./sweep.ts";
import { inTurn, neededBy } from "./sweep-turns.ts";
import { settingsOf, type Trial } from "./trial.ts";

export type PlannedLaunch = Submission["launches"][number];

/** What a plan's sweeps ask for, all of it or nothing. */
export type PlannedLaunches =
  | { readonly kind: "launches"; readonly launches: readonly PlannedLaunch[] }
  /** One sentence. */
  | { readonly kind: "unusable"; readonly because: string };

export interface PlanningOptions {
  /** The file of the plan, absolute. */
  readonly plan: string;
  /** Higher runs first. */
  readonly priority: number;
  /** Whether something is in that directory already: a run there is never written into by another. */
  readonly isTaken: (directory: string) => boolean;
  /** Memory of the machine that they will run on. */
  readonly memoryMb: number;
}

/** The launches of the sweeps named `names`, or of all when none is named, in the order of the plan; those that others wait for come before them. */
export function planLaunches(plan: Plan, names: readonly string[], options: PlanningOptions): PlannedLaunches {
  const unknown = names.find((name) => !plan.sweeps.has(name));
  if (unknown !== undefined) {
    return unusable(t`there is no sweep ${unknown}; there is ${[...plan.sweeps.keys()].join(", ") || t`none`}.`);
  }
  const launches: PlannedLaunch[] = [];
  const placesOf = new Map<string, readonly string[]>();
  for (const name of inTurn(plan.sweeps)) {
    const sweep = plan.sweeps.get(name);
    if (sweep === undefined || (names.length > 0 && !names.includes(name))) continue;
    const project = plan.projects.get(sweep.project);
    if (project === undefined) return unusable(t`the sweep ${name} is of an unknown project, ${sweep.project}.`);
    const planned = planOne(name, sweep, project, options);
    if (planned.kind === "unusable") return planned;
    const after = neededBy(sweep).flatMap((needed) => placesOf.get(needed) ?? []);
    placesOf.set(
      name,
      planned.launches.map((_, i) => `#${launches.length + i}`),
    );
    launches.push(...planned.launches.map((launch) => ({ ...launch, after })));
  }
  return launches.length === 0 ? unusable(t`it has no sweep to launch.`) : { kind: "launches", launches };
}

function planOne(sweepName: string, sweep: SweepForm, project: Project, options: PlanningOptions): PlannedLaunches {
  const planned = planSweep(project, sweep);
  if (planned.kind !== "trials") return unusable(t`sweep ${sweepName}: ${planned.because}`);
  const launches = launchesOf(project, planned.trials, sweepName, options);
  return launches.kind === "unusable" ? unusable(t`sweep ${sweepName}: ${launches.because}`) : launches;
}

/** The launches of `trials`, with log directories of their own in `folder` below the project's; empty: in that itself. */
export function launchesOf(
  project: Project,
  trials: readonly Trial[],
  folder: string,
  { plan, priority, isTaken, memoryMb }: PlanningOptions,
): PlannedLaunches {
  const needed = project.resources.memoryMb;
  if (needed !== null && needed > memoryMb)
    return unusable(
      t`a run of ${project.name} needs ${needed} MB of memory (\`resources.memory\`), and this machine has ${memoryMb} MB.`,
    );
  const names = namesOf(trials, project, (name) => isTaken(join(project.logdir, folder, name)));
  const launches: PlannedLaunch[] = [];
  for (const [i, trial] of trials.entries()) {
    const name = folder === "" ? names[i] : `${folder}/${names[i]}`;
    const logdir = join(project.logdir, name);
    const read = toCommand(project, trial, logdir);
    if (read.kind === "unusable") return read;
    const order = toOrder(project, trial, logdir, read.command, plan);
    launches.push({ project: project.name, name, priority, after: [], order });
  }
  return { kind: "launches", launches };
}

function toOrder(project: Project, trial: Trial, logdir: string, command: Command, plan: string): LaunchOrder {
  const { cpus, gpus, memoryMb, gpuMemoryMb, packs, atOnce, timeLimitSecs, stepLimit } = project.resources;
  const { argv, env } = laterCommand(project, trial);
  return LaunchOrder.parse({
    command,
    logdir,
    again: { argv, env, resumes: project.resume !== null },
    hparams: Object.fromEntries(settingsOf(project, trial)),
    needs: { cpus, gpus, memoryMb, gpuMemoryMb, packs, atOnce },
    limits: { timeSecs: timeLimitSecs, steps: stepLimit },
    retry: project.retry ?? {},
    note: trial.note,
    plan,
  });
}

/** A name for each trial, of the settings in which they differ: `lr=0.1_seed=0`, readable again as settings; a taken one gets a number behind it. */
function namesOf(trials: readonly Trial[], project: Project, isTaken: (name: string) => boolean): string[] {
  const settings = trials.map((trial) => settingsOf(project, trial));
  const all = new Set(settings.flatMap((one) => [...one.keys()]));
  const varied = [...all].filter((name) => new Set(settings.map((one) => one.get(name))).size > 1);
  const shown = varied.length > 0 ? varied : [...all].slice(0, 1);
  const given = new Set<string>();
  return settings.map((one) => {
    const name = shown.flatMap((key) => (one.has(key) ? [`${key}=${inName(one.get(key))}`] : [])).join("_") || "run";
    let free = name;
    for (let number = 2; given.has(free) || isTaken(free); number++) free = `${name}-${number}`;
    given.add(free);
    return free;
  });
}

/** A value as part of a folder's name: no separators, and not too long for a file system. */
const inName = (value: HparamValue | undefined): string =>
  String(value)
    .replace(/[^\w.+-]/g, "-")
    .slice(0, 40);

const unusable = (because: string): PlannedLaunches => ({ kind: "unusable", because });
