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

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
