/** `GET /api/problems`: everything that was found wrong in the log directories, each with its place. */
import { Hono } from "hono";
import type { ProblemsAnswer } from "../../core/api.ts";
import { problemsOf } from "../../store/run-problems.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import type { Engine } from "../engine.ts";

export const problemsRoute = (options: ReadOptions): Hono =>
  new Hono().get(
    "/",
    readAdmission(options).admitted("guest", (c, { engine }) => c.json(problemsAnswer(engine))),
  );

function problemsAnswer({ store, now }: Engine): ProblemsAnswer {
  return {
    version: store.version,
    logdirs: store.logdirs().filter(({ error, passedOver }) => error !== null || passedOver.length > 0),
    runs: store.runs().flatMap((run) => {
      const problems = problemsOf(run, now());
      return problems.length === 0 ? [] : [{ run: run.name, id: run.id, problems }];
    }),
  };
}
