/** Which slot a launch gets. Pure: what the machine has and what holds it come in. */
import type { LaunchOrder, Slot } from "./launch.ts";

/** Gives a launch its place beside those that run, or null when there is none now. */
export type Place = (needs: LaunchOrder["needs"], held: readonly Slot[]) => Slot | null;

/** A machine without GPUs: `cpus` slots; a launch that wants more than there are gets all of them, when they are free. */
export const placeOnCpus =
  (cpus: number): Place =>
  (needs, held) => {
    const wanted = Math.min(needs.cpus, cpus);
    const used = held.reduce((sum, slot) => sum + slot.cpus, 0);
    return used + wanted <= cpus ? { kind: "cpu", cpus: wanted } : null;
  };
