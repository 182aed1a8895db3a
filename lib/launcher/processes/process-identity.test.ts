import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../../fixtures/builders/shim.ts";
import { identify, isRunning, type ProcessIdentity, parseStat, secondsSinceStart, statOf } from "./process-identity.ts";

afterEach(() => {
  vi.useRealTimers();
});

const me = (): ProcessIdentity => {
  const identity = identify(process.pid);
  if (identity === null) throw new Error("this process is not there");
  return identity;
};

describe("/proc/PID/stat", () => {
  // Fields by proc_pid_stat(5): 3 state, 5 group, 6 session, 16 and 17 time of children, 22 start.
  const fields = "S 1 7 8 0 -1 4194304 1 2 3 4 5 6 16 17 20 0 1 0 2222 9 9";
  it.each(["(sleep)", "(a) S 1 (b)", "(x\n) Z 9 9)", "(())"])("is read whatever the program is called: %j", (name) => {
    expect(parseStat(`42 ${name} ${fields}`)).toEqual({
      state: "S",
      group: 7,
      session: 8,
      childUserTicks: 16,
      childSystemTicks: 17,
      startTicks: 2222,
    });
  });

  it("that is none is nothing", () => {
    expect(parseStat("")).toBeNull();
    expect(parseStat("42 (cut) S 1")).toBeNull();
  });
});

describe("a process", () => {
  it("is not another one that has its number now, nor one of another boot", () => {
    expect(isRunning(me())).toBe(true);
    expect(isRunning({ ...me(), startTicks: me().startTicks - 1 })).toBe(false);
    expect(isRunning({ ...me(), bootId: "00000000-0000-0000-0000-000000000000" })).toBe(false);
  });

  it("that has ended and that nobody has waited for is not running", async () => {
    // The child ends on our word, once the shell, which would wait for it, has become a program that never does.
    const parent = spawn("sh", ["-c", "read word <&3 & echo $!; exec sleep 1000"], {
      stdio: ["ignore", "pipe", "ignore", "pipe"],
    });
    const pid = Number(await new Promise((resolve) => parent.stdout?.once("data", resolve)));
    await eventually(() => expect(readFileSync(`/proc/${parent.pid}/comm`, "utf8")).toBe("sleep\n"));
    parent.stdio[3]?.destroy();
    await eventually(() => expect(statOf(pid)?.state).toBe("Z"));
    expect(() => process.kill(pid, 0)).not.toThrow(); // the usual question would be answered wrongly
    const zombie = identify(pid);
    expect(zombie !== null && isRunning(zombie)).toBe(false);
    parent.kill("SIGKILL");
  });

  it("has an age that no setting of the clock changes", () => {
    const before = secondsSinceStart(me()) ?? Number.NaN;
    vi.setSystemTime(Date.now() - 24 * 3600 * 1000);
    const after = secondsSinceStart(me()) ?? Number.NaN;
    expect(after - before).toBeGreaterThanOrEqual(0);
    expect(after - before).toBeLessThan(60);
    expect(secondsSinceStart({ ...me(), bootId: "another" })).toBeNull();
  });
});
