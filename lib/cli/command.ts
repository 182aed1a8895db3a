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
  `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;

/** For options that can be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
