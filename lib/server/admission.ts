/** What stands before every handler that has to do with launching: who asks, whether there is a launcher, and what the body must be. */
import type { Context } from "hono";
import type * as z from "zod";
import type { Launcher } from "../launcher/launcher.ts";
import { StateFailure } from "../store/database.ts";
import { type Access, credentialsOf } from "./access.ts";
import { describeIssues } from "./refusal.ts";

export interface AdmissionOptions {
  readonly access: Access;
  /** The launcher, or why there is none in one sentence. */
  readonly launcher: () => Launcher | string;
}

/** What a handler gets once it is clear that the request may have it. */
export interface Admitted {
  readonly launcher: Launcher;
  readonly who: string;
}

type Answer = Response | Promise<Response>;

/** Every handler of a launching route stands behind one of these; a test asks each route without a login. */
export function admission({ access, launcher }: AdmissionOptions) {
  const admitted =
    (handle: (c: Context, admitted: Admitted) => Answer) =>
    async (c: Context): Promise<Response> => {
      const decision = access.decide(credentialsOf(c.req));
      if (decision.kind === "refused") return c.json({ error: decision.because }, decision.status);
      const current = launcher();
      if (typeof current === "string") return c.json({ error: current }, 503);
      try {
        return await handle(c, { launcher: current, who: decision.who });
      } catch (error) {
        if (error instanceof StateFailure) return c.json({ error: error.message }, 503);
        throw error;
      }
    };
  /** A handler that takes a body of a shape. */
  const taking = <T>(shape: z.ZodType<T>, handle: (c: Context, body: T, admitted: Admitted) => Answer) =>
    admitted(async (c, given) => {
      const body = shape.safeParse(await c.req.json().catch(() => null));
      if (!body.success) return c.json({ error: describeIssues(body.error) }, 400);
      return handle(c, body.data, given);
    });
  return { admitted, taking };
}
