/** The commands that have to do with launching runs. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { LaunchAnswer, LaunchesAnswer, WishAnswer } from "../core/launches.ts";
import type { MadeAnswer } from "../core/people.ts";
import type { Regularisation } from "../launcher/plans/from-advice.ts";
import { collect, type StateOptions, stateCommand } from "./command.ts";
import { CommandFailure, failed, misused } from "./failure.ts";
import type { LauncherClient } from "./launcher-client.ts";
import { parseLogdirs } from "./logdirs.ts";
import type { NextQuestion } from "./next-launches.ts";
import { openOutput } from "./output.ts";
import { printableLines } from "./printable.ts";
import { stateDirOf } from "./state-dir.ts";

function toWhole(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError("It is a whole number.");
  return Number(text);
}

function toCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It is a whole number from 1 on.");
  return Number(text);
}

function collectIds(text: string, before?: readonly string[]): readonly string[] {
  if (!/^\w+$/.test(text)) throw new InvalidArgumentError("It is the id of a launch, as tuneboard ps lists it.");
  return collect(text, before);
}

async function withLauncher(
  { stateDir }: StateOptions,
  use: (client: LauncherClient) => Promise<string | null>,
): Promise<void> {
  const { connect } = await import("./launcher-client.ts");
  const client = await connect(stateDirOf(stateDir));
  try {
    const text = await use(client);
    if (text !== null) await openOutput(null).write(`${printableLines(text)}\n`);
  } finally {
    client.close();
  }
}

/** What is to be known where nobody starts what waits. */
const NOBODY_STARTS = "No Tuneboard runs: start `tuneboard` or `tuneboard queue run`, and what waits is started.";

interface LaunchOptions extends StateOptions {
  readonly next?: string;
  readonly logdir?: readonly string[];
  readonly project?: string;
  readonly regularisation: Regularisation;
  readonly sweep?: readonly string[];
  readonly priority: number;
  readonly after?: readonly string[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly detach?: boolean;
  readonly json?: boolean;
}

const launch = stateCommand("launch", "Queue the sweeps of a plan, and run them.", [
  "tuneboard launch tuneboard.yaml --dry-run             # the exact commands, and nothing else",
  "tuneboard launch tuneboard.yaml --sweep rates         # one sweep of the plan",
  "tuneboard launch tuneboard.yaml --next rates --logdir ~/runs --dry-run   # what the advice asks for next",
  "tuneboard launch tuneboard.yaml --after 7kq           # not before that launch has completed",
  "tuneboard launch tuneboard.yaml --detach              # in the background; tuneboard ps shows how it goes",
])
  .argument("<PLAN>", "a tuneboard.yaml with projects and sweeps")
  .option("--sweep <NAME>", "only this sweep; several times", collect)
  .option("--next <SWEEP>", "instead: the runs that the advice on this sweep of --logdir asks for")
  .option("--logdir <DIR>", "with --next: the logs that are advised upon; several times", collect)
  .option("--project <NAME>", "with --next: the project of the plan that the runs are of")
  .addOption(
    new Option(
      "--regularisation <HOW>",
      "with --next: as those runs had it, or switched off or on by the project's word",
    )
      .choices(["as before", "off", "on"])
      .default("as before"),
  )
  .option("--priority <N>", "higher runs first", toWhole, 0)
  .option("--after <ID>", "start only when this launch has completed; several times", collectIds)
  .option("--dry-run", "show the commands and start nothing")
  .option("--yes", "start more than 200 runs without asking twice")
  .option("--detach", "where no Tuneboard runs: look after the runs in the background")
  .option("--json", "one JSON document on stdout")
  .action(async (plan: string, options: LaunchOptions) => {
    const { launchCommand } = await import("./launch.ts");
    const { sweep = [], priority, after = [], dryRun, yes, detach, json, stateDir } = options;
    await launchCommand({
      plan,
      next: toNext(options),
      sweeps: sweep,
      stateDir: stateDirOf(stateDir),
      priority,
      after,
      isDryRun: dryRun === true,
      isConfirmed: yes === true,
      isDetached: detach === true,
      isJson: json === true,
    });
  });

function toNext({ next, logdir = [], project, regularisation, stateDir }: LaunchOptions): NextQuestion | null {
  if (next === undefined) return null;
  if (logdir.length === 0) throw misused("--next is about logs: --logdir names the directory that holds them.");
  const place = { logdirs: parseLogdirs(logdir), stateDir: stateDirOf(stateDir) };
  return { sweep: next, place, project: project ?? null, regularisation };
}

const ps = stateCommand("ps", "List launches: what runs, what waits, and how the last ones ended.", [
  "tuneboard ps",
  "tuneboard ps --json | jq '.launches[] | select(.isGood == false)'",
])
  .option("--json", "one JSON document on stdout")
  .option("--limit <N>", "so many launches, the latest first", toCount, 50)
  .action(({ json, limit, ...options }: StateOptions & { json?: boolean; limit: number }) =>
    withLauncher(options, async (client) => {
      const { launchesAsText } = await import("./launch-list.ts");
      const answer = await client.ask<LaunchesAnswer>(`/api/launches?limit=${limit}`);
      if (json === true) return JSON.stringify(answer, null, 1);
      const waits = client.url === null && answer.counts.queued > 0;
      return `${launchesAsText(answer)}${waits ? `\n\n${NOBODY_STARTS}` : ""}`;
    }),
  );

const logs = stateCommand("logs", "Show what a run wrote to stdout and stderr.", [
  "tuneboard logs 7kq2m9xa",
  "tuneboard logs 7kq -f            # the beginning of an id is enough",
])
  .argument("<ID>", "the launch, as tuneboard ps lists it")
  .option("-f, --follow", "go on until the run has ended")
  .option("--attempt <N>", "that attempt instead of the last one", toCount)
  .action((id: string, { follow, attempt, ...options }: StateOptions & { follow?: boolean; attempt?: number }) =>
    withLauncher(options, async (client) => {
      const { copyOutput } = await import("./launch-output.ts");
      await copyOutput(client, id, { attempt, follow: follow === true });
      return null;
    }),
  );

/** A command that wishes something for each of the launches that are named. */
const wish = (name: string, description: string, lines: readonly string[]): Command =>
  stateCommand(name, description, lines)
    .argument("<ID...>", "launches, as tuneboard ps lists them")
    .action((ids: readonly string[], options: StateOptions) =>
      withLauncher(options, async (client) => {
        const texts: string[] = [];
        const failures: string[] = [];
        for (const id of ids) {
          try {
            const { launch: found } = await client.ask<LaunchAnswer>(`/api/launches/${id}`);
            const { text } = await client.ask<WishAnswer>(`/api/launches/${found.id}/${name}`, {});
            texts.push(`${found.id} ${found.name}: ${text}`);
          } catch (error) {
            // The others are meant all the same.
            if (!(error instanceof CommandFailure)) throw error;
            failures.push(`${id}: ${error.message}`);
          }
        }
        if (name !== "stop" && client.url === null && texts.length > 0) texts.push(NOBODY_STARTS);
        if (failures.length === 0) return texts.join("\n");
        if (texts.length > 0) console.error(printableLines(texts.join("\n")));
        throw failed(failures.join("\n"));
      }),
    );

const stop = wish("stop", "Ask runs to end, and force those that do not; take queued ones out of the queue.", [
  "tuneboard stop 7kq2m9xa",
]);

const retry = wish("retry", "Put ended launches into the queue again.", ["tuneboard retry 7kq2m9xa 9bcd2345"]);

const resume = wish("resume", "Put runs that were paused on the advice's word into the queue again.", [
  "tuneboard resume 7kq2m9xa             # it goes on from its checkpoint where its project says how; it is not paused again",
]);

const QUEUE_ACTS = ["pause", "resume", "slots", "cancel", "priority", "autopause", "run"];

interface QueueOptions extends StateOptions {
  readonly background?: boolean;
}

const queue = stateCommand(
  "queue",
  "Pause the queue, let it go on, change its width or order, empty it, or look after it.",
  [
    "tuneboard queue pause                 # nothing new is started; what runs goes on",
    "tuneboard queue resume",
    "tuneboard queue slots 4               # CPU slots that are used at once",
    "tuneboard queue cancel [PROJECT]      # takes everything that waits out of the queue",
    "tuneboard queue priority 7kq 10       # a launch that waits starts before those of lower priority; 0 unless said",
    "tuneboard queue autopause rates on    # hopeless runs of this sweep are stopped on the advice's word; off takes it back",
    "tuneboard queue run                   # where no Tuneboard runs: start what waits, until nothing is left",
  ],
)
  .argument("<ACT>", QUEUE_ACTS.join(", "))
  .argument(
    "[VALUE]",
    "slots: how many; cancel: of which project; priority: which launch; autopause: which sweep, by its name or id",
  )
  .argument("[SWITCH]", "priority: a whole number; autopause: on or off, or without a word, how it stands")
  .option("--background", "run: wait a little for more before it ends")
  .action(async (act: string, value: string | undefined, turn: string | undefined, options: QueueOptions) => {
    if (act === "run") {
      const { runQueueCommand } = await import("./launch.ts");
      return runQueueCommand(stateDirOf(options.stateDir), options.background === true);
    }
    if (act === "autopause") {
      const { autopause } = await import("./autopause.ts");
      return withLauncher(options, (client) => autopause(client, value ?? null, turn ?? null));
    }
    if (act === "priority") {
      const { setPriority } = await import("./priority.ts");
      return withLauncher(options, (client) => setPriority(client, value ?? null, turn ?? null));
    }
    const body = bodyOf(act, value);
    return withLauncher(options, async (client) => (await client.ask<WishAnswer>(`/api/launches/${act}`, body)).text);
  });

function bodyOf(act: string, value: string | undefined): object {
  switch (act) {
    case "pause":
      return { because: "somebody paused it from the command line" };
    case "resume":
      return {};
    case "cancel":
      return { project: value ?? null };
    case "slots":
      if (value === undefined || !/^[1-9]\d{0,3}$/.test(value))
        throw misused("queue slots needs a number from 1 to 9999: tuneboard queue slots 4.");
      return { slots: Number(value) };
    default:
      throw misused(`queue knows ${QUEUE_ACTS.join(", ")}, not "${act}".`);
  }
}

const login = stateCommand(
  "login",
  "Print a link that lets one browser launch runs, from the dashboard that is running.",
  ["tuneboard login"],
).action((options: StateOptions) =>
  withLauncher(options, async (client) => {
    if (client.url === null)
      throw misused("No Tuneboard runs that a browser could log in to; start it with `tuneboard --logdir DIR`.");
    return (await client.ask<MadeAnswer>("/api/session/codes", {})).url;
  }),
);

export const launchingCommands: readonly Command[] = [launch, ps, logs, stop, retry, resume, queue, login];
