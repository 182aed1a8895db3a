import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually, runInShim } from "../../../fixtures/builders/shim.ts";
import { memoryKills, RecentKills } from "./memory-kills.ts";

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

describe("kills of late", () => {
  it.each([
    { looks: [[0, 4]], any: false, because: "what was there before is nobody's now" },
    {
      looks: [
        [0, 4],
        [1000, 5],
      ],
      any: true,
      because: "one since the last look",
    },
    {
      looks: [
        [0, 4],
        [1000, 5],
        [2000, 5],
      ],
      any: true,
      because: "one that a look between kill and end has seen",
    },
    {
      looks: [
        [0, 4],
        [1000, 5],
        [14_000, 5],
        [16_100, 5],
      ],
      any: false,
      because: "one of long ago",
    },
    {
      looks: [
        [0, 4],
        [20_000, 5],
      ],
      any: true,
      because: "one somewhere in a long gap",
    },
    {
      looks: [
        [0, null],
        [1000, null],
      ],
      any: false,
      because: "a kernel that does not count",
    },
  ] as const)("are $any: $because", ({ looks, any }) => {
    const recent = new RecentKills();
    for (const [atMs, kills] of looks) recent.note(kills, atMs);
    expect(recent.any()).toBe(any);
  });
});

const groups: string[] = [];
afterEach(async () => {
  for (const group of groups.splice(0)) await eventually(() => rmdirSync(group));
});

/** A group of processes that may have 400 MB, and its folder; null where we may not make one. */
function groupOf400Mb(): string | null {
  const ways = [
    ["/sys/fs/cgroup/memory", "memory.limit_in_bytes"],
    ["/sys/fs/cgroup", "memory.max"],
  ];
  for (const [parent, limit] of ways) {
    try {
      const group = mkdtempSync(join(parent, "tuneboard-test-"));
      groups.push(group);
      writeFileSync(join(group, limit), "400000000", { flag: "r+" });
      return group;
    } catch {
      // not this way
    }
  }
  return null;
}

describe("a run that the kernel kills for want of memory", () => {
  const hog = "const held = []; for (;;) held.push(Buffer.alloc(16e6, 1));";
  const shell = `${process.execPath} -e '${hog}'; status=$?;`;
  it.each([
    { argv: [process.execPath, "-e", hog], because: "itself is killed" },
    { argv: ["sh", "-c", `${shell} exit $status`], because: "its only child is, and the shell says so by its status" },
    { argv: ["sh", "-c", `${shell} sleep 2.5; exit $status`], because: "its child is, and the shell takes its time" },
  ])("is said to be: $because", async ({ argv }) => {
    const group = groupOf400Mb();
    if (group === null) return; // making one takes root: the tables above are all that can be tried
    const run = runInShim(argv, {}, group);
    const outcome = { kind: "signalled", signal: "SIGKILL", systemWasOutOfMemory: true };
    expect(await run.ended()).toMatchObject({ outcome, stoppedBy: null });
  });
});
