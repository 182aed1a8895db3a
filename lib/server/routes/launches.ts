/** `/api/launches`: what is queued, runs and has run; to launch, stop and try again; and what runs wrote. */

import { type Context, Hono } from "hono";
import * as z from "zod";
import { mayAct, type Role } from "../../core/actor.ts";
import type {
  LaunchAnswer,
  LaunchesAnswer,
  OutputSearchAnswer,
  PreviewAnswer,
  SubmittedAnswer,
  WishAnswer,
} from "../../core/launches.ts";
import type { UseAnswer } from "../../core/machine.ts";
import { t } from "../../core/text.ts";
import { readSnapshot } from "../../launcher/commands/code-snapshot.ts";
import { redactEnvironment } from "../../launcher/commands/redact.ts";
import { withCode } from "../../launcher/commands/submission-code.ts";
import { inLanguage } from "../../launcher/language.ts";
import { type Launch, Priority, Submission } from "../../launcher/launch.ts";
import { type LaunchSight, previewOf, summarizeLaunch } from "../../launcher/launch-summary.ts";
import type { Launcher } from "../../launcher/launcher.ts";
import { openOutputStream, readOutput } from "../../launcher/output.ts";
import { searchOutput } from "../../launcher/output-search.ts";
import { UNASKED_RUNS } from "../../launcher/plans/sweep.ts";
import type { Wish } from "../../launcher/queue/queue.ts";
import { latestUse, readUse } from "../../launcher/usage/use-record.ts";
import { type Admitted, type LaunchAdmissionOptions, launchAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import { describeIssues } from "../admission/refusal.ts";
import { languageIn } from "../spoken.ts";

const LARGEST_BODY_BYTES = 64 * 1024 * 1024;
const MOST_LISTED = 1000;
const MOST_OUTPUT_BYTES = 1024 * 1024;

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_LISTED).default(200),
  offset: z.coerce.number().int().min(0).default(0),
  order: z.enum(["latest", "queue"]).default("latest"),
});
const WhichAttempt = z.object({ attempt: z.coerce.number().int().min(1).optional() });
const Part = WhichAttempt.extend({
  from: z.coerce.number().int().optional(),
  length: z.coerce.number().int().min(0).max(MOST_OUTPUT_BYTES).default(MOST_OUTPUT_BYTES),
});
const Search = WhichAttempt.extend({
  text: z.string().min(1).max(1000),
  from: z.coerce.number().int().min(0).default(0),
  backwards: z.stringbool().default(false),
});
const Submit = Submission.extend({ confirmed: z.boolean().default(false) });
const PauseBody = z.strictObject({ because: z.string().max(500).default(t`somebody paused it`) });
const CancelBody = z.strictObject({ project: z.string().nullable().default(null) });
const PriorityBody = z.strictObject({ priority: Priority });
const SlotsBody = z.strictObject({ slots: z.int().min(1).max(10_000) });

export interface LaunchesOptions extends LaunchAdmissionOptions {
  readonly stateDir: string;
}

type Given = Admitted<{ readonly launcher: Launcher }>;
type Answer = Response | Promise<Response>;

export function launchesRoute({ stateDir, ...options }: LaunchesOptions): Hono {
  const { admitted, taking } = launchAdmission(options);
  /** A handler for the launch that the path names. */
  const forLaunch = (least: Role, handle: (c: Context, launch: Launch, admitted: Given) => Answer) =>
    admitted(least, (c, given) => {
      const { table } = given.launcher;
      const named = c.req.param("id") ?? "";
      const [id = named, another] = table.idsBeginning(named);
      if (another !== undefined) return c.json({ error: t`Several launches begin with ${named}.` }, 409);
      const launch = table.get(id);
      return launch === null ? c.json({ error: NO_LAUNCH }, 404) : handle(c, launch, given);
    });

  /** The same for one's own launch; an admin's are all. */
  const forOwn = (handle: (c: Context, launch: Launch, admitted: Given) => Answer) =>
    forLaunch("launcher", (c, launch, given) =>
      launch.submittedBy === given.actor.name || mayAct(given.actor.role, "admin")
        ? handle(c, launch, given)
        : c.json(
            {
              error: t`${launch.submittedBy || t`Somebody else`} launched this one: only they and admins may do that.`,
            },
            403,
          ),
    );

  return new Hono()
    .use(bodyUpTo(LARGEST_BODY_BYTES))
    .get(
      "/",
      admitted("viewer", (c, { launcher }) => {
        const page = Page.safeParse(c.req.query());
        if (!page.success) return c.json({ error: describeIssues(page.error) }, 400);
        const { limit, offset, order } = page.data;
        const { queue, table, slots } = launcher;
        const found = order === "queue" ? table.asQueue(limit) : table.latest(limit, offset);
        const launches = found.map((launch) => summarizeLaunch(launch, sightOf(launch, launcher)));
        const { pause, problem } = queue;
        const answer: LaunchesAnswer = {
          paused: pause?.because ?? null,
          problem,
          slots: slots(),
          counts: table.counts(),
          launches,
        };
        return c.json(inLanguage(answer, languageIn(c))); // a long list that is asked for often: said before it is text
      }),
    )
    .post(
      "/preview",
      taking("launcher", Submission, (c, { launches }) => {
        const answer: PreviewAnswer = previewOf(launches);
        return c.json(answer);
      }),
    )
    .post(
      "/",
      taking("launcher", Submit, async (c, { confirmed, ...submission }, { launcher: { queue }, actor }) => {
        const count = submission.launches.length;
        if (count > UNASKED_RUNS && !confirmed) {
          const error = t`These are ${count} launches; more than ${UNASKED_RUNS} have to be confirmed (\`confirmed\`: true).`;
          return c.json({ error }, 409);
        }
        const submitted = queue.submit(await withCode(submission, stateDir), actor.name);
        if (submitted.kind === "refused") return c.json({ error: submitted.because }, 400);
        const answer: SubmittedAnswer = { ids: submitted.ids, isNew: submitted.isNew };
        return c.json(answer);
      }),
    )
    .post(
      "/pause",
      taking("launcher", PauseBody, (c, { because }, { launcher: { queue } }) => {
        queue.setPause({ because });
        return tell(c, t`Nothing new is started; what runs goes on.`);
      }),
    )
    .post(
      "/resume",
      admitted("launcher", (c, { launcher: { queue } }) => {
        queue.setPause(null);
        return tell(c, t`The queue goes on.`);
      }),
    )
    .post(
      "/cancel",
      taking("admin", CancelBody, (c, { project }, { launcher: { queue }, actor }) =>
        tell(c, t`${queue.cancelQueued(project, actor.name)} launches were taken out of the queue.`),
      ),
    )
    .post(
      "/slots",
      taking("admin", SlotsBody, (c, { slots }, { launcher: current }) => {
        current.setSlots(slots);
        return tell(c, t`At most ${slots} CPU slots are used at once.`);
      }),
    )
    .get(
      "/:id",
      forLaunch("viewer", (c, launch, { launcher }) => {
        const { code, command } = launch.order;
        const answer: LaunchAnswer = {
          launch: summarizeLaunch(launch, sightOf(launch, launcher)),
          env: redactEnvironment(command.env),
          code: code === null ? null : readSnapshot(stateDir, code),
        };
        return c.json(answer);
      }),
    )
    .post(
      "/:id/stop",
      forOwn((c, { id }, { launcher: { queue }, actor }) => wished(c, queue.stop(id, actor.name))),
    )
    .post(
      "/:id/retry",
      forOwn((c, { id }, { launcher: { queue }, actor }) => wished(c, queue.retry(id, actor.name))),
    )
    .post(
      "/:id/resume",
      forOwn((c, { id }, { launcher: { queue }, actor }) => wished(c, queue.resume(id, actor.name))),
    )
    .post(
      "/:id/priority",
      forOwn(async (c, { id }, { launcher: { queue }, actor }) => {
        const body = PriorityBody.safeParse(await c.req.json().catch(() => null));
        if (!body.success) return c.json({ error: describeIssues(body.error) }, 400);
        return wished(c, queue.setPriority(id, body.data.priority, actor.name));
      }),
    )
    .get(
      "/:id/use",
      forLaunch("viewer", (c, launch, { launcher: { folder } }) => {
        const asked = WhichAttempt.safeParse(c.req.query());
        if (!asked.success) return c.json({ error: describeIssues(asked.error) }, 400);
        const { attempt: number = launch.attempt } = asked.data;
        const answer: UseAnswer = { curves: readUse(folder, { id: launch.id, number }) };
        return c.json(answer);
      }),
    )
    .get(
      "/:id/output",
      forLaunch("viewer", (c, launch, { launcher: { folder } }) => {
        const part = Part.safeParse(c.req.query());
        if (!part.success) return c.json({ error: describeIssues(part.error) }, 400);
        const { attempt = launch.attempt, from = 0, length } = part.data;
        const { bytes, start, size } = readOutput(folder, { id: launch.id, number: attempt }, from, length);
        // Never to be shown by a browser as it is: a run may print HTML.
        c.header("Content-Type", "application/octet-stream");
        c.header("Content-Disposition", "attachment");
        c.header("X-Output-Start", String(start));
        c.header("X-Output-Size", String(size));
        return c.body(bytes);
      }),
    )
    .get(
      "/:id/output/search",
      forLaunch("viewer", async (c, launch, { launcher: { folder } }) => {
        const asked = Search.safeParse(c.req.query());
        if (!asked.success) return c.json({ error: describeIssues(asked.error) }, 400);
        const { attempt = launch.attempt, ...search } = asked.data;
        const answer: OutputSearchAnswer = await searchOutput(folder, { id: launch.id, number: attempt }, search);
        return c.json(answer);
      }),
    )
    .get(
      "/:id/output/file",
      forLaunch("viewer", (c, launch, { launcher: { folder } }) => {
        const part = Part.safeParse(c.req.query());
        if (!part.success) return c.json({ error: describeIssues(part.error) }, 400);
        const number = part.data.attempt ?? launch.attempt;
        const stream = openOutputStream(folder, { id: launch.id, number });
        if (stream === null) return c.json({ error: t`It has written nothing.` }, 404);
        c.header("Content-Type", "application/octet-stream");
        c.header("Content-Disposition", `attachment; filename="${launch.id}-${number}.log"`);
        return c.body(stream);
      }),
    );
}

/** Use and steps are read for those under way only: a list may have a thousand that have ended. */
function sightOf(launch: Launch, { folder, whyWaiting, stepsOf }: Launcher): LaunchSight {
  const { id, attempt, phase, order } = launch;
  const isUnderWay = "progress" in phase;
  return {
    waitsFor: whyWaiting(launch),
    use: isUnderWay ? latestUse(folder, { id, number: attempt }) : null,
    stepsDone: isUnderWay && order.logdir !== null ? stepsOf(order.logdir) : null,
  };
}

const NO_LAUNCH = t`There is no launch with this id.`;

function tell(c: Context, text: string): Response {
  const answer: WishAnswer = { text };
  return c.json(answer);
}

const wished = (c: Context, wish: Wish): Response =>
  wish.kind === "unknown launch" ? c.json({ error: NO_LAUNCH }, 404) : tell(c, wish.text);
