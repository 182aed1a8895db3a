/** `tuneboard launch --next`: the runs that the advice on a sweep asks for. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { SweepAdvice } from "../core/advice.ts";
import type { Hparams } from "../core/series.ts";
import type { Submission } from "../launcher/launch.ts";
import { nextOf, type Regularisation, trialsFromAdvice } from "../launcher/plans/from-advice.ts";
import { folderOfNext } from "../launcher/plans/next-folder.ts";
import type { Plan } from "../launcher/plans/plan.ts";
import { readPlan } from "../launcher/plans/plan-file.ts";
import { launchesOf } from "../launcher/plans/plan-launches.ts";
import type { Project } from "../launcher/plans/project.ts";
import { memoryMbOfMachine } from "../launcher/usage/machine.ts";
import { AS_KEPT, adviseOnLogs } from "./advise.ts";
import { failed, misused } from "./failure.ts";
import { type LogsPlace, withLogs } from "./open-logs.ts";

export interface NextQuestion {
  /** Id or title of a sweep, as `tuneboard advise` names it. */
  readonly sweep: string;
  readonly place: LogsPlace;
  /** Null: the only project of the plan. */
  readonly project: string | null;
  readonly regularisation: Regularisation;
}

export interface NextSubmission {
  readonly submission: Submission;
  /** What it costs by the pace of the runs on disk; null: not known. */
  readonly gpuHours: number | null;
}

/**
 * What to launch for the next step of a sweep, beside the runs that it has.
 *
 * @throws CommandFailure if there is no such sweep or project, or nothing to run.
 */
export async function submissionOfNext(
  file: string,
  question: NextQuestion,
  priority: number,
): Promise<NextSubmission> {
  const read = await readPlan(file);
  if (read.kind === "unusable") throw failed(read.problems.join("\n"));
  const project = projectOf(read.plan, question.project, file);
  const { answer } = await adviseOnLogs(question.place, AS_KEPT);
  const { sweeps } = answer;
  const sweep = sweeps.find(({ id, title }) => id === question.sweep || title === question.sweep);
  if (sweep === undefined) {
    const known = sweeps.map(({ title }) => title).join(", ");
    throw misused(`--next ${question.sweep} is no sweep; there is ${known || "none"}.`);
  }
  const next = nextOf(sweep);
  if (next.length === 0) throw failed(`The advice on ${sweep.title} asks for no further runs.`);
  const { base, directories } = await readBefore(question.place, sweep);
  const trials = trialsFromAdvice(project, next, base, question.regularisation);
  if (trials.kind === "unusable") throw failed(`--next ${question.sweep}: ${trials.because}`);
  const folder = folderOfNext(project, sweep.title, directories, existsSync);
  const planned = launchesOf(project, trials.trials, folder, {
    plan: resolve(file),
    priority,
    isTaken: existsSync,
    memoryMb: memoryMbOfMachine(),
  });
  if (planned.kind === "unusable") throw failed(`--next ${question.sweep}: ${planned.because}`);
  const hours = next.map(({ gpuHours }) => gpuHours ?? Number.NaN).reduce((sum, own) => sum + own, 0);
  return {
    submission: { key: randomBytes(16).toString("hex"), launches: [...planned.launches] },
    gpuHours: Number.isFinite(hours) ? hours : null,
  };
}

function projectOf({ projects }: Plan, name: string | null, file: string): Project {
  const names = [...projects.keys()];
  const found = name === null ? (names.length === 1 ? [...projects.values()][0] : undefined) : projects.get(name);
  if (found !== undefined) return found;
  if (name !== null) throw misused(`--project ${name} is none of ${file}: there is ${names.join(", ") || "none"}.`);
  throw misused(
    names.length === 0 ? `${file} has no project.` : `--project says which one it is: ${names.join(", ")}.`,
  );
}

/** What is on disk of the sweep that is taken further. */
interface Before {
  /** Settings of the run that its next step starts from. */
  readonly base: Hparams;
  /** Where its runs log to, absolute. */
  readonly directories: readonly string[];
}

const readBefore = (place: LogsPlace, { startFrom, runs }: SweepAdvice): Promise<Before> =>
  withLogs(place, (store) => {
    const paths = new Map(place.logdirs.map(({ name, path }) => [name, path]));
    const known = new Map(store.runs().map((run) => [run.name, run]));
    return {
      base: known.get(startFrom?.run ?? runs[0])?.hparams() ?? {},
      directories: runs.flatMap((name) => {
        const run = known.get(name);
        const logdir = run === undefined ? undefined : paths.get(run.logdir);
        return run === undefined || logdir === undefined ? [] : [resolve(logdir, run.path)];
      }),
    };
  });
