/** Who may do what, for a server over a state directory. */
import { type OpenedPeople, openPeopleOrOwner } from "../access/open-people.ts";
import { Access, ownerName } from "../server/admission/access.ts";
import { FailedLogins } from "../server/admission/failed-logins.ts";
import { now } from "./open-logs.ts";
import { printable } from "./printable.ts";

export interface AccessPlace {
  readonly stateDir: string;
  readonly secret: string;
  readonly port: () => number;
  /** Whether only this machine reaches the port, and nobody else through it. */
  readonly isOpen: () => boolean;
  readonly trustedProxies: readonly string[];
}

export interface KnownAccess extends Pick<OpenedPeople, "audit"> {
  readonly access: Access;
  close(): void;
}

/** Opens users and audit log. Where they cannot be had, that is said, and only the owner is known. */
export async function accessTo({ stateDir, secret, port, isOpen, trustedProxies }: AccessPlace): Promise<KnownAccess> {
  const report = (sentence: string): void => console.error(printable(sentence));
  const { people, audit, problem, close } = await openPeopleOrOwner(stateDir, secret, now);
  if (problem !== null) report(`${problem} Until then only its owner can log in, and nothing can be changed.`);
  const access = new Access({
    people,
    audit,
    secret,
    owner: ownerName(),
    port,
    isOpen: () => problem === null && isOpen(),
    failures: new FailedLogins(() => performance.now(), report),
    trustedProxies: new Set(trustedProxies),
  });
  return { access, audit, close };
}
