/** The HTTP application: the guard in front, one file per resource behind it. */
import { compress } from "hono/compress";
import { admission, type ReadOptions } from "./admission.ts";
import { type GuardedApp, type GuardOptions, guardedApp } from "./guard.ts";
import { type LaunchingOptions, launchingRoutes } from "./launching-routes.ts";
import { adviceRoute } from "./routes/advice.ts";
import { annotationsRoute } from "./routes/annotations.ts";
import { choicesRoute } from "./routes/choices.ts";
import { eventsRoute } from "./routes/events.ts";
import { exportRoute } from "./routes/export.ts";
import { healthRoute } from "./routes/health.ts";
import { problemsRoute } from "./routes/problems.ts";
import { reportsRoute } from "./routes/reports.ts";
import { reviewRoute } from "./routes/review.ts";
import { runsRoute } from "./routes/runs.ts";
import { seriesRoute } from "./routes/series.ts";
import { loginRoute, sessionRoute } from "./routes/session.ts";
import { summaryRoute } from "./routes/summary.ts";
import { tensorboardRoutes } from "./routes/tensorboard.ts";
import { type StaticFiles, serveStaticFiles } from "./static-files.ts";

export interface AppOptions extends GuardOptions, ReadOptions {
  /** Not given: this server launches nothing. */
  readonly launching?: Omit<LaunchingOptions, "access">;
  readonly files: StaticFiles;
}

export function createApp({ engine, access, launching, files, ...guard }: AppOptions): GuardedApp {
  const app = guardedApp(guard);
  const reading = { engine, access };
  app.use("/data/*", compress());
  app.use("/api/runs", compress());
  app.use("/api/advice", compress());
  app.use("/api/summary", compress());
  app.use("/api/review", compress());
  app.route("/api/runs", runsRoute(reading));
  app.route("/api/series", seriesRoute(reading));
  app.route("/api/events", eventsRoute(reading));
  app.route("/api/advice", adviceRoute(reading));
  app.route("/api/choices", choicesRoute(reading));
  app.route("/api/problems", problemsRoute(reading));
  app.route("/api/summary", summaryRoute(reading));
  app.route("/api/annotations", annotationsRoute(reading));
  app.route("/api/review", reviewRoute(reading));
  app.use("/api/reports/*", compress());
  app.route("/api/reports", reportsRoute(reading));
  app.route("/api/export", exportRoute(reading));
  app.route("/api/health", healthRoute(engine));
  app.route("/api/session", sessionRoute(access));
  app.route("/login", loginRoute(access));
  if (launching !== undefined) app.route("/", launchingRoutes({ ...launching, access }));
  app.route("/data", tensorboardRoutes(reading));
  app.all("/api/*", (c) => c.json({ error: "There is nothing here." }, 404));
  app.get("*", admission(access, () => ({})).admitted("reader", serveStaticFiles(files)));
  return app;
}
