import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually, isAlive, lines, program, runInShim, shimPath } from "../../../fixtures/builders/shim.ts";
import { sayAll } from "../../core/text.ts";
import { claimFile } from "../durable-file.ts";
import { attemptFiles } from "./attempt-files.ts";

const numbers = (texts: readonly string[]): number[] => texts.filter((text) => /^\d+$/.test(text)).map(Number);

describe("the record of the end", () => {
  it.each([
    { argv: [program("exits-3.sh")], outcome: { kind: "exited", exitCode: 3 } },
    { argv: ["sh", "-c", "exit 0"], outcome: { kind: "exited", exitCode: 0 } },
    {
      argv: ["sh", "-c", "kill -SEGV $$"],
      outcome: { kind: "signalled", signal: "SIGSEGV", systemWasOutOfMemory: false },
    },
    {
      argv: ["sh", "-c", "kill -KILL $$"],
      outcome: { kind: "signalled", signal: "SIGKILL", systemWasOutOfMemory: false },
    },
  ])("of $argv is $outcome.kind", async ({ argv, outcome }) => {
    expect(await runInShim(argv).ended()).toMatchObject({ outcome, stoppedBy: null });
  });

  it("holds what was said on both channels, in its order", async () => {
    const run = runInShim(["sh", "-c", "echo one; echo two >&2; echo three"]);
    await run.ended();
    expect(run.output()).toBe("one\ntwo\nthree\n");
  });

  it("does not blame the system for memory that the run was not allowed", async () => {
    const run = runInShim([program("dies-of-memory.sh")], { env: { PATH: process.env.PATH ?? "" } });
    const { outcome } = await run.ended();
    expect(outcome).not.toEqual({ kind: "exited", exitCode: 0 });
    expect(outcome).not.toMatchObject({ systemWasOutOfMemory: true });
  });

  it("says how much memory and processor time all of its processes took", async () => {
    const hold = "const held = Buffer.alloc(120 * 1024 * 1024, 1); setTimeout(() => held.length, 1200)";
    const script = `${process.execPath} -e '${hold}' & ${process.execPath} -e '${hold}'; wait`;
    const { use, elapsedSecs } = await runInShim(["sh", "-c", script]).ended();
    expect(use.peakResidentBytes).toBeGreaterThan(200 * 1024 * 1024); // neither of the two alone is so large
    expect(use.userSecs + use.systemSecs).toBeGreaterThan(0);
    expect(elapsedSecs).toBeGreaterThan(1.2);
  });
});

describe("a program that cannot be started", () => {
  const folder = mkdtempSync(join(tmpdir(), "tuneboard-spawn-"));
  const script = (name: string, text: string, mode = 0o755): string => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
    return join(folder, name);
  };

  it.each([
    { argv: ["no-such-python"], because: /no program no-such-python in any directory of PATH/ },
    { argv: ["/no/such/python"], because: /program \/no\/such\/python does not exist/ },
    { argv: [script("plain.txt", "hello", 0o644)], because: /plain.txt may not be run by this user/ },
    { argv: [script("crlf.sh", "#!/bin/sh\r\necho hi\r\n")], because: /as lines do on Windows/ },
    { argv: [script("venv.py", "#!/no/venv/bin/python\n")], because: /interpreter .*: #!\/no\/venv\/bin\/python/ },
    { argv: ["echo", "x".repeat(200_000)], because: /longer than this system takes/ },
    { argv: ["echo"], cwd: "/no/such/folder", because: /working directory \/no\/such\/folder does not exist/ },
  ])("says what is wrong: $because", async ({ argv, because, ...order }) => {
    const run = runInShim(argv, order);
    const { outcome } = await run.ended();
    expect(sayAll(outcome, null)).toMatchObject({ kind: "not started", because: expect.stringMatching(because) });
    expect(run.output()).toMatch(because);
  });
});

describe("stopping", () => {
  it("asks with SIGTERM first, and a run that listens ends by it", async () => {
    const run = runInShim(["sh", "-c", "trap 'echo saved; exit 0' TERM; echo ready; while :; do sleep 0.05; done"], {
      graceMs: 60_000,
    });
    await lines(run, 1);
    run.shim.kill("SIGTERM");
    expect(await run.ended()).toMatchObject({ outcome: { kind: "exited", exitCode: 0 }, stoppedBy: "a signal" });
    expect(run.output()).toMatch(/^ready\n(Terminated\n)?saved\n$/); // the shell tells of its child
  });

  it("forces what does not listen after the grace time", async () => {
    const run = runInShim([program("ignores-term.sh")]);
    await lines(run, 1);
    writeFileSync(run.files.stop, JSON.stringify({ by: "user" }));
    run.shim.kill("SIGTERM");
    run.shim.kill("SIGTERM"); // pressed twice
    expect(await run.ended()).toMatchObject({ outcome: { kind: "signalled", signal: "SIGKILL" }, stoppedBy: "user" });
  });

  it("reaches children and grandchildren", async () => {
    const run = runInShim([program("forks.sh")]);
    const pids = numbers(await lines(run, 4));
    expect(pids).toHaveLength(3);
    run.shim.kill("SIGTERM");
    await run.ended();
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("finds who left the session", async () => {
    const run = runInShim([program("escapes.sh")]);
    const [escapee] = numbers(await lines(run, 1));
    expect(isAlive(escapee)).toBe(true);
    run.shim.kill("SIGTERM");
    await run.ended();
    expect(isAlive(escapee)).toBe(false);
  });

  it("is what happens when the time is up", async () => {
    const run = runInShim(["sleep", "1000"], { timeLimitSecs: 0.2 });
    expect(await run.ended()).toMatchObject({ outcome: { signal: "SIGTERM" }, stoppedBy: "time limit" });
  });

  it("before the start means that nothing starts", async () => {
    const run = runInShim(["sh", "-c", "echo ran"]);
    const other = runInShim(["sh", "-c", "true"]);
    await Promise.all([run.ended(), other.ended()]);
    rmSync(other.files.ended);
    rmSync(other.files.claim);
    writeFileSync(other.files.stop, JSON.stringify({ by: "user" }));
    execFileSync(process.execPath, [shimPath, other.folder]);
    expect(await other.ended()).toMatchObject({ outcome: { kind: "not started" }, stoppedBy: "user" });
  });
});

it("a run that ends leaves no process behind that would hold its GPU", async () => {
  const run = runInShim([program("leaves-one-behind.sh")]);
  expect(await run.ended()).toMatchObject({ outcome: { kind: "exited", exitCode: 0 }, stoppedBy: null });
  expect(numbers(await lines(run, 1)).filter(isAlive)).toEqual([]);
});

it("an order runs once, whatever number of shims is started for it", async () => {
  const run = runInShim(["sh", "-c", "echo ran; sleep 0.3"]);
  await run.started();
  execFileSync(process.execPath, [shimPath, run.folder]);
  await run.ended();
  execFileSync(process.execPath, [shimPath, run.folder]);
  expect(run.output()).toBe("ran\n");
});

it("an order that the engine took back does not run", async () => {
  const run = runInShim(["sh", "-c", "true"]);
  await run.ended();
  for (const path of [run.files.claim, run.files.started, run.files.ended]) rmSync(path);
  expect(claimFile(run.files.claim, JSON.stringify({ shim: null }))).toBe(true);
  execFileSync(process.execPath, [shimPath, run.folder]);
  expect([run.files.started, run.files.ended].filter(existsSync)).toEqual([]);
});

it("a terminal that closes and a Ctrl-C do not end the run", async () => {
  const run = runInShim(["sh", "-c", "echo ready; sleep 0.5; echo done"]);
  await lines(run, 1);
  for (const name of ["SIGHUP", "SIGINT"] as const) run.shim.kill(name);
  expect(await run.ended()).toMatchObject({ outcome: { kind: "exited", exitCode: 0 } });
  expect(run.output()).toBe("ready\ndone\n");
});

it("what a program keeps to itself is there once it ends, and until then nothing is made up", async () => {
  const run = runInShim([process.execPath, program("never-flushes.mjs"), "400"]);
  await run.started();
  const before = run.output();
  await run.ended();
  expect(before).toBe("");
  expect(run.output()).toMatch(/^step 0\nstep 1\n(step \d+\n)*$/);
});

it("output over its limit is cut to its last part, and the run goes on writing", async () => {
  const fill = `node ${program("fills-stdout.mjs")} 8000000; echo filled`;
  const wait = "while [ $(stat -L -c %s /proc/$$/fd/1) -gt 3000000 ]; do sleep 0.05; done; echo end";
  const run = runInShim(["sh", "-c", `${fill}; ${wait}`], { outputLimitBytes: 2_000_000 });
  await run.ended();
  expect(statSync(run.files.output).size).toBeLessThan(2_000_000);
  expect(run.output()).toMatch(/^\[tuneboard: \d+ bytes of output cut here, the limit is 2000000\]\n/);
  expect(run.output()).toMatch(/line \d+ x+\nfilled\nend\n$/);
});

it("the folder of an attempt holds nothing that others can read", async () => {
  const run = runInShim(["true"]);
  await run.ended();
  const { output, ended } = attemptFiles(run.folder);
  await eventually(() => expect([output, ended].map((path) => statSync(path).mode & 0o077)).toEqual([0, 0]));
});
