/** The commands that have to do with reports written on the board. */
import type { Command } from "commander";
import { collect, command, examples, STATE_DIR } from "./command.ts";
import { parseLogdirs } from "./logdirs.ts";
import type { LogsPlace } from "./open-logs.ts";
import { openOutput } from "./output.ts";
import { stateDirOf } from "./state-dir.ts";

interface PlaceOptions {
  readonly logdir?: readonly string[];
  readonly stateDir?: string;
}

const placeOf = ({ logdir = [], stateDir }: PlaceOptions): LogsPlace => ({
  logdirs: parseLogdirs(logdir),
  stateDir: stateDirOf(stateDir),
});

const list = command("list")
  .description("List the reports that were written on the board.")
  .option(...STATE_DIR)
  .option("--json", "one JSON document on stdout")
  .allowExcessArguments(false)
  .addHelpText("after", examples(["tuneboard report list"]))
  .action(async ({ json, ...options }: PlaceOptions & { readonly json?: boolean }) => {
    const { listReports } = await import("./reports.ts");
    await openOutput(null).write(await listReports(placeOf(options), json === true));
  });

interface ExportOptions extends PlaceOptions {
  readonly format: string;
  readonly out?: string;
}

/** `tuneboard report …`; `root`: Tuneboard's own folder. */
export const reportCommand = (root: string): Command =>
  command("report")
    .description("Reports that were written on the board: list them, or write one to a file for others.")
    .addCommand(list)
    .addCommand(
      command("export")
        .description("Write a report to a file that needs no server.")
        .argument("<ID>", "id of the report, or its title")
        .option(
          "--format <FORMAT>",
          "html (one page with charts that answer to the mouse) or md (a zip with pictures)",
          "html",
        )
        .option("--out <FILE>", "file to write; without it one with the report's title")
        .option("--logdir <DIR>", "logs that live blocks are read from, or NAME:DIR; several times", collect)
        .option(...STATE_DIR)
        .allowExcessArguments(false)
        .addHelpText(
          "after",
          examples([
            "tuneboard report export 3f9a01c2d4e5 --logdir ~/runs --out sweep.html",
            'tuneboard report export "Sweep 3" --format md',
          ]),
        )
        .action(async (report: string, { format, out, ...options }: ExportOptions) => {
          const { exportReportFile, toFormat } = await import("./reports.ts");
          const question = { report, format: toFormat(format), out: out ?? null };
          console.error(`The report is in ${await exportReportFile(placeOf(options), root, question)}.`);
        }),
    );
