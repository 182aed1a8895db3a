/** Says what the launcher answers, refusals included, in the language that whoever asks reads. */
import type { Context, MiddlewareHandler } from "hono";
import type { Language } from "../core/text.ts";
import { inLanguage } from "../launcher/language.ts";
import { languageOf } from "./pages.ts";

/** The language that a request asks for. */
export const languageIn = (c: Context): Language => languageOf(c.req.header("Accept-Language"));

/** Texts that are still templates hold one of these characters (see `core/text.ts`). */
const UNSAID = /[\uFDD0-\uFDD2]/;

/** For routes whose answers hold texts. An answer that was said already, and all that is no JSON, passes as it is. */
export const spoken: MiddlewareHandler = async (c, next) => {
  await next();
  if (!(c.res.headers.get("Content-Type") ?? "").startsWith("application/json")) return;
  const text = await c.res.text();
  const said = UNSAID.test(text) ? JSON.stringify(inLanguage(JSON.parse(text), languageIn(c))) : text;
  c.res = new Response(said, { status: c.res.status, headers: c.res.headers });
};
