/** A list that the engine keeps: asked for at first and after each change. */
import { useCallback, useEffect, useState } from "react";
import { reasonOf } from "../_state/launches.ts";

export interface Kept<Answer> {
  /** Null until the engine has answered. */
  readonly answer: Answer | null;
  /** Why the last thing that was asked for did not happen; null when it did. */
  readonly error: string | null;
  /** Changes something, and asks for the list anew. Resolves with null where that failed. */
  readonly change: <Result>(act: () => Promise<Result>) => Promise<Result | null>;
}

/** `fetchAnswer` stays the same function. */
export function useKept<Answer>(fetchAnswer: () => Promise<Answer>): Kept<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [error, setError] = useState<string | null>(null);
  const read = useCallback(async (): Promise<void> => setAnswer(await fetchAnswer()), [fetchAnswer]);
  const change = useCallback(
    async <Result>(act: () => Promise<Result>): Promise<Result | null> => {
      try {
        const result = await act();
        setError(null);
        await read();
        return result;
      } catch (failure) {
        setError(reasonOf(failure));
        return null;
      }
    },
    [read],
  );
  useEffect(() => void change(async () => {}), [change]);
  return { answer, error, change };
}
