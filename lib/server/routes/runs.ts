/** `GET /api/runs`: every run with its tags, settings, state and problems. */
import { Hono } from "hono";
import type { RunSummary, RunsAnswer } from "../../core/api.ts";
import { toJsonNumber } from "../../core/series.ts";
import type { Run } from "../../store/run.ts";
import { problemsOf } from "../../store/run-problems.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import type { Engine } from "../engine.ts";

/** `GET /api/runs`; see `runsAnswer`. */
export const runsRoute = (options: ReadOptions): Hono =>
  new Hono().get(
    "/",
    readAdmission(options).admitted("guest", (c, { engine }) => c.json(runsAnswer(engine))),
  );

/** All runs as the page lists them. Tag names are sent once. */
export function runsAnswer({ store, now }: Pick<Engine, "store" | "now">): RunsAnswer {
  const tagIndex = new Map<string, number>();
  const indexOf = (tag: string): number => {
    let index = tagIndex.get(tag);
    if (index === undefined) {
      index = tagIndex.size;
      tagIndex.set(tag, index);
    }
    return index;
  };
  const runs = store.runs().map((run) => summarize(run, indexOf, now()));
  return { version: store.version, logdirs: store.logdirs(), loading: store.loading, tags: [...tagIndex.keys()], runs };
}

function summarize(run: Run, indexOf: (tag: string) => number, now: number): RunSummary {
  const tagIndices: number[] = [];
  const points: number[] = [];
  const lastSteps: number[] = [];
  const lastValues: (number | string)[] = [];
  for (const tag of run.tags()) {
    const series = run.series(tag);
    if (series === null || series.length === 0) continue;
    const last = series.length - 1;
    tagIndices.push(indexOf(tag));
    points.push(series.length);
    lastSteps.push(series.steps[last]);
    lastValues.push(toJsonNumber(series.values[last]));
  }
  return {
    id: run.id,
    name: run.name,
    state: run.stateAt(now),
    startedAt: run.startedAt(),
    updatedAt: run.updatedAt(),
    hparams: run.hparams(),
    tagIndices,
    points,
    lastSteps,
    lastValues,
    problems: problemsOf(run, now),
    ...(run.formerIds.length === 0 ? {} : { formerIds: run.formerIds }),
  };
}
