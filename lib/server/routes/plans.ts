/** `/api/plans`: what can be launched from here, what a wish on the launch form would run, and to queue it. */
import { type Context, Hono } from "hono";
import * as z from "zod";
import type { WishPreview } from "../../core/launch-form.ts";
import type { SubmittedAnswer } from "../../core/launches.ts";
import { t } from "../../core/text.ts";
import { withCode } from "../../launcher/commands/submission-code.ts";
import { type Launch, Priority } from "../../launcher/launch.ts";
import { previewOf } from "../../launcher/launch-summary.ts";
import type { Launcher } from "../../launcher/launcher.ts";
import { UNASKED_RUNS } from "../../launcher/plans/sweep.ts";
import { stepsToMake } from "../../launcher/plans/trial.ts";
import { estimate } from "../../launcher/queue/estimate.ts";
import { launchAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import { type FormFacts, findPlans, launchesFor, WishSchema } from "../launch-wishes.ts";
import type { LaunchesOptions } from "./launches.ts";

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;
const MOST_WAITING = 10_000;

const Preview = z.strictObject({ wish: WishSchema, priority: Priority.default(0) });
const Submit = Preview.extend({ key: z.string().min(8).max(200), confirmed: z.boolean().default(false) });

export interface PlansOptions extends LaunchesOptions {
  readonly forms: FormFacts;
}

export function plansRoute({ forms, stateDir, ...who }: PlansOptions): Hono {
  const { admitted, taking } = launchAdmission(who);
  const submitted = (c: Context, ids: readonly string[], isNew: boolean): Response => {
    const answer: SubmittedAnswer = { ids, isNew };
    return c.json(answer);
  };
  return new Hono()
    .use(bodyUpTo(LARGEST_BODY_BYTES))
    .get(
      "/",
      admitted("launcher", async (c, { launcher }) => c.json(await findPlans(forms, launcher.table))),
    )
    .post(
      "/preview",
      taking("launcher", Preview, async (c, { wish, priority }, { launcher }) => {
        const read = await launchesFor(wish, priority, forms, launcher.table);
        if (read.kind === "unusable") return c.json({ error: read.because }, 400);
        const answer: WishPreview = {
          ...previewOf(read.launches),
          estimate: estimate(read.launches, {
            paces: forms.pacesBelow(read.project.logdir),
            ahead: stepsAhead(launcher, priority),
            slots: launcher.slots(),
            gpus: launcher.machine().gpus.filter(({ unusable }) => unusable === null).length,
          }),
        };
        return c.json(answer);
      }),
    )
    .post(
      "/launch",
      taking("launcher", Submit, async (c, { wish, priority, key, confirmed }, { launcher, actor }) => {
        // Before anything else: once it is queued its folders may be there, and the same wish would name others.
        const before = launcher.table.submittedAs(key);
        if (before.length > 0) return submitted(c, before, false);
        const read = await launchesFor(wish, priority, forms, launcher.table);
        if (read.kind === "unusable") return c.json({ error: read.because }, 400);
        const count = read.launches.length;
        if (count > UNASKED_RUNS && !confirmed)
          return c.json(
            { error: t`These are ${count} launches; more than ${UNASKED_RUNS} have to be confirmed.` },
            409,
          );
        const done = launcher.queue.submit(await withCode({ key, launches: [...read.launches] }, stateDir), actor.name);
        return done.kind === "refused" ? c.json({ error: done.because }, 400) : submitted(c, done.ids, done.isNew);
      }),
    );
}

/** Steps that what runs, and what waits with at least this priority, still has to make. */
function stepsAhead({ queue, table, stepsOf }: Launcher, priority: number): (number | null)[] {
  const left = ({ order }: Launch): number | null => {
    const steps = stepsToMake(order);
    const made = order.logdir === null ? 0 : (stepsOf(order.logdir) ?? 0);
    return steps === null ? null : Math.max(0, steps - made);
  };
  const waiting = table
    .waiting(Number.MAX_SAFE_INTEGER, MOST_WAITING, 0)
    .filter((launch) => launch.priority >= priority);
  return [...queue.underWay(), ...waiting].map(left);
}
