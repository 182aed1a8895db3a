/** Programs that we compare ourselves with, when they are installed. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The program `name`: as given, or on the PATH; null when it is not there. */
export function findProgram(name: string, given: string | undefined): string | null {
  if (given !== undefined) return existsSync(given) ? given : null;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

export interface Server {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): void;
}

const LONGEST_START_MS = 60_000;

/** Tuneboard over `logdir`, as users start it, with a state folder of its own. */
export function startTuneboard(logdir: string, stateDir: string): Promise<Server> {
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
  return startServer(process.execPath, args, /http:\/\/\S+/);
}

/** TensorBoard over `logdir`, with all points kept and its quickest reloading. */
export function startTensorBoard(program: string, logdir: string): Promise<Server> {
  const args = ["--logdir", logdir, "--port", "0", "--reload_interval", "2", "--samples_per_plugin", "scalars=1000000"];
  const path = `${dirname(program)}${delimiter}${process.env.PATH}`;
  return startServer(program, args, /http:\/\/[^\s/]+/, { ...process.env, PATH: path });
}

/** Starts a program and waits for the address that it prints. */
async function startServer(program: string, args: string[], address: RegExp, env = process.env): Promise<Server> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  const start = performance.now();
  for (;;) {
    const url = address.exec(printed)?.[0];
    if (url !== undefined) return { url: url.replace(/\/$/, ""), process: child, stop: () => child.kill("SIGKILL") };
    if (child.exitCode !== null || performance.now() - start > LONGEST_START_MS) {
      child.kill("SIGKILL");
      throw new Error(`${program} did not start: ${printed}`);
    }
    await sleep(10);
  }
}
