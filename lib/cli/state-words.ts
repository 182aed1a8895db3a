/** What the commands about the state say. */
import { existsSync } from "node:fs";
import { type AttributedAct, attributedActs } from "../review/attribution.ts";
import type { BackupContents } from "../store/backup.ts";
import { openDatabase, StateFailure } from "../store/database.ts";
import { Statements } from "../store/statements.ts";
import { failed } from "./failure.ts";
import { databasePathOf } from "./review.ts";

/** What `act` resolves with; a failure of the state in one sentence. */
export async function inWords<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof StateFailure) throw failed(error.message);
    throw error;
  }
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** What a backup holds, in a few words. */
export function describeContents(contents: BackupContents): string {
  const { comments, verdicts, reports, users, launches, documents } = contents;
  const rows = [
    counted(comments, "comment"),
    counted(verdicts, "verdict"),
    counted(reports, "report"),
    counted(users, "user"),
    counted(launches, "launch").replace(/launchs$/, "launches"),
  ];
  return `${rows.join(", ")} and ${counted(documents, "document")} (names, labels, notes, choices)`;
}

/** Everything that people did, oldest first; nothing where there is no state yet. */
export async function readActs(stateDir: string): Promise<readonly AttributedAct[]> {
  const path = databasePathOf(stateDir);
  if (!existsSync(path)) return [];
  const statements = new Statements(await openDatabase(path), path);
  try {
    return attributedActs(statements);
  } finally {
    statements.close();
  }
}

/** One line for each. */
export function actsAsText(acts: readonly AttributedAct[]): string {
  if (acts.length === 0) return "Nobody has commented, judged or launched anything yet.";
  return acts
    .map(({ at, who, act, about, text }) => {
      const when = new Date(at * 1000).toISOString().slice(0, 16).replace("T", " ");
      const said = text === "" ? "" : `: ${text.replace(/\s+/g, " ").trim()}`;
      return `${when}  ${who}  ${act}  ${about}${said}`;
    })
    .join("\n");
}
