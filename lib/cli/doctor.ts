/** `tuneboard doctor`: what Tuneboard found on this machine, and what of it stands in its way. */

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { access, constants, mkdir, stat } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { promisify } from "node:util";
import { sayAll } from "../core/text.ts";
import { describeFailure } from "../ingest/failure.ts";
import { FileSystems } from "../ingest/file-systems.ts";
import type { GpuReading } from "../launcher/gpus/gpu.ts";
import { DEFAULT_TOOLS, gpuReader } from "../launcher/gpus/gpu-query.ts";
import { holderOf } from "../store/state-lock.ts";
import type { Logdir } from "../store/store.ts";

/** One thing that was looked at. `isFine`: false where something cannot work; a thing that is merely absent is fine. */
export interface Finding {
  readonly name: string;
  readonly isFine: boolean;
  readonly text: string;
}

/** Looks at everything, and waits for nothing for more than some seconds. */
export async function examine(logdirs: readonly Logdir[], stateDir: string): Promise<readonly Finding[]> {
  return Promise.all([
    fine("node", `${process.version} on ${process.platform} ${process.arch}`),
    fine("machine", `${availableParallelism()} processors, ${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`),
    gpuReader(DEFAULT_TOOLS)().then(describeGpus),
    findSlurm(),
    fine("watches", describeWatches()),
    examineStateDir(stateDir),
    ...logdirs.map(({ path }) => examineLogdir(path)),
  ]);
}

const fine = (name: string, text: string): Finding => ({ name, isFine: true, text });
const broken = (name: string, text: string): Finding => ({ name, isFine: false, text });

/** What a query of the GPUs gave, in a line a GPU. */
export function describeGpus(told: GpuReading): Finding {
  const reading = sayAll(told, null);
  if (reading.kind === "none") return fine("gpus", `none: ${reading.because}; runs take processor slots`);
  if (reading.kind === "failed") return broken("gpus", `not known now: ${reading.because}`);
  const lines = reading.gpus.map(({ index, name, usedMb, memoryMb, unusable }) => {
    const memory = memoryMb === null ? "memory not told" : `${usedMb ?? "?"} of ${memoryMb} MiB in use`;
    return `${index}: ${name}, ${memory}${unusable === null ? "" : `; ${unusable}`}`;
  });
  const text = lines.join("\n");
  return reading.gpus.every(({ unusable }) => unusable !== null) ? broken("gpus", text) : fine("gpus", text);
}

const SLURM_LIMIT_MS = 5000;

async function findSlurm(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)("sinfo", ["--version"], { timeout: SLURM_LIMIT_MS });
    return fine("slurm", `${stdout.trim()} is here; Tuneboard launches on this machine only`);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isMissing
      ? fine("slurm", "none: sinfo is not installed")
      : broken("slurm", `sinfo does not answer within ${SLURM_LIMIT_MS / 1000} s or ends with a failure`);
  }
}

/** How many directories the system lets us watch; beyond that, new files are found by looking every few seconds. */
function describeWatches(): string {
  try {
    const most = Number(readFileSync("/proc/sys/fs/inotify/max_user_watches", "utf8"));
    const instances = Number(readFileSync("/proc/sys/fs/inotify/max_user_instances", "utf8"));
    return `${most} directories of one user, by ${instances} programs at once (fs.inotify.max_user_watches, max_user_instances)`;
  } catch {
    return "the system names no limit";
  }
}

async function examineStateDir(path: string): Promise<Finding> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    return broken("state", `${path} ${describeFailure(error)}; --state-dir names another place`);
  }
  const holder = holderOf(path);
  const remote = await remoteNameOf(path);
  const user = holder === null ? "nobody launches from it now" : `process ${holder.pid} launches from it now`;
  return remote === null
    ? fine("state", `${path}; ${user}`)
    : broken("state", `${path} is on ${remote}, where locks cannot be relied on; --state-dir names a local place`);
}

async function examineLogdir(path: string): Promise<Finding> {
  try {
    await access(path, constants.R_OK | constants.X_OK);
  } catch (error) {
    return broken("logdir", `${path} ${describeFailure(error)}`);
  }
  const remote = await remoteNameOf(path);
  return remote === null
    ? fine("logdir", `${path}: changes are told by the system`)
    : fine("logdir", `${path}: on ${remote}, which does not tell of changes; files are looked at every second`);
}

const remoteNameOf = async (path: string): Promise<string | null> =>
  new FileSystems().remoteName(path, (await stat(path)).dev);

/** The findings for people: names in a column, what is broken marked. */
export function describeFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .map(({ name, isFine, text }) => {
      const indented = text.split("\n").join(`\n${" ".repeat(width + 4)}`);
      return `${isFine ? " " : "!"} ${name.padEnd(width)}  ${indented}\n`;
    })
    .join("");
}
