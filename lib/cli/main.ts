/**
 * The command `tuneboard`: what can be said on the command line, and which function answers. Each command has its own
 * code run when it is called: what nobody asked for would be a third of every start.
 */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, CommanderError, InvalidArgumentError } from "commander";
import { describeFailure } from "../ingest/failure.ts";
import { collect, command, examples, STATE_DIR } from "./command.ts";
import { CommandFailure, failed, misused } from "./failure.ts";
import { toLanguage } from "./language.ts";
import { launchingCommands } from "./launching.ts";
import { parseLogdirs } from "./logdirs.ts";
import type { LogsPlace } from "./open-logs.ts";
import { openOutput } from "./output.ts";
import { peopleCommands } from "./people-commands.ts";
import { printable, printableLines } from "./printable.ts";
import { reportCommand } from "./report-commands.ts";
import { stateCommands } from "./state-commands.ts";
import { stateDirOf } from "./state-dir.ts";

/** Tuneboard's own folder: the parent of the folder that this bundle is in. */
const root = process.env.TUNEBOARD_ROOT ?? join(import.meta.dirname, "..");

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

interface LogsOptions {
  readonly logdir?: readonly string[];
  readonly stateDir?: string;
}

function toPort(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("It is a number from 0 to 65535.");
  return Number(text);
}

/** A command that reads logs, with the options that all of them have. */
const logsCommand = (name: string, description: string, lines: readonly string[]): Command =>
  command(name)
    .description(description)
    .option("--logdir <DIR>", "directory with logs, or NAME:DIR; can be given several times", collect)
    .option(...STATE_DIR)
    .allowExcessArguments(false)
    .addHelpText("after", examples(lines));

/** A command that only reads must be told what. */
function placeOf({ logdir = [], stateDir }: LogsOptions): LogsPlace {
  if (logdir.length === 0) throw misused("--logdir is missing: it names the directory that holds the logs.");
  return { logdirs: parseLogdirs(logdir), stateDir: stateDirOf(stateDir) };
}

interface ServeOptions extends LogsOptions {
  readonly host: string;
  readonly port?: number;
  readonly allowedHost?: readonly string[];
  readonly open: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustedProxy?: readonly string[];
}

const serve = logsCommand("serve", "Show the dashboard in the browser (the default command).", [
  "tuneboard --logdir ~/runs",
  "tuneboard --logdir mine:~/runs --logdir yours:/data/runs --port 7000",
])
  .option("--host <HOST>", "address to listen on", "127.0.0.1")
  .option("--port <N>", "a port that must be free, 0 for any; without it 6006 or the next free one", toPort)
  .option("--allowed-host <NAME>", "another name that the dashboard may be asked for by; several times", collect)
  .option("--tls-cert <FILE>", "a certificate (PEM, with what stands between it and its root): answer by https")
  .option("--tls-key <FILE>", "its private key (PEM)")
  .option("--trusted-proxy <ADDRESS>", "believe what this proxy says of who asks; several times", collect)
  .option("--no-open", "do not open a browser")
  .action(async ({ logdir = [], stateDir, host, port, allowedHost = [], open, ...more }: ServeOptions) => {
    const { serveCommand } = await import("./serve.ts");
    const isBundled = logdir.length === 0;
    await serveCommand({
      logdirs: isBundled ? parseLogdirs([join(root, "fixtures/logs")]) : parseLogdirs(logdir),
      note: isBundled ? "with the bundled logs; --logdir DIR shows your own" : null,
      host,
      port: port ?? null,
      allowedHosts: allowedHost,
      opensBrowser: open && process.stdout.isTTY,
      tlsCert: more.tlsCert ?? null,
      tlsKey: more.tlsKey ?? null,
      trustedProxies: more.trustedProxy ?? [],
      stateDir: stateDirOf(stateDir),
      root,
    });
  });

interface JsonOptions extends LogsOptions {
  readonly json?: boolean;
}

const runs = logsCommand("runs", "List runs with their tags, settings and problems.", [
  "tuneboard runs --logdir ~/runs",
  "tuneboard runs --logdir ~/runs --json | jq '.[].run'",
])
  .option("--language <LANGUAGE>", "of the text: en, zh; JSON is for programs, and in English", "en")
  .option("--json", "one JSON document on stdout")
  .action(async (options: JsonOptions & { readonly language?: string }) => {
    const { describeRun, findingIn, NO_RUNS, runAsText } = await import("./describe-run.ts");
    const language = toLanguage(options.language ?? "en");
    const { now, refuseUnreadable, withLogs } = await import("./open-logs.ts");
    const described = await withLogs(placeOf(options), (store) => {
      refuseUnreadable(store.logdirs());
      for (const { path, passedOver } of store.logdirs()) {
        for (const passed of passedOver)
          console.error(printable(`${join(path, passed.path)}: ${findingIn(passed.text, language)}`));
      }
      return store.runs().map((run) => describeRun(run, now()));
    });
    const output = openOutput(null);
    if (options.json === true) await output.write(`${JSON.stringify(described, null, 1)}\n`);
    else if (described.length === 0) await output.write(`${NO_RUNS[language]}\n`);
    else await output.write(`${described.map((run) => runAsText(run, language)).join("\n\n")}\n`);
  });

interface ExportOptions extends LogsOptions {
  readonly run?: string;
  readonly tag?: string;
  readonly format: string;
  readonly out?: string;
}

const exportPoints = logsCommand("export", "Write every point at full resolution.", [
  "tuneboard export --logdir ~/runs --tag 'train/*' --out points.csv",
  "tuneboard export --logdir ~/runs --run 'sweep/*' --format jsonl | head",
  "tuneboard export --logdir ~/runs --format tfevents --out ~/for-tensorboard",
])
  .option("--run <GLOB>", "only runs with such a name")
  .option("--tag <GLOB>", "only such tags")
  .option("--format <FORMAT>", "csv, jsonl (one object a line), or tfevents (one event file a run)", "csv")
  .option("--out <FILE>", "file to write, without it stdout; for tfevents a directory, new or empty")
  .action(async (options: ExportOptions) => {
    const { format } = options;
    const filter = { run: options.run ?? null, tag: options.tag ?? null };
    const out = options.out ?? null;
    const { exportCsv, exportJsonLines, matcher } = await import("./export.ts");
    const { refuseUnreadable, withLogs } = await import("./open-logs.ts");
    if (format !== "csv" && format !== "jsonl" && format !== "tfevents") {
      throw misused(`--format ${format} is not known; there are csv, jsonl and tfevents.`);
    }
    if (format === "tfevents" && out === null) {
      throw misused("--out is missing: event files go into a directory, new or empty.");
    }
    await withLogs(placeOf(options), async (store) => {
      refuseUnreadable(store.logdirs());
      const wanted = store.runs().filter(({ name }) => matcher(filter.run)(name));
      if (wanted.length === 0 && filter.run !== null) throw failed(`--run ${filter.run} matches no run.`);
      if (filter.tag !== null && !wanted.some((run) => run.tags().some(matcher(filter.tag)))) {
        throw failed(`--tag ${filter.tag} matches no tag of these runs.`);
      }
      if (format === "tfevents" && out !== null) {
        const { exportEventFiles } = await import("./export-events.ts");
        await exportEventFiles(store, filter, out);
        return;
      }
      const output = openOutput(out); // only now: what stands there is replaced
      await (format === "csv" ? exportCsv : exportJsonLines)(store, filter, output);
      await output.close();
    });
  });

interface AdviseOptions extends JsonOptions {
  readonly metric?: string;
  readonly loss?: string;
  readonly group?: string;
  readonly exclude?: readonly string[];
  readonly threshold?: readonly string[];
  readonly ranges?: boolean;
  readonly report?: string;
  readonly language?: string;
}

const adviseOnRuns = logsCommand("advise", "Say what the tuning guide makes of the runs, with the evidence.", [
  "tuneboard advise --logdir ~/runs",
  "tuneboard advise --logdir ~/runs --metric dev/f1 --group 'sweep3/*' --json",
  "tuneboard advise --logdir ~/runs --exclude 'sweep3/lr0.1=wrong data'",
  "tuneboard advise --logdir ~/runs --threshold gate=5% --threshold margin=2 --ranges",
  "tuneboard advise --logdir ~/runs --report report.html --language zh",
])
  .option("--metric <TAG>", "tag to judge runs by; without it an accuracy on dev data, else the dev loss")
  .option("--loss <TAG>", "tag of the training loss; without it the one whose name says so")
  .option("--group <GLOB>", "only runs with such a name")
  .option("--exclude <RUN=REASON>", "leave this run out, or FOLDER/*, and say why; can be given several times", collect)
  .option(
    "--threshold <NAME=VALUE>",
    "ask what another threshold would say: gate, tie, devTie, tolerance, margin",
    collect,
  )
  .option("--ranges", "say for which thresholds the answer stays the same")
  .option("--report <FILE>", "write a report for others: FILE.html, one page that needs nothing else, or FILE.md")
  .option("--language <LANGUAGE>", "of the sentences: en, zh", "en")
  .option("--json", "one JSON document on stdout")
  .action(async ({ metric, loss, group, exclude = [], threshold = [], ranges, json, ...options }: AdviseOptions) => {
    const { adviseOnLogs, toExcludedRun, toThresholdOptions } = await import("./advise.ts");
    const { describe } = await import("../advisor/describe.ts");
    const { toReportFile, writeReport } = await import("./report.ts");
    const language = toLanguage(options.language ?? "en");
    const reportFile = options.report === undefined ? null : toReportFile(options.report, language);
    const basis = await adviseOnLogs(placeOf(options), {
      metric: metric ?? null,
      loss: loss ?? null,
      group: group ?? null,
      excluded: exclude.map(toExcludedRun),
      thresholds: toThresholdOptions(threshold),
      asksRanges: ranges === true,
      language,
    });
    const { answer } = basis;
    if (reportFile !== null) await writeReport(reportFile, basis);
    if (reportFile !== null && json !== true) return;
    const text = json === true ? `${JSON.stringify(answer, null, 1)}\n` : printableLines(describe(answer, language));
    await openOutput(null).write(text);
  });

interface ExplainOptions {
  readonly pattern?: readonly string[];
}

const explainLog = command("explain")
  .description("Show line by line what is recognised in a console log.")
  .argument("<FILE>", "a log of console output")
  .option("--pattern <REGEX>", "read it by this pattern with named groups instead; several times", collect)
  .allowExcessArguments(false)
  .addHelpText(
    "after",
    `\nExamples:\n  tuneboard explain train.log | head -40\n  tuneboard explain train.log --pattern 'it (?<step>\\d+) .* l=(?<loss>\\S+)'\n\nPatterns for all logs of a directory stand in its tuneboard.yaml, under console: patterns:.`,
  )
  .action(async (path: string, { pattern = [] }: ExplainOptions) => {
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      const isDirectory = error instanceof Error && "code" in error && error.code === "EISDIR";
      throw failed(`${path} ${isDirectory ? "is a directory, not a log" : describeFailure(error)}.`);
    });
    const { explainAsText } = await import("./explain.ts");
    const { lines, unusable } = explainAsText(text, pattern);
    if (unusable.length > 0) throw misused(`--pattern: ${unusable[0]}`);
    await openOutput(null).write(`${printableLines(lines.join("\n"))}\n`);
  });

const doctor = logsCommand("doctor", "Say what was found on this machine, and what of it stands in the way.", [
  "tuneboard doctor",
  "tuneboard doctor --logdir ~/runs --json",
])
  .option("--json", "one JSON document on stdout")
  .action(async ({ logdir = [], stateDir, json }: JsonOptions) => {
    const { describeFindings, examine } = await import("./doctor.ts");
    const findings = await examine(parseLogdirs(logdir), stateDirOf(stateDir));
    const text = json === true ? `${JSON.stringify(findings, null, 1)}\n` : printableLines(describeFindings(findings));
    await openOutput(null).write(text);
    if (findings.some(({ isFine }) => !isFine)) process.exitCode = 1;
  });

const program = command("tuneboard")
  .description("The dashboard for training runs: live curves, and the tuning guide's answers drawn on them.")
  .version(version)
  .addCommand(serve, { isDefault: true })
  .addCommand(runs)
  .addCommand(exportPoints)
  .addCommand(adviseOnRuns)
  .addCommand(explainLog)
  .addCommand(doctor)
  .addCommand(reportCommand(root));
for (const one of [...launchingCommands, ...peopleCommands, ...stateCommands]) program.addCommand(one);

/** Without this, a word that is no command would be taken for an argument of the default one. */
function refuseUnknownCommand(word: string | undefined): void {
  const isKnown = program.commands.some((known) => known.name() === word) || word === "help";
  if (word !== undefined && !word.startsWith("-") && !isKnown) {
    throw misused(`there is no command "${word}"; tuneboard --help lists them.`);
  }
}

/** Not at the top level: the bundle is a function, which cannot wait. */
async function answer(): Promise<void> {
  try {
    refuseUnknownCommand(process.argv[2]);
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? 0 : 2; // its words are out already
    else if (error instanceof CommandFailure) {
      console.error(`tuneboard: ${printable(error.message)}`);
      process.exitCode = error.exitCode;
    } else throw error;
  }
}

void answer();
