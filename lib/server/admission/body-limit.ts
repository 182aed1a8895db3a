/** How much a request may bring: refused while it comes, in words, as everything else is. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/** Lets bodies of at most `maxBytes` through; longer ones are answered with 413 and a sentence, whatever length they claim. */
export const bodyUpTo = (maxBytes: number): MiddlewareHandler =>
  bodyLimit({
    maxSize: maxBytes,
    onError: (c) => c.json({ error: `This is too large: at most ${sizeText(maxBytes)} are taken here.` }, 413),
  });

const sizeText = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${bytes / (1024 * 1024)} MiB` : `${bytes / 1024} KiB`;
