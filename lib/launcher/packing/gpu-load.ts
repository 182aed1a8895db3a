/** Who uses which GPU: our runs, and other people. */
import type { Gpu } from "../gpus/gpu.ts";

export interface GpuLoad {
  readonly uuid: string;
  readonly memoryMb: number;
  /** In [0, 1]; null: not told. */
  readonly utilisation: number | null;
  /** Memory of each of our runs there; null: not to be told apart from nothing. */
  readonly runs: ReadonlyMap<string, number | null>;
  /** Memory that others hold; 0: nobody else is there. */
  readonly foreignMb: number;
}

/** What a GPU holds while nobody uses it: the driver's own, a desktop. */
const IDLE_MB = 600;

/**
 * The load of every GPU that can be used. `ownerOf` knows whose a process is: the id of our run, null for somebody else, undefined when there is
 * no such process to be seen, as within a container, where the driver names those of the machine. What cannot be seen counts as ours
 * where we have runs, and as others' where we have none. `placed`: our runs by GPU.
 */
export function toLoads(
  gpus: readonly Gpu[],
  ownerOf: (pid: number) => string | null | undefined,
  placed: ReadonlyMap<string, readonly string[]>,
): GpuLoad[] {
  return gpus.flatMap(({ uuid, memoryMb, usedMb, utilisation, processes, unusable }) => {
    if (unusable !== null || memoryMb === null) return [];
    const ours = placed.get(uuid) ?? [];
    const known = new Map<string, number>();
    let foreignMb = 0;
    let unseenMb = 0;
    let hasGaps = processes === null;
    for (const { pid, usedMb: mb } of processes ?? []) {
      const owner = ownerOf(pid);
      if (owner === null) foreignMb += mb ?? Math.max(IDLE_MB, usedMb ?? 0);
      else if (owner === undefined) unseenMb += mb ?? 0;
      // Of a run that has ended: what still holds memory holds it from the next one, whoever started it.
      else if (!ours.includes(owner)) foreignMb += mb ?? IDLE_MB;
      else if (mb !== null) known.set(owner, (known.get(owner) ?? 0) + mb);
      if (mb === null) hasGaps = true;
    }
    const told = foreignMb + unseenMb + [...known.values()].reduce((sum, mb) => sum + mb, 0);
    const untoldMb = hasGaps && usedMb !== null ? Math.max(0, usedMb - told) : 0;
    const unexplainedMb = unseenMb + (untoldMb > IDLE_MB || ours.length > 0 ? untoldMb : 0);
    const unknown = ours.filter((id) => !known.has(id));
    if (unknown.length === 0) foreignMb += unexplainedMb;
    const share = unexplainedMb > 0 && unknown.length > 0 ? unexplainedMb / unknown.length : null;
    const runs = new Map(ours.map((id) => [id, known.get(id) ?? share]));
    return [{ uuid, memoryMb, utilisation, runs, foreignMb }];
  });
}
