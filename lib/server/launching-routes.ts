/** Everything that has to do with launching: the same whether a dashboard stands around it or nothing. */
import { Hono } from "hono";
import { type GuardedApp, type GuardOptions, guardedApp } from "./guard.ts";
import { type FormFacts, NO_FORM_FACTS } from "./launch-wishes.ts";
import { type LaunchesOptions, launchesRoute } from "./routes/launches.ts";
import { machineRoute } from "./routes/machine.ts";
import { plansRoute } from "./routes/plans.ts";
import { loginRoute, sessionRoute } from "./routes/session.ts";

export interface LaunchingOptions extends LaunchesOptions {
  /** What the logs say; without it no plan is found, as where no dashboard runs. */
  readonly forms?: FormFacts;
}

export const launchingRoutes = ({ forms = NO_FORM_FACTS, ...options }: LaunchingOptions): Hono =>
  new Hono()
    .route("/api/plans", plansRoute({ ...options, forms }))
    .route("/api/machine", machineRoute(options))
    .route("/api/launches", launchesRoute(options));

/** What answers where runs are launched without a dashboard. */
export function createLauncherApp(guard: GuardOptions, options: LaunchesOptions): GuardedApp {
  const app = guardedApp(guard);
  app.route("/api/session", sessionRoute(options.access));
  app.route("/login", loginRoute(options.access));
  app.route("/", launchingRoutes(options));
  app.all("*", (c) => c.json({ error: "There is nothing here: this process only launches runs." }, 404));
  return app;
}
