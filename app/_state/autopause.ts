/** Whether the advice may pause hopeless runs, of every sweep, as far as the engine has said. */
import { useEffect } from "react";
import { create } from "zustand";
import type { AutopauseSweep } from "../../lib/core/autopause.ts";
import { useAdvice } from "./advice.ts";
import { reasonOf } from "./launches.ts";
import { fetchAutopause } from "./launching-engine.ts";
import { onLaunches } from "./live.ts";

interface AutopauseState {
  readonly sweeps: readonly AutopauseSweep[];
  /** Why the last change did not happen; null when it did. */
  readonly error: string | null;
}

const useAutopause = create<AutopauseState>(() => ({ sweeps: [], error: null }));

/** Where no runs are launched from here there is nothing to pause, and nothing to say. What was known stays. */
const refresh = async (): Promise<void> => {
  const answer = await fetchAutopause().catch(() => null);
  if (answer !== null) useAutopause.setState({ sweeps: answer.sweeps });
};

/** How it stands with `sweep` (its id), asked for again with every new advice and whenever launches change; null: nothing is known. */
export function useAutopauseOf(sweep: string, mayLook: boolean): AutopauseSweep | null {
  const advice = useAdvice(({ answer }) => answer);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another advice is the reason to ask again
  useEffect(() => {
    if (mayLook) void refresh();
  }, [mayLook, advice]);
  useEffect(() => (mayLook ? onLaunches(() => void refresh()) : undefined), [mayLook]);
  return useAutopause(({ sweeps }) => sweeps.find((one) => one.sweep === sweep) ?? null);
}

export const useAutopauseError = (): string | null => useAutopause(({ error }) => error);

/** Does what somebody wished, and asks how it stands then. */
export async function changeAutopause(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
    useAutopause.setState({ error: null });
  } catch (because) {
    useAutopause.setState({ error: reasonOf(because) });
  }
  await refresh();
}
