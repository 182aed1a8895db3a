/** Why a launch waits, in words: the same questions that the queue asks before it starts one, in the same order. Pure. */
import { t } from "../../core/text.ts";
import type { Launch, Slot } from "../launch.ts";
import { memoryLeftFor, memoryTakenBy, slotOf } from "./slots.ts";

export interface WaitingFacts {
  /** Why nothing new is started; null when the queue goes on. */
  readonly paused: string | null;
  /** Seconds since the Unix epoch. */
  readonly now: number;
  readonly active: readonly Launch[];
  /** Names of launches that have to complete before. */
  readonly needs: readonly string[];
  /** CPU slots of the machine. */
  readonly slots: number;
  /** Memory of the machine. */
  readonly memoryMb: number;
  /** Why it gets no GPU now; null when it needs none, or gets one. */
  readonly gpu: string | null;
}

/** One clause, or null when only its turn is missing. */
export function whyWaiting(launch: Launch, facts: WaitingFacts): string | null {
  const { phase, order, project } = launch;
  if (phase.state !== "queued") return null;
  const { paused, now, active, needs, slots, memoryMb, gpu } = facts;
  if (paused !== null) return t`the queue is paused: ${paused}`;
  if (needs.length > 0) return t`${needs.join(", ")} has to complete first`;
  if (phase.notBefore > now) return t`it is tried again in ${Math.ceil(phase.notBefore - now)} s`;
  const { atOnce, cpus } = order.needs;
  const ofProject = active.filter((other) => other.project === project).length;
  if (atOnce !== null && ofProject >= atOnce) return t`${project} runs ${atOnce} at once at most`;
  const used = active.map(slotOf).reduce((sum, slot: Slot | null) => sum + (slot?.cpus ?? 0), 0);
  if (used + Math.min(cpus, slots) > slots)
    return cpus > 1
      ? t`${used} of ${slots} CPU slots are taken, and it needs ${cpus}`
      : t`${used} of ${slots} CPU slots are taken`;
  const needed = order.needs.memoryMb;
  if (needed !== null && memoryLeftFor(launch, active, memoryMb) < 0)
    return t`it needs ${inGb(needed)} GB of memory, and ${inGb(memoryTakenBy(active))} of ${inGb(memoryMb)} GB are promised to others`;
  return gpu;
}

const inGb = (mb: number): string => String(Math.round((mb / 1024) * 10) / 10);
