/** The pages that stand before the board: they work without scripts, before anything else is allowed. */
import { createHash } from "node:crypto";
import type { Context } from "hono";
import { LANGUAGES, type Language } from "../core/text.ts";
import { FORM_TEXTS, PAGE_TEXTS, type PageKind } from "./page-texts.ts";

const STYLE = `
:root{color-scheme:light dark;--ink:#1c1e21;--soft:#5b6169;--ground:#fff;--panel:#f5f6f7;--line:#d8dbdf;--accent:#1f5fbf;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e6e8ea;--soft:#a0a7ae;--ground:#131517;--panel:#1c1f22;--line:#33383d;--accent:#7cb0ff;--on:#0c1420}}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.55 Inter,system-ui,sans-serif}
main{max-width:27rem;margin:14vh auto 2rem;padding:0 1.25rem}
b{display:block;margin-bottom:1.5rem;color:var(--soft);font-weight:600}
h1{font-size:1.25rem;line-height:1.3;margin:0 0 .75rem}
p{margin:.5rem 0;color:var(--soft)}
code{white-space:nowrap;background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:0 .3em;font:12px ui-monospace,monospace;color:var(--ink)}
form{margin-top:1.25rem;display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}
label{flex:1 1 14rem;color:var(--soft)}
input{display:block;box-sizing:border-box;width:100%;height:2.25rem;margin-top:.25rem;padding:0 .6rem;border:1px solid var(--line);border-radius:4px;background:var(--ground);color:var(--ink);font:inherit}
button{height:2.25rem;padding:0 1rem;border:0;border-radius:4px;background:var(--accent);color:var(--on);font:inherit;font-weight:500}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;

/** Takes a code or key out of the address bar and the history as soon as the page is there. */
const CLEAN_ADDRESS = "history.replaceState(null,'',location.pathname)";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(CLEAN_ADDRESS)}`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? "");
const lineOf = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");

/** The first language that the browser asks for and that there is; English else. */
export function languageOf(acceptLanguage: string | undefined): Language {
  for (const wanted of (acceptLanguage ?? "").split(",")) {
    const known = LANGUAGES.find((language) => wanted.trim().toLowerCase().startsWith(language));
    if (known !== undefined) return known;
  }
  return "en";
}

/** What a page asks for: a code that somebody types, or nothing but a press of its button, which sends `secret` along. */
export type PageForm =
  | { readonly action: "/login"; readonly secret: null }
  | { readonly action: "/login" | "/share"; readonly secret: string };

/** The name of the field in which a form sends its secret. */
export const FIELD_OF = { "/login": "code", "/share": "key" } as const;

export interface PageOptions {
  /** Not given: the page asks for nothing. */
  readonly form?: PageForm;
  /** Stands for `{name}` in its text. */
  readonly name?: string;
}

/** Answers with the page `kind`. */
export function page(
  c: Context,
  kind: PageKind,
  status: 200 | 401 | 403 | 429,
  { form, name = "" }: PageOptions = {},
): Response {
  const language = languageOf(c.req.header("Accept-Language"));
  const { title, lines } = PAGE_TEXTS[language][kind];
  const said = lines.map((line) => `<p>${lineOf(line).replace("{name}", () => escapeHtml(name))}</p>`).join("");
  const script = form === undefined || form.secret === null ? "" : `<script>${CLEAN_ADDRESS}</script>`;
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>${script}<style>${STYLE}</style><main><b>Tuneboard</b><h1>${escapeHtml(title)}</h1>${said}${form === undefined ? "" : formHtml(form, language)}</main></html>`;
  return c.body(html, status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin", // without one, browsers send the form as from nowhere
    Vary: "Accept-Language",
  });
}

function formHtml({ action, secret }: PageForm, language: Language): string {
  const { code, enter, look } = FORM_TEXTS[language];
  const name = FIELD_OF[action];
  const field =
    secret === null
      ? `<label>${code}<input name="${name}" required autofocus autocomplete="off" spellcheck="false"></label>`
      : `<input type="hidden" name="${name}" value="${escapeHtml(secret)}">`;
  const button = `<button${secret === null ? "" : " autofocus"}>${action === "/share" ? look : enter}</button>`;
  return `<form method="post" action="${action}">${field}${button}</form>`;
}
