/** `tuneboard users`, `tokens`, `share` and `audit`: whoever can open the state directory is its owner. A server that runs heeds it with its next question. */
import { type OpenedPeople, openPeople } from "../access/open-people.ts";
import type { Credential, User } from "../access/people.ts";
import { isUserName, USER_NAME_RULE } from "../access/user-name.ts";
import { ownerName } from "../server/admission/access.ts";
import { secretOf } from "../server/admission/secret-file.ts";
import { holderOf } from "../store/state-lock.ts";
import { failed, misused } from "./failure.ts";
import { now } from "./open-logs.ts";

const CODE_SECS = 24 * 3600;

async function withPeople<T>(stateDir: string, use: (opened: OpenedPeople) => T): Promise<T> {
  const opened = await inWords(async () => openPeople(stateDir, secretOf(stateDir), now));
  try {
    return await inWords(async () => use(opened));
  } finally {
    opened.close();
  }
}

async function inWords<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Error && !("exitCode" in error) ? failed(error.message) : error;
  }
}

export interface UsersWish {
  readonly act: string;
  readonly name: string | undefined;
  readonly role: string;
}

/** What `tuneboard users` says. */
export const usersCommand = (stateDir: string, { act, name, role }: UsersWish): Promise<string> =>
  withPeople(stateDir, (opened) => {
    const { people } = opened;
    if (act === "list") return usersAsText(people.users());
    if (name === undefined) throw misused(`users ${act} needs a name: tuneboard users ${act} grace.`);
    const nobody = failed(`There is no user called ${name}; tuneboard users list shows who there is.`);
    switch (act) {
      case "add": {
        if (!isUserName(name)) throw misused(`${name} is no name for a user: ${USER_NAME_RULE}.`);
        if (name.toLowerCase() === ownerName().toLowerCase())
          throw misused(
            `${name} is the owner of this state directory, who is an admin already; tuneboard login gives a link.`,
          );
        note(opened, `users add ${name} ${toRole(role)}`);
        if (!people.addUser(name, toRole(role))) throw failed(`There is a user called ${name} already.`);
        return `${linkFor(stateDir, opened, name)}\n${name} has the role ${role}. The link works once, within a day. From now on everybody has to log in.`;
      }
      case "link":
        if (!people.users().some((user) => user.name === name)) throw nobody;
        note(opened, `users link ${name}`);
        return linkFor(stateDir, opened, name);
      case "role":
        note(opened, `users role ${name} ${toRole(role)}`);
        if (!people.setRole(name, toRole(role))) throw nobody;
        return `${name} has the role ${role} now.`;
      case "remove":
        note(opened, `users remove ${name}`);
        if (!people.removeUser(name)) throw nobody;
        return `${name} is removed; sessions, tokens and links of theirs have ended.`;
      default:
        throw misused(`users knows list, add, link, role and remove, not "${act}".`);
    }
  });

function toRole(text: string): User["role"] {
  if (text === "viewer" || text === "launcher" || text === "admin") return text;
  throw misused(`"${text}" is no role; there are viewer, launcher and admin.`);
}

function usersAsText(users: readonly User[]): string {
  const owner = `${ownerName()}  owner`;
  return [
    owner,
    ...users.map(
      ({ name, role, usedAt }) =>
        `${name}  ${role}  ${usedAt === null ? "never logged in" : `last seen ${dateOf(usedAt)}`}`,
    ),
  ].join("\n");
}

function linkFor(stateDir: string, { people }: OpenedPeople, person: string): string {
  const { secret } = people.make({ kind: "code", person, lastsSecs: CODE_SECS });
  return `${holderOf(stateDir)?.board ?? "ADDRESS-OF-TUNEBOARD"}/login?code=${secret}`;
}

const note = ({ audit }: OpenedPeople, act: string): void =>
  audit.note({ who: ownerName(), via: "command line", address: "", act, about: "" });

export interface TokensWish {
  readonly act: string;
  readonly what: string | undefined;
  readonly user: string | null;
}

/** What `tuneboard tokens` says. */
export const tokensCommand = (stateDir: string, { act, what, user }: TokensWish): Promise<string> =>
  withPeople(stateDir, (opened) => {
    const { people } = opened;
    if (user !== null && !people.users().some(({ name }) => name === user))
      throw failed(`--user ${user}: there is no user of this name.`);
    if (act === "list") return credentialsAsText(people.list("token"), "No tokens.");
    if (what === undefined)
      throw misused(`tokens ${act} needs ${act === "add" ? "a word about what it is for" : "an id"}.`);
    note(opened, `tokens ${act} ${what}`);
    switch (act) {
      case "add":
        return people.make({ kind: "token", person: user, label: what, lastsSecs: null }).secret;
      case "revoke":
        return revoke(opened, what);
      default:
        throw misused(`tokens knows list, add and revoke, not "${act}".`);
    }
  });

/** What `tuneboard share list|revoke` says. */
export const shareCommand = (stateDir: string, { act, id }: { act: string; id: string | undefined }): Promise<string> =>
  withPeople(stateDir, (opened) => {
    if (act === "list") return credentialsAsText(opened.people.list("share-link"), "Nothing is shared.");
    if (act !== "revoke") throw misused(`share knows runs, sweep, report, list and revoke, not "${act}".`);
    if (id === undefined) throw misused("share revoke needs an id, as tuneboard share list shows it.");
    note(opened, `share revoke ${id}`);
    return revoke(opened, id);
  });

function revoke({ people }: OpenedPeople, id: string): string {
  if (!people.revoke(id)) throw failed(`There is nothing with the id ${id}.`);
  return "It is taken back.";
}

function credentialsAsText(credentials: readonly Credential[], none: string): string {
  if (credentials.length === 0) return none;
  const ends = (at: number | null): string => (at === null ? "" : at < now() ? "  expired" : `  until ${dateOf(at)}`);
  return credentials
    .map(({ id, label, person, madeAt, expiresAt, usedAt }) => {
      const used = usedAt === null ? "never used" : `last used ${dateOf(usedAt)}`;
      return `${id}  ${label}  of ${person ?? ownerName()}  made ${dateOf(madeAt)}  ${used}${ends(expiresAt)}`;
    })
    .join("\n");
}

const dateOf = (secs: number): string => new Date(secs * 1000).toISOString().slice(0, 16).replace("T", " ");

/** The audit log as JSON lines. */
export const auditLines = (stateDir: string, since: number): Promise<string> =>
  withPeople(stateDir, ({ audit }) =>
    audit
      .entries(since)
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join(""),
  );
