/** Advice on what the store holds, computed again only when it has changed. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { adviseSweep } from "../advisor/advise.ts";
import { toExperiments } from "../advisor/experiment.ts";
import type { AdviceOptions, RunLog } from "../advisor/input.ts";
import { withStages } from "../advisor/stage.ts";
import { toSweeps } from "../advisor/sweep.ts";
import type { AdviceAnswer, SweepAdvice } from "../core/advice.ts";
import type { Series } from "../core/series.ts";
import { toWallTime } from "../core/units.ts";
import type { Run } from "../store/run.ts";
import type { Store } from "../store/store.ts";

/** The advisor's view of `runs`. `now`: seconds since the Unix epoch. */
export function toRunLogs(runs: readonly Run[], now: number): RunLog[] {
  return runs.map((run) => {
    const series = new Map<string, Series>();
    for (const tag of run.tags()) {
      const points = run.series(tag);
      if (points !== null && points.length > 0) series.set(tag, points);
    }
    const startedAt = run.startedAt();
    return {
      name: run.name,
      state: run.stateAt(now),
      hparams: run.hparams(),
      series,
      startedAt: startedAt === null ? null : toWallTime(startedAt),
    };
  });
}

const NOTHING_CHOSEN: AdviceOptions = {};

/**
 * Advice on `store` as it is when asked, sweep by sweep: only sweeps in which something changed are thought about again,
 * and between two of them other requests get their turn.
 */
export class AdviceKeeper {
  private known = new Map<string, { readonly basis: string; readonly advice: SweepAdvice }>();
  private answer: AdviceAnswer = { version: 1, sweeps: [] };
  private version = -1;
  private options: AdviceOptions | null = null;
  private thinking: Promise<AdviceAnswer> | null = null;

  /** `now`: seconds since the Unix epoch. `optionsNow`: what the reader decided; the same object while that is the same. */
  constructor(
    private readonly store: Store,
    private readonly now: () => number,
    private readonly optionsNow: () => AdviceOptions = () => NOTHING_CHOSEN,
  ) {}

  /** The advice; several that ask at once get the same answer. */
  advise(): Promise<AdviceAnswer> {
    if (this.version === this.store.version && this.options === this.optionsNow()) return Promise.resolve(this.answer);
    this.thinking ??= this.thinkItOver().finally(() => {
      this.thinking = null;
    });
    return this.thinking;
  }

  /** Who has just decided something waits for an answer that knows of it. */
  private async thinkItOver(): Promise<AdviceAnswer> {
    let answer = await this.think();
    while (this.options !== this.optionsNow()) answer = await this.think();
    return answer;
  }

  private async think(): Promise<AdviceAnswer> {
    const { version } = this.store;
    const runs = this.store.runs();
    const now = this.now();
    const options = this.optionsNow();
    if (options !== this.options) this.known = new Map();
    const bases = new Map(runs.map((run) => [run.name, `${run.id}:${run.version}:${run.stateAt(now)}`]));
    const next = new Map<string, { readonly basis: string; readonly advice: SweepAdvice }>();
    const sweeps: SweepAdvice[] = [];
    for (const sweep of toSweeps(toExperiments(toRunLogs(runs, now)), options.sweeps)) {
      const basis = sweep.experiments.flatMap(({ runs: names }) => names.map((name) => bases.get(name))).join(" ");
      const before = this.known.get(sweep.id);
      if (before?.basis !== basis) await nextTurn();
      const advice = before?.basis === basis ? before.advice : adviseSweep(sweep, options);
      next.set(sweep.id, { basis, advice });
      sweeps.push(advice);
    }
    this.known = next;
    this.answer = { version: 1, sweeps: withStages(sweeps) };
    this.version = version;
    this.options = options;
    return this.answer;
  }
}
