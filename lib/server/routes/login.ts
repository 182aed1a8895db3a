/** `/login` and `/share`: links that give a browser its session, when the button of their page is pressed. */
import { type Context, Hono } from "hono";
import type { Access } from "../admission/access.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import { FIELD_OF, page } from "../pages.ts";

const LARGEST_FORM_BYTES = 4096;

const CODE_FORM = { form: { action: "/login", secret: null } } as const;

/**
 * `GET /login?code=…` shows a page with one button; its `POST` logs the browser in. Asking alone uses nothing up: chat programs
 * and mail scanners look at links before people do. Without a code there is a form for one. A code that is right works however
 * often others were wrong, and a browser that is logged in as the code's person goes straight on.
 */
export function loginRoute(access: Access): Hono {
  const refuse = (c: Context): Response =>
    page(c, "wrong code", access.failed(access.credentialsOf(c).sender) ? 429 : 403, CODE_FORM);
  return new Hono()
    .get("/", (c) => {
      const code = c.req.query("code");
      if (code === undefined) return page(c, "login", 200, CODE_FORM);
      const person = access.personOfCode(code.trim());
      if (person === null) return refuse(c);
      const identity = access.identify({ ...access.credentialsOf(c), authorization: null });
      if (identity.kind === "known" && identity.actor.via === "session" && identity.actor.name === person)
        return c.redirect("/", 303);
      return page(c, "welcome", 200, { form: { action: "/login", secret: code.trim() }, name: person });
    })
    .post("/", bodyUpTo(LARGEST_FORM_BYTES), async (c) => {
      const cookie = access.redeem(codeIn(await sentBy(c, "/login")), access.credentialsOf(c).sender);
      return cookie === null ? refuse(c) : enter(c, cookie, "/");
    });
}

/** `GET /share?key=…` says what a share link shows; its button, or a login that sees everything anyway, opens it. */
export function shareRoute(access: Access): Hono {
  const refuse = (c: Context, key: string): Response => {
    const isOld = access.people.hasExpired(key);
    const isTooMuch = !isOld && access.failed(access.credentialsOf(c).sender);
    return page(c, isOld ? "expired" : "no such link", isTooMuch ? 429 : 403);
  };
  return new Hono()
    .get("/", (c) => {
      const key = c.req.query("key") ?? "";
      const scope = access.scopeOf(key);
      if (scope === null) return refuse(c, key);
      const identity = access.identify({ ...access.credentialsOf(c), authorization: null });
      if (identity.kind === "known" && identity.actor.via === "session")
        return c.redirect(boardAddress(scope.view), 303);
      return page(c, "shared", 200, { form: { action: "/share", secret: key }, name: scope.title });
    })
    .post("/", bodyUpTo(LARGEST_FORM_BYTES), async (c) => {
      const key = await sentBy(c, "/share");
      const opened = access.openShare(key, access.credentialsOf(c).sender);
      return opened === null ? refuse(c, key) : enter(c, opened.cookie, boardAddress(opened.view));
    });
}

/** What a form of ours sent; empty when it is none. */
async function sentBy(c: Context, action: keyof typeof FIELD_OF): Promise<string> {
  const form = await c.req.formData().catch(() => null);
  return String(form?.get(FIELD_OF[action]) ?? "").trim();
}

function enter(c: Context, cookie: string, address: string): Response {
  c.header("Set-Cookie", cookie);
  c.header("Cache-Control", "no-store");
  return c.redirect(address, 303);
}

/** People paste the whole link. */
const codeIn = (text: string): string => /[?&]code=([\w-]+)/.exec(text)?.[1] ?? text;

/** The board's own address with a query: whatever a view says, it leads nowhere else. */
export const boardAddress = (view: string): string => {
  const query = new URLSearchParams(view.replace(/^\?/, "")).toString();
  return query === "" ? "/" : `/?${query}`;
};
