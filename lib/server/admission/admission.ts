/** What stands before every handler of every route: who asks, whether they may, what they get, and what the body must be. */
import type { Context } from "hono";
import type * as z from "zod";
import type { Actor, Role } from "../../core/actor.ts";
import { redactEnvironment } from "../../launcher/commands/redact.ts";
import type { Launcher } from "../../launcher/launcher.ts";
import { StateFailure } from "../../store/database.ts";
import type { Engine } from "../engine.ts";
import { seenBy } from "../seen-engine.ts";
import { type Access, type Credentials, isChange } from "./access.ts";
import { describeIssues } from "./refusal.ts";

/** What a handler gets once it is clear that the request may have it. */
export type Admitted<Given> = Given & {
  readonly actor: Actor;
  /** Whether the one who asked still may, for answers that go on for longer than a moment. */
  readonly stillMay: () => Promise<boolean>;
};

type Answer = Response | Promise<Response>;

/** What asks who a request is from. */
export type Gate = Pick<Access, "decide" | "note"> & { credentialsOf(c: Context): Credentials };

/** Lets everything in as `actor`, for routes that are asked without a socket. */
export const openTo = (actor: Actor): Gate => ({
  decide: () => ({ kind: "allowed", actor }),
  note: () => {},
  credentialsOf: (c) => ({
    method: c.req.method,
    authorization: null,
    cookie: null,
    csrf: null,
    contentType: null,
    fetchSite: null,
    sender: { address: "", isSecure: false },
  }),
});

/**
 * The wrappers behind which the handlers of one resource stand. `give` tells what they work with, for whoever asks; a
 * sentence is why there is nothing to work with at the moment. Each handler names the least role that it takes; a test asks
 * every route as everybody and compares with `route-table.ts`. What changes something is written into the audit log before
 * it happens, and does not happen when that cannot be.
 */
export function admission<Given extends object>(
  access: Gate,
  give: (actor: Actor) => Given | string | Promise<Given | string>,
) {
  const enter = async (
    c: Context,
    least: Role,
    handle: (admitted: Admitted<Given>, note: (about: string) => void) => Answer,
  ): Promise<Response> => {
    const request = access.credentialsOf(c);
    const decision = await access.decide(request, least);
    if (decision.kind !== "allowed") return c.json({ error: decision.because }, decision.status);
    const { actor } = decision;
    const given = await give(actor);
    if (typeof given === "string") return c.json({ error: given }, 503);
    const stillMay = async (): Promise<boolean> => (await access.decide(request, least)).kind === "allowed";
    const note = (about: string): void => {
      if (isChange(request.method, least)) access.note(actor, request.sender, actOf(request, c), about);
    };
    try {
      return await handle({ ...given, actor, stillMay }, note);
    } catch (error) {
      if (error instanceof StateFailure) return c.json({ error: error.message }, 503);
      throw error;
    }
  };
  const admitted = (least: Role, handle: (c: Context, admitted: Admitted<Given>) => Answer) => (c: Context) =>
    enter(c, least, (given, note) => {
      note("");
      return handle(c, given);
    });
  /** A handler that takes a body of a shape. */
  const taking =
    <T>(least: Role, shape: z.ZodType<T>, handle: (c: Context, body: T, admitted: Admitted<Given>) => Answer) =>
    (c: Context) =>
      enter(c, least, async (given, note) => {
        const body = shape.safeParse(await c.req.json().catch(() => null));
        if (!body.success) return c.json({ error: describeIssues(body.error) }, 400);
        note(describeBody(body.data));
        return handle(c, body.data, given);
      });
  return { admitted, taking };
}

const actOf = ({ method }: Credentials, c: Context): string => `${method} ${c.req.path}`;

const LONGEST_VALUE = 100;

/** What a body says in short values, secrets blotted out: for the audit log, where the rest can be found by its id. */
function describeBody(body: unknown): string {
  if (typeof body !== "object" || body === null) return "";
  const short = Object.entries(body).flatMap(([name, value]) =>
    ["string", "number", "boolean"].includes(typeof value)
      ? [[name, String(value).slice(0, LONGEST_VALUE)] as const]
      : [],
  );
  return Object.entries(redactEnvironment(Object.fromEntries(short)))
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

export interface LaunchAdmissionOptions {
  readonly access: Gate;
  /** The launcher, or why there is none in one sentence. */
  readonly launcher: () => Launcher | string;
}

/** For handlers that work with the launcher. */
export const launchAdmission = ({ access, launcher }: LaunchAdmissionOptions) =>
  admission(access, () => {
    const current = launcher();
    return typeof current === "string" ? current : { launcher: current };
  });

export interface ReadOptions {
  readonly access: Gate;
  readonly engine: Engine;
}

/**
 * For handlers that answer from what was read. `engine` is what the one who asks may see of it; handlers that guests may
 * ask must answer from nothing else.
 */
export const readAdmission = ({ access, engine }: ReadOptions) =>
  admission(access, async ({ scope }) => {
    if (scope === null) return { engine };
    if (scope.shared.kind === "sweep") {
      const isKnown = engine.membersOf(scope.shared.sweep) !== null;
      const thought = engine.advise().catch(() => {}); // whoever asks for the advice itself is told what failed
      if (!isKnown) await thought;
    }
    return { engine: seenBy(engine, scope) };
  });
