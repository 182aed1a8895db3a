/** Pauses what the advice gives up, where somebody agreed to it: looks every few seconds, and acts on what two looks in a row say. */
import { setTimeout as sleep } from "node:timers/promises";
import type { User } from "../access/people.ts";
import { mayAct } from "../core/actor.ts";
import type { SweepAdvice } from "../core/advice.ts";
import { isPaused, type Launch } from "../launcher/launch.ts";
import type { Launcher } from "../launcher/launcher.ts";
import type { PauseConsent } from "../launcher/pausing/pause-table.ts";
import { type ConsentReach, type Hopeless, hasMadeEnoughSteps, hopelessRuns } from "../launcher/pausing/pausing.ts";
import type { Store } from "../store/store.ts";
import type { Considered } from "./advice-cache.ts";
import { Comebacks } from "./comebacks.ts";
import { isRunOf, nameIn, runIn } from "./launched-runs.ts";
import { hasDiverged } from "./sight.ts";

export interface AutoPauserOptions {
  /** The launcher, or why there is none. */
  readonly launcher: () => Launcher | string;
  /** Names the log directories that are followed. */
  readonly place: string;
  readonly store: Store;
  readonly considered: () => Promise<Considered>;
  readonly users: () => readonly User[];
  readonly report: (sentence: string) => void;
  readonly pauseMs?: number;
}

const PAUSE_MS = 5000;

export class AutoPauser {
  /** What the look before would have paused: a single bad moment of a curve pauses nothing. */
  private suspects: ReadonlySet<string> = new Set();
  private told = "";
  private readonly comebacks: Comebacks;

  constructor(private readonly options: AutoPauserOptions) {
    this.comebacks = new Comebacks({ ...options, reachOf: (consent) => this.reachOf(consent) });
  }

  /** Looks again and again until `signal` aborts. */
  async keepLooking(signal: AbortSignal): Promise<void> {
    const { pauseMs = PAUSE_MS, report } = this.options;
    while (!signal.aborted) {
      try {
        await this.look();
        this.told = "";
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        if (sentence !== this.told) report(`Hopeless runs are not paused: ${sentence}`);
        this.told = sentence;
      }
      await sleep(pauseMs, null, { signal, ref: false }).catch(() => {});
    }
  }

  /** Looks once. Where nobody agreed to anything, or nothing runs, the advisor is left alone. */
  async look(): Promise<void> {
    const { launcher, place, considered } = this.options;
    const before = launcher();
    const mayPause =
      typeof before !== "string" && before.queue.underWay().length > 0 && before.pauses.consents(place).length > 0;
    const found = mayPause ? this.hopeless(await considered()) : [];
    const current = launcher(); // another process may have it by now
    if (typeof current === "string") return;
    for (const { launch, because, consent } of found)
      if (this.suspects.has(launch.id))
        current.queue.pauseRun(launch.id, { because, sweep: consent.sweep, who: consent.who });
    this.suspects = new Set(found.map(({ launch }) => launch.id));
    await this.comebacks.look();
  }

  private hopeless({ answer, ageSecs, runIds }: Considered): Hopeless[] {
    const { launcher, place } = this.options;
    const current = launcher();
    if (typeof current === "string") return [];
    const { pauses, queue, table } = current;
    const consents = pauses.consents(place).map((consent) => ({ consent, reach: this.reachOf(consent) }));
    const launches = this.launchesByName(queue.underWay(), runIds);
    return answer.sweeps.flatMap((sweep) =>
      hopelessRuns({
        sweep,
        ageSecs,
        launches,
        consents: consents.filter(({ consent }) => consent.sweep === sweep.id),
        wasPaused: (id) => pauses.of(id) !== null,
        isNeeded: (id) => table.isNeeded(id),
        hasShownItself: (launch) => this.hasShownItself(launch, current),
      }),
    );
  }

  /** Launches by what the advice calls their runs; only those of which the advice knew the logs. */
  private launchesByName(launches: readonly Launch[], runIds: Considered["runIds"]): Map<string, Launch> {
    const known = [...runIds.keys()];
    return new Map(
      launches.flatMap((launch): [string, Launch][] => {
        const name = launch.order.logdir === null ? null : nameIn(this.options.store, launch.order.logdir);
        const hasLogs = known.some((run) => isRunOf(name, run));
        return name !== null && hasLogs ? [[name, launch]] : [];
      }),
    );
  }

  private hasShownItself({ order }: Launch, { stepsOf }: Launcher): boolean {
    const { logdir } = order;
    if (logdir === null) return false;
    if (hasMadeEnoughSteps(order, stepsOf(logdir))) return true;
    const run = runIn(this.options.store, logdir);
    return run !== null && hasDiverged(run);
  }

  /** What a consent reaches today: as much as whoever gave it may stop. One who was taken out and came again has to agree again. */
  reachOf({ who, isOwner, at }: PauseConsent): ConsentReach {
    if (isOwner) return "all";
    const user = this.options.users().find(({ name }) => name === who);
    if (user === undefined || user.createdAt > at || !mayAct(user.role, "launcher")) return "none";
    return mayAct(user.role, "admin") ? "all" : "own";
  }

  /** The launches of `sweep` that are under way, and those of its runs that are paused. */
  launchesOf(sweep: SweepAdvice, current: Launcher): { readonly underWay: Launch[]; readonly paused: Launch[] } {
    const isOfSweep = ({ order }: Launch): boolean => {
      const name = order.logdir === null ? null : nameIn(this.options.store, order.logdir);
      return sweep.runs.some((run) => isRunOf(name, run));
    };
    const paused = current.pauses.launchesOf(sweep.id).flatMap((id) => current.table.get(id) ?? []);
    return { underWay: current.queue.underWay().filter(isOfSweep), paused: paused.filter(isPaused).filter(isOfSweep) };
  }
}
