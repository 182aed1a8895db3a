/** `GET /login?code=…` logs a browser in; `GET /api/session` tells a page what it may do; `POST /api/session/codes` makes a link. */
import { Hono } from "hono";
import type { SessionAnswer } from "../../core/launches.ts";
import { type Access, credentialsOf } from "../access.ts";

export const sessionRoute = (access: Access): Hono =>
  new Hono()
    .get("/", (c) => {
      const csrf = access.csrfFor({ cookie: c.req.header("Cookie") ?? null });
      const answer: SessionAnswer = { mayLaunch: csrf !== null, csrf };
      return c.json(answer);
    })
    .post("/codes", (c) => {
      const decision = access.decide(credentialsOf(c.req));
      if (decision.kind === "refused") return c.json({ error: decision.because }, decision.status);
      return c.json({ code: access.newCode() });
    });

export const loginRoute = (access: Access): Hono =>
  new Hono().get("/", (c) => {
    const cookie = access.redeem(c.req.query("code") ?? "");
    if (cookie === null) {
      return c.text("This link was used already, or is not one of ours. `tuneboard login` prints another.\n", 403);
    }
    c.header("Set-Cookie", cookie);
    c.header("Cache-Control", "no-store");
    return c.redirect("/", 303); // the code leaves the address bar at once
  });
