/** Who sent a request, and how: by the socket, and by the word of proxies that were named as trusted. */

/** A request's way to us. */
export interface Sender {
  /** The address of the one who asked; empty when there is no socket. */
  readonly address: string;
  /** Whether it came encrypted all the way that we know of. */
  readonly isSecure: boolean;
}

export interface Way {
  /** The other end of the socket; empty when there is none. */
  readonly peer: string;
  readonly isEncrypted: boolean;
  /** Values of `X-Forwarded-For` and `X-Forwarded-Proto`, null when they were not sent. */
  readonly forwardedFor: string | null;
  readonly forwardedProto: string | null;
}

/** IPv4 addresses in IPv6's clothes are IPv4 addresses. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * Headers count only when `trusted` proxies sent them: everybody can write them. Of several addresses the last one that is
 * no trusted proxy counts, because what stands left of it was written by whoever sent it.
 */
export function senderOf(
  { peer, isEncrypted, forwardedFor, forwardedProto }: Way,
  trusted: ReadonlySet<string>,
): Sender {
  const direct = plainAddress(peer);
  if (!trusted.has(direct)) return { address: direct, isSecure: isEncrypted };
  const hops = (forwardedFor ?? "").split(",").map((hop) => plainAddress(hop.trim()));
  const address = hops.reverse().find((hop) => hop !== "" && !trusted.has(hop)) ?? direct;
  const proto = (forwardedProto ?? "").split(",").at(-1)?.trim().toLowerCase();
  return { address, isSecure: isEncrypted || proto === "https" };
}

/** What Node knows of a socket. */
export interface SocketFacts {
  readonly remoteAddress?: string | undefined;
  /** Of a socket under TLS only. */
  readonly encrypted?: boolean | undefined;
}

/** As much of Hono's context as this needs: what Node knows of the socket, and headers. */
interface Asked {
  readonly env?: { readonly incoming?: { readonly socket?: SocketFacts } };
  readonly req: { header(name: string): string | undefined };
}

/** How a request came to us. */
export function wayOf({ env, req }: Asked): Way {
  const socket = env?.incoming?.socket;
  return {
    peer: socket?.remoteAddress ?? "",
    isEncrypted: socket?.encrypted === true,
    forwardedFor: req.header("X-Forwarded-For") ?? null,
    forwardedProto: req.header("X-Forwarded-Proto") ?? null,
  };
}
