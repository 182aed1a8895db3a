/** The commands that look after what is kept: a backup, the way back from it, and who did what. */
import type { Command } from "commander";
import { type StateOptions, stateCommand } from "./command.ts";
import { misused } from "./failure.ts";
import { openOutput } from "./output.ts";
import { printableLines } from "./printable.ts";
import { stateDirOf } from "./state-dir.ts";

const backup = stateCommand(
  "backup",
  "Write comments, verdicts, reports, users and launches into one file; also while Tuneboard runs.",
  ["tuneboard backup ~/tuneboard-2026-11-22.backup"],
)
  .argument("<FILE>", "the file to write; one that is there is replaced once the new one is whole")
  .action(async (file: string, { stateDir }: StateOptions) => {
    const { backUp } = await import("../store/backup.ts");
    const { inWords, describeContents } = await import("./state-words.ts");
    const contents = await inWords(() => backUp(stateDirOf(stateDir), file));
    await openOutput(null).write(`${file} holds ${describeContents(contents)}.\n`);
  });

const restore = stateCommand("restore", "Put what a backup holds in the place of what is kept now.", [
  "tuneboard restore ~/tuneboard-2026-11-22.backup",
])
  .argument("<FILE>", "what `tuneboard backup` wrote, or the copy that an upgrade left")
  .action(async (file: string, { stateDir }: StateOptions) => {
    const { restore: putBack } = await import("../store/backup.ts");
    const { inWords, describeContents } = await import("./state-words.ts");
    const { before, ...contents } = await inWords(() => putBack(stateDirOf(stateDir), file, Date.now() / 1000));
    const aside = before === null ? "" : ` What was there before is in ${before}.`;
    await openOutput(null).write(
      `Restored ${describeContents(contents)}.${aside} The queue is paused: what waited then may have run since.\n`,
    );
  });

interface ReviewOptions extends StateOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
}

const review = stateCommand("review", "Say who commented, chose, rejected, launched and stopped what, and when.", [
  "tuneboard review",
  "tuneboard review --csv > who-did-what.csv",
  "tuneboard review --json | jq '.[] | select(.act == \"rejected\")'",
])
  .option("--json", "one JSON document on stdout")
  .option("--csv", "a table for spreadsheets on stdout")
  .action(async ({ stateDir, json, csv }: ReviewOptions) => {
    if (json === true && csv === true) throw misused("--json and --csv: choose one of them.");
    const { actsAsText, inWords, readActs } = await import("./state-words.ts");
    const { actsAsCsv } = await import("../review/attribution.ts");
    const acts = await inWords(() => readActs(stateDirOf(stateDir)));
    const text =
      json === true
        ? `${JSON.stringify(acts, null, 1)}\n`
        : csv === true
          ? actsAsCsv(acts)
          : `${printableLines(actsAsText(acts))}\n`;
    await openOutput(null).write(text);
  });

export const stateCommands: readonly Command[] = [backup, restore, review];
