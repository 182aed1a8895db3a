/** From a project and a trial to the process that is started: program, arguments, folder, environment. */
import type { HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import type { CommandTemplate, Parameter, Project } from "../plans/project.ts";
import { problemWith, settingsOf, type Trial } from "../plans/trial.ts";
import { fill, placeholdersIn } from "./placeholders.ts";
import { shellArguments } from "./shell-script.ts";

export interface Command {
  /** The program first. Handed to the system as it is, byte for byte in UTF-8. */
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** What the project adds to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The project's command is a script for a shell: whoever shows the command says so. */
  readonly shell: boolean;
}

/** A command that can be started, or why there is none. */
export type CommandRead =
  | { readonly kind: "command"; readonly command: Command }
  /** One sentence. */
  | { readonly kind: "unusable"; readonly because: string };

/** The run's own folder: the one placeholder that is no parameter. */
export const LOGDIR = "logdir";

/** What Linux takes for one argument, its end included (MAX_ARG_STRLEN). */
const LONGEST_ARGUMENT_BYTES = 131_072;

/** How `project` starts `trial` with its logs in `logdir` (absolute), or why it cannot. */
export function toCommand(project: Project, trial: Trial, logdir: string): CommandRead {
  const because = problemWith(project, trial);
  if (because !== null) return { kind: "unusable", because };
  const texts = textsOf(project, trial, logdir);
  for (const [name, text] of texts) {
    const problem = problemWithText(name, text);
    if (problem !== null) return { kind: "unusable", because: problem };
  }
  const command = filled(project, project.command, texts);
  const { argv } = command;
  if (argv[0] === undefined || argv[0] === "") return { kind: "unusable", because: t`The command names no program.` };
  return { kind: "command", command };
}

/** Stands for the run's folder in commands of later attempts, whose folder is not known yet: no argument can hold it. */
export const ANY_LOGDIR = "\0";

/** How `project` starts `trial` once more, for a trial that `toCommand` takes, with `ANY_LOGDIR` where its folder goes. */
export function laterCommand(project: Project, trial: Trial): Command {
  return filled(project, project.resume ?? project.command, textsOf(project, trial, ANY_LOGDIR));
}

function textsOf(project: Project, trial: Trial, logdir: string): Map<string, string> {
  const texts = new Map([[LOGDIR, logdir]]);
  for (const [name, value] of settingsOf(project, trial)) texts.set(name, textOf(project.parameters.get(name), value));
  return texts;
}

function filled(project: Project, command: CommandTemplate, texts: ReadonlyMap<string, string>): Command {
  const env = Object.fromEntries([...project.environment].map(([name, text]) => [name, fill(text, texts)]));
  const argv =
    command.kind === "shell"
      ? shellArguments(command.script, texts)
      : command.words.filter((word) => !isFlagThatIsOff(word, project, texts)).map((word) => fill(word, texts));
  return { argv, cwd: project.directory, env, shell: command.kind === "shell" };
}

/** How a value is written in a command: numbers in the shortest form that gives the same number, `0.00001`, `1e-7`. */
function textOf(parameter: Parameter | undefined, value: HparamValue): string {
  if (typeof value === "boolean" && parameter !== undefined && parameter.words !== null)
    return value ? parameter.words.true : parameter.words.false;
  return String(value);
}

function problemWithText(name: string, text: string): string | null {
  if (text.includes("\0")) return t`The value of ${name} has a zero byte in it, which no argument can hold.`;
  if (/\p{Surrogate}/u.test(text)) return t`The value of ${name} is no valid Unicode text.`;
  if (Buffer.byteLength(text) >= LONGEST_ARGUMENT_BYTES)
    return t`The value of ${name} is longer than the 131,071 bytes that one argument can have.`;
  return null;
}

/** `{nesterov}` alone, of a parameter whose word for this value is empty: no argument at all, where "" would be one. */
function isFlagThatIsOff(word: string, { parameters }: Project, texts: ReadonlyMap<string, string>): boolean {
  const [name] = placeholdersIn(word);
  return name !== undefined && word === `{${name}}` && texts.get(name) === "" && parameters.get(name)?.words != null;
}
