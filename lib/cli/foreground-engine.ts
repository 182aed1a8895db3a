/** Looks after the queue where no dashboard runs: holds the launcher, answers other commands, and ends when there is nothing left to do. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Launcher } from "../launcher/launcher.ts";
import { secretOf } from "../server/admission/secret-file.ts";
import { createLauncherApp } from "../server/launching-routes.ts";
import { serve } from "../server/server.ts";
import type { Holder } from "../store/state-lock.ts";
import { failed } from "./failure.ts";
import { openWhenFree, wordsOfFailure } from "./launcher-client.ts";
import { accessTo } from "./open-access.ts";

export interface ForegroundEngine {
  readonly launcher: Launcher;
  close(): Promise<void>;
}

/** So long it waits for more work after the last run has ended, when it runs in the background. */
const LINGER_MS = 3000;

/** An engine without a dashboard for `stateDir`, or who has it already. */
export async function openForegroundEngine(stateDir: string): Promise<ForegroundEngine | { readonly heldBy: Holder }> {
  const secret = wordsOfFailure(() => secretOf(stateDir));
  const opened = await openWhenFree(stateDir, true);
  if ("heldBy" in opened) return opened;
  let port = 0;
  let url = "";
  const known = await accessTo({ stateDir, secret, port: () => port, isOpen: () => false, trustedProxies: [] });
  const served = await serve({
    app: (allowedHosts) =>
      createLauncherApp(
        { allowedHosts, report: (error) => console.error(error) },
        { ...known, url: () => url },
        { launcher: () => opened, stateDir },
      ),
    host: "127.0.0.1",
    port: 0,
    addedHosts: [],
  });
  if (served.kind !== "listening") {
    opened.close();
    throw failed("No port could be opened on this machine's own address.");
  }
  port = served.port;
  url = served.url;
  opened.announce(served.url);
  return {
    launcher: opened,
    close: () => {
      opened.close();
      return served.close().then(known.close);
    },
  };
}

/** Resolves when nothing runs and nothing waits any more; a paused queue is waited for. With `linger`, only after a while of that. */
export async function untilIdle({ queue }: Launcher, linger: boolean): Promise<void> {
  for (;;) {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!queue.isClosed && !queue.isIdle()) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = queue.subscribe(look);
      look();
    });
    if (!linger) return;
    await sleep(LINGER_MS);
    if (queue.isClosed || queue.isIdle()) return;
  }
}
