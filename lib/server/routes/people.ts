/** `/api/users`, `/api/tokens`, `/api/audit`: who may do what, for those who may say so. */
import { Hono } from "hono";
import * as z from "zod";
import type { AuditLog } from "../../access/audit.ts";
import { isUserName, USER_NAME_RULE } from "../../access/user-name.ts";
import type { MadeAnswer, TokensAnswer, UsersAnswer } from "../../core/people.ts";
import type { Access } from "../admission/access.ts";
import { admission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import type { SessionOptions } from "./session.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;

const UserRole = z.enum(["viewer", "launcher", "admin"]);
const NewUser = z.strictObject({ name: z.string().refine(isUserName, USER_NAME_RULE), role: UserRole });
const RoleBody = z.strictObject({ role: UserRole });
const NewToken = z.strictObject({ label: z.string().min(1).max(100) });
const NOBODY = { error: "There is no user of this name." };
const NOTHING = { error: "There is nothing of this id, or it is somebody else's." };

export interface PeopleOptions extends SessionOptions {
  readonly audit: Pick<AuditLog, "entries">;
}

/** Users; each new one gets a link that logs them in once. */
export function usersRoute({ access, url }: PeopleOptions): Hono {
  const { admitted, taking } = admission(access, () => ({}));
  const { people, owner } = access;
  const linkFor = (person: string): MadeAnswer => ({ url: `${url()}/login?code=${access.newCode(person)}` });
  const isKnown = (name: string): boolean => people.users().some((user) => user.name === name);
  return new Hono()
    .use(bodyUpTo(LARGEST_BODY_BYTES))
    .get(
      "/",
      admitted("admin", (c) => {
        const answer: UsersAnswer = { owner, users: people.users() };
        return c.json(answer);
      }),
    )
    .post(
      "/",
      taking("admin", NewUser, (c, { name, role }) => {
        if (name.toLowerCase() === owner.toLowerCase() || !people.addUser(name, role))
          return c.json({ error: `There is a user called ${name} already.` }, 409);
        return c.json(linkFor(name));
      }),
    )
    .patch(
      "/:name",
      taking("admin", RoleBody, (c, { role }) =>
        people.setRole(c.req.param("name") ?? "", role) ? c.json({}) : c.json(NOBODY, 404),
      ),
    )
    .delete(
      "/:name",
      admitted("admin", (c) => (people.removeUser(c.req.param("name") ?? "") ? c.json({}) : c.json(NOBODY, 404))),
    )
    .post(
      "/:name/link",
      admitted("admin", (c) => {
        const name = c.req.param("name") ?? "";
        return isKnown(name) ? c.json(linkFor(name)) : c.json(NOBODY, 404);
      }),
    );
}

/** One's own tokens; each is shown once. */
export function tokensRoute({ access }: { readonly access: Access }): Hono {
  const { admitted, taking } = admission(access, () => ({}));
  return new Hono()
    .use(bodyUpTo(LARGEST_BODY_BYTES))
    .get(
      "/",
      admitted("viewer", (c, { actor }) => {
        const answer: TokensAnswer = { tokens: access.people.list("token", access.personOf(actor)) };
        return c.json(answer);
      }),
    )
    .post(
      "/",
      taking("viewer", NewToken, (c, { label }, { actor }) => {
        const person = access.personOf(actor);
        return c.json({ token: access.people.make({ kind: "token", person, label, lastsSecs: null }).secret });
      }),
    )
    .delete(
      "/:id",
      admitted("viewer", (c, { actor }) =>
        access.people.revoke(c.req.param("id") ?? "", access.personOf(actor)) ? c.json({}) : c.json(NOTHING, 404),
      ),
    );
}

const Since = z.object({ since: z.coerce.number().default(0) });

/** The audit log as JSON lines, oldest first. */
export const auditRoute = ({ access, audit }: PeopleOptions): Hono =>
  new Hono().get(
    "/",
    admission(access, () => ({})).admitted("admin", (c) => {
      const asked = Since.safeParse(c.req.query());
      const lines = audit.entries(asked.success ? asked.data.since : 0).map((entry) => `${JSON.stringify(entry)}\n`);
      return c.body(lines.join(""), 200, { "Content-Type": "application/x-ndjson" });
    }),
  );
