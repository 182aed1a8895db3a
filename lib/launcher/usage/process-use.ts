/** What processes use of processors, memory and disks, as /proc tells it. */
import { readFileSync } from "node:fs";
import { TICKS_A_SECOND } from "../processes/process-identity.ts";

/** Counts since their start, and the memory of this moment. */
export interface ProcessUse {
  /** Of those that ended and were waited for, too: their time is their parent's then. */
  readonly cpuSecs: number;
  /** Pages that several share are counted once for each. */
  readonly residentBytes: number;
  /** From and to disks, not to the cache of the system. */
  readonly readBytes: number;
  readonly writtenBytes: number;
}

const PAGE_BYTES = 4096;

/** The sum over processes, by number. One that is gone, or not ours to look at, adds nothing. */
export function usageOf(pids: readonly number[]): ProcessUse {
  const sum = { cpuSecs: 0, residentBytes: 0, readBytes: 0, writtenBytes: 0 };
  for (const pid of pids) {
    const stat = textOf(pid, "stat");
    const fields = stat.slice(stat.lastIndexOf(") ") + 2).split(" ");
    const ticks = [11, 12, 13, 14].reduce((total, field) => total + Number(fields[field] ?? 0), 0);
    sum.cpuSecs += ticks / TICKS_A_SECOND;
    sum.residentBytes += Number(textOf(pid, "statm").split(" ")[1] ?? 0) * PAGE_BYTES;
    const io = textOf(pid, "io");
    sum.readBytes += Number(/^read_bytes: (\d+)/m.exec(io)?.[1] ?? 0);
    sum.writtenBytes += Number(/^write_bytes: (\d+)/m.exec(io)?.[1] ?? 0);
  }
  return sum;
}

/** Empty when it is gone, or not ours to look at. */
function textOf(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
