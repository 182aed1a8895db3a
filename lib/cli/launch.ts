/** `tuneboard launch`: from a plan to runs. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LaunchAnswer, LaunchSummary, PreviewAnswer, SubmittedAnswer } from "../core/launches.ts";
import { say } from "../core/text.ts";
import { commandLine } from "../launcher/commands/command-line.ts";
import { redactArguments } from "../launcher/commands/redact.ts";
import { inLanguage } from "../launcher/language.ts";
import type { Submission } from "../launcher/launch.ts";
import { summarizeLaunch } from "../launcher/launch-summary.ts";
import { readPlan } from "../launcher/plans/plan-file.ts";
import { planLaunches } from "../launcher/plans/plan-launches.ts";
import { UNASKED_RUNS } from "../launcher/plans/sweep.ts";
import { memoryMbOfMachine } from "../launcher/usage/machine.ts";
import { holderOf } from "../store/state-lock.ts";
import { CommandFailure, failed, misused } from "./failure.ts";
import { type ForegroundEngine, openForegroundEngine, untilIdle } from "./foreground-engine.ts";
import { connect, type LauncherClient } from "./launcher-client.ts";
import { type NextQuestion, submissionOfNext } from "./next-launches.ts";
import { openOutput } from "./output.ts";
import { printableLines } from "./printable.ts";

export interface LaunchCommand {
  readonly plan: string;
  /** Instead of the plan's sweeps: what the advice on runs asks for; null: not asked. */
  readonly next: NextQuestion | null;
  /** Names of sweeps; none: all of the plan. */
  readonly sweeps: readonly string[];
  readonly stateDir: string;
  readonly priority: number;
  /** Launches, by the beginnings of their ids, that those wait for that wait for no other of the plan. */
  readonly after: readonly string[];
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  readonly isDetached: boolean;
  readonly isJson: boolean;
}

const ENGINE_START_MS = 20_000;

/** Queues what the plan says. Without a running Tuneboard it looks after the runs itself until all have ended, or leaves that to a process in the background. */
export async function launchCommand(options: LaunchCommand): Promise<void> {
  const submission = await (options.next === null ? submissionOf(options) : submissionOfAdvice(options, options.next));
  if (options.isDryRun) return show(submission, options.isJson);
  if (options.isDetached) await startInBackground(options.stateDir);
  const engine = await openForegroundEngine(options.stateDir);
  if ("heldBy" in engine) {
    const client = await connect(options.stateDir);
    try {
      await submitThrough(client, submission, options);
    } finally {
      client.close();
    }
  } else {
    await runHere(engine, submission, options);
  }
}

/** `tuneboard queue run`: looks after what is in the queue until nothing is left. */
export async function runQueueCommand(stateDir: string, isBackground: boolean): Promise<void> {
  const engine = await openForegroundEngine(stateDir);
  if ("heldBy" in engine) {
    if (!isBackground) throw failed(`Another Tuneboard (process ${engine.heldBy.pid}) looks after this queue already.`);
    return;
  }
  endWithSignals(engine);
  await untilIdle(engine.launcher, isBackground);
  await engine.close();
}

async function submissionOfAdvice({ plan, priority }: LaunchCommand, next: NextQuestion): Promise<Submission> {
  const { submission, gpuHours } = await submissionOfNext(plan, next, priority);
  if (gpuHours !== null)
    console.error(`About ${gpuHours.toPrecision(2)} GPU hours in all, by the pace of the runs so far.`);
  return submission;
}

async function submissionOf({ plan: file, sweeps, priority, isConfirmed }: LaunchCommand): Promise<Submission> {
  const read = await readPlan(file);
  if (read.kind === "unusable") throw failed(read.problems.join("\n"));
  const planned = planLaunches(read.plan, sweeps, {
    plan: resolve(file),
    priority,
    isTaken: existsSync,
    memoryMb: memoryMbOfMachine(),
  });
  if (planned.kind === "unusable") throw misused(`${file}: ${planned.because}`);
  const isAllowed = isConfirmed || [...read.plan.sweeps.values()].some(({ limit }) => limit !== undefined);
  if (planned.launches.length > UNASKED_RUNS && !isAllowed) {
    throw failed(
      `${file}: these are ${planned.launches.length} runs; more than ${UNASKED_RUNS} are started with --yes.`,
    );
  }
  return { key: randomBytes(16).toString("hex"), launches: [...planned.launches] };
}

async function show({ launches }: Submission, isJson: boolean): Promise<void> {
  const commands: PreviewAnswer["commands"] = launches.map(({ name, order: { command } }) => ({
    name,
    command: commandLine(redactArguments(command.argv)),
    isShell: command.shell,
    cwd: command.cwd,
  }));
  const text = isJson
    ? JSON.stringify({ count: commands.length, commands }, null, 1)
    : printableLines(
        [
          ...commands.map(
            ({ name, command, isShell }) => `${name}${isShell ? " (through a shell)" : ""}\n  ${command}`,
          ),
          `${counted(commands.length)}; nothing was started.`,
        ].join("\n"),
      );
  await openOutput(null).write(`${text}\n`);
}

async function submitThrough(client: LauncherClient, submission: Submission, options: LaunchCommand): Promise<void> {
  const answer = await submit(client, submission, options);
  const text = options.isJson
    ? JSON.stringify(answer, null, 1)
    : `${counted(answer.ids.length)} queued: ${answer.ids.join(" ")}\n\`tuneboard ps\` lists them${client.url === null ? "" : `, ${client.url} looks after them`}.`;
  await openOutput(null).write(`${text}\n`);
}

async function submit(client: LauncherClient, { key, launches }: Submission, options: LaunchCommand) {
  const others = await Promise.all(options.after.map((id) => idOf(client, id)));
  const waiting = launches.map((launch) => (launch.after.length > 0 ? launch : { ...launch, after: others }));
  return client.ask<SubmittedAnswer>("/api/launches", { key, launches: waiting, confirmed: true });
}

/** The id of the launch that `--after` names. */
const idOf = (client: LauncherClient, beginning: string): Promise<string> =>
  client.ask<LaunchAnswer>(`/api/launches/${beginning}`).then(
    ({ launch }) => launch.id,
    (error: unknown) => {
      throw error instanceof CommandFailure ? failed(`--after ${beginning}: ${error.message}`) : error;
    },
  );

const counted = (count: number): string => `${count} launch${count === 1 ? "" : "es"}`;

/** Looks after the runs in this process, and tells of each that ends. */
async function runHere(engine: ForegroundEngine, submission: Submission, options: LaunchCommand): Promise<void> {
  const { queue, table } = engine.launcher;
  endWithSignals(engine);
  const client = await connect(options.stateDir);
  const { ids } = await submit(client, submission, options).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  console.error(
    `${counted(ids.length)}; no Tuneboard runs, so this one looks after them until all have ended (Ctrl-C leaves running ones running).`,
  );
  if (queue.pause !== null)
    console.error(`The queue is paused: ${say(queue.pause.because, null)}. \`tuneboard queue resume\` lets it go on.`);
  const open = new Set(ids);
  const ended: LaunchSummary[] = [];
  const look = (): void => {
    for (const id of open) {
      const launch = table.get(id);
      if (launch?.phase.state !== "ended") continue;
      const summary = inLanguage(summarizeLaunch(launch), "en");
      open.delete(id);
      ended.push(summary);
      console.error(printableLines(`${id} ${summary.name}: ${summary.ending}`));
    }
  };
  const unsubscribe = queue.subscribe(look);
  await untilIdle(engine.launcher, false);
  look();
  unsubscribe();
  await engine.close();
  if (options.isJson) await openOutput(null).write(`${JSON.stringify({ ids, launches: ended }, null, 1)}\n`);
  const bad = ended.filter(({ isGood }) => isGood !== true);
  if (bad.length > 0)
    throw failed(
      `${bad.length} of ${ended.length} launches did not complete; \`tuneboard logs ${bad[0].id}\` shows the first.`,
    );
}

/** Ctrl-C ends the looking after, not the runs. */
function endWithSignals(engine: ForegroundEngine): void {
  const stop = (): void => {
    console.error("Runs that are under way go on; what waits starts when a Tuneboard runs again.");
    void engine.close().then(() => process.exit(1));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** Starts a process that looks after the queue, unless there is one; resolves when it answers. */
async function startInBackground(stateDir: string): Promise<void> {
  if (await isAnswered(stateDir)) return;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const log = openSync(join(stateDir, "engine.log"), "a", 0o600);
  const args = [...process.execArgv, process.argv[1], "queue", "run", "--background", "--state-dir", stateDir];
  const engine = spawn(process.execPath, args, { detached: true, stdio: ["ignore", log, log], cwd: "/" });
  engine.unref();
  const deadline = performance.now() + ENGINE_START_MS;
  while (!(await isAnswered(stateDir))) {
    if (performance.now() > deadline)
      throw failed(`No engine came up in the background; ${join(stateDir, "engine.log")} may say why.`);
    await sleep(50);
  }
}

async function isAnswered(stateDir: string): Promise<boolean> {
  const url = holderOf(stateDir)?.url ?? null;
  if (url === null) return false;
  return fetch(`${url}/api/session`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
