/** Sends a message to a service, with patience but not for ever. */
import { setTimeout as sleep } from "node:timers/promises";
import { t } from "../core/text.ts";
import { type Hook, refusalIn, requestFor } from "./message.ts";
import type { News } from "./news.ts";

export interface SendOptions {
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  /** Where the dashboard is; null: nowhere. */
  readonly board: string | null;
  readonly timeLimitMs?: number;
  /** How often it is tried at most; three times. */
  readonly attempts?: number;
  /** Before the second attempt; twice that before the third. */
  readonly pauseMs?: number;
}

/** `because` names the service and its host, never the address: it holds the right to write there. */
export type Sent = { readonly kind: "sent" } | { readonly kind: "failed"; readonly because: string };

const ATTEMPTS = 3;
const TIME_LIMIT_MS = 5000;
const PAUSE_MS = 1000;
const LONGEST_ANSWER = 4096;

/** Tells `hook` of `news`. Tries again when nobody answers, or the service has trouble or too much to do; not when it refuses. */
export async function send(hook: Hook, news: News, options: SendOptions): Promise<Sent> {
  const { now, board, timeLimitMs = TIME_LIMIT_MS, pauseMs = PAUSE_MS, attempts = ATTEMPTS } = options;
  let because = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep(pauseMs * 2 ** (attempt - 1));
    const { url, body } = requestFor(hook, news, now(), board);
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
        redirect: "manual", // a message for one host is for no other
        signal: AbortSignal.timeout(timeLimitMs),
      });
      const refusal = refusalIn(answer.status, (await answer.text()).slice(0, LONGEST_ANSWER));
      if (refusal === null) return { kind: "sent" };
      because = refusal;
      if (answer.status < 500 && answer.status !== 429) break;
    } catch (error) {
      because =
        error instanceof Error && error.name === "TimeoutError" ? t`no answer in time` : t`it cannot be reached`;
    }
  }
  return { kind: "failed", because: t`${hook.service} at ${hostOf(hook.url)} was not told: ${because}.` };
}

/** Name and port of the machine that an address is of: what may be shown of it. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return t`an address that is none`;
  }
}
