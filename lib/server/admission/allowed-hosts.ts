/** Which names this server answers to, and which pages may ask it: the guard against other people's web pages. */

/**
 * Hosts, lower case and with port, that a request may name. Loopback names always; the machine's own names and the
 * bound address when it listens beyond loopback; and what the user adds. A name added without a port is also answered to
 * as it stands: it is that of a proxy at its scheme's own port.
 */
export function allowedHosts(
  bound: string,
  port: number,
  added: readonly string[],
  machineNames: readonly string[],
): ReadonlySet<string> {
  const proxies = added.map((name) => name.toLowerCase());
  const names = ["localhost", "127.0.0.1", "[::1]", ...proxies];
  if (!isLoopback(bound)) names.push(...machineNames.map((name) => name.toLowerCase()));
  if (!isLoopback(bound) && !isAnyAddress(bound)) names.push(bracketed(bound));
  return new Set([
    ...names.flatMap((name) => (hasPort(name) ? [name] : port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])),
    ...proxies,
  ]);
}

/**
 * Whether a request that carries these `Host` headers is for us. Exactly one header, compared as a whole: one final dot
 * of the name aside, nothing is interpreted, so there is nothing to trick.
 */
export function isAllowedHost(hosts: readonly string[], allowed: ReadonlySet<string>): boolean {
  if (hosts.length !== 1) return false;
  return allowed.has(withoutFinalDot(hosts[0].toLowerCase()));
}

/**
 * Whether a request that carries these `Origin` headers comes from a page of ours, or from no page at all: programs send
 * none. Compared with what is allowed, never with the request's own host, which a rebinding page chooses too. `ours`: names
 * that are no proxy's, with the one scheme by which they are reached; a proxy may have either.
 */
export const isAllowedOrigin = (
  origins: readonly string[],
  allowed: ReadonlySet<string>,
  ours: { readonly scheme: "http" | "https"; readonly proxies: readonly string[] } | null = null,
): boolean =>
  origins.every((origin) =>
    hostsOfOrigin(origin).some(
      (host) =>
        allowed.has(host) && (ours === null || origin.startsWith(`${ours.scheme}:`) || isOneOf(ours.proxies, host)),
    ),
  );

const isOneOf = (names: readonly string[], host: string): boolean =>
  names.some((name) => name.toLowerCase() === host || name.toLowerCase() === host.replace(/:\d+$/, ""));

/** The ways to write the host of an origin; none for `null` and whatever is not written as browsers write it. */
function hostsOfOrigin(origin: string): string[] {
  const [, scheme, host] = /^(https?):\/\/((?:[a-z0-9._-]+|\[[0-9a-f:]+\])(?::\d+)?)$/.exec(origin) ?? [];
  if (scheme === undefined || host === undefined) return [];
  const name = withoutFinalDot(host);
  return hasPort(name) ? [name] : [name, `${name}:${scheme === "https" ? 443 : 80}`];
}

/** Whether `host` stands for all addresses: something to listen on, and nobody's name. */
export const isAnyAddress = (host: string): boolean => host === "0.0.0.0" || host === "::";

/** Whether only this machine can reach what is bound to `host`. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/** IPv6 addresses stand in brackets in URLs and Host headers. */
export const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

const withoutFinalDot = (host: string): string => host.replace(/\.(?=:\d+$|$)/, "");

const hasPort = (name: string): boolean => /(\]|^[^:]*):\d+$/.test(name);
