/** Everything that has to do with launching: the same whether a dashboard stands around it or nothing. */
import { Hono } from "hono";
import { type GuardedApp, type GuardOptions, guardedApp } from "./admission/guard.ts";
import { type FormFacts, NO_FORM_FACTS } from "./launch-wishes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { type Autopausing, autopauseRoute } from "./routes/autopause.ts";
import { type LaunchesOptions, launchesRoute } from "./routes/launches.ts";
import { machineRoute } from "./routes/machine.ts";
import type { PeopleOptions } from "./routes/people.ts";
import { plansRoute } from "./routes/plans.ts";
import { spoken } from "./spoken.ts";

export interface LaunchingOptions extends LaunchesOptions {
  /** What the logs say; without it no plan is found, as where no dashboard runs. */
  readonly forms?: FormFacts;
  /** Pausing on the advice's word; without it nobody is advised, as where no dashboard runs. */
  readonly autopausing?: Autopausing;
}

/** The routes of plans, the machine, launches and auto-pausing; sentences in the language of who asks. */
export function launchingRoutes({ forms = NO_FORM_FACTS, autopausing, ...options }: LaunchingOptions): Hono {
  const routes = new Hono()
    .use("/api/plans/*", spoken)
    .use("/api/machine/*", spoken)
    .use("/api/launches/*", spoken)
    .use("/api/autopause/*", spoken)
    .route("/api/plans", plansRoute({ ...options, forms }))
    .route("/api/machine", machineRoute(options))
    .route("/api/launches", launchesRoute(options));
  return autopausing === undefined
    ? routes
    : routes.route("/api/autopause", autopauseRoute({ ...options, ...autopausing }));
}

/** What answers where runs are launched without a dashboard. */
export function createLauncherApp(
  guard: GuardOptions,
  people: PeopleOptions,
  options: Omit<LaunchesOptions, "access">,
): GuardedApp {
  const app = guardedApp(guard);
  app.route("/", peopleRoutes(people));
  app.route("/", launchingRoutes({ ...options, access: people.access }));
  app.all("*", (c) =>
    c.json(
      {
        error:
          "There is nothing here: this process only launches runs. Curves and advice need a dashboard: `tuneboard --logdir DIR`.",
      },
      404,
    ),
  );
  return app;
}
