/** A piece of news in the words and the JSON of each service that takes it. Pure: clock and address come in. */
import { createHmac } from "node:crypto";
import { t } from "../core/text.ts";
import type { News } from "./news.ts";

/** Services whose form of message we speak; `json` is whatever takes ours. */
export const SERVICES = ["slack", "feishu", "dingtalk", "json"] as const;
export type Service = (typeof SERVICES)[number];

export interface Hook {
  readonly service: Service;
  /** Whoever has it can write there: it is never shown. */
  readonly url: string;
  /** What signs messages to Feishu and DingTalk; null: they are not signed. */
  readonly secret: string | null;
}

export interface HookRequest {
  readonly url: string;
  readonly body: string;
}

/** The request that tells `hook` of `news`. `now`: seconds since the Unix epoch. `board`: where the dashboard is; null: nowhere. */
export function requestFor({ service, url, secret }: Hook, news: News, now: number, board: string | null): HookRequest {
  const text = `Tuneboard: ${describeNews(news)}${board === null ? "" : `\n${board}`}`;
  switch (service) {
    case "slack":
      return { url, body: JSON.stringify({ text: escapeSlack(text) }) };
    case "feishu": {
      const timestamp = String(Math.floor(now));
      // Feishu's key is the whole text, and what is signed is nothing.
      const sign = secret === null ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, "") };
      return { url, body: JSON.stringify({ ...sign, msg_type: "text", content: { text } }) };
    }
    case "dingtalk": {
      const body = JSON.stringify({ msgtype: "text", text: { content: text } });
      if (secret === null) return { url, body };
      const timestamp = String(Math.floor(now * 1000));
      const signed = new URL(url);
      signed.searchParams.set("timestamp", timestamp);
      signed.searchParams.set("sign", hmac(secret, `${timestamp}\n${secret}`));
      return { url: signed.href, body };
    }
    case "json":
      return { url, body: JSON.stringify({ version: 1, ...news, at: now, board }) };
  }
}

/** One line for people. */
export const describeNews = ({ kind, subject, text }: News): string =>
  kind === "advice changed"
    ? `the advice on ${subject} changed: ${text}`
    : `${subject} ${kind}${text === "" ? "" : `: ${text}`}`;

/**
 * Whether a service took the message, by its status and its own words; null: it did, otherwise why not.
 *
 * @see Feishu and DingTalk answer 200 also to what they refuse, and say so in `code` and `errcode`.
 */
export function refusalIn(status: number, body: string): string | null {
  if (status < 200 || status > 299) return t`status ${status}`;
  const code = /"(?:errcode|code)"\s*:\s*(-?\d+)/.exec(body)?.[1];
  return code === undefined || Number(code) === 0 ? null : t`code ${code}`;
}

/** @see https://api.slack.com/reference/surfaces/formatting#escaping: these three and no others. */
const escapeSlack = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const hmac = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("base64");
