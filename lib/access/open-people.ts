/** Users and audit log of a state directory. */
import { join } from "node:path";
import { openDatabase, StateFailure } from "../store/database.ts";
import { SCHEMA } from "../store/schema.ts";
import { Statements } from "../store/statements.ts";
import { AuditLog } from "./audit.ts";
import { People } from "./people.ts";

export interface OpenedPeople {
  readonly people: People;
  readonly audit: Pick<AuditLog, "note" | "entries">;
  /** Why the state cannot be used: nobody is known but the owner, and nothing can be changed. Null when it can. */
  readonly problem: string | null;
  close(): void;
}

/**
 * Opens them. `now`: seconds since the Unix epoch.
 *
 * @throws StateFailure if the state cannot be used.
 */
export async function openPeople(stateDir: string, secret: string, now: () => number): Promise<OpenedPeople> {
  const path = join(stateDir, "tuneboard.db");
  const statements = new Statements(await openDatabase(path), path);
  return {
    people: new People(statements, secret, now),
    audit: new AuditLog(statements, now),
    problem: null,
    close: () => statements.close(),
  };
}

/** As `openPeople`; where the state cannot be used, the owner can still log in and look. */
export async function openPeopleOrOwner(stateDir: string, secret: string, now: () => number): Promise<OpenedPeople> {
  try {
    return await openPeople(stateDir, secret, now);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    const { default: Driver } = await import("libsql");
    const database = new Driver(":memory:");
    database.exec(SCHEMA.join(";"));
    const refuse = (): never => {
      throw error;
    };
    return {
      people: new People(new Statements(database, "memory"), secret, now),
      audit: { note: refuse, entries: refuse },
      problem: error.message,
      close: () => database.close(),
    };
  }
}
