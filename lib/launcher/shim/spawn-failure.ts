/** Why a program could not be started, in words: the kernel's "no such file" may mean three different files. */
import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { t } from "../../core/text.ts";

/** What was to be started: program and arguments, in which folder, with which environment. */
export interface Attempted {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** One sentence that names what to put right, for the error of a failed spawn. */
export function describeSpawnFailure(error: unknown, { argv, cwd, env }: Attempted): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : message;
  const [program = ""] = argv;
  if (!isDirectory(cwd)) return t`The working directory ${cwd} does not exist.`;
  switch (code) {
    case "ENOENT": {
      const path = findProgram(program, cwd, env.PATH ?? "");
      if (path === null) {
        return program.includes("/")
          ? t`The program ${program} does not exist.`
          : t`There is no program ${program} in any directory of PATH.`;
      }
      return t`${path} names an interpreter that does not exist in its first line: ${firstLine(path)}.`;
    }
    case "EACCES":
      return t`${findProgram(program, cwd, env.PATH ?? "") ?? program} may not be run by this user: is it executable?`;
    case "ENOEXEC":
      return t`${findProgram(program, cwd, env.PATH ?? "") ?? program} is not a program: it has no #! line that says what runs it.`;
    case "E2BIG":
      return t`The command line with its environment is longer than this system takes.`;
    case "EAGAIN":
      return t`The system lets this user start no more processes (see ulimit -u).`;
    case "ENOMEM":
      return t`The system has no memory left to start a process.`;
    default:
      return t`${program} could not be started: ${message}.`;
  }
}

function findProgram(program: string, cwd: string, path: string): string | null {
  const candidates = program.includes("/")
    ? [resolve(cwd, program)]
    : path.split(delimiter).map((folder) => join(folder, program));
  return candidates.find((candidate) => isFile(candidate)) ?? null;
}

function isFile(path: string): boolean {
  try {
    accessSync(path, constants.F_OK);
    return !isDirectory(path);
  } catch {
    return false;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The `#!` line, with a Windows line end made visible: it is the usual reason. */
function firstLine(path: string): string {
  const bytes = Buffer.alloc(200);
  const file = openSync(path, "r");
  const length = readSync(file, bytes);
  closeSync(file);
  const [line] = bytes.toString("utf8", 0, length).split("\n");
  return line.endsWith("\r")
    ? t`${line.slice(0, -1)} (it ends as lines do on Windows: save the file with Unix line ends)`
    : line;
}
