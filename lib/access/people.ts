/** Users and what they hold: sessions, tokens, login codes, share links. Statements about them, and nothing that decides. */
import { createHmac, randomBytes } from "node:crypto";
import * as z from "zod";
import type { Role, ShareScope } from "../core/actor.ts";
import { StateFailure } from "../store/database.ts";
import type { Statements } from "../store/statements.ts";

/** `code`: logs one browser in, once. `share-link`: opens what its scope names, as often as somebody likes, until it expires. */
export type CredentialKind = "code" | "session" | "token" | "share-link";

export interface User {
  readonly name: string;
  readonly role: Exclude<Role, "guest" | "reader">;
  /** Seconds since the Unix epoch, as all times here. */
  readonly createdAt: number;
  /** When one of their sessions or tokens was last used; null when none was. */
  readonly usedAt: number | null;
}

/** A credential without its secret, as it is listed. */
export interface Credential {
  readonly id: string;
  readonly kind: CredentialKind;
  /** Whose it is; null: the owner's. */
  readonly person: string | null;
  readonly label: string;
  readonly scope: ShareScope | null;
  readonly madeAt: number;
  readonly expiresAt: number | null;
  readonly usedAt: number | null;
}

export interface NewCredential {
  readonly kind: CredentialKind;
  readonly person: string | null;
  readonly label?: string;
  readonly scope?: ShareScope;
  /** What it is good for only together with, such as a port. */
  readonly boundTo?: string;
  /** The credential that it came from, and with which it goes. */
  readonly parent?: string;
  readonly lastsSecs: number | null;
}

/** A credential that was shown and is in force. `role`: of its user; null for the owner's, who may do everything, and for what was shared. */
export interface Shown {
  readonly id: string;
  readonly person: string | null;
  readonly label: string;
  readonly scope: ShareScope | null;
  readonly role: User["role"] | null;
}

const SharedThings = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("runs"), runs: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("sweep"), sweep: z.string() }),
  z.strictObject({ kind: z.literal("report"), report: z.string() }),
]);
const Scope: z.ZodType<ShareScope> = z.union([
  z.strictObject({ title: z.string(), shared: SharedThings, view: z.string() }),
  // Links made before sweeps and reports could be shared are lists of runs.
  z
    .strictObject({ title: z.string(), runs: z.array(z.string()), view: z.string() })
    .transform(({ title, runs, view }) => ({ title, shared: { kind: "runs" as const, runs }, view })),
]);
const UserRole = z.enum(["viewer", "launcher", "admin"]);
const UserRow = z.object({ name: z.string(), role: UserRole, createdAt: z.number(), usedAt: z.number().nullable() });
const CredentialRow = z.object({
  id: z.string(),
  kind: z.enum(["code", "session", "token", "share-link"]),
  person: z.string().nullable(),
  label: z.string(),
  scope: z.string().nullable(),
  madeAt: z.number(),
  expiresAt: z.number().nullable(),
  usedAt: z.number().nullable(),
});
const ShownRow = CredentialRow.pick({ id: true, person: true, label: true, scope: true, usedAt: true }).extend({
  role: UserRole.nullable(),
});

type ShownCredential = Shown & { readonly usedAt: number | null };

/** When something was last used is written down at most so often: reading must not be writing. */
const USE_NOTED_EVERY_SECS = 60;

export class People {
  /** `secret`: that of the state directory. */
  constructor(
    private readonly statements: Statements,
    private readonly secret: string,
    /** Seconds since the Unix epoch. */
    private readonly now: () => number,
  ) {}

  /** Users in the order of their names. */
  users(): User[] {
    return z.array(UserRow).parse(
      this.statements.rows(
        `SELECT name, role, created_at AS createdAt,
           (SELECT max(used_at) FROM credentials WHERE person = name AND kind IN ('session', 'token')) AS usedAt
         FROM users ORDER BY name`,
      ),
    );
  }

  hasUsers(): boolean {
    return this.statements.rows("SELECT 1 FROM users LIMIT 1").length > 0;
  }

  /** False when there is one of this name, whatever its case. */
  addUser(name: string, role: User["role"]): boolean {
    return (
      this.statements.run(
        "INSERT OR IGNORE INTO users (name, role, created_at) VALUES (?, ?, ?)",
        name,
        role,
        this.now(),
      ).changes > 0
    );
  }

  /** False when there is none of this name. */
  setRole(name: string, role: User["role"]): boolean {
    return this.statements.run("UPDATE users SET role = ? WHERE name = ?", role, name).changes > 0;
  }

  /** Everything that the user holds goes with them. False when there is none of this name. */
  removeUser(name: string): boolean {
    return this.statements.run("DELETE FROM users WHERE name = ?", name).changes > 0;
  }

  /** Makes a credential; `secret` is what is shown, once. What has expired is forgotten meanwhile. */
  make({ kind, person, label = "", scope, boundTo, parent, lastsSecs }: NewCredential): { id: string; secret: string } {
    const id = randomBytes(9).toString("base64url");
    const secret = randomBytes(32).toString("base64url");
    const now = this.now();
    this.statements.transact(() => {
      this.statements.run("DELETE FROM credentials WHERE expires_at < ? AND kind IN ('code', 'session')", now);
      this.statements.run(
        "INSERT INTO credentials (id, digest, kind, person, label, scope_json, parent, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ...[id, this.digestOf(kind, secret, boundTo), kind, person, label],
        ...[scope === undefined ? null : JSON.stringify(scope), parent ?? null, now],
        lastsSecs === null ? null : now + lastsSecs,
      );
    });
    return { id, secret };
  }

  /** What `secret` is as a credential of `kind`; null when it is none, has expired or was taken away. Notes that it was used. */
  find(kind: CredentialKind, secret: string, boundTo?: string): Shown | null {
    const row = this.rowOf(kind, secret, boundTo);
    if (row === null) return null;
    const { usedAt, ...shown } = row;
    if (usedAt === null || usedAt < this.now() - USE_NOTED_EVERY_SECS) this.noteUse(shown.id);
    return shown;
  }

  /** As `find`, and nothing is noted: whoever looks at a link has not used it. */
  peek(kind: CredentialKind, secret: string): Shown | null {
    const row = this.rowOf(kind, secret);
    if (row === null) return null;
    const { usedAt: _, ...shown } = row;
    return shown;
  }

  /** As `find` for a code, which is used up with it. */
  redeem(code: string): Shown | null {
    const found = this.find("code", code);
    return found !== null && this.statements.run("DELETE FROM credentials WHERE id = ?", found.id).changes > 0
      ? found
      : null;
  }

  /** Whether the share link of this secret is one that has run out: its holder hears that, and not that there is none. */
  hasExpired(secret: string): boolean {
    return (
      this.statements.rows("SELECT 1 FROM credentials WHERE digest = ?", this.digestOf("share-link", secret)).length > 0
    );
  }

  /** What there is of a kind, the latest first; `person`: only theirs, null the owner's. */
  list(kind: CredentialKind, person?: string | null): Credential[] {
    const rows = this.statements.rows(
      `SELECT id, kind, person, label, scope_json AS scope, made_at AS madeAt, expires_at AS expiresAt, used_at AS usedAt
       FROM credentials WHERE kind = ? ORDER BY made_at DESC, id`,
      kind,
    );
    const found = z.array(CredentialRow).parse(rows);
    return found
      .filter((one) => person === undefined || one.person === person)
      .map(({ scope, ...one }) => ({ ...one, scope: toScope(scope) }));
  }

  /** Takes a credential away, with what came from it. `person`: only if it is theirs. */
  revoke(id: string, person?: string | null): boolean {
    return person === undefined
      ? this.statements.run("DELETE FROM credentials WHERE id = ?", id).changes > 0
      : this.statements.run("DELETE FROM credentials WHERE id = ? AND person IS ?", id, person).changes > 0;
  }

  /** A word that belongs to a secret and cannot be guessed without it. */
  wordFor(purpose: string, secret: string): string {
    return createHmac("sha256", this.secret).update(`${purpose}\0${secret}`).digest("base64url");
  }

  private rowOf(kind: CredentialKind, secret: string, boundTo?: string): ShownCredential | null {
    const [row] = this.statements.rows(
      `SELECT id, person, label, scope_json AS scope, used_at AS usedAt, role
       FROM credentials LEFT JOIN users ON name = person
       WHERE digest = ? AND kind = ? AND (expires_at IS NULL OR expires_at > ?)`,
      ...[this.digestOf(kind, secret, boundTo), kind, this.now()],
    );
    if (row === undefined) return null;
    const { scope, ...shown } = ShownRow.parse(row);
    return { ...shown, scope: toScope(scope) };
  }

  /** On a full disk it is not noted, and nobody is locked out for that. */
  private noteUse(id: string): void {
    try {
      this.statements.run("UPDATE credentials SET used_at = ? WHERE id = ?", this.now(), id);
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
    }
  }

  private digestOf(kind: CredentialKind, secret: string, boundTo = ""): string {
    return this.wordFor(`credential ${kind} ${boundTo}`, secret);
  }
}

const toScope = (json: string | null): ShareScope | null => (json === null ? null : Scope.parse(JSON.parse(json)));
