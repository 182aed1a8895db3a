/**
 * Who asks, and what they may do: the one place that every handler of every route asks. Launching is running any program
 * as this user, so being able to reach the port is not enough, and neither is being a page in this user's browser.
 *
 * The secret is a file that only this user can read. Programs of the user send it as it is; a browser gets a cookie for
 * it by a link that works once, and a second word that no cookie carries.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { HonoRequest } from "hono";
import { type Actor, mayAct, type Role } from "../core/actor.ts";

/** Sent along with everything that changes something: pages of other sites and other ports cannot know its value. */
export const CSRF_HEADER = "X-Tuneboard-CSRF";

/** What a request shows of itself; texts as they were sent, null where nothing was. */
export interface Credentials {
  readonly method: string;
  readonly authorization: string | null;
  readonly cookie: string | null;
  readonly csrf: string | null;
  readonly contentType: string | null;
  readonly fetchSite: string | null;
}

/** What a request shows of itself. */
export const credentialsOf = (request: Pick<HonoRequest, "method" | "header">): Credentials => ({
  method: request.method,
  authorization: request.header("Authorization") ?? null,
  cookie: request.header("Cookie") ?? null,
  csrf: request.header(CSRF_HEADER) ?? null,
  contentType: request.header("Content-Type") ?? null,
  fetchSite: request.header("Sec-Fetch-Site") ?? null,
});

export type Decision =
  | { readonly kind: "allowed"; readonly actor: Actor }
  | { readonly kind: "refused"; readonly status: 401 | 403 | 415; readonly because: string };

/** Who a request is from; `csrf`: the word that goes with its session, null where there is none. */
export type Identity =
  | { readonly kind: "known"; readonly actor: Actor; readonly csrf: string | null }
  | { readonly kind: "unknown"; readonly because: string };

export interface AccessOptions {
  /** What the owner of the state directory is called. */
  readonly owner: string;
  /** Whether whoever reaches the port may read. */
  readonly isOpen: () => boolean;
}

const LOGIN_FIRST =
  "This browser is not logged in: open the link that Tuneboard printed, or ask for one with `tuneboard login`.";

export class Access {
  private readonly codes = new Set<string>();

  /** `port`: of this server, known once it listens; browsers give cookies to every port, so each has a name of its own. */
  constructor(
    private readonly secret: string,
    private readonly port: () => number,
    private readonly options: AccessOptions = { owner: ownerName(), isOpen: () => true },
  ) {}

  /** A code for a link that logs one browser in. */
  newCode(): string {
    const code = randomBytes(16).toString("base64url");
    this.codes.add(code);
    return code;
  }

  /** The `Set-Cookie` text for a code that was not used before; null for any other. */
  redeem(code: string): string | null {
    if (!this.codes.delete(code)) return null;
    const id = randomBytes(16).toString("base64url");
    const session = `${id}.${this.sign("session", id)}`;
    return `${this.cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${30 * 24 * 3600}`;
  }

  /** The word that goes with the session of a request; null when it has none. */
  csrfFor({ cookie }: Pick<Credentials, "cookie">): string | null {
    const session = this.sessionIn(cookie);
    return session === null ? null : this.sign("csrf", session);
  }

  /** Who asks. A wrong token is nobody, whatever else comes with it. */
  identify(request: Pick<Credentials, "authorization" | "cookie">): Identity {
    const { owner, isOpen } = this.options;
    if (request.authorization !== null) {
      const bearer = /^Bearer (\S+)$/.exec(request.authorization)?.[1] ?? "";
      return isSame(bearer, this.secret)
        ? { kind: "known", actor: { name: owner, role: "admin", via: "token" }, csrf: null }
        : { kind: "unknown", because: "The token is not that of this state directory." };
    }
    const csrf = this.csrfFor(request);
    if (csrf !== null) return { kind: "known", actor: { name: owner, role: "admin", via: "session" }, csrf };
    if (isOpen()) return { kind: "known", actor: { name: "", role: "reader", via: "open" }, csrf: null };
    return { kind: "unknown", because: LOGIN_FIRST };
  }

  /** Whether a request may have what takes at least the role `least`. What readers may ask for changes nothing, by whatever method. */
  decide(request: Credentials, least: Role): Decision {
    const changes = least !== "reader" && request.method !== "GET" && request.method !== "HEAD";
    if (changes && !/^application\/json(;|$)/i.test(request.contentType ?? "")) {
      return { kind: "refused", status: 415, because: "Only application/json is taken here." };
    }
    const identity = this.identify(request);
    if (identity.kind === "unknown") return { kind: "refused", status: 401, because: identity.because };
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
    if (changes && actor.via === "session" && (isForeign || !isSame(request.csrf ?? "", csrf ?? ""))) {
      return { kind: "refused", status: 403, because: `${CSRF_HEADER} is missing or wrong; load the page again.` };
    }
    return { kind: "allowed", actor };
  }

  private sessionIn(cookies: string | null): string | null {
    for (const cookie of (cookies ?? "").split(";")) {
      const [name, value = ""] = cookie.trim().split("=", 2);
      const [id = "", signature = ""] = value.split(".", 2);
      if (name === this.cookieName && isSame(signature, this.sign("session", id))) return id;
    }
    return null;
  }

  private get cookieName(): string {
    return `tuneboard-${this.port()}`;
  }

  private sign(purpose: string, text: string): string {
    return createHmac("sha256", this.secret).update(`${purpose}\0${this.port()}\0${text}`).digest("base64url");
  }
}

/** The user whom the system knows this process by; a number where it has no name for it. */
function ownerName(): string {
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

/** The file's secret is not one any more, or cannot be had. */
export class SecretFailure extends Error {}

/**
 * The secret of `stateDir`, made when there is none.
 *
 * @throws SecretFailure if others can read the file or it is not this user's: somebody else may know it then.
 */
export function secretOf(stateDir: string): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const path = join(stateDir, "token");
  try {
    const file = openSync(
      path,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    writeSync(file, randomBytes(32).toString("base64url"));
    closeSync(file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { uid, mode } = fstatSync(file);
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
      throw new SecretFailure(`${path} can be read by others: delete it, and a new one is made.`);
    }
    const secret = readFileSync(file, "utf8").trim();
    if (secret.length < 32) throw new SecretFailure(`${path} holds no token: delete it, and a new one is made.`);
    return secret;
  } finally {
    closeSync(file);
  }
}
