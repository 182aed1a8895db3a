/** `/api/review`: comments, verdicts, and what happened since somebody last looked. */
import { type Context, Hono } from "hono";
import * as z from "zod";
import type { Actor } from "../../core/actor.ts";
import { type Anchor, LONGEST_COMMENT, type ReviewAnswer, saysSomething, VERDICTS } from "../../core/review.ts";
import { LANGUAGES } from "../../core/text.ts";
import { anchorTitle } from "../../review/anchor-title.ts";
import type { Refused } from "../../review/review.ts";
import type { Judged, Said } from "../../review/review-table.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import type { Engine } from "../engine.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;
const MOST_RUNS = 1000;

const id = z.string().regex(/^[\w-]{8,64}$/, "an id has 8 to 64 letters, digits, _ and -");
const word = z.string().max(1000);
const runs = z.array(z.string().max(64)).min(1).max(MOST_RUNS);
const step = z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const text = z.string().max(LONGEST_COMMENT).refine(saysSomething, "it holds nothing that can be seen");

const AnchorShape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("run"), runs: runs.max(1) }),
  z.strictObject({ kind: z.literal("runs"), runs }),
  z.strictObject({
    kind: z.literal("chart"),
    tag: word.min(1),
    steps: z
      .tuple([step, step])
      .refine(([from, to]) => from <= to, "it ends before it begins")
      .nullable(),
    runs,
  }),
  z.strictObject({ kind: z.literal("advice"), sweep: word.min(1), rule: word.min(1), runs }),
]);

const Begin = z.strictObject({ id, comment: id, anchor: AnchorShape, text });
const Reply = z.strictObject({ id, text });
const Change = z.strictObject({ version: z.int().min(1), text });
const Remove = z.strictObject({ version: z.int().min(1) });
const Resolve = z.strictObject({ isResolved: z.boolean() });
const Judge = z.strictObject({
  subject: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("run"), run: z.string().max(64) }),
    z.strictObject({ kind: z.literal("sweep"), sweep: word.min(1), runs }),
  ]),
  verdict: z.enum(VERDICTS).nullable(),
  because: z.string().max(2000),
  was: z.int().nullable(),
});
const Read = z.strictObject({ position: z.int().min(0) });

export function reviewRoute(options: ReadOptions): Hono {
  const { admitted, taking } = readAdmission(options);
  /** What became of a wish, and how everything stands after it. */
  const outcome = (c: Context, done: Said | Judged | Refused, engine: Engine, actor: Actor): Response => {
    switch (done.kind) {
      case "done":
        return c.json(answerFor(engine, actor));
      case "unknown":
        return c.json({ error: "There is no such comment or thread." }, 404);
      case "unknown run":
        return c.json({ error: `No run has the id ${done.run}.` }, 404);
      case "not yours":
        return c.json({ error: "Only its author may change or delete a comment." }, 403);
      case "conflict": {
        const is = "is" in done ? done.is : null;
        return c.json({ error: "Somebody else was faster; nothing was changed.", is }, 409);
      }
    }
  };
  return new Hono()
    .use(bodyUpTo(LARGEST_BODY_BYTES))
    .get(
      "/",
      admitted("guest", (c, { engine, actor }) => c.json(answerFor(engine, actor))),
    )
    .post(
      "/threads",
      taking("viewer", Begin, async (c, wish, { engine, actor }) => {
        const title = await titleOf(wish.anchor, engine);
        if (title === null) return c.json(GONE, 404);
        return outcome(c, engine.review.begin({ ...wish, title }, actor.name), engine, actor);
      }),
    )
    .post(
      "/threads/:id/comments",
      taking("viewer", Reply, (c, wish, { engine, actor }) =>
        outcome(c, engine.review.reply(c.req.param("id") ?? "", wish, actor.name), engine, actor),
      ),
    )
    .post(
      "/threads/:id/resolve",
      taking("viewer", Resolve, (c, { isResolved }, { engine, actor }) =>
        outcome(c, engine.review.resolve(c.req.param("id") ?? "", isResolved, actor.name), engine, actor),
      ),
    )
    .patch(
      "/comments/:id",
      taking("viewer", Change, (c, { version, text: said }, { engine, actor }) =>
        outcome(c, engine.review.change(c.req.param("id") ?? "", version, said, actor.name), engine, actor),
      ),
    )
    .delete(
      "/comments/:id",
      taking("viewer", Remove, (c, { version }, { engine, actor }) =>
        outcome(c, engine.review.remove(c.req.param("id") ?? "", version, actor.name), engine, actor),
      ),
    )
    .get(
      "/comments/:id/history",
      admitted("viewer", (c, { engine }) => {
        const history = engine.review.history(c.req.param("id") ?? "");
        return history === null ? c.json({ error: "There is no such comment." }, 404) : c.json(history);
      }),
    )
    .put(
      "/verdict",
      taking("launcher", Judge, async (c, wish, { engine, actor }) => {
        const title = await titleOf(anchorOf(wish.subject), engine);
        if (title === null) return c.json(GONE, 404);
        return outcome(c, engine.review.judge({ ...wish, title }, actor.name), engine, actor);
      }),
    )
    .get(
      "/news",
      admitted("viewer", (c, { engine, actor }) => {
        const language = LANGUAGES.find((one) => one === c.req.query("language")) ?? "en";
        return c.json(engine.review.news(actor.name, language));
      }),
    )
    .put(
      "/news/read",
      taking("viewer", Read, (c, { position }, { engine, actor }) => {
        engine.review.markRead(actor.name, position);
        return c.json({ readUpTo: position });
      }),
    );
}

const GONE = { error: "What this is about is not here (any more): no such run or sweep." };

const titleOf = (anchor: Anchor, { store, advise }: Engine): Promise<string | null> =>
  anchorTitle(anchor, { runName: (run) => store.run(run)?.name ?? null, advise });

/** What a verdict is about, as a thread would be. */
const anchorOf = (subject: z.infer<typeof Judge>["subject"]): Anchor =>
  subject.kind === "run"
    ? { kind: "run", runs: [subject.run] }
    : { kind: "advice", sweep: subject.sweep, rule: "", runs: subject.runs };

/** A guest of a share link is told only of runs that the link shows. */
function answerFor({ review, store }: Engine, { via }: Actor): ReviewAnswer {
  const answer = review.answer();
  if (via !== "share-link") return answer;
  const isShown = (run: string): boolean => store.run(run) !== null;
  return {
    ...answer,
    threads: answer.threads.filter(
      ({ anchor, awayRuns }) => awayRuns === 0 && anchor.runs.length > 0 && anchor.runs.every(isShown),
    ),
    runVerdicts: answer.runVerdicts.filter(({ run }) => isShown(run)),
    sweepVerdicts: answer.sweepVerdicts.filter((given) => given.runs.every(isShown)),
    people: [],
  };
}
