/**
 * Starts shims for an engine: a small process, because to start a process is to copy the map of one's own memory, and an
 * engine that holds many points would stand still meanwhile. Where starts are expected it keeps shims waiting: a few that never ran
 * anything, and those whose run has ended.
 *
 * Lines of JSON on stdin are `StarterOrder`s, on stdout `StarterNews`. It ends when stdin does; shims in use go on.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What the engine asks of the starter, a line of JSON each. */
export type StarterOrder =
  /** Start a shim for the attempt in that folder. */
  | { readonly kind: "start"; readonly folder: string }
  /** Keep so many shims waiting. */
  | { readonly kind: "spares"; readonly count: number };

/** The shim for that folder has left its last word or ended, or never came to life. */
export interface StarterNews {
  readonly gone: string;
}

/** What a shim says when an attempt is over and its record written: whether it takes another one or goes. */
export type LastWord = "free" | "last";

/** It makes no garbage to speak of, and needs one thread for files. */
const FLAGS = ["--max-semi-space-size=1"];
const ENVIRONMENT = { UV_THREADPOOL_SIZE: "1" };

/** Obeys orders from stdin until it ends. `shimPath` is the shim's bundle. */
export async function runStarter(shimPath: string): Promise<void> {
  const shims = new Shims(shimPath, (gone) => {
    const news: StarterNews = { gone };
    process.stdout.write(`${JSON.stringify(news)}\n`);
  });
  process.stdout.on("error", () => {}); // the engine is gone, and stdin will say so
  for await (const line of createInterface({ input: process.stdin })) {
    const order: StarterOrder = JSON.parse(line);
    if (order.kind === "start") shims.start(order.folder);
    else shims.expect(order.count);
  }
}

class Shims {
  /** Who waits for a folder, the one that is soonest ready first. */
  private readonly spares: ChildProcess[] = [];
  /** Whom each shim in use looks after. */
  private readonly folders = new Map<ChildProcess, string>();
  private wanted = 0;

  constructor(
    private readonly shimPath: string,
    private readonly onGone: (folder: string) => void,
  ) {}

  start(folder: string): void {
    const shim = this.spares.shift() ?? this.spawn();
    this.folders.set(shim, folder);
    shim.stdin?.write(`${folder}\n`);
    setImmediate(() => this.refill()); // the start comes first
  }

  /** Keeps `count` shims waiting beside those that come back from a run. With 0 none waits. */
  expect(count: number): void {
    this.wanted = count;
    if (count === 0) for (const spare of this.spares.splice(0)) spare.stdin?.end();
    setImmediate(() => this.refill());
  }

  private refill(): void {
    while (this.spares.length < this.wanted) this.spares.push(this.spawn());
  }

  private spawn(): ChildProcess {
    const shim = spawn(process.execPath, [...FLAGS, this.shimPath], {
      cwd: "/", // it must not keep a file system from being unmounted
      detached: true,
      env: Object.assign(Object.create(null), ENVIRONMENT),
      stdio: ["pipe", "pipe", "ignore"],
    });
    const forget = (): void => {
      const place = this.spares.indexOf(shim);
      if (place >= 0) this.spares.splice(place, 1);
      this.tell(shim);
    };
    shim.stdin?.on("error", () => {});
    shim.stdout?.on("error", () => {});
    // It says a word when it has left its last one: Node takes a while to end, and its slot would stand empty meanwhile.
    shim.stdout?.on("data", (word: Buffer) => {
      this.tell(shim);
      if (word.toString().startsWith("free" satisfies LastWord)) this.takeBack(shim);
    });
    shim.once("error", forget).once("exit", forget);
    return shim;
  }

  /** It is warm, and nearest to what runs next: it comes first. */
  private takeBack(shim: ChildProcess): void {
    if (this.wanted === 0) shim.stdin?.end();
    else this.spares.unshift(shim);
  }

  private tell(shim: ChildProcess): void {
    const folder = this.folders.get(shim);
    if (folder === undefined) return;
    this.folders.delete(shim);
    this.onGone(folder);
  }
}
