/** The ids of runs by their names. */
import { useMemo } from "react";
import { useLive } from "./live.ts";

/** Those of `names` that are here, in that order. */
export function useRunIds(names: readonly string[]): readonly string[] {
  const runsById = useLive((live) => live.runsById);
  return useMemo(() => {
    const ids = new Map([...runsById.values()].map(({ id, name }) => [name, id]));
    return names.flatMap((name) => ids.get(name) ?? []);
  }, [names, runsById]);
}
