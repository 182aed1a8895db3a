/** From what somebody wishes on the launch form to launches. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { LaunchWish, PlanSummary, PlansAnswer, ProjectSummary } from "../core/launch-form.ts";
import type { Hparams } from "../core/series.ts";
import { t } from "../core/text.ts";
import { cloneTrial, type TrialsRead, trialsFromAdvice } from "../launcher/plans/from-advice.ts";
import { folderOfNext } from "../launcher/plans/next-folder.ts";
import type { Plan } from "../launcher/plans/plan.ts";
import { readPlan } from "../launcher/plans/plan-file.ts";
import { launchesOf, type PlannedLaunches } from "../launcher/plans/plan-launches.ts";
import { SweepForm } from "../launcher/plans/plan-schema.ts";
import type { Project } from "../launcher/plans/project.ts";
import { MOST_RUNS, planSweep } from "../launcher/plans/sweep.ts";
import { seedParameter, stepsParameter } from "../launcher/plans/trial.ts";
import type { LaunchTable } from "../launcher/queue/launch-table.ts";
import { memoryMbOfMachine } from "../launcher/usage/machine.ts";

/** What the form knows of the logs, where a dashboard reads them. */
export interface FormFacts {
  /** Absolute: where plans are looked for. */
  readonly directories: readonly string[];
  /** Settings of the run that has this name; null: there is none. */
  readonly hparamsOf: (run: string) => Hparams | null;
  /** Where the run that has this name logs to, absolute; null: there is none. */
  readonly directoryOf: (run: string) => string | null;
  /** Updates a second of each run that logs below a directory (absolute). */
  readonly pacesBelow: (directory: string) => readonly number[];
}

/** Of an engine that follows no logs. */
export const NO_FORM_FACTS: FormFacts = {
  directories: [],
  hparamsOf: () => null,
  directoryOf: () => null,
  pacesBelow: () => [],
};

const PLAN_NAME = "tuneboard.yaml";

/** Plans in the directories, and those from which there were launches before. */
const planFiles = ({ directories }: FormFacts, table: LaunchTable): string[] =>
  [...new Set([...directories.map((directory) => join(directory, PLAN_NAME)), ...table.plans()])].filter((path) =>
    existsSync(path),
  );

/** Every plan that is to be found, with what is wrong with it. */
export async function findPlans(facts: FormFacts, table: LaunchTable): Promise<PlansAnswer> {
  const plans: PlanSummary[] = [];
  for (const file of planFiles(facts, table)) {
    const read = await readPlan(file);
    if (read.kind === "unusable") plans.push({ file, problems: read.problems, projects: [], sweeps: [] });
    else if (read.plan.projects.size > 0) plans.push(summarize(file, read.plan)); // one without projects is about logs
  }
  return { lookedIn: [...new Set(facts.directories)], plans };
}

const summarize = (file: string, { projects, sweeps }: Plan): PlanSummary => ({
  file,
  problems: [],
  projects: [...projects.values()].map(summarizeProject),
  sweeps: [...sweeps].map(([name, form]) => ({ name, form })),
});

const summarizeProject = (project: Project): ProjectSummary => ({
  name: project.name,
  directory: project.directory,
  logdir: project.logdir,
  parameters: [...project.parameters.values()].map(({ name, type, fallback, choices }) => ({
    name,
    type,
    fallback,
    choices,
  })),
  hasSeed: seedParameter(project) !== null,
  hasSteps: stepsParameter(project) !== null,
  hasRegularisation: project.withoutRegularisation.size > 0,
});

const Hparam = z.union([z.string(), z.number(), z.boolean()]);
const Settings = z.record(z.string(), Hparam);
/** Part of a path below the project's log directory, and nothing that leads out of it. */
const Folder = z
  .string()
  .regex(
    /^[\p{L}\p{N}_][\p{L}\p{N}_.+=-]{0,99}$/u,
    t`is letters, digits, \`_\`, \`.\`, \`+\`, \`=\` and \`-\`, a letter or digit first`,
  );
const Place = { file: z.string(), folder: Folder };

/** What the launch form asks for, as it comes from outside. */
export const WishSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sweep"), ...Place, form: SweepForm }),
  z.strictObject({
    kind: z.literal("next"),
    ...Place,
    folder: Folder.nullable(),
    project: z.string(),
    base: z.string().nullable(),
    runs: z
      .array(
        z.strictObject({
          why: z.string(),
          hparams: Settings,
          steps: z.number().int().positive().nullable(),
          seeds: z.array(z.number().int()),
        }),
      )
      .min(1)
      .max(MOST_RUNS),
    regularisation: z.enum(["as before", "off", "on"]),
  }),
  z.strictObject({
    kind: z.literal("clone"),
    ...Place,
    project: z.string(),
    launch: z.string(),
    changes: Settings,
  }),
]) satisfies z.ZodType<LaunchWish>;
type Wish = z.infer<typeof WishSchema>;

export type WishRead =
  | { readonly kind: "launches"; readonly project: Project; readonly launches: Launches }
  /** One sentence. */
  | { readonly kind: "unusable"; readonly because: string };
type Launches = Extract<PlannedLaunches, { kind: "launches" }>["launches"];

/** The launches that `wish` asks for, or why there are none. `isConfirmed`: large sweeps were asked for twice. */
export async function launchesFor(
  wish: Wish,
  priority: number,
  facts: FormFacts,
  table: LaunchTable,
): Promise<WishRead> {
  if (!planFiles(facts, table).includes(wish.file)) return unusable(t`There is no plan ${wish.file}.`);
  const read = await readPlan(wish.file);
  if (read.kind === "unusable") return unusable(read.problems.join(" "));
  const name = wish.kind === "sweep" ? wish.form.project : wish.project;
  const project = read.plan.projects.get(name);
  if (project === undefined) return unusable(t`There is no project ${name} in ${wish.file}.`);
  const trials = trialsOf(wish, project, facts, table);
  if (trials.kind === "unusable") return trials;
  const isTaken = (directory: string): boolean => existsSync(directory) || table.isWrittenTo(directory);
  const base = wish.kind === "next" ? wish.base : null;
  const folder =
    wish.folder === null ? folderBeside(base, project, facts, isTaken) : freshFolder(project, wish.folder, isTaken);
  const planned = launchesOf(project, trials.trials, folder, {
    plan: wish.file,
    priority,
    isTaken,
    memoryMb: memoryMbOfMachine(),
  });
  return planned.kind === "unusable" ? planned : { kind: "launches", project, launches: planned.launches };
}

function trialsOf(wish: Wish, project: Project, facts: FormFacts, table: LaunchTable): TrialsRead {
  switch (wish.kind) {
    case "sweep": {
      // Its size is asked about where it is submitted: here all of it is wanted.
      const planned = planSweep(project, { ...wish.form, limit: MOST_RUNS });
      return planned.kind === "trials" ? planned : unusable(planned.because);
    }
    case "next": {
      const base = wish.base === null ? {} : facts.hparamsOf(wish.base);
      if (base === null) return unusable(t`There is no run ${wish.base ?? ""} any more.`);
      return trialsFromAdvice(project, wish.runs.map(toNext), base, wish.regularisation);
    }
    case "clone": {
      const launch = table.get(wish.launch);
      if (launch === null) return unusable(t`There is no launch with this id.`);
      return cloneTrial(project, launch.order.hparams, wish.changes, `${launch.name} once more`);
    }
  }
}

const toNext = (run: Extract<Wish, { kind: "next" }>["runs"][number]) => ({ ...run, command: null });

function folderBeside(
  base: string | null,
  project: Project,
  { directoryOf }: FormFacts,
  isTaken: (directory: string) => boolean,
): string {
  const directory = base === null ? null : directoryOf(base);
  return folderOfNext(project, base ?? "sweep", directory === null ? [] : [directory], isTaken);
}

/** `folder`, or with the first number that was not used: runs never share a folder with others. */
function freshFolder({ logdir }: Project, folder: string, isTaken: (directory: string) => boolean): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? folder : `${folder}-${n}`;
    if (!isTaken(join(logdir, name))) return name;
  }
}

const unusable = (because: string) => ({ kind: "unusable", because }) as const;
