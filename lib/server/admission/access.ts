/**
 * Who asks, and what they may do: the one place that every handler of every route asks. Launching is running any program
 * as this user, so being able to reach the port is not enough, and neither is being a page in this user's browser.
 *
 * The owner's secret is a file that only this user can read (`secret-file.ts`). Programs of the owner send it as it is, those
 * of others a token of their own; a browser gets a cookie by a link that works once, and a second word that no cookie carries.
 */
import { timingSafeEqual } from "node:crypto";
import { userInfo } from "node:os";
import type { Context } from "hono";
import type { AuditLog } from "../../access/audit.ts";
import type { People, Shown } from "../../access/people.ts";
import { type Actor, mayAct, type Role, type ShareScope } from "../../core/actor.ts";
import type { FailedLogins } from "./failed-logins.ts";
import { type Sender, senderOf, wayOf } from "./sender.ts";

/** Sent along with everything that changes something: pages of other sites and other ports cannot know its value. */
export const CSRF_HEADER = "X-Tuneboard-CSRF";

const SESSION_SECS = 30 * 24 * 3600;
const CODE_SECS = 24 * 3600;

/** What a request shows of itself; texts as they were sent, null where nothing was. */
export interface Credentials {
  readonly method: string;
  readonly authorization: string | null;
  readonly cookie: string | null;
  readonly csrf: string | null;
  readonly contentType: string | null;
  readonly fetchSite: string | null;
  readonly sender: Sender;
}

/** Whether a request may go on; `because` is the whole answer to one that may not. */
export type Decision =
  | { readonly kind: "allowed"; readonly actor: Actor }
  | { readonly kind: "refused"; readonly status: 401 | 403 | 415 | 429; readonly because: string };

/** Who a request is from; `csrf`: the word that goes with its session, null where there is none. */
export type Identity =
  | { readonly kind: "known"; readonly actor: Actor; readonly csrf: string | null; readonly session: string | null }
  | { readonly kind: "unknown"; readonly because: string; readonly isGuess: boolean };

export interface AccessOptions {
  readonly people: People;
  /** The owner's secret. */
  readonly secret: string;
  /** What the owner is called. */
  readonly owner: string;
  /** Of this server, known once it listens; browsers give cookies to every port, so each has a name of its own. */
  readonly port: () => number;
  /** Whether whoever reaches the port may read, as long as there are no users. */
  readonly isOpen: () => boolean;
  readonly audit: Pick<AuditLog, "note">;
  readonly failures: FailedLogins;
  /** Addresses of proxies whose word about a request counts. */
  readonly trustedProxies: ReadonlySet<string>;
}

const LOGIN_FIRST =
  "This browser is not logged in: open the link that Tuneboard printed, or ask for one with `tuneboard login`.";

/** Decides who a request is from, and whether they may: the one place that does, asked by every handler. */
export class Access {
  readonly people: People;

  constructor(private readonly options: AccessOptions) {
    this.people = options.people;
  }

  get owner(): string {
    return this.options.owner;
  }

  /** What a request shows of itself. */
  credentialsOf(c: Context): Credentials {
    return {
      method: c.req.method,
      authorization: c.req.header("Authorization") ?? null,
      cookie: c.req.header("Cookie") ?? null,
      csrf: c.req.header(CSRF_HEADER) ?? null,
      contentType: c.req.header("Content-Type") ?? null,
      fetchSite: c.req.header("Sec-Fetch-Site") ?? null,
      sender: senderOf(wayOf(c), this.options.trustedProxies),
    };
  }

  /** A code for a link that logs one browser in. `person`: a user; null: the owner. */
  newCode(person: string | null = null): string {
    return this.people.make({ kind: "code", person, lastsSecs: CODE_SECS }).secret;
  }

  /** The name of the one whom a code logs in, without using it up; null where it is none. */
  personOfCode(code: string): string | null {
    const found = this.people.peek("code", code);
    return found === null ? null : (found.person ?? this.options.owner);
  }

  /** The `Set-Cookie` text for a code that was not used before; null for any other. */
  redeem(code: string, { isSecure }: Pick<Sender, "isSecure"> = { isSecure: false }): string | null {
    const found = this.people.redeem(code);
    if (found === null) return null;
    const session = { kind: "session", person: found.person, boundTo: this.binding, lastsSecs: SESSION_SECS } as const;
    const { secret } = this.people.make(session);
    return this.cookieFor(secret, isSecure);
  }

  /** What the share link of `key` shows, without opening it; null where there is no such link (any more). */
  scopeOf(key: string): ShareScope | null {
    return this.people.peek("share-link", key)?.scope ?? null;
  }

  /** The `Set-Cookie` text with which a browser sees what was shared by the link of `key`; null where there is no such link (any more). */
  openShare(
    key: string,
    { isSecure }: Pick<Sender, "isSecure">,
  ): { readonly cookie: string; readonly view: string } | null {
    const link = this.people.find("share-link", key);
    if (link?.scope == null) return null;
    const { id: parent, person, label, scope } = link;
    const session = { kind: "session", person, label, scope, parent, boundTo: this.binding } as const;
    const { secret } = this.people.make({ ...session, lastsSecs: SESSION_SECS });
    return { cookie: this.cookieFor(secret, isSecure), view: scope.view };
  }

  /**
   * Writes into the audit log what `actor` is about to do.
   *
   * @throws StateFailure if it cannot be written: then it must not be done.
   */
  note({ name, via }: Actor, { address }: Sender, act: string, about: string): void {
    this.options.audit.note({ who: name, via, address, act, about });
  }

  /** The user behind an actor; null: the owner. */
  personOf({ name, isOwner }: Actor): string | null {
    return isOwner ? null : name;
  }

  /** Whether there were too many wrong codes from there. */
  failed({ address }: Sender): boolean {
    return this.options.failures.note(address);
  }

  /** Who asks. A wrong token is nobody, whatever else comes with it. */
  identify({ authorization, cookie }: Pick<Credentials, "authorization" | "cookie">): Identity {
    const { owner, secret, isOpen } = this.options;
    if (authorization !== null) {
      const bearer = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? "";
      if (isSame(bearer, secret))
        return known({ name: owner, role: "admin", isOwner: true, via: "token", scope: null });
      const token = this.people.find("token", bearer);
      if (token !== null) return known(this.actorOf(token, "token"));
      return {
        kind: "unknown",
        because: "The token is not one of this state directory, or not any more.",
        isGuess: true,
      };
    }
    for (const session of this.sessionsIn(cookie)) {
      const found = this.people.find("session", session, this.binding);
      if (found === null) continue;
      const actor = this.actorOf(found, found.scope === null ? "session" : "share-link");
      return { kind: "known", actor, csrf: this.people.wordFor("csrf", session), session: found.id };
    }
    if (isOpen() && !this.people.hasUsers())
      return known({ name: "", role: "reader", isOwner: false, via: "open", scope: null });
    return { kind: "unknown", because: LOGIN_FIRST, isGuess: false };
  }

  /** Whether a request may have what takes at least the role `least`. What readers may ask for changes nothing, by whatever method. */
  decide(request: Credentials, least: Role): Decision {
    const changes = isChange(request.method, least);
    if (changes && !/^application\/json(;|$)/i.test(request.contentType ?? "")) {
      return { kind: "refused", status: 415, because: "Only application/json is taken here." };
    }
    const identity = this.identify(request);
    if (identity.kind === "unknown") {
      const isTooMuch = identity.isGuess && this.failed(request.sender);
      return { kind: "refused", status: isTooMuch ? 429 : 401, because: identity.because };
    }
    const { actor, csrf } = identity;
    if (!mayAct(actor.role, least)) {
      return actor.via === "open"
        ? { kind: "refused", status: 401, because: LOGIN_FIRST }
        : {
            kind: "refused",
            status: 403,
            because: `This takes the role ${least}; ${actor.name} has the role ${actor.role}.`,
          };
    }
    const isForeign = request.fetchSite !== null && request.fetchSite !== "same-origin";
    if (changes && actor.via === "session" && (isForeign || csrf === null || !isSame(request.csrf ?? "", csrf))) {
      return { kind: "refused", status: 403, because: `${CSRF_HEADER} is missing or wrong; load the page again.` };
    }
    return { kind: "allowed", actor };
  }

  /** The role is looked up with every question, so that what was taken away is gone at once. */
  private actorOf({ person, label, scope, role }: Shown, via: "session" | "token" | "share-link"): Actor {
    if (scope !== null) return { name: label, role: "guest", isOwner: false, via: "share-link", scope };
    if (person === null) return { name: this.options.owner, role: "admin", isOwner: true, via, scope: null };
    return { name: person, role: role ?? "guest", isOwner: false, via, scope: null };
  }

  private cookieFor(session: string, isSecure: boolean): string {
    const secure = isSecure ? "; Secure" : "";
    return `${this.cookieName(isSecure)}=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${SESSION_SECS}${secure}`;
  }

  /** The sessions of this server in a request's cookies: one at most, unless somebody else wrote cookies of our name. */
  private sessionsIn(cookies: string | null): string[] {
    const names = [this.cookieName(true), this.cookieName(false)];
    return (cookies ?? "").split(";").flatMap((cookie) => {
      const [name = "", value = ""] = cookie.trim().split("=", 2);
      return names.includes(name) && value !== "" ? [value] : [];
    });
  }

  /** Sessions of one server are of no use to another one. */
  private get binding(): string {
    return String(this.options.port());
  }

  private cookieName(isSecure: boolean): string {
    return `${isSecure ? "__Host-" : ""}tuneboard-${this.options.port()}`;
  }
}

/** Whether a request of this method for what takes the role `least` may change something. */
export const isChange = (method: string, least: Role): boolean =>
  !mayAct("reader", least) && method !== "GET" && method !== "HEAD";

const known = (actor: Actor): Identity => ({ kind: "known", actor, csrf: null, session: null });

/** The user whom the system knows this process by; a number where it has no name for it. */
export function ownerName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? ""}`.trim(); // in a container the number may have no name
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
