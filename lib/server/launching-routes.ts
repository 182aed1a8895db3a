/** Everything that has to do with launching: the same whether a dashboard stands around it or nothing. */
import { Hono } from "hono";
import { type GuardedApp, type GuardOptions, guardedApp } from "./guard.ts";
import { type LaunchesOptions, launchesRoute } from "./routes/launches.ts";
import { loginRoute, sessionRoute } from "./routes/session.ts";

export const launchingRoutes = (options: LaunchesOptions): Hono =>
  new Hono()
    .route("/api/launches", launchesRoute(options))
    .route("/api/session", sessionRoute(options.access))
    .route("/login", loginRoute(options.access));

/** What answers where runs are launched without a dashboard. */
export function createLauncherApp(guard: GuardOptions, options: LaunchesOptions): GuardedApp {
  const app = guardedApp(guard);
  app.route("/", launchingRoutes(options));
  app.all("*", (c) => c.json({ error: "There is nothing here: this process only launches runs." }, 404));
  return app;
}
