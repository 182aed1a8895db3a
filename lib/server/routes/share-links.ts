/** `/api/share-links`: links through which somebody without a login sees some runs, a sweep or a report. */
import { Hono } from "hono";
import * as z from "zod";
import type { Shared } from "../../core/actor.ts";
import type { MadeAnswer, ShareLinksAnswer } from "../../core/people.ts";
import { admission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import type { Engine } from "../engine.ts";
import type { SessionOptions } from "./session.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;
const DAY_SECS = 24 * 3600;

const NewShareLink = z.strictObject({
  title: z.string().min(1).max(200),
  shared: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("runs"), runs: z.array(z.string().max(64)).min(1).max(20_000) }),
    z.strictObject({ kind: z.literal("sweep"), sweep: z.string().min(1).max(100) }),
    z.strictObject({ kind: z.literal("report"), report: z.string().min(1).max(100) }),
  ]),
  view: z.string().max(20_000).default(""),
  days: z.int().min(1).max(90),
});

const NOTHING = { error: "There is nothing of this id, or it is somebody else's." };

/** What share links are for, by name. */
export type ShareSources = Pick<Engine, "advise" | "reports">;

/** What is shared as people call it; null where it is not there. */
async function nameOf(shared: Shared, { advise, reports }: ShareSources): Promise<string | null> {
  switch (shared.kind) {
    case "runs":
      return "";
    case "sweep":
      return (await advise()).sweeps.find(({ id }) => id === shared.sweep)?.title ?? null;
    case "report":
      return (await reports()).read(shared.report)?.title ?? null;
  }
}

/**
 * Links through which somebody without a login sees some runs, a sweep or a report. An admin sees and takes back those of others as
 * well. `sources`: what there is to share; absent where nothing is looked at.
 */
export function shareLinksRoute({ access, url }: SessionOptions, sources?: ShareSources): Hono {
  const { admitted, taking } = admission(access, () => sources ?? "Nothing is looked at here.");
  return new Hono()
    .use(bodyUpTo(LARGEST_BODY_BYTES))
    .get(
      "/",
      admitted("launcher", async (c, { actor, advise, reports }) => {
        const links = access.people.list("share-link", actor.role === "admin" ? undefined : access.personOf(actor));
        const about = async (shared: Shared) => {
          const name = await nameOf(shared, { advise, reports }).catch(() => null); // the list of links needs no report
          const sweep = shared.kind === "sweep" ? (await advise()).sweeps.find(({ id }) => id === shared.sweep) : null;
          const runs = { runs: shared.kind === "runs" ? shared.runs.length : (sweep?.runs.length ?? null) };
          return { kind: shared.kind, about: shared.kind === "runs" ? null : name, ...runs };
        };
        const listed = links.flatMap(({ id, person, scope, madeAt, expiresAt, usedAt }) =>
          scope === null
            ? []
            : [{ scope, link: { id, madeAt, expiresAt, usedAt, madeBy: person ?? access.owner, title: scope.title } }],
        );
        const answer: ShareLinksAnswer = {
          links: await Promise.all(
            listed.map(async ({ scope, link }) => ({ ...link, ...(await about(scope.shared)) })),
          ),
        };
        return c.json(answer);
      }),
    )
    .post(
      "/",
      taking("launcher", NewShareLink, async (c, { days, ...wish }, { actor, advise, reports }) => {
        const { shared } = wish;
        if ((await nameOf(shared, { advise, reports })) === null)
          return c.json({ error: `There is no such ${shared.kind} (any more).` }, 404);
        const view = shared.kind === "report" ? `?screen=reports&report=${shared.report}` : wish.view;
        const scope = { ...wish, view };
        const person = access.personOf(actor);
        const link = { kind: "share-link", person, label: wish.title, scope, lastsSecs: days * DAY_SECS } as const;
        const answer: MadeAnswer = { url: `${url()}/share?key=${access.people.make(link).secret}` };
        return c.json(answer);
      }),
    )
    .delete(
      "/:id",
      admitted("launcher", (c, { actor }) => {
        const whose = actor.role === "admin" ? undefined : access.personOf(actor);
        return access.people.revoke(c.req.param("id") ?? "", whose) ? c.json({}) : c.json(NOTHING, 404);
      }),
    );
}
