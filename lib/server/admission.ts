/** What stands before every handler of every route: who asks, whether they may, what they get, and what the body must be. */
import type { Context } from "hono";
import type * as z from "zod";
import type { Actor, Role } from "../core/actor.ts";
import type { Launcher } from "../launcher/launcher.ts";
import { StateFailure } from "../store/database.ts";
import { type Access, credentialsOf } from "./access.ts";
import type { Engine } from "./engine.ts";
import { describeIssues } from "./refusal.ts";

/** What a handler gets once it is clear that the request may have it. */
export type Admitted<Given> = Given & { readonly actor: Actor };

type Answer = Response | Promise<Response>;

/**
 * The wrappers behind which the handlers of one resource stand. `give` tells what they work with, for whoever asks; a
 * sentence is why there is nothing to work with at the moment. Each handler names the least role that it takes; a test asks
 * every route as everybody and compares with `route-table.ts`.
 */
export function admission<Given extends object>(
  access: Pick<Access, "decide">,
  give: (actor: Actor) => Given | string,
) {
  const admitted =
    (least: Role, handle: (c: Context, admitted: Admitted<Given>) => Answer) =>
    async (c: Context): Promise<Response> => {
      const decision = await access.decide(credentialsOf(c.req), least);
      if (decision.kind !== "allowed") return c.json({ error: decision.because }, decision.status);
      const given = give(decision.actor);
      if (typeof given === "string") return c.json({ error: given }, 503);
      try {
        return await handle(c, { ...given, actor: decision.actor });
      } catch (error) {
        if (error instanceof StateFailure) return c.json({ error: error.message }, 503);
        throw error;
      }
    };
  /** A handler that takes a body of a shape. */
  const taking = <T>(
    least: Role,
    shape: z.ZodType<T>,
    handle: (c: Context, body: T, admitted: Admitted<Given>) => Answer,
  ) =>
    admitted(least, async (c, given) => {
      const body = shape.safeParse(await c.req.json().catch(() => null));
      if (!body.success) return c.json({ error: describeIssues(body.error) }, 400);
      return handle(c, body.data, given);
    });
  return { admitted, taking };
}

export interface LaunchAdmissionOptions {
  readonly access: Access;
  /** The launcher, or why there is none in one sentence. */
  readonly launcher: () => Launcher | string;
}

/** For handlers that work with the launcher. */
export const launchAdmission = ({ access, launcher }: LaunchAdmissionOptions) =>
  admission(access, () => {
    const current = launcher();
    return typeof current === "string" ? current : { launcher: current };
  });

export interface ReadOptions<Part extends keyof Engine = keyof Engine> {
  readonly access: Access;
  readonly engine: Pick<Engine, Part>;
}

/** For handlers that answer from what was read; `engine` is what the one who asks may see of it. */
export const readAdmission = <Part extends keyof Engine>({ access, engine }: ReadOptions<Part>) =>
  admission(access, () => ({ engine }));
