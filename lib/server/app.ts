/** The HTTP application: the guard in front, one file per resource behind it. */
import { compress } from "hono/compress";
import type { Engine } from "./engine.ts";
import { type GuardedApp, type GuardOptions, guardedApp } from "./guard.ts";
import { type LaunchingOptions, launchingRoutes } from "./launching-routes.ts";
import { adviceRoute } from "./routes/advice.ts";
import { annotationsRoute } from "./routes/annotations.ts";
import { choicesRoute } from "./routes/choices.ts";
import { eventsRoute } from "./routes/events.ts";
import { exportRoute } from "./routes/export.ts";
import { healthRoute } from "./routes/health.ts";
import { problemsRoute } from "./routes/problems.ts";
import { runsRoute } from "./routes/runs.ts";
import { seriesRoute } from "./routes/series.ts";
import { summaryRoute } from "./routes/summary.ts";
import { tensorboardRoutes } from "./routes/tensorboard.ts";
import { type StaticFiles, serveStaticFiles } from "./static-files.ts";

export interface AppOptions extends GuardOptions {
  readonly engine: Engine;
  /** Not given: this server launches nothing. */
  readonly launching?: LaunchingOptions;
  readonly files: StaticFiles;
}

export function createApp({ engine, launching, files, ...guard }: AppOptions): GuardedApp {
  const app = guardedApp(guard);
  app.use("/data/*", compress());
  app.use("/api/runs", compress());
  app.use("/api/advice", compress());
  app.use("/api/summary", compress());
  app.route("/api/runs", runsRoute(engine));
  app.route("/api/series", seriesRoute(engine));
  app.route("/api/events", eventsRoute(engine));
  app.route("/api/advice", adviceRoute(engine));
  app.route("/api/choices", choicesRoute(engine.choices));
  app.route("/api/problems", problemsRoute(engine));
  app.route("/api/summary", summaryRoute(engine));
  app.route("/api/annotations", annotationsRoute(engine.annotations));
  app.route("/api/export", exportRoute(engine));
  app.route("/api/health", healthRoute(engine));
  if (launching !== undefined) app.route("/", launchingRoutes(launching));
  app.route("/data", tensorboardRoutes(engine));
  app.all("/api/*", (c) => c.json({ error: "There is nothing here." }, 404));
  app.get("*", serveStaticFiles(files));
  return app;
}
