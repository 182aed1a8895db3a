/** What somebody began to write and did not send: it outlives a closed sheet, a reload, and an engine that does not answer. */
import { recall, remember } from "../_state/preferences.ts";

const itemOf = (key: string): string => `tuneboard.draft.${key}`;

/** The text that was begun under `key`; empty when there is none. */
export const draftAt = (key: string): string => recall(itemOf(key)) ?? "";

/** Keeps what is written under `key`; an empty text is forgotten. */
export function keepDraft(key: string, text: string): void {
  if (text !== "") remember(itemOf(key), text);
  else
    try {
      localStorage.removeItem(itemOf(key));
    } catch {
      // Nothing was kept here anyway.
    }
}
