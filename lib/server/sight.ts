/** What the notifier looks at: launches, runs and advice as they are now. */
import { join } from "node:path";
import type { AdviceAnswer } from "../core/advice.ts";
import { say } from "../core/text.ts";
import { describeEnding, type Launch, outcomeOf } from "../launcher/launch.ts";
import type { Launcher } from "../launcher/launcher.ts";
import type { Sight } from "../notify/news.ts";
import type { Run } from "../store/run.ts";
import type { Store } from "../store/store.ts";

export interface SightSources {
  readonly store: Store;
  /** The launcher, or why there is none. */
  readonly launcher: () => Launcher | string;
  readonly advise: () => Promise<AdviceAnswer>;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
}

/** An end is noticed within seconds; this is for machines that sleep. */
const ENDED_WITHIN_SECS = 600;

/** Looks, and remembers of each run what only its points can change. */
export class Sights {
  private diverged = new Map<string, { readonly version: number; readonly hasDiverged: boolean }>();

  constructor(private readonly sources: SightSources) {}

  /** `withAdvice`: the advisor is asked, too. While logs are read for the first time, runs are not looked at: nothing in them is new. */
  async look(withAdvice: boolean): Promise<Sight> {
    const { store, launcher, advise, now } = this.sources;
    const current = launcher();
    const at = now();
    const launches =
      typeof current === "string"
        ? []
        : [...current.queue.underWay(), ...current.table.endedSince(at - ENDED_WITHIN_SECS)];
    const logdirs = new Set(launches.map(({ order }) => order.logdir));
    const roots = new Map(store.logdirs().map(({ name, path }) => [name, path]));
    const runs = store.loading === null ? store.runs() : [];
    const looked = new Map<string, ReturnType<typeof this.divergenceOf>>(
      runs.map((run) => [run.id, this.divergenceOf(run)]),
    );
    this.diverged = looked;
    return {
      launches: new Map(launches.map((launch) => [launch.id, launchIn(launch)])),
      runs: new Map(
        runs.map((run) => [
          run.id,
          {
            name: run.name,
            state: run.stateAt(at),
            hasDiverged: looked.get(run.id)?.hasDiverged === true,
            launched: logdirs.has(join(roots.get(run.logdir) ?? "", run.path)),
          },
        ]),
      ),
      advice: withAdvice ? adviceIn(await advise()) : null,
    };
  }

  private divergenceOf(run: Run): { readonly version: number; readonly hasDiverged: boolean } {
    const known = this.diverged.get(run.id);
    return known?.version === run.version ? known : { version: run.version, hasDiverged: hasDiverged(run) };
  }
}

function launchIn(launch: Launch) {
  const { name, phase } = launch;
  const ending = phase.state === "ended" ? say(describeEnding(phase.record.ending), null) : "";
  return { name, outcome: outcomeOf(launch), ending };
}

/** By the last values: what was not finite once and has recovered is no news. */
export function hasDiverged(run: Run): boolean {
  return run.tags().some((tag) => {
    const series = run.series(tag);
    return series !== null && series.length > 0 && !Number.isFinite(series.values[series.length - 1]);
  });
}

const adviceIn = ({ sweeps }: AdviceAnswer): Sight["advice"] =>
  new Map(
    sweeps.map(({ id, title, advice }) => {
      const picks = advice.filter(({ verdict }) => verdict === "pick");
      // What is advised, not how it is worded: evidence changes with every point.
      const answer = JSON.stringify(picks.map(({ rule, value }) => [rule, value]));
      return [id, { title, answer, headline: picks[0]?.headline ?? "nothing is clear any more" }];
    }),
  );
