/** Commands of the command line, all with the same manners. */
import { Command } from "commander";

/** A command whose mistakes are told as all others are: one sentence behind our name. */
export const command = (name: string): Command =>
  new Command(name).exitOverride().configureOutput({
    outputError: (text, write) =>
      write(
        `tuneboard: ${text
          .trim()
          .replace(/^error: /, "")
          .replace(/\s*\n\s*/g, " ")}\n`,
      ),
  });

/** What `--help` shows last. */
export const examples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}\n\nExit status: 0 done, 1 failed, 2 wrong usage.`;

/** The option of every command, and what it says of itself. */
export const STATE_DIR = [
  "--state-dir <DIR>",
  "where Tuneboard keeps what is its own (default: the XDG state folder)",
] as const;

export interface StateOptions {
  readonly stateDir?: string;
}

/** A command that works on what Tuneboard keeps; `lines` are its examples. */
export const stateCommand = (name: string, description: string, lines: readonly string[]): Command =>
  command(name)
    .description(description)
    .option(...STATE_DIR)
    .allowExcessArguments(false)
    .addHelpText("after", examples(lines));

/** For options that can be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
