/** `tuneboard serve`: the dashboard. */
import { isLoopback } from "../server/allowed-hosts.ts";
import { misused } from "./failure.ts";
import { type LogsPlace, openLogs } from "./open-logs.ts";

export interface ServeCommand extends LogsPlace {
  /** What is said besides the URL: where the logs come from, when nobody chose them. */
  readonly note: string | null;
  readonly host: string;
  readonly port: number | null;
  readonly allowedHosts: readonly string[];
  readonly opensBrowser: boolean;
  /** Tuneboard's own folder, which holds `out/`. */
  readonly root: string;
}

/** Serves until told to stop; resolves when it listens and every directory was walked. */
export async function serveCommand(command: ServeCommand): Promise<void> {
  const { host } = command;
  if (!isLoopback(host)) {
    throw misused(
      `--host ${host} would show the dashboard to others, and it has no login yet; use an SSH tunnel to this machine instead.`,
    );
  }
  const logs = openLogs(command, true);
  const started = logs.ingest.start();
  const { openDashboard } = await import("./dashboard.ts"); // the larger part of our code, loaded while the logs are read
  await openDashboard(command, logs);
  await started;
}
