/**
 * Slow clients: a normal request while 2,000 sockets send a byte in ten seconds and 200 streams are open; and what is left of them.
 *
 *   npm run bench -- slow-sockets          takes three minutes
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile, report, residentOf, sayHowBusy, until, untilLoaded } from "./processes.ts";

const SLOW = 2000;
const STREAMS = 200;
const HOLD_SECS = 60;
const BYTE_EVERY_MS = 10_000;
const ASK_EVERY_MS = 100;
/** Of ordinary use afterwards. */
const REST_SECS = 60;
const MB = 1024 * 1024;
const megabytes = (bytes: number): string => `${(bytes / MB).toFixed(0)} MB`;

/** Slow sockets and open streams; who is let go comes again. */
class Clients {
  refused = 0;
  private readonly sockets = new Set<Socket>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private isOver = false;

  constructor(private readonly port: number) {}

  open(): void {
    for (let i = 0; i < SLOW; i++) this.slow();
    const head = `GET /api/events HTTP/1.1\r\nHost: localhost:${this.port}\r\n\r\n`;
    for (let i = 0; i < STREAMS; i++) this.connect().write(head);
  }

  close(): void {
    this.isOver = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const socket of this.sockets) socket.destroy();
  }

  private slow(): void {
    const socket = this.connect();
    const head = `GET /api/runs HTTP/1.1\r\nHost: localhost:${this.port}\r\nX-Slow: ${"a".repeat(1000)}`;
    let sent = 0;
    const timer = setInterval(() => socket.write(head[sent++] ?? "a"), BYTE_EVERY_MS);
    socket.write(head[sent++] ?? "");
    this.timers.add(timer);
    socket.once("close", () => {
      clearInterval(timer);
      this.timers.delete(timer);
      if (this.isOver) return;
      this.refused += 1;
      this.slow();
    });
  }

  private connect(): Socket {
    const socket = connect(this.port, "127.0.0.1").on("error", () => {});
    socket.resume();
    this.sockets.add(socket);
    socket.once("close", () => this.sockets.delete(socket));
    return socket;
  }
}

const root = join(import.meta.dirname, "../..");
const stateDir = mkdtempSync(join(tmpdir(), "tuneboard-slow-"));
const args = ["serve", "--logdir", join(root, "fixtures/logs"), "--port", "0", "--state-dir", stateDir, "--no-open"];
const engine = spawn(process.execPath, [join(root, "dist/tuneboard.mjs"), ...args], {
  stdio: ["ignore", "pipe", "inherit"],
});
const pid = engine.pid ?? 0;

try {
  const url = await addressOf();
  await untilLoaded(url);
  const port = Number(new URL(url).port);
  const calm = { latencies: await ask(url, 3), memory: residentOf(pid), sockets: socketsOf(pid) };
  const clients = new Clients(port);
  clients.open();
  await until("connected", () => (socketsOf(pid) >= SLOW ? true : null));
  const latencies = await ask(url, HOLD_SECS);
  const memory = residentOf(pid);
  const held = socketsOf(pid);
  clients.close();
  const closedAt = performance.now();
  const left = await until("released", () => (socketsOf(pid) <= calm.sockets + 2 ? socketsOf(pid) : null), 60_000);
  const releasedMs = performance.now() - closedAt;
  await sleep(2000);
  const justAfter = residentOf(pid);
  await ask(url, REST_SECS, 1000); // what nobody uses any more is given back when there is something to do
  sayHowBusy();
  const ms = (of: readonly number[], p: number): string => `${percentile(of, p).toFixed(0)} ms`;
  const p95 = percentile(latencies, 0.95);
  report("request, alone", `p50 ${ms(calm.latencies, 0.5)}, p95 ${ms(calm.latencies, 0.95)}`, null);
  report(
    "request, among slow clients",
    `p50 ${ms(latencies, 0.5)}, p95 ${ms(latencies, 0.95)}, most ${ms(latencies, 1)} (${latencies.length} requests)`,
    { says: "p95 ≤ 200 ms", isMet: p95 <= 200 },
  );
  report("connections held", `${held}, ${clients.refused} were let go and came again`, null);
  report(
    "memory",
    `${megabytes(calm.memory)} alone, ${megabytes(memory)} at the end, ${megabytes(justAfter)} just after, ${megabytes(residentOf(pid))} after ${REST_SECS} s of use`,
    null,
  );
  report(
    "released",
    `${left} sockets left of ${held} after ${releasedMs.toFixed(0)} ms (${calm.sockets} before)`,
    null,
  );
} finally {
  engine.kill();
  rmSync(stateDir, { recursive: true, force: true });
}

async function addressOf(): Promise<string> {
  for await (const line of createInterface({ input: engine.stdout })) {
    const address = /http:\/\/[^\s/]+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error("the engine printed no address");
}

/** Milliseconds of each of the requests that a board makes, one after the other for `secs` seconds. */
async function ask(url: string, secs: number, everyMs = ASK_EVERY_MS): Promise<number[]> {
  const took: number[] = [];
  const end = performance.now() + secs * 1000;
  while (performance.now() < end) {
    const start = performance.now();
    await (await fetch(`${url}/api/runs`)).arrayBuffer();
    took.push(performance.now() - start);
    await sleep(everyMs);
  }
  return took;
}

function socketsOf(process: number): number {
  return readdirSync(`/proc/${process}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${process}/fd/${fd}`).startsWith("socket:");
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}
