/** What the reader of the advice decided: kept by the engine, for everybody who opens the board; this is a copy, and a way back. */
import { create } from "zustand";
import type { Choices } from "../../lib/core/choices.ts";
import { askAdvice } from "./advice.ts";
import { EngineRefusal, fetchChoices, keepChoices } from "./engine.ts";

export interface ChoicesState {
  /** Null until the engine has answered. */
  readonly choices: Choices | null;
  /** What was in force before each change that was made here, oldest first. */
  readonly before: readonly Choices[];
  /** Why the last change was not kept; null when it was. */
  readonly error: string | null;
}

export const useChoices = create<ChoicesState>(() => ({ choices: null, before: [], error: null }));

/** Reads what is in force: somebody else may have decided meanwhile. */
export async function readChoices(): Promise<void> {
  try {
    useChoices.setState({ choices: await fetchChoices(), error: null });
  } catch (error) {
    useChoices.setState({ error: reasonOf(error) });
  }
}

/** Decides, on what is in force at the engine now, and asks for the advice that follows. */
export async function decide(change: (choices: Choices) => Choices): Promise<void> {
  try {
    const before = await fetchChoices();
    await put(change(before), [...useChoices.getState().before, before]);
  } catch (error) {
    useChoices.setState({ error: reasonOf(error) });
  }
}

/** Takes the last change back that was made here. */
export async function undoChoice(): Promise<void> {
  const { before } = useChoices.getState();
  const last = before.at(-1);
  if (last === undefined) return;
  try {
    await put(last, before.slice(0, -1));
  } catch (error) {
    useChoices.setState({ error: reasonOf(error) });
  }
}

async function put(choices: Choices, before: readonly Choices[]): Promise<void> {
  useChoices.setState({ choices: await keepChoices(choices), before, error: null });
  await askAdvice();
}

function reasonOf(error: unknown): string {
  if (error instanceof EngineRefusal && error.reason !== "") return error.reason;
  return error instanceof Error ? error.message : String(error);
}
