/** Where the dashboard answers: to people, and to commands on this machine. */
import { isAnyAddress, isLoopback } from "../server/admission/allowed-hosts.ts";
import type { GuardedApp, GuardOptions } from "../server/admission/guard.ts";
import { readTls, type TlsFiles } from "../server/admission/tls.ts";
import { serve } from "../server/server.ts";
import { failed, misused } from "./failure.ts";
import type { ServeCommand } from "./serve.ts";

export interface Listening {
  /** As people know it, without a slash at the end. */
  readonly url: string;
  /** As commands on this machine know it: never encrypted, because no certificate is made out to `localhost`. */
  readonly localUrl: string;
  readonly port: number;
  /** Names that it answers to, with their ports. */
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

type Wishes = Pick<ServeCommand, "host" | "port" | "allowedHosts" | "tlsCert" | "tlsKey" | "trustedProxies">;

/**
 * Begins to answer.
 *
 * @throws CommandFailure when it cannot: a port is taken, a certificate is none.
 */
export async function listen(
  wishes: Wishes,
  app: (guard: Omit<GuardOptions, "report">) => GuardedApp,
): Promise<Listening> {
  const { host, port, allowedHosts, trustedProxies } = wishes;
  const tls = tlsOf(wishes);
  const guardFor = (scheme: "http" | "https") => (hosts: () => ReadonlySet<string>) =>
    app({ allowedHosts: hosts, ours: { scheme, proxies: allowedHosts }, trustedProxies: new Set(trustedProxies) });
  const served = await serve({
    app: guardFor(tls === undefined ? "http" : "https"),
    host,
    port,
    addedHosts: allowedHosts,
    tls,
  });
  if (served.kind === "port taken") {
    throw failed(
      port === null
        ? `No port from ${served.port} on is free; choose one with --port.`
        : `--port ${port} is taken by another program; leave --port away and the next free one is used.`,
    );
  }
  if (served.kind === "cannot listen") throw failed(`--host ${host} cannot be listened on: ${served.because}.`);
  if (tls === undefined) {
    const localUrl = isAnyAddress(host) ? `http://localhost:${served.port}` : served.url;
    return { ...served, localUrl };
  }
  const local = await serve({ app: guardFor("http"), host: "127.0.0.1", port: 0, addedHosts: [] });
  if (local.kind !== "listening") {
    await served.close();
    throw failed("No port could be opened on this machine's own address.");
  }
  return {
    ...served,
    localUrl: local.url,
    close: async () => {
      await Promise.all([served.close(), local.close()]);
    },
  };
}

function tlsOf({ tlsCert, tlsKey }: Wishes): TlsFiles | undefined {
  if (tlsCert === null || tlsKey === null) return undefined;
  const read = readTls(tlsCert, tlsKey, Date.now());
  if (read.kind === "unusable") throw misused(read.because);
  if (read.warning !== null) console.error(read.warning);
  return read.tls;
}

/** What else is to be known where others can reach it: by which names, and who may. Null where nobody else can. */
export function describeReach({ hosts, url }: Listening, host: string, proxies: readonly string[]): string | null {
  if (isLoopback(host) && proxies.length === 0) return null;
  const plain =
    url.startsWith("https:") || proxies.length > 0
      ? ""
      : " Plain HTTP can be read on its way: --tls-cert and --tls-key encrypt it.";
  return `It answers to ${hosts.join(", ")}; --allowed-host adds a name. Everybody has to log in: tuneboard users add NAME gives somebody a link.${plain}`;
}
