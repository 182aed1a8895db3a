/** Which names this server answers to: the guard against pages that point a name of theirs at our address (DNS rebinding). */

/**
 * Hosts, lower case and with port, that a request may name. Loopback names always; the machine's own names and the
 * bound address when it listens beyond loopback; and what the user adds.
 */
export function allowedHosts(
  bound: string,
  port: number,
  added: readonly string[],
  machineNames: readonly string[],
): ReadonlySet<string> {
  const names = ["localhost", "127.0.0.1", "[::1]", ...added.map((name) => name.toLowerCase())];
  if (!isLoopback(bound)) names.push(...machineNames.map((name) => name.toLowerCase()), bracketed(bound));
  return new Set(
    names.flatMap((name) => (hasPort(name) ? [name] : port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])),
  );
}

/**
 * Whether a request that carries these `Host` headers is for us. Exactly one header, compared as a whole: one final dot
 * of the name aside, nothing is interpreted, so there is nothing to trick.
 */
export function isAllowedHost(hosts: readonly string[], allowed: ReadonlySet<string>): boolean {
  if (hosts.length !== 1) return false;
  return allowed.has(hosts[0].toLowerCase().replace(/\.(?=:\d+$|$)/, ""));
}

/** Whether only this machine can reach what is bound to `host`. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/** IPv6 addresses stand in brackets in URLs and Host headers. */
export const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

const hasPort = (name: string): boolean => /(\]|^[^:]*):\d+$/.test(name);
