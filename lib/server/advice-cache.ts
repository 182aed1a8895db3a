/** Advice on what the store holds, computed again only when it has changed. */
import { advise } from "../advisor/advise.ts";
import type { AdviceOptions, RunLog } from "../advisor/input.ts";
import type { AdviceAnswer } from "../core/advice.ts";
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

/** A function that answers with the advice on `store` as it is when called. */
export function cachedAdvice(store: Store, now: () => number, options: AdviceOptions = {}): () => AdviceAnswer {
  let version = -1;
  let answer: AdviceAnswer = { version: 1, sweeps: [] };
  return () => {
    if (version !== store.version) {
      version = store.version;
      answer = advise(toRunLogs(store.runs(), now()), options);
    }
    return answer;
  };
}
