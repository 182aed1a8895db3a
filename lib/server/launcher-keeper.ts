/** Has the launcher of the state directory as soon as nobody else has it. */
import { type Launcher, type LauncherOptions, openLauncher } from "../launcher/launcher.ts";

const TRY_AGAIN_MS = 2000;

export class LauncherKeeper {
  private launcher: Launcher | null = null;
  private reason = "Launching is not ready yet.";
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: LauncherOptions) {}

  /** The launcher, or in one sentence why this process has none. */
  current(): Launcher | string {
    return this.launcher ?? this.reason;
  }

  /** Tries now, and again until it works. `url`: where this process answers commands, `board`: where it answers people, for others to find. */
  async open(url: string, board: string = url): Promise<void> {
    if (this.isClosed || this.launcher !== null) return;
    try {
      const opened = await openLauncher(this.options);
      if ("heldBy" in opened) {
        const { pid, url: theirs } = opened.heldBy;
        this.reason = `Launching is looked after by another Tuneboard (process ${pid}${theirs === null ? "" : ` at ${theirs}`}), because it uses the same state directory, ${this.options.stateDir}.`;
      } else if (this.isClosed) {
        opened.close();
      } else {
        this.launcher = opened;
        opened.announce(url, board);
        opened.queue.subscribe(() => this.tell());
        this.tell();
      }
    } catch (error) {
      this.reason = error instanceof Error ? error.message : String(error);
    }
    if (this.launcher === null && !this.isClosed) {
      this.timer = setTimeout(() => void this.open(url, board), TRY_AGAIN_MS);
      this.timer.unref();
    }
  }

  /** Called whenever something about launches changes. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.launcher?.close();
    this.launcher = null;
    this.reason = "Tuneboard is ending.";
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
