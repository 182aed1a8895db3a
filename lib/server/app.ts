/** The HTTP application: the guard in front, one file per resource behind it. */
import type { Context } from "hono";
import { compress } from "hono/compress";
import type { Access } from "./admission/access.ts";
import { type GuardedApp, type GuardOptions, guardedApp } from "./admission/guard.ts";
import type { Engine } from "./engine.ts";
import { type LaunchingOptions, launchingRoutes } from "./launching-routes.ts";
import { page } from "./pages.ts";
import { peopleRoutes } from "./people-routes.ts";
import { adviceRoute } from "./routes/advice.ts";
import { annotationsRoute } from "./routes/annotations.ts";
import { choicesRoute } from "./routes/choices.ts";
import { eventsRoute } from "./routes/events.ts";
import { exportRoute } from "./routes/export.ts";
import { healthRoute } from "./routes/health.ts";
import { notificationsRoute } from "./routes/notifications.ts";
import type { PeopleOptions } from "./routes/people.ts";
import { problemsRoute } from "./routes/problems.ts";
import { reportsRoute } from "./routes/reports.ts";
import { reviewRoute } from "./routes/review.ts";
import { runsRoute } from "./routes/runs.ts";
import { seriesRoute } from "./routes/series.ts";
import { summaryRoute } from "./routes/summary.ts";
import { tensorboardRoutes } from "./routes/tensorboard.ts";
import { viewsRoute } from "./routes/views.ts";
import { spoken } from "./spoken.ts";
import { type StaticFiles, serveStaticFiles } from "./static-files.ts";

export interface AppOptions extends GuardOptions, PeopleOptions {
  readonly engine: Engine;
  /** Not given: this server launches nothing. */
  readonly launching?: Omit<LaunchingOptions, "access">;
  readonly files: StaticFiles;
}

export function createApp({ engine, access, audit, url, launching, files, ...guard }: AppOptions): GuardedApp {
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
  app.route("/api/views", viewsRoute(reading));
  app.route("/api/problems", problemsRoute(reading));
  app.route("/api/summary", summaryRoute(reading));
  app.route("/api/annotations", annotationsRoute(reading));
  app.route("/api/review", reviewRoute(reading));
  app.use("/api/reports/*", compress());
  app.route("/api/reports", reportsRoute(reading));
  app.route("/api/export", exportRoute(reading));
  app.route("/api/health", healthRoute(engine));
  app.route("/", peopleRoutes({ access, audit, url }, engine));
  if (launching !== undefined) {
    app.use("/api/notifications/*", spoken);
    app.route("/api/notifications", notificationsRoute({ access, stateDir: launching.stateDir, url }));
    app.route("/", launchingRoutes({ ...launching, access }));
  }
  app.route("/data", tensorboardRoutes(reading));
  app.all("/api/*", (c) => c.json({ error: "There is nothing here." }, 404));
  app.get("*", screens(access, serveStaticFiles(files)));
  return app;
}

/** The screens are for those who may see anything at all; others get the page to log in, whatever they ask for. */
const screens =
  (access: Access, serveFile: (c: Context) => Response) =>
  async (c: Context): Promise<Response> => {
    const decision = await access.decide(access.credentialsOf(c), "guest");
    if (decision.kind === "allowed") return serveFile(c);
    return page(c, "login", decision.status === 429 ? 429 : 401, { form: { action: "/login", secret: null } });
  };
