/** `GET /api/problems`: everything that was found wrong in the log directories, each with its place. */
import { Hono } from "hono";
import type { ProblemsAnswer } from "../../core/api.ts";
import type { Store } from "../../store/store.ts";
import type { Engine } from "../engine.ts";

export const problemsRoute = ({ store }: Engine): Hono => new Hono().get("/", (c) => c.json(problemsAnswer(store)));

function problemsAnswer(store: Store): ProblemsAnswer {
  return {
    version: store.version,
    logdirs: store.logdirs().filter(({ error, passedOver }) => error !== null || passedOver.length > 0),
    runs: store.runs().flatMap((run) => {
      const problems = run.problems();
      return problems.length === 0 ? [] : [{ run: run.name, id: run.id, problems }];
    }),
  };
}
