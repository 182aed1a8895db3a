/** `/api/autopause`: who lets the advice pause hopeless runs of which sweep, and what it has paused. */

import { Hono } from "hono";
import * as z from "zod";
import { type Actor, mayAct } from "../../core/actor.ts";
import type { AdviceAnswer, SweepAdvice } from "../../core/advice.ts";
import type { AutopauseAnswer, AutopauseSweep, PausedRun } from "../../core/autopause.ts";
import type { WishAnswer } from "../../core/launches.ts";
import { t } from "../../core/text.ts";
import type { Launch } from "../../launcher/launch.ts";
import type { Launcher } from "../../launcher/launcher.ts";
import type { PauseConsent } from "../../launcher/pausing/pause-table.ts";
import { reaches } from "../../launcher/pausing/pausing.ts";
import { type LaunchAdmissionOptions, launchAdmission } from "../admission/admission.ts";
import type { AutoPauser } from "../auto-pauser.ts";

export interface Autopausing {
  readonly pauser: Pick<AutoPauser, "reachOf" | "launchesOf">;
  readonly advise: () => Promise<AdviceAnswer>;
  /** What was advised last, for those who only look. */
  readonly latest: () => AdviceAnswer;
  /** Names the log directories that the sweeps are in. */
  readonly place: string;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
}

export type AutopauseOptions = LaunchAdmissionOptions & Autopausing;

/** `sweep`: its id or its title. */
const Consent = z.strictObject({ sweep: z.string().min(1), on: z.boolean() });

export function autopauseRoute({ pauser, advise, latest, place, now, ...options }: AutopauseOptions): Hono {
  const { admitted, taking } = launchAdmission(options);

  const consentOf = (sweep: SweepAdvice, { name, isOwner }: Actor): PauseConsent => ({
    sweep: sweep.id,
    title: sweep.title,
    who: name,
    isOwner,
    at: now(),
  });

  const summarize = (sweep: SweepAdvice, launcher: Launcher, actor: Actor): AutopauseSweep => {
    const consents = launcher.pauses.consents(place).filter((consent) => consent.sweep === sweep.id);
    const { underWay, paused } = pauser.launchesOf(sweep, launcher);
    const mine = consentOf(sweep, actor);
    const reached = mayAct(actor.role, "launcher")
      ? underWay.filter((launch) => reaches(pauser.reachOf(mine), mine, launch))
      : [];
    return {
      sweep: sweep.id,
      title: sweep.title,
      consents: consents.flatMap((consent) => {
        const reach = pauser.reachOf(consent);
        return reach === "none" ? [] : [{ who: consent.who, at: consent.at, reach }];
      }),
      isMine: consents.some(({ who }) => who === actor.name),
      underWay: reached.length,
      resuming: reached.filter(resumes).length,
      paused: paused.flatMap((launch): PausedRun[] => {
        const pause = launcher.pauses.of(launch.id);
        if (pause === null) return [];
        const { at, because } = pause;
        return [{ launch: launch.id, name: launch.name, at, because, resumes: resumes(launch) }];
      }),
    };
  };

  return new Hono()
    .get(
      "/",
      admitted("viewer", async (c, { launcher, actor }) => {
        const known = latest();
        const { sweeps } = known.sweeps.length > 0 ? known : await advise();
        const answer: AutopauseAnswer = { sweeps: sweeps.map((sweep) => summarize(sweep, launcher, actor)) };
        return c.json(answer);
      }),
    )
    .post(
      "/",
      taking("launcher", Consent, async (c, { sweep: named, on }, { launcher, actor }) => {
        const find = ({ sweeps }: AdviceAnswer) => sweeps.find(({ id, title }) => id === named || title === named);
        const sweep = find(latest()) ?? find(await advise());
        if (sweep === undefined) {
          const known = latest()
            .sweeps.map(({ title }) => title)
            .join(", ");
          return c.json({ error: t`There is no sweep ${named}; there is ${known || t`none`}.` }, 404);
        }
        const { pauses, table } = launcher;
        if (on) pauses.consent(place, consentOf(sweep, actor));
        else pauses.withdraw(place, sweep.id, actor.name);
        table.note(actor.name, on ? "autopause on" : "autopause off", sweep.title, now());
        const answer: WishAnswer = {
          text: on ? consented(sweep, actor) : t`Runs of ${sweep.title} are not paused any more.`,
        };
        return c.json(answer);
      }),
    );
}

const consented = ({ title }: SweepAdvice, { role }: Actor): string =>
  mayAct(role, "admin")
    ? t`Hopeless runs of ${title} are paused on the advice's word: the best three always go on, and tuneboard resume takes a paused one up again.`
    : t`Hopeless runs of ${title} that you launched are paused on the advice's word: the best three always go on, and tuneboard resume takes a paused one up again.`;

const resumes = ({ order }: Launch): boolean => order.again?.resumes === true;
