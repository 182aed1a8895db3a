/** What stands in front of every route: which names and pages are answered, and how answers may be used. */
import { Hono, type MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { isAllowedHost, isAllowedOrigin } from "./allowed-hosts.ts";
import { plainAddress, type SocketFacts, wayOf } from "./sender.ts";

/** What Node knows of a request and hands to every handler. */
interface NodeBindings {
  readonly incoming: { readonly rawHeaders: readonly string[]; readonly url?: string; readonly socket?: SocketFacts };
}

export type GuardedApp = Hono<{ Bindings: NodeBindings }>;

export interface GuardOptions {
  readonly allowedHosts: () => ReadonlySet<string>;
  /** How pages of ours are reached; not given: by either scheme. */
  readonly ours?: { readonly scheme: "http" | "https"; readonly proxies: readonly string[] };
  /** Addresses of proxies whose word about a request counts. */
  readonly trustedProxies?: ReadonlySet<string>;
  /** An error that no handler expected: our bug, with its stack. */
  readonly report: (error: Error) => void;
}

/** An application without routes that refuses foreign names and foreign pages. */
export function guardedApp({ allowedHosts, ours, trustedProxies = new Set(), report }: GuardOptions): GuardedApp {
  const app: GuardedApp = new Hono();
  app.use(async (c, next) => {
    const { rawHeaders, url = "/" } = c.env.incoming;
    if (!url.startsWith("/")) return c.text("Only paths can be asked for here.\n", 400); // a second name, beside the header
    const forwarded = trustedProxies.has(plainAddress(wayOf(c).peer))
      ? headersNamed("x-forwarded-host", rawHeaders)
      : [];
    if (!isAllowedHost(forwarded.length > 0 ? forwarded : headersNamed("host", rawHeaders), allowedHosts())) {
      return c.text(
        "This name is not one that Tuneboard answers to. Start it with --allowed-host NAME to add one.\n",
        403,
      );
    }
    // Browsers keep answers from foreign pages, but not questions: those would still make the engine work.
    if (!isAllowedOrigin(headersNamed("origin", rawHeaders), allowedHosts(), ours)) {
      return c.text("A page of another site may not ask Tuneboard. --allowed-host NAME adds a site.\n", 403);
    }
    await next();
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    if (!c.res.headers.has("Referrer-Policy")) c.header("Referrer-Policy", "no-referrer");
    c.header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    c.header("X-Frame-Options", "DENY"); // for what has no policy of its own
    return undefined;
  });
  app.use("/api/*", forbidStoring);
  app.use("/data/*", forbidStoring);
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse(); // the request's fault, and already in words
    if (!("code" in error && error.code === "ECONNRESET")) report(error); // who asked went away in the middle of it
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
