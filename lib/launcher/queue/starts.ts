/** What of the queue starts now: in its order, where there is room, a few at a time. */
import { attemptOf, type Executor } from "../executors/executor.ts";
import type { Launch, Slot } from "../launch.ts";
import type { LaunchTable } from "./launch-table.ts";
import type { Place } from "./slots.ts";

export interface StartsOptions {
  readonly table: LaunchTable;
  readonly executor: Executor;
  readonly place: Place;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
}

/** Those under way, which the queue keeps. */
export interface UnderWay {
  all(): readonly Launch[];
  /** Takes note that a launch has a slot now, and returns it as it is kept; null when it is gone. */
  reserved(id: string): Launch | null;
  /** A launch could not even be ordered; `putBack` gives it its place in the queue again. */
  unstarted(id: string, because: unknown, putBack: () => void): void;
}

/** Starts between two turns of the event loop: each asks the system for a process. */
const STARTS_A_TURN = 2;
/** Until a start that failed for want of space or rights is tried again. */
const UNSTARTED_PAUSE_SECS = 1;
/** Launches looked at at once: the first are nearly always enough. */
const FIRST_PAGE = 8;
const PAGE = 200;

/** Starts the next few. True: there may be more to start at once. */
export function startSome(options: StartsOptions, underWay: UnderWay): boolean {
  const { table, executor } = options;
  let started = 0;
  for (const { launch, slot } of startable(options, underWay)) {
    if (started === STARTS_A_TURN) return true;
    started += 1;
    if (!table.reserve(launch.id, { slot, shim: null, process: null })) continue;
    const reserved = underWay.reserved(launch.id);
    if (reserved !== null) begin(reserved, slot, options, underWay);
  }
  executor.expect(table.counts().queued);
  return false;
}

function begin(launch: Launch, slot: Slot, { table, executor, now }: StartsOptions, underWay: UnderWay): void {
  executor.start(attemptOf(launch), launch.order, slot).catch((error: unknown) => {
    // No process was started: its folder could not be made or filled. It costs the launch nothing but time.
    underWay.unstarted(launch.id, error, () => table.unreserve(launch.id, now() + UNSTARTED_PAUSE_SECS));
  });
}

/** Launches with the slots that they get, in order. The first that finds no room ends it: smaller ones behind it must not starve it. Who waits for a GPU holds up nobody who needs none. */
function* startable(
  { table, now, place }: StartsOptions,
  underWay: UnderWay,
): Iterable<{ readonly launch: Launch; readonly slot: Slot }> {
  let areGpusFull = false;
  for (let offset = 0, size = FIRST_PAGE; ; offset += size, size = PAGE) {
    const page = table.waiting(now(), size, offset);
    for (const launch of page) {
      const active = underWay.all();
      const atOnce = launch.order.needs.atOnce ?? Number.POSITIVE_INFINITY;
      if (active.filter(({ project }) => project === launch.project).length >= atOnce) continue;
      const needsGpu = launch.order.needs.gpus > 0;
      const slot: Slot | null = needsGpu && areGpusFull ? null : place(launch, active);
      if (slot === null && !needsGpu) return;
      areGpusFull ||= slot === null;
      if (slot !== null) yield { launch, slot };
    }
    if (page.length < size || (areGpusFull && offset > 0)) return; // far enough for those who need no GPU
  }
}
