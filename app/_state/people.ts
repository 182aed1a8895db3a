/** Users, tokens and share links, as the sheet for them shows and changes them. */
import type { Shared } from "../../lib/core/actor.ts";
import type { MadeAnswer, ShareLinksAnswer, TokensAnswer, UserSummary, UsersAnswer } from "../../lib/core/people.ts";
import { ask } from "./engine.ts";

const send = async <Answer>(method: "POST" | "PATCH" | "DELETE", path: string, body: object = {}): Promise<Answer> =>
  (await ask(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();

export const fetchUsers = async (): Promise<UsersAnswer> => (await ask("/api/users")).json();
export const fetchTokens = async (): Promise<TokensAnswer> => (await ask("/api/tokens")).json();
export const fetchShareLinks = async (): Promise<ShareLinksAnswer> => (await ask("/api/share-links")).json();

const userPath = (name: string): string => `/api/users/${encodeURIComponent(name)}`;

/** Resolves with the link that logs the new user in, once. */
export const addUser = (name: string, role: UserSummary["role"]): Promise<MadeAnswer> =>
  send("POST", "/api/users", { name, role });
export const linkForUser = (name: string): Promise<MadeAnswer> => send("POST", `${userPath(name)}/link`);
export const giveRole = (name: string, role: UserSummary["role"]): Promise<unknown> =>
  send("PATCH", userPath(name), { role });
export const removeUser = (name: string): Promise<unknown> => send("DELETE", userPath(name));

/** Resolves with the token, which is shown once. */
export const addToken = async (label: string): Promise<string> =>
  (await send<{ token: string }>("POST", "/api/tokens", { label })).token;
export const revokeToken = (id: string): Promise<unknown> => send("DELETE", `/api/tokens/${id}`);

export interface ShareWish {
  readonly title: string;
  readonly shared: Shared;
  /** The query of the board's address with which it opens. */
  readonly view: string;
  readonly days: number;
}

export const addShareLink = (wish: ShareWish): Promise<MadeAnswer> => send("POST", "/api/share-links", wish);
export const revokeShareLink = (id: string): Promise<unknown> => send("DELETE", `/api/share-links/${id}`);

/** Ends this browser's session, and shows what is left to see. */
export async function logOut(): Promise<void> {
  await send("POST", "/api/session/logout");
  location.assign("/");
}
