/** Takes up again what the advice paused, where everything that went on beside it came to nothing. */
import type { SweepAdvice } from "../core/advice.ts";
import { isPaused, type Launch } from "../launcher/launch.ts";
import type { Launcher } from "../launcher/launcher.ts";
import { comeback, type Fate } from "../launcher/pausing/comeback.ts";
import type { PauseConsent } from "../launcher/pausing/pause-table.ts";
import { type ConsentReach, reaches } from "../launcher/pausing/pausing.ts";
import type { Store } from "../store/store.ts";
import type { Considered } from "./advice-cache.ts";
import { isRunOf, nameIn, runIn } from "./launched-runs.ts";
import { hasDiverged } from "./sight.ts";

type QueueParts = Pick<Launcher, "queue" | "table" | "pauses">;

export interface ComebacksOptions {
  /** The launcher, or why there is none. */
  readonly launcher: () => QueueParts | string;
  /** Names the log directories that are followed. */
  readonly place: string;
  readonly store: Store;
  readonly considered: () => Promise<Considered>;
  readonly reachOf: (consent: PauseConsent) => ConsentReach;
}

export class Comebacks {
  /** The state of launches and consents that was looked at last, in which there was nothing to do. */
  private settled = "";

  constructor(private readonly options: ComebacksOptions) {}

  /** Looks once. The advisor is asked which runs belong together only where a paused run could be meant, nothing waits, and something has changed. */
  async look(): Promise<void> {
    const { launcher, considered } = this.options;
    const before = launcher();
    if (typeof before === "string" || before.table.counts().queued > 0) return;
    const consents = this.consentsWithPaused(before);
    const state = JSON.stringify([before.table.counts(), consents]);
    if (consents.length === 0 || state === this.settled) return;
    const { answer } = await considered();
    const current = launcher(); // another process may have it by now
    if (typeof current === "string" || current.table.counts().queued > 0) return;
    for (const consent of consents) {
      const sweep = answer.sweeps.find(({ id }) => id === consent.sweep);
      const launch = sweep === undefined ? null : this.comebackIn(sweep, consent, current);
      if (launch !== null) return void current.queue.resume(launch.id, `the advice, for ${consent.who}`);
    }
    this.settled = state;
  }

  private consentsWithPaused({ pauses, table }: QueueParts): PauseConsent[] {
    const isStillPaused = (id: string): boolean => {
      const launch = table.get(id);
      return launch !== null && isPaused(launch);
    };
    return pauses.consents(this.options.place).filter(({ sweep }) => pauses.launchesOf(sweep).some(isStillPaused));
  }

  private comebackIn(sweep: SweepAdvice, consent: PauseConsent, { pauses, table, queue }: QueueParts): Launch | null {
    const { store, reachOf } = this.options;
    const reach = reachOf(consent);
    const paused = pauses.launchesOf(sweep.id).flatMap((id) => {
      const launch = table.get(id);
      return launch !== null && isPaused(launch) && reaches(reach, consent, launch) ? [launch] : [];
    });
    const directories = new Set(paused.flatMap(({ order }) => order.logdir ?? []));
    const underWay = new Set(queue.underWay().flatMap(({ order }) => order.logdir ?? []));
    const fates = new Map<string, Fate>();
    for (const { logdir, outcome } of table.endingsSince(0)) fates.set(logdir, this.fateOf(logdir, outcome));
    for (const logdir of underWay) fates.set(logdir, "goes on");
    const launched = table.commandLinesAfter(-1).map(({ logdir }) => logdir);
    const others = sweep.runs.flatMap((run): Fate[] => {
      const isOwn = (logdir: string): boolean => isRunOf(nameIn(store, logdir), run);
      const own = [...fates].find(([logdir]) => isOwn(logdir));
      if (own !== undefined) return directories.has(own[0]) ? [] : [own[1]];
      if (launched.some(isOwn)) return []; // an earlier attempt: the last one counts
      return ["came through"]; // not ours: nobody knows what it is good for
    });
    const goal = sweep.metric?.goal ?? "max";
    return comeback(
      paused.map((launch) => ({ launch, best: this.bestOf(launch, sweep.metric?.tag ?? null, goal) })),
      others,
      goal,
    );
  }

  /** `outcome`: the kind of the ending. A run that came to its end with numbers that are none came to nothing. */
  private fateOf(logdir: string, outcome: string): Fate {
    if (outcome === "stopped" || outcome === "cancelled") return "was stopped";
    if (outcome !== "completed") return "came to nothing";
    const run = runIn(this.options.store, logdir);
    return run !== null && hasDiverged(run) ? "came to nothing" : "came through";
  }

  private bestOf({ order }: Launch, tag: string | null, goal: "max" | "min"): number | null {
    const run = order.logdir === null ? null : runIn(this.options.store, order.logdir);
    const values = tag === null ? [] : [...(run?.series(tag)?.values ?? [])].filter(Number.isFinite);
    return values.reduce<number | null>(
      (best, value) => (best === null ? value : goal === "max" ? Math.max(best, value) : Math.min(best, value)),
      null,
    );
  }
}
