/** Streams whose readers vanish without a word: a network of the test's own, which is cut while they listen. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngineIn, type EngineProcess, startEngine } from "../../../fixtures/builders/engine.ts";
import { eventually } from "../../../fixtures/builders/shim.ts";

/** Linux repeats what nobody acknowledges for a quarter of an hour; here for a few seconds. */
const NETWORK = 'ip link set lo up && echo 3 > /proc/sys/net/ipv4/tcp_retries2 && exec "$@"';
const INSIDE = ["unshare", "-Urn", "sh", "-c", NETWORK, "sh"];

const READER = `
const { connect } = require("node:net");
const socket = connect(Number(process.argv[1]), "127.0.0.1");
socket.write("GET /api/events HTTP/1.1\\r\\nHost: localhost:" + process.argv[1] + "\\r\\n\\r\\n");
socket.on("data", () => console.log("heard"));
`;

const canCut = spawnSync(INSIDE[0], [...INSIDE.slice(1), "true"]).status === 0;

let folder: string;
let engine: EngineProcess;

beforeAll(async () => {
  if (!canCut) return;
  folder = mkdtempSync(join(tmpdir(), "tuneboard-half-open-"));
  mkdirSync(join(folder, "logs/run"), { recursive: true });
  writeFileSync(join(folder, "logs/run/metrics.csv"), "step,loss\n1,2\n");
  engine = await startEngine(await buildEngineIn(folder), join(folder, "logs"), join(folder, "state"), INSIDE);
}, 60_000);
afterAll(async () => {
  if (!canCut) return;
  await engine.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const sockets = (pid: number): number =>
  readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith("socket:");
    } catch {
      return false; // closed since it was listed
    }
  }).length;

describe.skipIf(!canCut)("a stream whose reader is gone without a word", () => {
  it("is let go when nobody acknowledges its heartbeats", async () => {
    const pid = engine.process.pid ?? 0;
    const within = (...command: readonly string[]): readonly string[] => ["-t", String(pid), "-U", "-n", ...command];
    const before = sockets(pid);
    const port = new URL(engine.url).port;
    const readers = Array.from({ length: 5 }, () =>
      spawn("nsenter", within(process.execPath, "-e", READER, port), { stdio: ["ignore", "pipe", "inherit"] }),
    );
    await Promise.all(readers.map(({ stdout }) => once(stdout, "data")));
    expect(sockets(pid)).toBe(before + readers.length);
    expect(spawnSync("nsenter", within("ip", "link", "set", "lo", "down")).status).toBe(0);
    for (const reader of readers) reader.kill("SIGKILL"); // what the kernel would say of it reaches nobody
    await Promise.all(readers.map((reader) => reader.exitCode ?? once(reader, "exit")));
    expect(sockets(pid)).toBe(before + readers.length);
    await eventually(() => expect(sockets(pid)).toBe(before), 60_000);
  }, 90_000);
});
