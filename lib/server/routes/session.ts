/** `GET /login?code=…` logs a browser in; `GET /api/session` tells a page who it is and what it may do; `POST /api/session/codes` makes a link. */
import { Hono } from "hono";
import { mayAct, type Role, type SessionAnswer } from "../../core/actor.ts";
import { type Access, credentialsOf } from "../access.ts";
import { admission } from "../admission.ts";

export const sessionRoute = (access: Access): Hono =>
  new Hono()
    .get("/", (c) => {
      const identity = access.identify(credentialsOf(c.req));
      const actor = identity.kind === "known" ? identity.actor : null;
      const may = (least: Role): boolean => actor !== null && mayAct(actor.role, least);
      const answer: SessionAnswer = {
        actor,
        mayRead: may("reader"),
        maySay: may("viewer"),
        mayLaunch: may("launcher"),
        mayAdminister: may("admin"),
        csrf: identity.kind === "known" ? identity.csrf : null,
      };
      return c.json(answer);
    })
    .post(
      "/codes",
      admission(access, () => ({})).admitted("viewer", (c) => c.json({ code: access.newCode() })),
    );

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
