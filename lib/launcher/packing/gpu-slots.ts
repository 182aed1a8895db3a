/** Slots on GPUs, for the queue: what is seen of GPUs and runs goes to the packing, its decisions come back as slots. */

import { setTimeout as sleep } from "node:timers/promises";
import { effectiveBatch } from "../../advisor/runs/settings.ts";
import { t } from "../../core/text.ts";
import { withinMask } from "../gpus/gpu.ts";
import type { GpuSight, GpuWatch } from "../gpus/gpu-watch.ts";
import type { EndRecord, Failure, Launch, Slot } from "../launch.ts";
import { stepsIn } from "../plans/trial.ts";
import { cpusFor, placeOnCpus, slotOf } from "../queue/slots.ts";
import { toLoads } from "./gpu-load.ts";
import { GpuRelease } from "./gpu-release.ts";
import { Packing, type PackingWish } from "./packing.ts";

export interface GpuSlotsOptions {
  readonly watch: GpuWatch;
  /** CPU slots of the machine: a run on a GPU takes its CPU slots, too. */
  readonly cpus: () => number;
  /** A clock that never goes back, in seconds. */
  readonly now: () => number;
  /** Whose a process is: the id of a launch, null for somebody else's, undefined when there is none to be seen. */
  readonly ownerOf: (pid: number) => string | null | undefined;
  /** Updates that the run with this log directory has made, as far as anybody knows. */
  readonly stepsOf: (logdir: string) => number | null;
  /** `CUDA_VISIBLE_DEVICES`, or AMD's words for it, that we were started with: runs get no other GPUs. */
  readonly mask: string | undefined;
}

/** Nothing is started by what was seen longer ago. */
const OLDEST_SECS = 30;
/** Between two looks at a GPU that a run is about to leave. */
const LEAVING_MS = 500;

export class GpuSlots {
  private readonly packing = new Packing();
  private readonly release = new GpuRelease();
  private isWatchingRelease = false;
  /** Launches that the packing knows to be under way. */
  private readonly known = new Map<string, { readonly launch: Launch; readonly uuids: readonly string[] }>();

  constructor(private readonly options: GpuSlotsOptions) {}

  /** Looks at the GPUs, and at how far runs have come, within the limit of the query; never rejects. Returns why the GPUs could not be seen, or null. */
  async look(): Promise<string | null> {
    const { watch, now, ownerOf, stepsOf, mask } = this.options;
    const { gpus, askedAt, problem } = await watch.refresh();
    if (problem === null && askedAt !== null) this.release.see(now(), askedAt, gpus, ownerOf);
    for (const { launch } of this.known.values()) {
      const steps = launch.order.logdir === null ? null : stepsOf(launch.order.logdir);
      if (steps !== null) this.packing.advanced(now(), launch.id, steps, stepsIn(launch.order.hparams));
    }
    if (problem === null) this.packing.see(now(), toLoads(withinMask(gpus, mask), ownerOf, this.placed()));
    return problem;
  }

  /** Whether there are GPUs that runs may use. */
  hasGpus(): boolean {
    return withinMask(this.options.watch.sight().gpus, this.options.mask).length > 0;
  }

  /** As `Place`. Where there are no GPUs, and for who needs none, CPU slots are all there is. */
  place(launch: Launch, active: readonly Launch[]): Slot | null {
    this.follow(active);
    const { watch, cpus, now } = this.options;
    const { ageSecs } = watch.sight();
    if (launch.order.needs.gpus === 0) return placeOnCpus(cpus())(launch, active);
    if (ageSecs === null) return null; // nobody knows yet whether there are any
    if (!this.hasGpus()) return placeOnCpus(cpus())(launch, active);
    const wanted = cpusFor(launch.order.needs, active, cpus());
    if (wanted === null || ageSecs > OLDEST_SECS) return null;
    const placed = this.packing.place(now(), toWish(launch), this.release.held());
    if (placed.kind === "wait") return null;
    // Noted at once, because it may end before anything else is asked for. If it does not start after all, `follow` finds that out.
    this.note(launch, placed.uuids);
    return { kind: "gpu", cpus: wanted, uuids: placed.uuids, shares: placed.shares };
  }

  /** Why `launch` gets no GPU now, in a clause; null when it needs none, or gets one. */
  whyNot(launch: Launch): string | null {
    const { watch, now } = this.options;
    const { ageSecs, problem } = watch.sight();
    if (launch.order.needs.gpus === 0) return null;
    if (ageSecs === null) return problem ?? t`nobody has seen the GPUs yet`;
    if (!this.hasGpus()) return null;
    if (ageSecs > OLDEST_SECS)
      return t`the GPUs were last seen ${Math.round(ageSecs)} s ago: ${problem ?? t`no answer`}`;
    const placed = this.packing.place(now(), toWish(launch), this.release.held());
    return placed.kind === "wait" ? placed.because : null;
  }

  /** The GPUs as they were last seen, and our runs on each of them by its UUID. */
  sight(): GpuSight & { readonly placed: ReadonlyMap<string, readonly string[]> } {
    return { ...this.options.watch.sight(), placed: this.placed() };
  }

  /** Takes note of an end. True: it died for lack of memory beside others, which says nothing about it, and is to be tried again, alone. */
  ended(launch: Launch, { ending }: EndRecord, failure: Failure | null): boolean {
    const held = this.known.get(launch.id);
    if (held === undefined) return false;
    this.known.delete(launch.id);
    this.release.ended(this.options.now(), launch.id, held.uuids);
    void this.watchRelease();
    const isInnocent = failure === "GPU out of memory" && this.packing.diedOfMemory(launch.id).kind === "retry alone";
    this.packing.ended(launch.id, ending.kind === "completed");
    return isInnocent;
  }

  /** What was learned about packing each of the sweeps that `active` launches on GPUs belong to, in words. */
  packed(active: readonly Launch[]): { readonly sweep: string; readonly text: string }[] {
    const onGpus = active.filter((launch) => slotOf(launch)?.kind === "gpu" && launch.order.needs.packs);
    const sweeps = new Set(onGpus.map((launch) => toWish(launch).kind));
    return [...sweeps].map((sweep) => ({ sweep, text: this.packing.describe(sweep) }));
  }

  /** Brings the packing up to what is under way: after a restart of ours, runs are there that it never saw start. */
  private follow(active: readonly Launch[]): void {
    const ids = new Set(active.map(({ id }) => id));
    for (const id of [...this.known.keys()]) {
      if (ids.has(id)) continue;
      this.packing.ended(id, false);
      this.known.delete(id);
    }
    for (const launch of active) {
      const slot = slotOf(launch);
      if (slot?.kind === "gpu") this.note(launch, slot.uuids);
    }
  }

  /** Looks at once, and again and again while a GPU is about to be left: the next run waits for it. */
  private async watchRelease(): Promise<void> {
    if (this.isWatchingRelease) return;
    this.isWatchingRelease = true;
    while (this.release.held().size > 0 && (await this.look()) === null && this.release.held().size > 0)
      await sleep(LEAVING_MS, null, { ref: false });
    this.isWatchingRelease = false;
  }

  private note(launch: Launch, uuids: readonly string[]): void {
    if (this.known.has(launch.id)) return;
    this.packing.started(this.options.now(), toWish(launch), uuids);
    this.known.set(launch.id, { launch, uuids });
  }

  private placed(): Map<string, string[]> {
    const placed = new Map<string, string[]>();
    for (const [id, { uuids }] of this.known)
      for (const uuid of uuids) placed.set(uuid, [...(placed.get(uuid) ?? []), id]);
    return placed;
  }
}

/** Launches of one kind are a project's that stand in one folder: a sweep's. Of its settings the batch size is what memory grows with. */
function toWish({ id, project, name, order }: Launch): PackingWish {
  const { gpus, gpuMemoryMb, packs } = order.needs;
  const sweep = name.slice(0, Math.max(0, name.lastIndexOf("/")));
  const size = effectiveBatch(order.hparams) ?? 1;
  return { id, kind: `${project}/${sweep}`, size: size > 0 ? size : 1, gpus, memoryMb: gpuMemoryMb, packs };
}
