/** The engine's end of the process that starts shims (`shim/starter.ts`). */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { StarterNews, StarterOrder } from "../shim/starter.ts";

export interface StarterListener {
  /** The shim for that folder has left its last word or ended, or never came to life. */
  onGone(folder: string): void;
  /** The starter is gone: of what was ordered from it nothing will be heard any more. The next order starts another. */
  onDeath(): void;
}

export class ShimStarter {
  private child: ChildProcess | null = null;

  constructor(
    private readonly shimPath: string,
    private readonly listener: StarterListener,
  ) {}

  /** Passes an order on. The process is started with the first one: who launches nothing pays for nothing. */
  order(order: StarterOrder): void {
    this.child ??= this.start();
    this.child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  /** Lets it go; shims in use go on, and nothing more is heard of them. */
  close(): void {
    const { child } = this;
    this.child = null;
    child?.stdin?.end();
  }

  private start(): ChildProcess {
    const child = spawn(process.execPath, ["--max-semi-space-size=1", this.shimPath, "--starter"], {
      cwd: "/",
      detached: true, // a Ctrl-C is for the engine, which lets it go in its own way
      env: Object.assign(Object.create(null), { UV_THREADPOOL_SIZE: "1" }),
      stdio: ["pipe", "pipe", "ignore"],
    });
    const die = (): void => {
      if (this.child !== child) return;
      this.child = null;
      this.listener.onDeath();
    };
    child.once("error", die).once("exit", die);
    child.stdin?.on("error", () => {}); // its end is told by the event of its exit
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { gone }: StarterNews = JSON.parse(line);
      if (this.child === child) this.listener.onGone(gone);
    });
    return child;
  }
}
