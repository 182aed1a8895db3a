/** Who is told of what: `notifications.json` in the state directory. Without that file nobody is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { t } from "../core/text.ts";
import { type Hook, SERVICES } from "./message.ts";
import { NEWS_KINDS, type NewsKind } from "./news.ts";

const Shape = z.strictObject({
  version: z.literal(1),
  hooks: z
    .array(
      z.strictObject({
        service: z.enum(SERVICES),
        url: z.url({ protocol: /^https?$/ }),
        secret: z.string().min(1).nullable().default(null),
        events: z.array(z.enum(NEWS_KINDS)).default([...NEWS_KINDS]),
      }),
    )
    .default([]),
  /** By `notify-send`, on the desktop of the machine where Tuneboard runs. */
  desktop: z.boolean().default(false),
});

/** Who is told of what. `desktop`: the one of the machine where Tuneboard runs, too. */
export interface NotifySettings {
  readonly hooks: readonly (Hook & { readonly events: readonly NewsKind[] })[];
  readonly desktop: boolean;
}

/** Name of the file of the settings, in the state directory. */
export const NOTIFY_FILE = "notifications.json";

/** Where the settings are. */
export const notifyFile = (stateDir: string): string => join(stateDir, NOTIFY_FILE);

/** The settings; null when there are none; a sentence about the file, which never repeats what is in it, when they cannot be used. */
export function readNotifySettings(stateDir: string): NotifySettings | null | string {
  const path = notifyFile(stateDir);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isMissing ? null : t`${path} cannot be read, so nobody is told of anything.`;
  }
  try {
    const shape = Shape.safeParse(JSON.parse(text));
    if (shape.success) return shape.data;
    const [issue] = shape.error.issues;
    return t`${path}: ${issue?.path.join(".") || t`the file`} is not as it should be, so nobody is told of anything.`;
  } catch {
    return t`${path} is no JSON, so nobody is told of anything.`;
  }
}

/** Whether anybody wants to hear of `kind`. */
export const wants = ({ hooks, desktop }: NotifySettings, kind: NewsKind): boolean =>
  desktop || hooks.some(({ events }) => events.includes(kind));
