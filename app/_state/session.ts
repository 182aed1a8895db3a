/** Who this page is to the engine, what it may ask for, and the word that goes along with everything that changes something. */
import { create } from "zustand";
import type { SessionAnswer } from "../../lib/core/actor.ts";
import { takeEarly } from "./early-answers.ts";

export interface SessionState {
  /** Null until the engine has answered once. */
  readonly session: SessionAnswer | null;
}

export const useSession = create<SessionState>(() => ({ session: null }));

/** Asks the engine; null when it does not answer. */
export async function refreshSession(): Promise<SessionAnswer | null> {
  const response = (await takeEarly("/api/session")) ?? (await fetch("/api/session").catch(() => null));
  if (response === null || ("ok" in response && !response.ok)) return null;
  const session: SessionAnswer = await response.json();
  useSession.setState({ session });
  return session;
}

/** The word as it is known now; empty without a session. */
export const csrfWord = (): string => useSession.getState().session?.csrf ?? "";
