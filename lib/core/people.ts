/** What travels between the engine and those who manage users, tokens and share links. Times are seconds since the Unix epoch. */
import type { Role, Shared } from "./actor.ts";

export interface UserSummary {
  readonly name: string;
  readonly role: Exclude<Role, "guest" | "reader">;
  readonly createdAt: number;
  /** Null: never logged in. */
  readonly usedAt: number | null;
}

/** Answer of `GET /api/users`. */
export interface UsersAnswer {
  /** Who has the state directory: an admin who is no user, and cannot be removed. */
  readonly owner: string;
  readonly users: readonly UserSummary[];
}

/** Answer of `GET /api/tokens`: one's own. */
export interface TokensAnswer {
  readonly tokens: readonly {
    readonly id: string;
    readonly label: string;
    readonly madeAt: number;
    readonly usedAt: number | null;
  }[];
}

/** Answer of `GET /api/share-links`. */
export interface ShareLinksAnswer {
  readonly links: readonly {
    readonly id: string;
    readonly title: string;
    readonly madeBy: string;
    readonly kind: Shared["kind"];
    /** What the sweep or the report is called; null for runs, and for what is not there any more. */
    readonly about: string | null;
    /** How many runs are seen through it now; null for a report. */
    readonly runs: number | null;
    readonly madeAt: number;
    readonly expiresAt: number | null;
    readonly usedAt: number | null;
  }[];
}

/** A link that was made: shown once. */
export interface MadeAnswer {
  readonly url: string;
}
