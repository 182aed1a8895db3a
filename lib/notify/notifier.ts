/** Looks again and again, and tells those who asked for it what has changed. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../core/text.ts";
import { describeNews } from "./message.ts";
import { condense, type News, newsBetween, type Sight } from "./news.ts";
import { send } from "./sender.ts";
import { type NotifySettings, readNotifySettings, wants } from "./settings.ts";

export interface NotifierOptions {
  readonly stateDir: string;
  /** Asks the advisor too only when told to: that takes time. */
  readonly look: (withAdvice: boolean) => Promise<Sight>;
  /** Where the dashboard is; null: nowhere. */
  readonly board: string | null;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  readonly report: (sentence: string) => void;
  readonly pauseMs?: number;
}

const PAUSE_MS = 5000;
const DESKTOP_LIMIT_MS = 5000;

/** Goes on until `signal` aborts. Settings are read at every look, so that they count at once; without any, nothing is looked at. */
export async function keepTelling(options: NotifierOptions, signal: AbortSignal): Promise<void> {
  const { stateDir, look, report, pauseMs = PAUSE_MS } = options;
  let before: Sight | null = null;
  let told = "";
  const tellOnce = (sentence: string): void => {
    if (sentence !== told) report(say(sentence, null));
    told = sentence;
  };
  while (!signal.aborted) {
    const settings = readNotifySettings(stateDir);
    if (typeof settings === "string") tellOnce(settings);
    if (settings === null || typeof settings === "string") before = null;
    else {
      try {
        const after = await look(wants(settings, "advice changed"));
        const news = before === null ? [] : newsBetween(before, after);
        before = after;
        for (const sentence of await tell(news, settings, options)) tellOnce(sentence);
      } catch (error) {
        tellOnce(error instanceof Error ? error.message : String(error));
      }
    }
    await sleep(pauseMs, null, { signal, ref: false }).catch(() => {});
  }
}

/** Returns what failed, in sentences. Services are told at the same time, each of one thing after the other. */
async function tell(
  news: readonly News[],
  settings: NotifySettings,
  { now, board }: NotifierOptions,
): Promise<string[]> {
  if (settings.desktop) for (const one of condense(news)) showOnDesktop(one);
  const failures = await Promise.all(
    settings.hooks.map(async (hook) => {
      for (const one of condense(news.filter(({ kind }) => hook.events.includes(kind)))) {
        const sent = await send(hook, one, { now, board });
        if (sent.kind === "failed") return [sent.because]; // the rest would fail as well, and late
      }
      return [];
    }),
  );
  return failures.flat();
}

/** Best effort: a machine without a desktop has nobody to show it to. */
export function showOnDesktop(news: News): void {
  const options = { stdio: "ignore", timeout: DESKTOP_LIMIT_MS } as const;
  spawn("notify-send", ["--app-name=Tuneboard", "--", "Tuneboard", describeNews(news)], options)
    .on("error", () => {})
    .unref();
}
