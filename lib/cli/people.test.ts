/** Who may do what as people say it: real processes over a real state directory. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngineIn, runCommand } from "../../fixtures/builders/engine.ts";
import { linkIn, openLink, press, type Session } from "../../fixtures/builders/sessions.ts";
import { eventually } from "../../fixtures/builders/shim.ts";

let place: string;
let engine: string;
let stateDir: string;
let server: ChildProcess;
let url: string;

const cli = (...args: readonly string[]) => runCommand(engine, [...args, "--state-dir", stateDir]);

/** Starts the dashboard as behind a proxy on this machine: everybody has to log in. */
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "tuneboard-access-"));
  engine = await buildEngineIn(join(place, "tuneboard"));
  stateDir = join(place, "state");
  const logdir = join(place, "logs");
  for (const run of ["sweep/a", "sweep/b", "secret/c"]) {
    mkdirSync(join(logdir, run), { recursive: true });
    writeFileSync(join(logdir, run, "metrics.csv"), "step,loss\n0,3\n1,2\n2,1\n");
  }
  const args = ["serve", "--logdir", logdir, "--port", "0", "--state-dir", stateDir, "--no-open"];
  server = spawn(process.execPath, [engine, ...args, "--trusted-proxy", "127.0.0.1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (server.stdout === null) throw new Error("no stdout");
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  url = /http:\/\/[^\s/]+/.exec(line)?.[0] ?? "";
  await eventually(async () => expect((await cli("login")).stdout).toContain("/login?code="));
}, 60_000);
afterAll(async () => {
  server.kill();
  await once(server, "exit");
  rmSync(place, { recursive: true, force: true });
});

const get = async (path: string, { headers }: Session) => fetch(`${url}${path}`, { headers });
const send = async (method: string, path: string, { headers }: Session, body: unknown = {}) =>
  fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });

describe("a user", () => {
  it("logs in by the link of the command line, and has a role until it is changed", async () => {
    const added = await cli("users", "add", "grace");
    expect([added.status, added.stderr]).toEqual([0, ""]);
    const grace = await openLink(linkIn(added.stdout));
    expect((await (await get("/api/session", grace)).json()).actor).toMatchObject({ name: "grace", role: "viewer" });
    expect((await send("POST", "/api/launches/pause", grace)).status).toBe(403);
    expect((await cli("users", "role", "grace", "launcher")).status).toBe(0);
    expect((await send("POST", "/api/launches/pause", grace)).status).toBe(200);
    expect((await cli("users", "list")).stdout).toMatch(/grace {2}launcher {2}last seen/);
    expect((await cli("users", "remove", "grace")).status).toBe(0);
    expect((await get("/api/runs", grace)).status).toBe(401);
  });

  it.each([
    [["add", "../x"], 2, "is no name for a user"],
    [["add", "x", "--role", "god"], 2, '"god" is no role'],
    [["role", "nobody", "admin"], 1, "There is no user called nobody"],
    [["remove"], 2, "needs a name"],
    [["frobnicate", "x"], 2, "users knows list, add, link, role and remove"],
  ])("is not made by tuneboard users %s", async (args, status, sentence) => {
    const done = await cli("users", ...args);
    expect([done.status, done.stderr]).toEqual([status, expect.stringContaining(sentence)]);
  });

  it("whose stream is open hears nothing more within five seconds of being removed", async () => {
    const ada = await openLink(linkIn((await cli("users", "add", "alan")).stdout));
    const stream = await get("/api/events", ada);
    const reader = stream.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain("event: hello");
    await cli("users", "remove", "alan");
    const removedAt = performance.now();
    let end = await reader?.read();
    while (end?.done === false) end = await reader?.read();
    expect(performance.now() - removedAt).toBeLessThan(5000);
  });
});

describe("a token", () => {
  it("is shown once, works for scripts, says when it was used, and ends when it is taken back", async () => {
    const token = (await cli("tokens", "add", "nightly")).stdout.trim();
    expect(token).toMatch(/^[\w-]{43}$/);
    const script = { headers: { Authorization: `Bearer ${token}` } };
    expect((await get("/data/runs", script)).status).toBe(200);
    const listed = (await cli("tokens", "list")).stdout;
    expect(listed).toMatch(/nightly {2}of .* last used/);
    expect(listed).not.toContain(token);
    expect((await cli("tokens", "revoke", listed.split(" ")[0])).status).toBe(0);
    expect((await get("/data/runs", script)).status).toBe(401);
    expect((await cli("tokens", "revoke", "nothing")).status).toBe(1);
  });
});

describe("a share link", () => {
  it("shows its runs on every route and no other, and ends when it is taken back", async () => {
    const owner = await openLink(linkIn((await cli("login")).stdout));
    const { runs } = await (await get("/api/runs", owner)).json();
    const ids = new Map<string, string>(runs.map(({ name, id }: { name: string; id: string }) => [name, id]));
    const [a, c] = [ids.get("sweep/a") ?? "", ids.get("secret/c") ?? ""];
    const shared = { kind: "runs", runs: [a, ids.get("sweep/b")] };
    const wish = { title: "for you", shared, view: "?filter=sweep", days: 7 };
    const { url: link } = await (await send("POST", "/api/share-links", owner, wish)).json();
    const opened = await press(link);
    expect(opened.headers.get("Location")).toBe("/?filter=sweep");
    const guest = await openLink(link);

    const answers = await Promise.all([
      get("/api/runs", guest),
      get("/api/annotations", guest),
      get("/api/problems", guest),
      get("/api/advice", guest),
      get("/api/advice/report?format=md", guest),
      get("/api/choices", guest),
      get("/data/runs", guest),
      get("/data/environment", guest),
      get("/data/plugin/scalars/tags", guest),
      send("POST", "/api/summary", guest, { tags: ["loss"] }),
      send("POST", "/api/export", guest, { format: "csv", runs: null, tags: null }),
      send("POST", "/api/export", guest, { format: "csv", runs: [c], tags: null }),
    ]);
    for (const answer of answers) {
      expect([answer.url, answer.status]).toEqual([answer.url, 200]);
      const text = await answer.text();
      expect(text, answer.url).not.toContain("secret");
      expect(text, answer.url).not.toContain(c);
      expect(text, answer.url).not.toContain(place);
    }
    expect(await (await get("/data/runs", guest)).json()).toEqual(["sweep/a", "sweep/b"]);
    const ask = async (run: string) =>
      new Uint8Array(
        await (
          await send("POST", "/api/series", guest, {
            ...{ tag: "loss", runs: [run], columns: 10 },
            ...{ x: "step", range: null, smoothing: 0 },
          })
        ).arrayBuffer(),
      );
    expect((await ask(a)).length).toBeGreaterThan((await ask(c)).length);
    expect(await ask(c)).toEqual(await ask("nobody"));
    const missing = async (run: string) => {
      const answer = await get(`/data/plugin/scalars/scalars?run=${run}&tag=loss`, guest);
      return [answer.status, (await answer.text()).replace(run, "RUN")];
    };
    expect(await missing("secret/c")).toEqual(await missing("nobody"));
    for (const path of ["/api/launches", "/api/machine", "/api/users", "/api/audit", "/api/plans"])
      expect((await get(path, guest)).status, path).toBe(403);
    expect((await send("PATCH", "/api/annotations", guest, { changes: [{ run: a, set: {} }] })).status).toBe(403);

    const listed = (await cli("share", "list")).stdout;
    expect(listed).toContain("for you");
    await cli("share", "revoke", listed.split(" ")[0]);
    expect((await get("/api/runs", guest)).status).toBe(401);
    expect((await fetch(link)).status).toBe(403);
  });
});

describe("the audit log", () => {
  it("says who did what, and no secret is in it", async () => {
    const owner = await openLink(linkIn((await cli("login")).stdout));
    await send("POST", "/api/launches/pause", owner, { because: "maintenance" });
    const { stdout, status } = await cli("audit");
    expect(status).toBe(0);
    const entries = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(entries.at(-1)).toMatchObject({
      ...{ via: "session", act: "POST /api/launches/pause", about: "because=maintenance" },
      address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
    });
    expect(entries.some(({ act }) => act === "users add grace viewer")).toBe(true);
    expect(stdout).not.toContain(readFileSync(join(stateDir, "token"), "utf8"));
    expect((await cli("audit", "--since", "2999-01-01")).stdout).toBe("");
    expect((await cli("audit", "--since", "yesterday")).status).toBe(2);
  });
});

describe("a reader without a login, where there must be one", () => {
  it("gets the page to log in instead of the board, in the language of the browser", async () => {
    for (const path of ["/", "/index.html", "/_next/static/x.js", "/nothing"]) {
      const answer = await fetch(`${url}${path}`, { headers: { "Accept-Language": "zh-CN,en" } });
      expect([path, answer.status]).toEqual([path, 401]);
      expect(await answer.text()).toContain("登录 Tuneboard");
    }
    expect(await (await fetch(`${url}/`)).text()).toContain("Log in to Tuneboard");
  });

  it("logs in by pasting the link, and a wrong one is told in words", async () => {
    const link = linkIn((await cli("login")).stdout);
    const paste = (text: string) =>
      fetch(`${url}/login`, { method: "POST", body: new URLSearchParams({ code: text }), redirect: "manual" });
    expect((await paste(` ${link} `)).status).toBe(303);
    const again = await paste(link);
    expect([again.status, await again.text()]).toEqual([403, expect.stringContaining("does not work any more")]);
  });
});
