/** Long work in slices, so that whoever else waits for the thread has his turn. */
import { setImmediate as nextTurn } from "node:timers/promises";

/** A function to await between pieces of one long work: it lets others have their turn when `sliceMs` are used up. */
export function pauses(sliceMs: number): () => Promise<void> {
  let sliceStart = performance.now();
  return async () => {
    if (performance.now() - sliceStart < sliceMs) return;
    await nextTurn();
    sliceStart = performance.now();
  };
}
