/** `/api/launches`: what is queued, runs and has run; to launch, stop and try again; and what runs wrote. */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as z from "zod";
import type { LaunchAnswer, LaunchesAnswer, PreviewAnswer, SubmittedAnswer, WishAnswer } from "../../core/launches.ts";
import { keepSnapshot, readSnapshot, takeSnapshot } from "../../launcher/code-snapshot.ts";
import { commandLine } from "../../launcher/command-line.ts";
import { type Launch, Submission } from "../../launcher/launch.ts";
import { summarizeLaunch } from "../../launcher/launch-summary.ts";
import type { Launcher } from "../../launcher/launcher.ts";
import { readOutput } from "../../launcher/output.ts";
import type { Wish } from "../../launcher/queue.ts";
import { redactArguments, redactEnvironment } from "../../launcher/redact.ts";
import { UNASKED_RUNS } from "../../launcher/sweep.ts";
import { StateFailure } from "../../store/database.ts";
import { type Access, credentialsOf } from "../access.ts";
import { describeIssues } from "../refusal.ts";

const LARGEST_BODY_BYTES = 64 * 1024 * 1024;
const MOST_LISTED = 1000;
const MOST_PREVIEWED = 20;
const MOST_OUTPUT_BYTES = 1024 * 1024;

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_LISTED).default(200),
  offset: z.coerce.number().int().min(0).default(0),
});
const Part = z.object({
  attempt: z.coerce.number().int().min(1).optional(),
  from: z.coerce.number().int().optional(),
  length: z.coerce.number().int().min(0).max(MOST_OUTPUT_BYTES).default(MOST_OUTPUT_BYTES),
});
const Submit = Submission.extend({ confirmed: z.boolean().default(false) });
const PauseBody = z.strictObject({ because: z.string().max(500).default("somebody paused it") });
const CancelBody = z.strictObject({ project: z.string().nullable().default(null) });
const SlotsBody = z.strictObject({ slots: z.int().min(1).max(10_000) });

export interface LaunchesOptions {
  readonly access: Access;
  /** The launcher, or why there is none in one sentence. */
  readonly launcher: () => Launcher | string;
  readonly stateDir: string;
}

/** What a handler gets once it is clear that the request may have it. */
interface Admitted {
  readonly launcher: Launcher;
  readonly who: string;
}

export function launchesRoute({ access, launcher, stateDir }: LaunchesOptions): Hono {
  /** Every handler stands behind this; a test asks each route without a login. */
  const admitted =
    (handle: (c: Context, admitted: Admitted) => Response | Promise<Response>) =>
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
  const taking = <T>(
    shape: z.ZodType<T>,
    handle: (c: Context, body: T, admitted: Admitted) => Response | Promise<Response>,
  ) =>
    admitted(async (c, given) => {
      const body = shape.safeParse(await c.req.json().catch(() => null));
      if (!body.success) return c.json({ error: describeIssues(body.error) }, 400);
      return handle(c, body.data, given);
    });
  /** A handler for the launch that the path names. */
  const forLaunch = (handle: (c: Context, launch: Launch, admitted: Admitted) => Response) =>
    admitted((c, given) => {
      const { table } = given.launcher;
      const named = c.req.param("id") ?? "";
      const [id = named, another] = table.idsBeginning(named);
      if (another !== undefined) return c.json({ error: `Several launches begin with ${named}.` }, 409);
      const launch = table.get(id);
      return launch === null ? c.json({ error: NO_LAUNCH }, 404) : handle(c, launch, given);
    });

  return new Hono()
    .use(bodyLimit({ maxSize: LARGEST_BODY_BYTES }))
    .get(
      "/",
      admitted((c, { launcher: { queue, table, slots } }) => {
        const page = Page.safeParse(c.req.query());
        if (!page.success) return c.json({ error: describeIssues(page.error) }, 400);
        const launches = table.latest(page.data.limit, page.data.offset).map(summarizeLaunch);
        const { pause, problem } = queue;
        const answer: LaunchesAnswer = {
          paused: pause?.because ?? null,
          problem,
          slots: slots(),
          counts: table.counts(),
          launches,
        };
        return c.json(answer);
      }),
    )
    .post(
      "/preview",
      taking(Submission, (c, { launches }) => {
        const answer: PreviewAnswer = {
          count: launches.length,
          commands: launches.slice(0, MOST_PREVIEWED).map(({ name, order: { command } }) => ({
            name,
            command: commandLine(redactArguments(command.argv)),
            isShell: command.shell,
            cwd: command.cwd,
          })),
          needsConfirmation: launches.length > UNASKED_RUNS,
        };
        return c.json(answer);
      }),
    )
    .post(
      "/",
      taking(Submit, async (c, { confirmed, ...submission }, { launcher: { queue }, who }) => {
        const count = submission.launches.length;
        if (count > UNASKED_RUNS && !confirmed) {
          const error = `These are ${count} launches; more than ${UNASKED_RUNS} have to be confirmed (\`confirmed\`: true).`;
          return c.json({ error }, 409);
        }
        const submitted = queue.submit(await withCode(submission, stateDir), who);
        if (submitted.kind === "refused") return c.json({ error: submitted.because }, 400);
        const answer: SubmittedAnswer = { ids: submitted.ids, isNew: submitted.isNew };
        return c.json(answer);
      }),
    )
    .post(
      "/pause",
      taking(PauseBody, (c, { because }, { launcher: { queue } }) => {
        queue.setPause({ because });
        return tell(c, "Nothing new is started; what runs goes on.");
      }),
    )
    .post(
      "/resume",
      admitted((c, { launcher: { queue } }) => {
        queue.setPause(null);
        return tell(c, "The queue goes on.");
      }),
    )
    .post(
      "/cancel",
      taking(CancelBody, (c, { project }, { launcher: { queue }, who }) =>
        tell(c, `${queue.cancelQueued(project, who)} launches were taken out of the queue.`),
      ),
    )
    .post(
      "/slots",
      taking(SlotsBody, (c, { slots }, { launcher: current }) => {
        current.setSlots(slots);
        return tell(c, `At most ${slots} CPU slots are used at once.`);
      }),
    )
    .get(
      "/:id",
      forLaunch((c, launch) => {
        const { code, command } = launch.order;
        const answer: LaunchAnswer = {
          launch: summarizeLaunch(launch),
          env: redactEnvironment(command.env),
          code: code === null ? null : readSnapshot(stateDir, code),
        };
        return c.json(answer);
      }),
    )
    .post(
      "/:id/stop",
      forLaunch((c, { id }, { launcher: { queue }, who }) => wished(c, queue.stop(id, who))),
    )
    .post(
      "/:id/retry",
      forLaunch((c, { id }, { launcher: { queue }, who }) => wished(c, queue.retry(id, who))),
    )
    .get(
      "/:id/output",
      forLaunch((c, launch, { launcher: { folder } }) => {
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
    );
}

const NO_LAUNCH = "There is no launch with this id.";

function tell(c: Context, text: string): Response {
  const answer: WishAnswer = { text };
  return c.json(answer);
}

const wished = (c: Context, wish: Wish): Response =>
  wish.kind === "unknown launch" ? c.json({ error: NO_LAUNCH }, 404) : tell(c, wish.text);

/** The submission, each launch with the state of the code in its directory at this moment. */
async function withCode(submission: Submission, stateDir: string): Promise<Submission> {
  const names = new Map<string, Promise<string>>();
  const nameFor = (directory: string): Promise<string> => {
    const known = names.get(directory);
    if (known !== undefined) return known;
    const name = takeSnapshot(directory, process.env).then((snapshot) => keepSnapshot(stateDir, snapshot));
    names.set(directory, name);
    return name;
  };
  const launches = await Promise.all(
    submission.launches.map(async (launch) => ({
      ...launch,
      order: { ...launch.order, code: launch.order.code ?? (await nameFor(launch.order.command.cwd)) },
    })),
  );
  return { ...submission, launches };
}
