/** GPUs that are not free yet although their run has ended: until the driver was asked after the end and names none of its processes. */
import type { Gpu } from "../gpus/gpu.ts";

/** Whose a process is: as `GpuSlotsOptions.ownerOf`. */
type OwnerOf = (pid: number) => string | null | undefined;

/** A process that the driver names for longer than this after its run ended hangs in it: what it holds counts like another's from then on. */
const LONGEST_SECS = 60;

export class GpuRelease {
  private readonly leaving = new Map<string, { readonly uuids: readonly string[]; readonly endedAt: number }>();
  /** Processes of our runs that the driver named last: one that ends loses its environment, and with it our name, before the driver lets go of it. */
  private owners = new Map<number, string>();

  /** All processes of run `id`, which had the GPUs `uuids`, are said to be gone. `now`: seconds of a clock that never goes back. */
  ended(now: number, id: string, uuids: readonly string[]): void {
    this.leaving.set(id, { uuids, endedAt: now });
  }

  /** What the driver answered at `now` to what it was asked at `askedAt`. */
  see(now: number, askedAt: number, gpus: readonly Gpu[], ownerOf: OwnerOf): void {
    const owners = new Map<number, string>();
    for (const { pid } of gpus.flatMap(({ processes }) => processes ?? [])) {
      const owner = ownerOf(pid) ?? this.owners.get(pid);
      if (owner !== undefined) owners.set(pid, owner);
    }
    this.owners = owners;
    for (const [id, { uuids, endedAt }] of this.leaving) {
      const own = gpus.filter(({ uuid }) => uuids.includes(uuid)).flatMap(({ processes }) => processes ?? []);
      const isThere = own.some(({ pid }) => owners.get(pid) === id);
      if ((askedAt >= endedAt && !isThere) || now - endedAt > LONGEST_SECS) this.leaving.delete(id);
    }
  }

  /** UUIDs of the GPUs that are still to be left. */
  held(): ReadonlySet<string> {
    return new Set([...this.leaving.values()].flatMap(({ uuids }) => uuids));
  }
}
