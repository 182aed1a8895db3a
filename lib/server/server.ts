/** Listens: chooses the port, guards the sockets, and leaves at once when told to. */
import { Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { hostname, networkInterfaces } from "node:os";
import { createAdaptorServer } from "@hono/node-server";
import { allowedHosts, bracketed, isAnyAddress, isLoopback } from "./admission/allowed-hosts.ts";
import { limitConnections } from "./admission/connections.ts";
import type { GuardedApp } from "./admission/guard.ts";
import type { TlsFiles } from "./admission/tls.ts";

const FIRST_PORT = 6006;
const PORTS_TRIED = 100;
/** A client that takes longer than this to send a request is let go. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 15_000;
/** So often it is looked who takes longer. */
const LOOK_EVERY_MS = 5000;
const LARGEST_HEADERS_BYTES = 16 * 1024;

export interface ServeOptions {
  /** The application that answers, given the hosts that it answers to. */
  readonly app: (allowedHosts: () => ReadonlySet<string>) => GuardedApp;
  readonly host: string;
  /** A port that must be free, 0 for one that the system chooses, null for 6006 or the next free one. */
  readonly port: number | null;
  readonly addedHosts: readonly string[];
  /** Certificate and key; without them it is plain HTTP. */
  readonly tls?: TlsFiles | undefined;
}

/** How serving began. */
export type Served =
  | {
      readonly kind: "listening";
      readonly url: string;
      readonly port: number;
      /** Names that it answers to, with their ports. */
      readonly hosts: readonly string[];
      close(): Promise<void>;
    }
  | { readonly kind: "port taken"; readonly port: number }
  | { readonly kind: "cannot listen"; readonly because: string };

/** Begins to serve. What keeps it from doing so (a taken port, an address that is not ours) is an outcome, not an exception. */
export async function serve({ app, host, port, addedHosts, tls }: ServeOptions): Promise<Served> {
  let hosts: ReadonlySet<string> = new Set();
  const { fetch } = app(() => hosts);
  const limits = {
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
    maxHeaderSize: LARGEST_HEADERS_BYTES,
    keepAlive: true, // the system notices peers that are gone without a word
  };
  const server =
    tls === undefined
      ? createAdaptorServer({ fetch, serverOptions: limits })
      : createAdaptorServer({ fetch, createServer: createTlsServer, serverOptions: { ...limits, ...tls } });
  if (server instanceof Server) limitConnections(server);
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
      const url = `${tls === undefined ? "http" : "https"}://${nameFor(host)}:${bound}`;
      return { kind: "listening", url, port: bound, hosts: [...hosts], close: () => closeAll(server) };
    }
    if (!isTaken(failure)) return { kind: "cannot listen", because: failure.message };
  }
  return { kind: "port taken", port: first };
}

/** The name by which people reach what is bound to `host`: beyond loopback, others have to find it too. */
const nameFor = (host: string): string =>
  isLoopback(host) ? "localhost" : isAnyAddress(host) ? hostname().toLowerCase() : bracketed(host);

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
