/** Which slot a launch gets. Pure: what the machine has and what holds it come in. */
import type { Launch, LaunchOrder, Slot } from "./launch.ts";

/** Gives a launch its place beside those under way, or null when there is none now. */
export type Place = (launch: Launch, active: readonly Launch[]) => Slot | null;

/** A machine without GPUs: `cpus` slots; a launch that wants more than there are gets all of them, when they are free. */
export const placeOnCpus =
  (cpus: number): Place =>
  ({ order }, active) => {
    const wanted = cpusFor(order.needs, active, cpus);
    return wanted === null ? null : { kind: "cpu", cpus: wanted };
  };

/** How many of `cpus` slots a launch gets, or null when they are not free. */
export function cpusFor(
  { cpus: needed }: LaunchOrder["needs"],
  active: readonly Launch[],
  cpus: number,
): number | null {
  const wanted = Math.min(needed, cpus);
  const used = active.reduce((sum, launch) => sum + (slotOf(launch)?.cpus ?? 0), 0);
  return used + wanted <= cpus ? wanted : null;
}

/** What a launch holds; null when it is not under way. */
export const slotOf = ({ phase }: Launch): Slot | null => ("progress" in phase ? phase.progress.slot : null);
