/** `tuneboard launch --next`: the runs that the advice on a sweep asks for. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SweepAdvice } from "../core/advice.ts";
import type { Hparams } from "../core/series.ts";
import { nextOf, type Regularisation, trialsFromAdvice } from "../launcher/from-advice.ts";
import type { Submission } from "../launcher/launch.ts";
import type { Plan } from "../launcher/plan.ts";
import { readPlan } from "../launcher/plan-file.ts";
import { launchesOf } from "../launcher/plan-launches.ts";
import type { Project } from "../launcher/project.ts";
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
 * What to launch for the next step of a sweep, in a folder that is not there yet.
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
  const trials = trialsFromAdvice(project, next, await settingsOfStart(question.place, sweep), question.regularisation);
  if (trials.kind === "unusable") throw failed(`--next ${question.sweep}: ${trials.because}`);
  const planned = launchesOf(project, trials.trials, freshFolder(project, sweep), {
    priority,
    isTaken: existsSync,
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

/** The settings of the run that the sweep's next step starts from. */
const settingsOfStart = ({ logdirs, stateDir }: LogsPlace, { startFrom, runs }: SweepAdvice): Promise<Hparams> =>
  withLogs({ logdirs, stateDir }, (store) => {
    const from = startFrom?.run ?? runs[0];
    return (
      store
        .runs()
        .find(({ name }) => name === from)
        ?.hparams() ?? {}
    );
  });

/** `rates-next`, or with the first number that was not used: runs never share a folder with others. */
function freshFolder({ logdir }: Project, { title }: SweepAdvice): string {
  const base = `${title.replace(/[^\w.+-]+/g, "-").replace(/^-+|-+$/g, "") || "sweep"}-next`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!existsSync(join(logdir, name))) return name;
  }
}
