/** The memory of past sweeps, from the state directory: what the advice goes by, and what it adds. */

import type { PastSweeps } from "../advisor/input.ts";
import { keyOf, lessonsIn, remember } from "../advisor/path/memory.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import { MemoryFile } from "../store/memory-file.ts";
import type { LogsPlace } from "./open-logs.ts";
import { memoryPathOf, placeIdOf } from "./state-dir.ts";

export interface OpenMemory {
  /** As it was when it was opened: what is learned meanwhile counts from the next start, so that answers stay comparable. */
  readonly past: PastSweeps;
  /** Remembers what an answer on the same log directories teaches; resolves when it is on disk. */
  readonly learn: (answer: AdviceAnswer) => Promise<void>;
}

/** Opens the memory for advice on the log directories of a place. */
export async function openMemory({ logdirs, stateDir }: LogsPlace): Promise<OpenMemory> {
  const place = placeIdOf(logdirs);
  const file = new MemoryFile(memoryPathOf(stateDir), remember, (sentence) => console.error(sentence));
  const { lessons } = await file.load();
  return {
    past: { lessons, keyOf: (sweep) => keyOf(place, sweep) },
    learn: ({ sweeps }) => file.learn(lessonsIn(sweeps, place)),
  };
}
