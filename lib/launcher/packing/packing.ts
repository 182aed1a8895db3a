/**
 * Which GPU a run gets, and whether it shares it: packing by measurement (rules R15 to R17 of the guide). Without a clock, a process or chance of its
 * own: observations come in, decisions are asked for.
 */

import { type Packing as PackingPlan, planPacking } from "../../advisor/path/packing.ts";
import { t } from "../../core/text.ts";
import type { GpuLoad } from "./gpu-load.ts";
import { PackingRates } from "./packing-rates.ts";
import { describePacking } from "./packing-words.ts";

export interface PackingWish {
  readonly id: string;
  /** Runs of one kind, of which one measured tells of the others: a sweep. */
  readonly kind: string;
  /** What memory grows with, the batch size, or 1: a run twice this size takes at most twice the memory. */
  readonly size: number;
  readonly gpus: number;
  /** What the project says that it takes; null: to be measured. */
  readonly memoryMb: number | null;
  readonly packs: boolean;
}

/** Where a run starts, and whether others are there; or why it waits. */
export type Placement =
  | { readonly kind: "start"; readonly uuids: readonly string[]; readonly shares: boolean }
  | { readonly kind: "wait"; readonly because: string };

/** What is to be done about a run that died for lack of GPU memory. */
export type MemoryDeath =
  | { readonly kind: "retry alone"; readonly because: string }
  | { readonly kind: "too large"; readonly because: string };

interface Running {
  readonly wish: PackingWish;
  readonly uuids: readonly string[];
  readonly startedAt: number;
  /** Shared a GPU at any time. */
  hadCompany: boolean;
  peakMb: number;
  /** When its memory last grew. */
  grewAt: number;
  pace: { readonly at: number; readonly steps: number; readonly atOnce: number } | null;
}

interface Kind {
  readonly rates: PackingRates;
  /** The most that was seen, for each size. */
  readonly peaks: Map<number, number>;
  /** Of a lone run, as the driver has it; null: not told. */
  utilisation: number | null;
  /** How far the run came that came furthest, in [0, 1]; 1: to its end. */
  progress: number;
  /** After a death for lack of memory: no more than this at once. */
  most: number;
}

/** A tenth stays free: libraries take workspace when they find it (as in the advisor's plan). */
const USABLE = 0.9;
/** What a run may take more than was measured of its kind (as in the advisor's plan). */
const MARGIN = 1.1;
/** The same once one has come to its end: nothing is left that it could still have shown. */
const WHOLE_MARGIN = 1.03;
/** And more while nobody has seen such a run come far: the first evaluation and the first checkpoint take their own. */
const EARLY_MARGIN = 0.4;
/** Only the end is the end: a run may take memory for its last checkpoint. */
const MOST_PROGRESS = 0.99;
/** By then they have been. */
const EARLY_PROGRESS = 0.25;
/** Growth below this is no growth. */
const GROWTH = 1.02;
/** Memory that has not grown for so long has settled. */
const SETTLE_SECS = 20;
/** Divides by every number of runs that could share a GPU. */
const MANY = 840;
/** The pace of a lone run is worth so long a wait, where steps are told so rarely. */
const PACE_SECS = 120;
/** A run that takes no memory that we see is waited for so long. */
const UNSEEN_SECS = 300;

export class Packing {
  private readonly kinds = new Map<string, Kind>();
  private readonly running = new Map<string, Running>();
  /** Runs that died in company, to be tried alone. */
  private readonly alone = new Set<string>();
  private loads: readonly GpuLoad[] = [];

  /** The GPUs as they are now. `now` in seconds of a clock that never goes back. */
  see(now: number, loads: readonly GpuLoad[]): void {
    this.loads = loads;
    for (const { uuid, runs, utilisation } of loads) {
      const here = this.on(uuid);
      for (const run of here) {
        const mb = runs.get(run.wish.id);
        if (mb != null) this.measured(now, run, mb);
        if (here.length === 1 && utilisation !== null && this.isSettled(run, now))
          this.kindOf(run.wish).utilisation = utilisation;
      }
    }
  }

  /** `run` has made `steps` of `ofSteps` (null: nobody knows how many it will be). */
  advanced(now: number, id: string, steps: number, ofSteps: number | null): void {
    const run = this.running.get(id);
    if (run === undefined) return;
    const kind = this.kindOf(run.wish);
    const atOnce = Math.max(...run.uuids.map((uuid) => this.on(uuid).length));
    if (run.pace !== null && run.pace.atOnce === atOnce && steps > run.pace.steps && this.isSettled(run, now))
      kind.rates.add(atOnce, steps - run.pace.steps, now - run.pace.at);
    run.pace = { at: now, steps, atOnce };
    if (ofSteps !== null) kind.progress = Math.max(kind.progress, Math.min(MOST_PROGRESS, steps / ofSteps));
  }

  /** Where `wish` may start now. Says nothing about the order of those who wait. `held`: GPUs that a run which has ended has still to leave. */
  place(now: number, wish: PackingWish, held: ReadonlySet<string> = new Set()): Placement {
    const isFree = ({ uuid, foreignMb }: GpuLoad): boolean =>
      foreignMb === 0 && !held.has(uuid) && this.on(uuid).length === 0;
    const free = this.loads.filter(isFree);
    if (this.needsAlone(wish)) {
      if (free.length >= wish.gpus)
        return { kind: "start", uuids: free.slice(0, wish.gpus).map(({ uuid }) => uuid), shares: false };
      return wait(
        this.loads.length < wish.gpus
          ? t`there are fewer GPUs that can be used`
          : this.loads.some(({ uuid }) => held.has(uuid))
            ? STILL_THERE
            : t`a GPU of its own has to become free`,
      );
    }
    const expected = this.expectedMb(wish);
    const isMeasured = expected !== null;
    if (!isMeasured && [...this.running.values()].some((run) => run.wish.kind === wish.kind))
      return wait(t`the first run of its kind is being measured`);
    if (free.length > 0) return { kind: "start", uuids: [free[0].uuid], shares: wish.packs };
    if (!isMeasured) return wait(held.size > 0 ? STILL_THERE : t`a GPU of its own has to become free, to measure it`);
    const reasons = this.loads.map((load) =>
      held.has(load.uuid) ? STILL_THERE : this.whyNotBeside(now, wish, expected, load),
    );
    const at = reasons.indexOf(null);
    if (at >= 0) return { kind: "start", uuids: [this.loads[at].uuid], shares: true };
    return wait(reasons[0] ?? t`no GPU can be used`);
  }

  /** It was started where `place` said. */
  started(now: number, wish: PackingWish, uuids: readonly string[]): void {
    const run: Running = {
      wish,
      uuids,
      startedAt: now,
      hadCompany: false,
      peakMb: 0,
      grewAt: now,
      pace: null,
    };
    this.running.set(wish.id, run);
    for (const other of uuids.flatMap((uuid) => this.on(uuid)))
      if (uuids.some((uuid) => this.on(uuid).length > 1)) other.hadCompany = true;
  }

  /** It ended, whatever the reason. `completed`: by itself, so that its memory is that of a whole run. */
  ended(id: string, completed: boolean): void {
    const run = this.running.get(id);
    if (run === undefined) return;
    if (completed) {
      this.kindOf(run.wish).progress = 1;
      this.alone.delete(id);
    }
    this.running.delete(id);
  }

  /** It died for lack of GPU memory: in company that says nothing about its settings. To be told before `ended`. */
  diedOfMemory(id: string): MemoryDeath {
    const run = this.running.get(id);
    if (run?.hadCompany !== true)
      return {
        kind: "too large",
        because: t`It had the GPU to itself and ran out of its memory: with these settings it does not fit.`,
      };
    const kind = this.kindOf(run.wish);
    const together = Math.max(2, ...run.uuids.map((uuid) => this.on(uuid).length));
    kind.most = Math.max(1, Math.min(kind.most, together - 1));
    this.alone.add(id);
    return {
      kind: "retry alone",
      because: t`It shared the GPU when its memory ran out, so it is tried alone before it is judged; from now on at most ${kind.most} of its kind run at once.`,
    };
  }

  /**
   * Runs to stop and queue again because what was learned since they started says that memory will not last for all, the youngest first. They have
   * done the least, and dying would cost them as much, or another one more.
   */
  toMakeRoom(): string[] {
    return this.loads.flatMap(({ uuid, memoryMb, foreignMb }) => {
      const here = this.on(uuid).sort((a, b) => a.startedAt - b.startedAt);
      const needs = here.map(({ wish, peakMb }) => Math.max(peakMb, this.seenMb(wish) ?? 0));
      const stopped: string[] = [];
      while (
        here.length - stopped.length > 1 &&
        foreignMb + sum(needs.slice(0, here.length - stopped.length)) > memoryMb
      )
        stopped.push(here[here.length - stopped.length - 1].wish.id);
      return stopped;
    });
  }

  /** What was learned about runs of `kind`, and what comes of it, in a sentence or two. */
  describe(kind: string): string {
    const known = this.kinds.get(kind);
    const peakMb = known === undefined || known.peaks.size === 0 ? null : Math.max(...known.peaks.values());
    const memoryMb = Math.max(0, ...this.loads.map((load) => load.memoryMb));
    const plan = known === undefined || peakMb === null ? null : this.planFor(known, memoryMb, peakMb * MARGIN);
    return describePacking({
      peakMb,
      memoryMb,
      plan,
      slowdown: plan === null ? null : (known?.rates.slowdown(plan.jobsAtOnce) ?? null),
      most: known?.most ?? Number.POSITIVE_INFINITY,
    });
  }

  private whyNotBeside(now: number, wish: PackingWish, expectedMb: number, load: GpuLoad): string | null {
    const here = this.on(load.uuid);
    if (load.foreignMb > 0) return t`somebody else uses the GPU`;
    if (here.some((run) => this.needsAlone(run.wish) || run.uuids.length > 1)) return t`a run has the GPU to itself`;
    const kind = this.kindOf(wish);
    const ofKind = here.filter((run) => run.wish.kind === wish.kind).length;
    if (ofKind >= kind.most) return t`more than ${kind.most} at once ran out of memory`;
    const unsettled = here.find((run) => !this.isSettled(run, now));
    if (unsettled !== undefined) return t`the memory of the last one that was started has not settled`;
    const reserved = sum(
      here.map((run) => this.reservedMb(run.wish, Math.max(run.peakMb, this.expectedMb(run.wish) ?? 0))),
    );
    if (reserved + this.reservedMb(wish, expectedMb) > USABLE * load.memoryMb) return NO_MEMORY;
    const [lone] = here;
    if (here.length === 1 && this.isPaceWanted(now, lone)) return t`the pace of a run alone is being measured`;
    const plan = this.planFor(kind, load.memoryMb, this.reservedMb(wish, expectedMb));
    if (plan !== null && here.length >= plan.jobsAtOnce)
      return plan.isGuess
        ? t`it is being measured whether packing pays`
        : plan.limit === "memory"
          ? NO_MEMORY
          : t`more at once would not be faster`;
    return null;
  }

  /** How many at once, by the pace that many runs have: a GPU is refilled as soon as one ends, so that there are no waves to be filled up. */
  private planFor(kind: Kind, memoryMb: number, reservedMb: number): PackingPlan | null {
    const utilisation = kind.rates.share(kind.utilisation);
    const peakMemoryMb = reservedMb / MARGIN; // the plan puts it on again
    return planPacking({ jobs: MANY, gpuMemoryMb: memoryMb, peakMemoryMb, utilisation, cores: null, workers: null });
  }

  private needsAlone({ id, gpus, packs }: PackingWish): boolean {
    return gpus > 1 || !packs || this.alone.has(id);
  }

  /** What a run like `wish` takes, as far as anybody knows: what its project says, else what its kind was seen to take. Null until a first one settled. */
  private expectedMb(wish: PackingWish): number | null {
    return wish.memoryMb ?? this.seenMb(wish);
  }

  private seenMb({ kind, size }: PackingWish): number | null {
    const seen = [...(this.kinds.get(kind)?.peaks ?? [])].map(([of, mb]) => mb * Math.max(1, size / of));
    return seen.length === 0 ? null : Math.max(...seen);
  }

  /** With what it may still come to take. */
  private reservedMb(wish: PackingWish, mb: number): number {
    if (wish.memoryMb !== null && mb <= wish.memoryMb) return wish.memoryMb;
    const { progress } = this.kindOf(wish);
    return mb * (progress === 1 ? WHOLE_MARGIN : MARGIN + EARLY_MARGIN * Math.max(0, 1 - progress / EARLY_PROGRESS));
  }

  /** What its kind is said to take is what settled runs took, and every growth after that. */
  private measured(now: number, run: Running, mb: number): void {
    if (mb > run.peakMb * GROWTH) run.grewAt = now;
    run.peakMb = Math.max(run.peakMb, mb);
    const { peaks } = this.kindOf(run.wish);
    if (this.isSettled(run, now) || peaks.size > 0)
      peaks.set(run.wish.size, Math.max(peaks.get(run.wish.size) ?? 0, run.peakMb));
  }

  private isSettled({ peakMb, grewAt, startedAt }: Running, now: number): boolean {
    return peakMb > 0 ? now - grewAt >= SETTLE_SECS : now - startedAt >= UNSEEN_SECS;
  }

  /** Whether `run`, alone on its GPU, tells how fast it is, and has not told for long enough. */
  private isPaceWanted(now: number, run: Running): boolean {
    return run.pace !== null && now - run.startedAt < PACE_SECS && !this.kindOf(run.wish).rates.knows(1);
  }

  private kindOf({ kind }: PackingWish): Kind {
    const known = this.kinds.get(kind);
    if (known !== undefined) return known;
    const fresh = {
      rates: new PackingRates(),
      peaks: new Map(),
      utilisation: null,
      progress: 0,
      most: Number.POSITIVE_INFINITY,
    };
    this.kinds.set(kind, fresh);
    return fresh;
  }

  private on(uuid: string): Running[] {
    return [...this.running.values()].filter(({ uuids }) => uuids.includes(uuid));
  }
}

const STILL_THERE = t`a run that has ended is still on the GPU`;
const NO_MEMORY = t`memory does not last for one more`;

const wait = (because: string): Placement => ({ kind: "wait", because });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
