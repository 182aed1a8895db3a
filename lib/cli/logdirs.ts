/** `--logdir` arguments → the directories to read. */
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import { describeFailure } from "../ingest/failure.ts";
import type { Logdir } from "../store/store.ts";
import { failed, misused } from "./failure.ts";

/**
 * Reads `DIR` or `NAME:DIR`, as often as given. A name is what stands before the first colon, unless the whole is a
 * directory as it stands; without one the directory's own name is used.
 *
 * @throws CommandFailure if a directory is missing, is none, or two have the same name.
 */
export function parseLogdirs(args: readonly string[]): Logdir[] {
  const logdirs = args.map(parseLogdir);
  for (const { name } of logdirs) {
    if (logdirs.filter((other) => other.name === name).length > 1) {
      throw misused(`--logdir is given two directories named "${name}"; tell them apart with NAME:DIR.`);
    }
  }
  return logdirs;
}

function parseLogdir(arg: string): Logdir {
  if (arg === "") throw misused("--logdir needs a directory.");
  const colon = arg.indexOf(":");
  const isNamed = colon > 0 && !isDirectory(expand(arg));
  const path = expand(isNamed ? arg.slice(colon + 1) : arg);
  const problem = directoryProblem(path);
  if (problem !== null) throw failed(`--logdir: ${path} ${problem}.`);
  return { name: isNamed ? arg.slice(0, colon) : basename(path) || path, path, error: null, passedOver: [] };
}

const expand = (path: string): string =>
  resolve(path === "~" ? homedir() : path.startsWith("~/") ? join(homedir(), path.slice(2)) : path);

const isDirectory = (path: string): boolean => directoryProblem(path) === null;

function directoryProblem(path: string): string | null {
  try {
    return statSync(path).isDirectory() ? null : "is not a directory";
  } catch (error) {
    return describeFailure(error);
  }
}
