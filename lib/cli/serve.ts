/** `tuneboard serve`: the dashboard. */
import { isIP } from "node:net";
import { misused } from "./failure.ts";
import { type LogsPlace, openLogs } from "./open-logs.ts";

export interface ServeCommand extends LogsPlace {
  /** What is said besides the URL: where the logs come from, when nobody chose them. */
  readonly note: string | null;
  readonly host: string;
  readonly port: number | null;
  readonly allowedHosts: readonly string[];
  readonly opensBrowser: boolean;
  /** Files with certificate and key, both or none. */
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
  /** Addresses of proxies whose word about a request counts. */
  readonly trustedProxies: readonly string[];
  /** Tuneboard's own folder, which holds `out/`. */
  readonly root: string;
}

/** Serves until told to stop; resolves when it listens and every directory was walked. */
export async function serveCommand(command: ServeCommand): Promise<void> {
  const { tlsCert, tlsKey, trustedProxies } = command;
  if ((tlsCert === null) !== (tlsKey === null))
    throw misused(`--tls-${tlsCert === null ? "cert" : "key"} is missing: certificate and key belong together.`);
  const notAnAddress = trustedProxies.find((address) => isIP(address) === 0);
  if (notAnAddress !== undefined)
    throw misused(`--trusted-proxy ${notAnAddress} is no address; proxies are known by their numbers: 10.0.0.2.`);
  const logs = openLogs(command, true);
  const started = logs.ingest.start();
  const { openDashboard } = await import("./dashboard.ts"); // the larger part of our code, loaded while the logs are read
  await openDashboard(command, logs);
  await started;
}
