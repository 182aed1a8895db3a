/** A launch as it is shown to people and programs. */
import type { LaunchState, LaunchSummary } from "../core/launches.ts";
import { commandLine } from "./command-line.ts";
import { describeEnding, type Launch, type Progress, type Slot } from "./launch.ts";
import { secondsSinceStart } from "./process-identity.ts";
import { redactArguments } from "./redact.ts";

/** Secrets are blotted out: what is shown may be looked at by others, or end in a screenshot. */
export function summarizeLaunch(launch: Launch): LaunchSummary {
  const { id, project, name, priority, submittedAt, attempt, failure, order, phase } = launch;
  const progress = "progress" in phase ? phase.progress : null;
  const record = phase.state === "ended" ? phase.record : null;
  return {
    id,
    project,
    name,
    state: stateOf(launch),
    priority,
    submittedAt,
    startedAt: "startedAt" in phase ? phase.startedAt : null,
    endedAt: phase.state === "ended" ? phase.endedAt : null,
    elapsedSecs: record === null ? elapsedOf(progress) : record.elapsedSecs,
    attempt,
    ending: record === null ? null : describeEnding(record.ending),
    isGood: record === null ? null : record.ending.kind === "completed",
    failure,
    command: commandLine(redactArguments(order.command.argv)),
    isShell: order.command.shell,
    cwd: order.command.cwd,
    logdir: order.logdir,
    hparams: order.hparams,
    note: order.note,
    slot: progress === null ? null : describeSlot(progress.slot),
    pid: progress?.process?.pid ?? null,
    peakResidentBytes: record?.use?.peakResidentBytes ?? null,
  };
}

function stateOf({ phase }: Launch): LaunchState {
  return "stoppedBy" in phase && phase.stoppedBy !== null ? "stopping" : phase.state;
}

const elapsedOf = (progress: Progress | null): number | null =>
  progress === null || progress.process === null ? null : secondsSinceStart(progress.process);

const describeSlot = (slot: Slot): string =>
  slot.kind === "gpu" ? slot.uuids.join(", ") : `${slot.cpus} CPU slot${slot.cpus === 1 ? "" : "s"}`;
