/** A launch as it is shown to people and programs. */

import type { LaunchState, LaunchSummary, PreviewAnswer } from "../core/launches.ts";
import type { LatestUse } from "../core/machine.ts";
import { t } from "../core/text.ts";
import { commandLine } from "./commands/command-line.ts";
import { redactArguments } from "./commands/redact.ts";
import { describeEnding, isPaused, type Launch, type Progress, type Slot, type Submission } from "./launch.ts";
import { UNASKED_RUNS } from "./plans/sweep.ts";
import { stepsToMake } from "./plans/trial.ts";
import { secondsSinceStart } from "./processes/process-identity.ts";

/** What is seen of a launch beside its row in the table. */
export interface LaunchSight {
  /** Why it does not run yet, in words. */
  readonly waitsFor: string | null;
  /** What it uses. */
  readonly use: LatestUse | null;
  /** Updates that it has made, by its logs. */
  readonly stepsDone: number | null;
}

const UNSEEN: LaunchSight = { waitsFor: null, use: null, stepsDone: null };

/** Secrets are blotted out: what is shown may be looked at by others, or end in a screenshot. */
export function summarizeLaunch(launch: Launch, { waitsFor, use, stepsDone }: LaunchSight = UNSEEN): LaunchSummary {
  const { id, project, name, priority, submittedAt, submittedBy, attempt, failure, order, phase } = launch;
  const progress = "progress" in phase ? phase.progress : null;
  const record = phase.state === "ended" ? phase.record : null;
  return {
    id,
    project,
    name,
    state: stateOf(launch),
    priority,
    submittedAt,
    submittedBy,
    startedAt: "startedAt" in phase ? phase.startedAt : null,
    endedAt: phase.state === "ended" ? phase.endedAt : null,
    elapsedSecs: record === null ? elapsedOf(progress) : record.elapsedSecs,
    stepsDone: progress === null ? null : stepsDone,
    stepsToMake: stepsToMake(order),
    attempt,
    ending: record === null ? null : describeEnding(record.ending),
    isGood: record === null || isPaused(launch) ? null : record.ending.kind === "completed",
    failure,
    command: commandLine(redactArguments(order.command.argv)),
    isShell: order.command.shell,
    cwd: order.command.cwd,
    logdir: order.logdir,
    hparams: order.hparams,
    note: order.note,
    waitsFor: launch.phase.state === "queued" ? waitsFor : null,
    slot: progress === null ? null : describeSlot(progress.slot),
    pid: progress?.process?.pid ?? null,
    peakResidentBytes: record?.use?.peakResidentBytes ?? null,
    use: progress === null ? null : use,
  };
}

const MOST_PREVIEWED = 20;

/** What `launches` would run, as it is shown before they are queued: the first few commands, and how many there are. */
export const previewOf = (launches: readonly Submission["launches"][number][]): PreviewAnswer => ({
  count: launches.length,
  commands: launches.slice(0, MOST_PREVIEWED).map(({ name, order: { command } }) => ({
    name,
    command: commandLine(redactArguments(command.argv)),
    isShell: command.shell,
    cwd: command.cwd,
  })),
  needsConfirmation: launches.length > UNASKED_RUNS,
});

function stateOf(launch: Launch): LaunchState {
  const { phase } = launch;
  if (isPaused(launch)) return "paused";
  return "stoppedBy" in phase && phase.stoppedBy !== null ? "stopping" : phase.state;
}

const elapsedOf = (progress: Progress | null): number | null =>
  progress === null || progress.process === null ? null : secondsSinceStart(progress.process);

const describeSlot = (slot: Slot): string =>
  slot.kind === "gpu" ? slot.uuids.join(", ") : t`${slot.cpus} CPU slot[s]`;
