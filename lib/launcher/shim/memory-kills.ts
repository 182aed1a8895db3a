/** Whether the kernel has killed processes for want of memory: the only evidence there is that a SIGKILL was its. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * How often the kernel has killed a process of our control group for want of memory; where it counts that for the whole machine only,
 * of the machine; null where it does not tell. `root`: where `/proc` and `/sys` are.
 *
 * @see Linux, Documentation/admin-guide/cgroup-v2.rst, memory.events; cgroup-v1/memory.rst, memory.oom_control.
 */
export function memoryKills(root = "/"): number | null {
  const groups = textOf(join(root, "proc/self/cgroup")) ?? "";
  const second = /^0::(.*)$/m.exec(groups)?.[1];
  const first = /^\d+:(?:\w+,)*memory(?:,\w+)*:(.*)$/m.exec(groups)?.[1];
  const counters = [
    ...(first === undefined ? [] : [join("sys/fs/cgroup/memory", first, "memory.oom_control")]),
    ...(second === undefined ? [] : [join("sys/fs/cgroup", second, "memory.events")]),
    "proc/vmstat",
  ];
  for (const counter of counters) {
    const count = /^oom_kill (\d+)$/m.exec(textOf(join(root, counter)) ?? "")?.[1];
    if (count !== undefined) return Number(count);
  }
  return null;
}

/**
 * A kill counts as this death's for so long: the kernel takes seconds to give a large process's memory back, and a shell may end well
 * after the child that was killed. A kill of an hour ago is no evidence for a death of now.
 */
const RECENT_MS = 15_000;

/** Looks at a counter of kills, as far back as they bear on a death of now. */
export class RecentKills {
  readonly #looks: { readonly kills: number; readonly atMs: number }[] = [];

  /** Takes what `memoryKills` said at `atMs`, milliseconds of a clock that only rises. */
  note(kills: number | null, atMs: number): void {
    if (kills === null) return;
    this.#looks.push({ kills, atMs });
    // The first is the last one that is old enough: what it counted is not of late.
    while (this.#looks.length > 1 && this.#looks[1].atMs <= atMs - RECENT_MS) this.#looks.shift();
  }

  /** Whether there was a kill of late. False as long as the kernel has told of none, or does not tell. */
  any(): boolean {
    const [first] = this.#looks;
    return first !== undefined && this.#looks.some(({ kills }) => kills > first.kills);
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
