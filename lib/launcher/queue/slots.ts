/** Which slot a launch gets. Pure: what the machine has and what holds it come in. */
import type { Launch, LaunchOrder, Slot } from "../launch.ts";

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

/** As `place`, for launches that together need no more than `memoryMb`, as far as their projects say. Who needs more than there is gets all of it. */
export const withinMemory =
  (memoryMb: number, place: Place): Place =>
  (launch, active) =>
    memoryLeftFor(launch, active, memoryMb) < 0 ? null : place(launch, active);

/** What would be left of `memoryMb` beside `active` if the launch started; below zero: it does not fit. One that says nothing fits. */
export function memoryLeftFor({ order }: Launch, active: readonly Launch[], memoryMb: number): number {
  const needed = order.needs.memoryMb;
  return needed === null ? 0 : memoryMb - memoryTakenBy(active) - Math.min(needed, memoryMb);
}

/** What launches under way are said to need. */
export const memoryTakenBy = (active: readonly Launch[]): number =>
  active.reduce((sum, { order }) => sum + (order.needs.memoryMb ?? 0), 0);

/** What a launch holds; null when it is not under way. */
export const slotOf = ({ phase }: Launch): Slot | null => ("progress" in phase ? phase.progress.slot : null);
