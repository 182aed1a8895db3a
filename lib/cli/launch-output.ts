/** `tuneboard logs`: what a run wrote, and with `-f` what it writes. */
import { setTimeout as sleep } from "node:timers/promises";
import type { LaunchAnswer } from "../core/launches.ts";
import type { LauncherClient } from "./launcher-client.ts";
import { openOutput } from "./output.ts";

const POLL_MS = 250;

/** Copies the output of a launch to stdout; with `follow` until the run has ended and all is shown. */
export async function copyOutput(
  client: LauncherClient,
  id: string,
  { attempt, follow }: { readonly attempt: number | undefined; readonly follow: boolean },
): Promise<void> {
  const output = openOutput(null);
  const decoder = new TextDecoder();
  let position = 0;
  for (;;) {
    const { launch } = await client.ask<LaunchAnswer>(`/api/launches/${id}`);
    const part = await client.output(launch.id, position, attempt ?? launch.attempt);
    // Shorter than before: it had grown over its limit and was cut, and begins with a word about that.
    if (part.size < position) position = 0;
    else {
      position = part.start + part.bytes.length;
      if (part.bytes.length > 0) await output.write(decoder.decode(part.bytes, { stream: true }));
      const isAtEnd = position >= part.size;
      if (isAtEnd && (!follow || launch.state === "ended")) return;
      if (isAtEnd) await sleep(POLL_MS);
    }
  }
}
