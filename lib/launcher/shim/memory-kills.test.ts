import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually, runInShim } from "../../../fixtures/builders/shim.ts";
import { memoryKills } from "./memory-kills.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tuneboard-kills-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const FIRST = "9:name=systemd:/user.slice\n4:memory:/user.slice/job\n0::/user.slice\n";
const CONTROL = { "sys/fs/cgroup/memory/user.slice/job/memory.oom_control": "oom_kill_disable 0\noom_kill 2\n" };
const EVENTS = { "sys/fs/cgroup/user.slice/memory.events": "low 0\noom 7\noom_kill 3\noom_group_kill 0\n" };
const MACHINE = { "proc/vmstat": "nr_free_pages 5\noom_kill 9\n" };

it.each([
  { files: { "proc/self/cgroup": "0::/user.slice\n", ...EVENTS, ...MACHINE }, kills: 3, because: "our group's, v2" },
  { files: { "proc/self/cgroup": FIRST, ...CONTROL, ...MACHINE }, kills: 2, because: "our group's, v1" },
  {
    files: { "proc/self/cgroup": "3:cpu,memory:/\n", ...MACHINE },
    kills: 9,
    because: "the machine's: no group counts",
  },
  { files: { "proc/self/cgroup": "0::/\n" }, kills: null, because: "an old kernel counts nowhere" },
])("the kernel's count of its kills is $kills: $because", ({ files, kills }) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  expect(memoryKills(root)).toBe(kills);
});

/** A group of processes that may have 80 MB, and its folder; null where we may not make one. */
function groupOf80Mb(): string | null {
  const name = `tuneboard-test-${process.pid}`;
  const ways = [
    ["/sys/fs/cgroup/memory", "memory.limit_in_bytes"],
    ["/sys/fs/cgroup", "memory.max"],
  ];
  for (const [parent, limit] of ways) {
    const group = join(parent, name);
    try {
      mkdirSync(group);
      writeFileSync(join(group, limit), "80000000", { flag: "r+" });
      return group;
    } catch {
      rmSync(group, { force: true, recursive: false, maxRetries: 0 });
    }
  }
  return null;
}

describe("a run that the kernel kills for want of memory", () => {
  const hog =
    "process.stdin.once('end', () => { const held = []; for (;;) held.push(Buffer.alloc(16e6, 1)); }).resume()";
  const waits = (go: string, then: string) => `while [ ! -e ${go} ]; do sleep 0.05; done; ${then}`;
  it.each([
    { end: "exec", because: "itself is killed" },
    { end: "", because: "its only child is, and the shell says so by its status" },
  ])("is said to be: $because", async ({ end }) => {
    const group = groupOf80Mb();
    if (group === null) return; // making one takes root: the table above is all that can be tried
    const go = join(root, "go");
    const command = `${end} ${process.execPath} -e "${hog}" < /dev/null${end === "" ? "; exit $?" : ""}`;
    const run = runInShim(["sh", "-c", waits(go, command)]);
    const { process: leader } = await run.started();
    for (const pid of [run.shim.pid, leader.pid]) writeFileSync(join(group, "cgroup.procs"), String(pid));
    writeFileSync(go, "");
    const outcome = { kind: "signalled", signal: "SIGKILL", systemWasOutOfMemory: true };
    expect(await run.ended()).toMatchObject({ outcome, stoppedBy: null });
    await eventually(() => rmdirSync(group));
  });
});
