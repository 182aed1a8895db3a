/** `GET /api/problems`: everything that was found wrong in the log directories, each with its place. */
import { Hono } from "hono";
import type { ProblemsAnswer } from "../../core/api.ts";
import type { Store } from "../../store/store.ts";
import { type ReadOptions, readAdmission } from "../admission.ts";

export const problemsRoute = (options: ReadOptions): Hono =>
  new Hono().get(
    "/",
    readAdmission(options).admitted("reader", (c, { engine }) => c.json(problemsAnswer(engine.store))),
  );

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
