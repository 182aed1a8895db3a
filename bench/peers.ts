/** Programs that we compare ourselves with, when they are installed, and our own as users start it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { residentOf } from "./processes.ts";

/** The program `name`: as given, or on the PATH; null when it is not there. */
export function findProgram(name: string, given: string | undefined): string | null {
  if (given !== undefined) return existsSync(given) ? given : null;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** TensorBoard's Rust data server: as given, on the PATH, or beside the given (or found) `tensorboard`; null when it is not there. */
export function findRustboard(given: string | undefined, tensorboard: string | undefined): string | null {
  const named = findProgram("rustboard", given);
  if (named !== null || given !== undefined) return named;
  const program = findProgram("tensorboard", tensorboard);
  if (program === null) return null;
  const lib = join(dirname(realpathSync(program)), "../lib");
  const pythons = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith("python")) : [];
  const servers = pythons.map((python) => join(lib, python, "site-packages/tensorboard_data_server/bin/server"));
  return servers.find((path) => existsSync(path)) ?? null;
}

export const NO_RUSTBOARD =
  "TensorBoard's Rust data server is not installed (or --rustboard and --tensorboard name nothing): only our side is shown.";

export interface Server {
  readonly url: string;
  readonly process: ChildProcess;
  /** Seconds from the start of the process to the address on its output. */
  readonly startSeconds: number;
  stop(): void;
}

const LONGEST_START_MS = 60_000;

/** Tuneboard over `logdir`, as users start it, with a state folder of its own. */
export function startTuneboard(
  logdir: string,
  stateDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const args = [
    join(process.cwd(), "bin/tuneboard.mjs"),
    "serve",
    "--logdir",
    logdir,
    "--state-dir",
    stateDir,
    "--port",
    "0",
    "--no-open",
  ];
  return startServer(process.execPath, args, /http:\/\/\S+/, { ...process.env, ...env });
}

/** TensorBoard over `logdir`, with all points kept and its quickest reloading. */
export function startTensorBoard(program: string, logdir: string): Promise<Server> {
  const args = ["--logdir", logdir, "--port", "0", "--reload_interval", "2", "--samples_per_plugin", "scalars=1000000"];
  const path = `${dirname(program)}${delimiter}${process.env.PATH}`;
  return startServer(program, args, /http:\/\/[^\s/]+/, { ...process.env, PATH: path });
}

export interface RustboardLoad {
  /** From the start of the process to the end of its load cycle. */
  readonly seconds: number;
  /** The load cycle alone, as it says itself. */
  readonly cycle: string;
  readonly residentBytes: number;
}

/** Lets the Rust data server load `logdir` once, with all points kept. */
export async function loadInRustboard(program: string, logdir: string): Promise<RustboardLoad> {
  const start = performance.now();
  const args = ["--logdir", logdir, "--reload", "once", "--samples-per-plugin", "scalars=1000000", "--port", "0"];
  const child = spawn(program, [...args, "-vv"], { stdio: ["ignore", "ignore", "pipe"] });
  try {
    const cycle = await new Promise<string>((resolve, reject) => {
      let printed = "";
      child.stderr.on("data", (chunk) => {
        printed += chunk;
        const took = /Finished load cycle \((.*?)\)/.exec(printed)?.[1];
        if (took !== undefined) resolve(took);
      });
      child.on("error", reject);
      child.on("exit", () => reject(new Error(`${program} ended before it had loaded: ${printed.slice(-500)}`)));
    });
    return { seconds: (performance.now() - start) / 1000, cycle, residentBytes: residentOf(child.pid ?? 0) };
  } finally {
    child.kill("SIGKILL");
  }
}

/** Starts a program and waits for the address that it prints. */
async function startServer(program: string, args: string[], address: RegExp, env = process.env): Promise<Server> {
  const start = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  for (;;) {
    const url = address.exec(printed)?.[0];
    const startSeconds = (performance.now() - start) / 1000;
    const stop = (): void => void child.kill("SIGKILL");
    if (url !== undefined) return { url: url.replace(/\/$/, ""), process: child, startSeconds, stop };
    if (child.exitCode !== null || performance.now() - start > LONGEST_START_MS) {
      child.kill("SIGKILL");
      throw new Error(`${program} did not start: ${printed}`);
    }
    await sleep(5);
  }
}
