/** `/api/notifications`: who is told of what, without the addresses, and a message to try it. What is told to whom is written into a file, never through here. */
import { Hono } from "hono";
import * as z from "zod";
import type { NotificationsAnswer, TestAnswer } from "../../core/notifications.ts";
import { t } from "../../core/text.ts";
import type { News } from "../../notify/news.ts";
import { showOnDesktop } from "../../notify/notifier.ts";
import { hostOf, send } from "../../notify/sender.ts";
import { notifyFile, readNotifySettings } from "../../notify/settings.ts";
import { admission, type Gate } from "../admission/admission.ts";

export interface NotificationsOptions {
  readonly access: Gate;
  readonly stateDir: string;
  /** Where the dashboard is. */
  readonly url: () => string;
}

/** The place of a hook in the file, from 0; null: the desktop. */
const Which = z.strictObject({ hook: z.int().min(0).nullable() });

const TEST: News = { kind: "finished", subject: "test message", text: "somebody tries whether you hear of it" };

export function notificationsRoute({ access, stateDir, url }: NotificationsOptions): Hono {
  const { admitted, taking } = admission(access, () => ({}));
  return new Hono()
    .get(
      "/",
      admitted("admin", (c) => {
        const settings = readNotifySettings(stateDir);
        const isUsable = settings !== null && typeof settings !== "string";
        const answer: NotificationsAnswer = {
          file: notifyFile(stateDir),
          problem: typeof settings === "string" ? settings : null,
          isThere: settings !== null,
          hooks: (isUsable ? settings.hooks : []).map(({ service, url: address, secret, events }) => ({
            service,
            host: hostOf(address),
            isSigned: secret !== null,
            events,
          })),
          desktop: isUsable && settings.desktop,
        };
        return c.json(answer);
      }),
    )
    .post(
      "/test",
      taking("admin", Which, async (c, { hook: at }) => {
        const settings = readNotifySettings(stateDir);
        const known = settings === null || typeof settings === "string" ? null : settings;
        const hook = at === null ? null : (known?.hooks[at] ?? null);
        if (known === null || (at === null ? !known.desktop : hook === null))
          return c.json({ error: t`The file does not say so (any more).` }, 404);
        if (hook === null) {
          showOnDesktop(TEST);
          const answer: TestAnswer = { isSent: true, text: t`It was handed to notify-send.` };
          return c.json(answer);
        }
        const sent = await send(hook, TEST, { now: () => Date.now() / 1000, board: url(), attempts: 1 });
        const answer: TestAnswer =
          sent.kind === "sent"
            ? { isSent: true, text: t`${hook.service} at ${hostOf(hook.url)} took it.` }
            : { isSent: false, text: sent.because };
        return c.json(answer);
      }),
    );
}
