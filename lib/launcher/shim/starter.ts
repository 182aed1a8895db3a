/**
 * Starts shims for an engine: a small process, because to start a process is to copy the map of one's own memory, and an
 * engine that holds many points would stand still meanwhile. It keeps a few shims waiting where a start is expected.
 *
 * Lines of JSON on stdin are `StarterOrder`s, on stdout `StarterNews`. It ends when stdin does; shims in use go on.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type StarterOrder =
  /** Start a shim for the attempt in that folder. */
  | { readonly kind: "start"; readonly folder: string }
  /** Keep so many shims waiting. */
  | { readonly kind: "spares"; readonly count: number };

/** The shim for that folder has left its last word or ended, or never came to life. */
export interface StarterNews {
  readonly gone: string;
}

/** It makes no garbage to speak of, and needs one thread for files. */
const FLAGS = ["--max-semi-space-size=1"];
const ENVIRONMENT = { UV_THREADPOOL_SIZE: "1" };

/** Obeys orders from stdin until it ends. `shimPath` is the shim's bundle. */
export async function runStarter(shimPath: string): Promise<void> {
  let spares: ChildProcess[] = [];
  let wanted = 0;
  const spawnShim = (args: readonly string[], stdin: "ignore" | "pipe"): ChildProcess => {
    const shim = spawn(process.execPath, [...FLAGS, shimPath, ...args], {
      cwd: "/", // it must not keep a file system from being unmounted
      detached: true,
      env: Object.assign(Object.create(null), ENVIRONMENT),
      stdio: [stdin, "pipe", "ignore"],
    });
    shim.stdin?.on("error", () => {});
    shim.stdout?.on("error", () => {});
    return shim;
  };
  const refill = (): void => {
    for (const surplus of spares.splice(wanted)) surplus.stdin?.end();
    while (spares.length < wanted) {
      const spare = spawnShim([], "pipe");
      const forget = (): void => {
        spares = spares.filter((other) => other !== spare);
      };
      spare.once("error", forget).once("exit", forget);
      spares.push(spare);
    }
  };
  const start = (folder: string): void => {
    const spare = spares.shift();
    const shim = spare ?? spawnShim([folder], "ignore");
    let isTold = false;
    const tell = (): void => {
      if (isTold) return;
      isTold = true;
      const news: StarterNews = { gone: folder };
      process.stdout.write(`${JSON.stringify(news)}\n`);
    };
    // It says a word when it has left its last one: Node takes a while to end, and its slot would stand empty meanwhile.
    shim.stdout?.once("data", tell);
    shim.once("error", tell).once("exit", tell);
    spare?.stdin?.end(`${folder}\n`);
  };
  process.stdout.on("error", () => {}); // the engine is gone, and stdin will say so
  for await (const line of createInterface({ input: process.stdin })) {
    const order: StarterOrder = JSON.parse(line);
    if (order.kind === "start") start(order.folder);
    else wanted = order.count;
    setImmediate(refill); // the start comes first
  }
}
