/** `/api/session`: who a page is and what it may do; a link for another browser; and the way out. */
import { Hono } from "hono";
import { mayAct, type Role, type SessionAnswer } from "../../core/actor.ts";
import type { Access } from "../admission/access.ts";
import { admission } from "../admission/admission.ts";

export interface SessionOptions {
  readonly access: Access;
  /** The address that others know this server by, without a slash at the end. */
  readonly url: () => string;
}

export function sessionRoute({ access, url }: SessionOptions): Hono {
  const { admitted } = admission(access, () => ({}));
  return new Hono()
    .get("/", (c) => {
      const identity = access.identify(access.credentialsOf(c));
      const actor = identity.kind === "known" ? identity.actor : null;
      const may = (least: Role): boolean => actor !== null && mayAct(actor.role, least);
      const answer: SessionAnswer = {
        actor,
        mayRead: may("guest"),
        maySay: may("viewer"),
        mayLaunch: may("launcher"),
        mayAdminister: may("admin"),
        csrf: identity.kind === "known" ? identity.csrf : null,
      };
      return c.json(answer);
    })
    .post(
      "/codes",
      admitted("viewer", (c, { actor }) => {
        const code = access.newCode(access.personOf(actor));
        return c.json({ code, url: `${url()}/login?code=${code}` });
      }),
    )
    .post(
      "/logout",
      admitted("viewer", (c) => {
        const identity = access.identify(access.credentialsOf(c));
        if (identity.kind === "known" && identity.session !== null) access.people.revoke(identity.session);
        return c.json({});
      }),
    );
}
