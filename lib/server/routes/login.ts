/** `/login` and `/share`: links that give a browser its session. */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Access } from "../access.ts";
import { page } from "../pages.ts";

const LARGEST_FORM_BYTES = 4096;

/** `GET /login?code=…` logs a browser in; without a code there is a form for one. A code that is right works however often others were wrong. */
export function loginRoute(access: Access): Hono {
  const enter = (c: Context, code: string): Response => {
    const { sender } = access.credentialsOf(c);
    const cookie = access.redeem(code.trim(), sender);
    if (cookie === null) return page(c, "wrong code", access.failed(sender) ? 429 : 403);
    c.header("Set-Cookie", cookie);
    c.header("Cache-Control", "no-store");
    return c.redirect("/", 303); // the code leaves the address bar at once
  };
  return new Hono()
    .get("/", (c) => {
      const code = c.req.query("code");
      return code === undefined ? page(c, "login", 200) : enter(c, code);
    })
    .post("/", bodyLimit({ maxSize: LARGEST_FORM_BYTES }), async (c) => {
      const form = await c.req.formData().catch(() => null);
      return enter(c, codeIn(String(form?.get("code") ?? "")));
    });
}

/** People paste the whole link. */
const codeIn = (text: string): string => /[?&]code=([\w-]+)/.exec(text)?.[1] ?? text;

/** `GET /share?key=…` opens what a share link names. */
export const shareRoute = (access: Access): Hono =>
  new Hono().get("/", (c) => {
    const { sender } = access.credentialsOf(c);
    const key = c.req.query("key") ?? "";
    const opened = access.openShare(key, sender);
    if (opened === null) {
      const isOld = access.people.hasExpired(key);
      return page(c, isOld ? "expired" : "no such link", !isOld && access.failed(sender) ? 429 : 403);
    }
    c.header("Set-Cookie", opened.cookie);
    c.header("Cache-Control", "no-store");
    return c.redirect(boardAddress(opened.view), 303);
  });

/** The board's own address with a query: whatever a view says, it leads nowhere else. */
export const boardAddress = (view: string): string => {
  const query = new URLSearchParams(view.replace(/^\?/, "")).toString();
  return query === "" ? "/" : `/?${query}`;
};
