/** The HTTP application: the guard in front, one file per resource behind it. */
import { Hono, type MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { isAllowedHost, isAllowedOrigin } from "./allowed-hosts.ts";
import type { Engine } from "./engine.ts";
import { adviceRoute } from "./routes/advice.ts";
import { annotationsRoute } from "./routes/annotations.ts";
import { choicesRoute } from "./routes/choices.ts";
import { eventsRoute } from "./routes/events.ts";
import { healthRoute } from "./routes/health.ts";
import { problemsRoute } from "./routes/problems.ts";
import { runsRoute } from "./routes/runs.ts";
import { seriesRoute } from "./routes/series.ts";
import { summaryRoute } from "./routes/summary.ts";
import { tensorboardRoutes } from "./routes/tensorboard.ts";
import { type StaticFiles, serveStaticFiles } from "./static-files.ts";

/** What Node knows of a request and hands to every handler. */
interface NodeBindings {
  readonly incoming: { readonly rawHeaders: readonly string[] };
}

export interface AppOptions {
  readonly engine: Engine;
  readonly allowedHosts: () => ReadonlySet<string>;
  readonly files: StaticFiles;
  /** An error that no handler expected: our bug, with its stack. */
  readonly report: (error: Error) => void;
}

export function createApp({ engine, allowedHosts, files, report }: AppOptions): Hono<{ Bindings: NodeBindings }> {
  const app = new Hono<{ Bindings: NodeBindings }>();
  app.use(async (c, next) => {
    const { rawHeaders } = c.env.incoming;
    if (!isAllowedHost(headersNamed("host", rawHeaders), allowedHosts())) {
      return c.text(
        "This name is not one that Tuneboard answers to. Start it with --allowed-host NAME to add one.\n",
        403,
      );
    }
    // Browsers keep answers from foreign pages, but not questions: those would still make the engine work.
    if (!isAllowedOrigin(headersNamed("origin", rawHeaders), allowedHosts())) {
      return c.text("A page of another site may not ask Tuneboard. --allowed-host NAME adds a site.\n", 403);
    }
    await next();
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    c.header("Referrer-Policy", "no-referrer");
    return undefined;
  });
  app.use("/api/*", forbidStoring);
  app.use("/data/*", forbidStoring);
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
  app.route("/api/health", healthRoute(engine));
  app.route("/data", tensorboardRoutes(engine));
  app.all("/api/*", (c) => c.json({ error: "There is nothing here." }, 404));
  app.get("*", serveStaticFiles(files));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse(); // the request's fault, and already in words
    report(error);
    return c.json({ error: "Tuneboard failed to answer; its terminal says why." }, 500);
  });
  return app;
}

/** Answers are true for a moment only; a route that knows better has said so. */
const forbidStoring: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};

/** Every header called `name` (lower case) as it was sent: Node's own view keeps only the first. */
function headersNamed(name: string, rawHeaders: readonly string[]): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    if (rawHeaders[i].toLowerCase() === name) values.push(rawHeaders[i + 1]);
  return values;
}
