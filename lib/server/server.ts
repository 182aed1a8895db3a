/** Listens: chooses the port, guards the sockets, and leaves at once when told to. */
import { hostname, networkInterfaces } from "node:os";
import { createAdaptorServer } from "@hono/node-server";
import { allowedHosts, bracketed, isLoopback } from "./allowed-hosts.ts";
import type { GuardedApp } from "./guard.ts";

const FIRST_PORT = 6006;
const PORTS_TRIED = 100;
/** A client that takes longer than this to send a request is let go. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 15_000;

export interface ServeOptions {
  /** The application that answers, given the hosts that it answers to. */
  readonly app: (allowedHosts: () => ReadonlySet<string>) => GuardedApp;
  readonly host: string;
  /** A port that must be free, 0 for one that the system chooses, null for 6006 or the next free one. */
  readonly port: number | null;
  readonly addedHosts: readonly string[];
}

export type Served =
  | { readonly kind: "listening"; readonly url: string; readonly port: number; close(): Promise<void> }
  | { readonly kind: "port taken"; readonly port: number }
  | { readonly kind: "cannot listen"; readonly because: string };

/** Begins to serve. What keeps it from doing so (a taken port, an address that is not ours) is an outcome, not an exception. */
export async function serve({ app, host, port, addedHosts }: ServeOptions): Promise<Served> {
  let hosts: ReadonlySet<string> = new Set();
  const server = createAdaptorServer({
    fetch: app(() => hosts).fetch,
    serverOptions: { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
  });
  const listen = (candidate: number): Promise<Error | null> =>
    new Promise((resolve) => {
      server.once("error", resolve);
      server.listen(candidate, host, () => {
        server.off("error", resolve);
        resolve(null);
      });
    });
  const first = port ?? FIRST_PORT;
  for (let candidate = first; candidate < first + (port === null ? PORTS_TRIED : 1); candidate++) {
    const failure = await listen(candidate);
    if (failure === null) {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : candidate;
      hosts = allowedHosts(host, bound, addedHosts, machineNames());
      return { kind: "listening", url: urlFor(host, bound), port: bound, close: () => closeAll(server) };
    }
    if (!isTaken(failure)) return { kind: "cannot listen", because: failure.message };
  }
  return { kind: "port taken", port: first };
}

const urlFor = (host: string, port: number): string =>
  `http://${isLoopback(host) || host === "0.0.0.0" || host === "::" ? "localhost" : bracketed(host)}:${port}`;

/** Ends open streams too: they would keep the server alive for ever. */
function closeAll(server: ReturnType<typeof createAdaptorServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}

const isTaken = (error: Error): boolean => "code" in error && error.code === "EADDRINUSE";

/** Names and addresses under which others reach this machine. */
function machineNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return [hostname(), ...addresses.map(({ address }) => bracketed(address))];
}
