/** Who asks, and what they may do: the words that engine and board have in common. */

/**
 * Each may do what the ones before it may. `guest`: see what was shared, and nothing else. `reader`: see all curves and advice. `viewer`: also see launches, and say something
 * (comments, names, verdicts). `launcher`: also launch runs and stop their own. `admin`: everything, users included.
 */
const ROLES = ["guest", "reader", "viewer", "launcher", "admin"] as const;

export type Role = (typeof ROLES)[number];

/** Whether somebody with `role` may do what takes at least `least`. */
export const mayAct = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least);

/**
 * What a share link is for, and nothing else. `runs`: these, by their ids, as they were chosen. `sweep`: whatever runs the sweep of
 * this id has, those that come later too. `report`: the report of this id, as it is.
 */
export type Shared =
  | { readonly kind: "runs"; readonly runs: readonly string[] }
  | { readonly kind: "sweep"; readonly sweep: string }
  | { readonly kind: "report"; readonly report: string };

/** What is seen through a share link. */
export interface ShareScope {
  /** For people to read. */
  readonly title: string;
  readonly shared: Shared;
  /** The query of the board's address with which it opens; empty: the board as it is at first. */
  readonly view: string;
}

/** Whoever sends a request, once it is known who that is. */
export interface Actor {
  /** For people to read: the name of a user or of a share link; empty for whoever merely reaches an open port. */
  readonly name: string;
  readonly role: Role;
  /** Whether this is who has the state directory; nobody else is, whatever their name. */
  readonly isOwner: boolean;
  /** `open`: nobody was asked, because only this machine can reach the port. */
  readonly via: "session" | "token" | "share-link" | "open";
  /** Null: everything. */
  readonly scope: ShareScope | null;
}

/** Answer of `GET /api/session`: who this page is to the engine, and what it may ask for. */
export interface SessionAnswer {
  /** Null for whoever has to log in before anything else. */
  readonly actor: Actor | null;
  /** See curves and advice. */
  readonly mayRead: boolean;
  /** Say something: comments, names, verdicts. */
  readonly maySay: boolean;
  readonly mayLaunch: boolean;
  readonly mayAdminister: boolean;
  /** Sent as `X-Tuneboard-CSRF` with everything that changes something; null without a session. */
  readonly csrf: string | null;
}
