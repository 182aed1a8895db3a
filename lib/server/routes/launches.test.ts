import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accessOf, pressed } from "../../../fixtures/builders/access.ts";
import { orderOf, submissionOf } from "../../../fixtures/builders/queue.ts";
import { eventually, shimPath } from "../../../fixtures/builders/shim.ts";
import { type OpenedPeople, openPeople } from "../../access/open-people.ts";
import { type Launcher, openLauncher } from "../../launcher/launcher.ts";
import { type Access, CSRF_HEADER } from "../admission/access.ts";
import { allowedHosts } from "../admission/allowed-hosts.ts";
import { secretOf } from "../admission/secret-file.ts";
import { createLauncherApp, launchingRoutes } from "../launching-routes.ts";

const HOST = "localhost:6006";
let stateDir: string;
let launcher: Launcher;
let access: Access;
let secret: string;
let known: OpenedPeople;
/** What the logs in each directory say. */
let steps: ReadonlyMap<string, number>;

const now = () => Date.now() / 1000;
beforeEach(async () => {
  steps = new Map();
  stateDir = mkdtempSync(join(tmpdir(), "tuneboard-routes-"));
  secret = secretOf(stateDir);
  known = await openPeople(stateDir, secret, now);
  access = accessOf({ ...known, secret });
  const opened = await openLauncher({
    stateDir,
    shimPath,
    starts: true,
    now,
    stepsOf: (logdir) => steps.get(logdir) ?? null,
    report: (sentence) => expect.unreachable(sentence),
  });
  if ("heldBy" in opened) throw new Error("held");
  launcher = opened;
});
afterEach(async () => {
  launcher.queue.cancelQueued(null, "the test");
  await eventually(() => expect(launcher.table.active()).toEqual([]));
  launcher.close();
  known.close();
  rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
});

const options = () => ({ access, launcher: () => launcher, stateDir });

function ask(path: string, init: RequestInit = {}, origin: string | null = null) {
  const guard = {
    allowedHosts: () => allowedHosts("127.0.0.1", 6006, [], []),
    report: (error: Error) => {
      throw error;
    },
  };
  const rawHeaders = ["Host", HOST, ...(origin === null ? [] : ["Origin", origin])];
  return createLauncherApp(guard, { access, audit: known.audit, url: () => `http://${HOST}` }, options()).request(
    path,
    init,
    { incoming: { rawHeaders } },
  );
}

const asProgram = (body?: unknown): RequestInit => ({
  method: body === undefined ? "GET" : "POST",
  headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

/** Logs in by a link; returns the cookie and the word that goes with it. */
async function login() {
  const answer = await ask("/login", pressed({ code: access.newCode() }));
  const cookie = (answer.headers.get("Set-Cookie") ?? "").split(";")[0];
  const { csrf } = await (await ask("/api/session", { headers: { Cookie: cookie } })).json();
  return { answer, cookie, csrf };
}

/** Every route that has to do with launching, from the router itself: a new one is in the table by being there. */
const routes = () =>
  launchingRoutes(options())
    .routes.filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
    .map(({ method, path }) => ({ method, path: path.replace(":id", "abcdefgh") }));

describe("every launching route", () => {
  it("is closed to whoever only reaches the port", async () => {
    expect(routes().length).toBeGreaterThan(10);
    for (const { method, path } of routes()) {
      const init = { method, headers: { "Content-Type": "application/json" }, body: method === "GET" ? null : "{}" };
      expect((await ask(path, init)).status, `${method} ${path}`).toBe(401);
    }
  });

  it("is closed to a cookie alone where something changes", async () => {
    const { cookie } = await login();
    for (const { method, path } of routes().filter((route) => route.method !== "GET")) {
      const headers = { "Content-Type": "application/json", Cookie: cookie };
      expect((await ask(path, { method, headers, body: "{}" })).status, `${method} ${path}`).toBe(403);
    }
  });

  it("is closed to forms, to other sites and to other ports, whatever they carry", async () => {
    const { cookie, csrf } = await login();
    for (const { method, path } of routes().filter((route) => route.method !== "GET")) {
      const good = { "Content-Type": "application/json", Cookie: cookie, [CSRF_HEADER]: csrf };
      const form = { ...good, "Content-Type": "text/plain" };
      expect((await ask(path, { method, headers: form, body: "{}" })).status, `${method} ${path}`).toBe(415);
      const sameSite = { ...good, "Sec-Fetch-Site": "same-site" };
      expect((await ask(path, { method, headers: sameSite, body: "{}" })).status, `${method} ${path}`).toBe(403);
      for (const origin of ["https://attacker.example", "http://localhost:8888", "null"])
        expect((await ask(path, { method, headers: good, body: "{}" }, origin)).status, origin).toBe(403);
    }
  });
});

function csrfIn(asked: Access, cookie: string): string | null {
  const identity = asked.identify({ authorization: null, cookie });
  return identity.kind === "known" ? identity.csrf : null;
}

describe("a login", () => {
  it("works once by its link, leaves the address bar, and cannot be read by scripts or sent by other sites", async () => {
    const code = access.newCode();
    const first = await ask("/login", pressed({ code }));
    expect([first.status, first.headers.get("Location")]).toEqual([303, "/"]);
    expect(first.headers.get("Set-Cookie")).toMatch(/^tuneboard-6006=\S+; HttpOnly; SameSite=Strict; Path=\//);
    expect((await ask("/login", pressed({ code }))).status).toBe(403);
    expect(await (await ask("/login")).text()).toContain('<form method="post"');
  });

  it("is of no use to another server on another port, and cannot be forged", async () => {
    const { cookie } = await login();
    const elsewhere = accessOf({ ...known, secret, port: () => 6007 });
    expect(csrfIn(elsewhere, cookie.replace("tuneboard-6006", "tuneboard-6007"))).toBeNull();
    expect(csrfIn(access, `${cookie}x`)).toBeNull();
    expect(csrfIn(access, "tuneboard-6006=.; tuneboard-6006=")).toBeNull();
    expect(csrfIn(access, `theme=dark; ${cookie}`)).not.toBeNull();
  });

  it("lasts when the server starts again, and ends when the token is deleted", async () => {
    const { cookie } = await login();
    const again = async () => {
      const opened = await openPeople(stateDir, secretOf(stateDir), now);
      const word = csrfIn(accessOf({ ...opened, secret: secretOf(stateDir) }), cookie);
      opened.close();
      return word;
    };
    expect(await again()).not.toBeNull();
    rmSync(join(stateDir, "token"));
    expect(await again()).toBeNull();
  });

  it("rests on a file that only this user can read", async () => {
    expect(statSync(join(stateDir, "token")).mode & 0o777).toBe(0o600);
    expect(statSync(join(stateDir, "tuneboard.db")).mode & 0o077).toBe(0);
  });
});

describe("launching over HTTP", () => {
  it("from a page that is logged in runs what was previewed", async () => {
    const { cookie, csrf } = await login();
    const headers = { "Content-Type": "application/json", Cookie: cookie, [CSRF_HEADER]: csrf };
    const submission = submissionOf([orderOf(["echo", "a b", "--token=verysecret"])]);
    const post = (path: string, body: unknown) =>
      ask(path, { method: "POST", headers, body: JSON.stringify(body) }, `http://${HOST}`);
    const preview = await (await post("/api/launches/preview", submission)).json();
    expect(preview).toMatchObject({ count: 1, needsConfirmation: false });
    expect(preview.commands[0].command).not.toContain("verysecret");
    expect(launcher.table.counts().queued).toBe(0);
    const { ids, isNew } = await (await post("/api/launches", submission)).json();
    expect(isNew).toBe(true);
    const path = `/api/launches/${ids[0]}`;
    await eventually(() => expect(launcher.table.get(ids[0])?.phase.state).toBe("ended"));
    const answer = await (await ask(path, { headers: { Cookie: cookie } })).json();
    expect(answer).toMatchObject({
      launch: { state: "ended", ending: "completed", isGood: true },
      code: { commit: null },
    });
    const output = await ask(`${path}/output?from=2&length=3`, { headers: { Cookie: cookie } });
    expect([await output.text(), output.headers.get("X-Output-Size")]).toEqual(["b -", "23"]);
    expect(output.headers.get("Content-Type")).toBe("application/octet-stream");
    const end = await ask(`${path}/output?from=-4`, { headers: { Cookie: cookie } });
    expect([await end.text(), end.headers.get("X-Output-Start")]).toEqual(["ret\n", "19"]);
  });

  it("asks twice before it queues a large sweep", async () => {
    await ask("/api/launches/pause", asProgram({}));
    const many = submissionOf(Array.from({ length: 201 }, () => orderOf(["true"])));
    const refused = await ask("/api/launches", asProgram(many));
    expect([refused.status, (await refused.json()).error]).toEqual([409, expect.stringContaining("201 launches")]);
    expect((await ask("/api/launches", asProgram({ ...many, confirmed: true }))).status).toBe(200);
    expect(launcher.table.counts().queued).toBe(201);
    const cancelled = await (await ask("/api/launches/cancel", asProgram({}))).json();
    expect(cancelled).toEqual({ text: "201 launches were taken out of the queue." });
  });

  it("names the field at fault, and starts nothing", async () => {
    const { launches } = submissionOf([orderOf(["true"])]);
    const relative = [{ ...launches[0], order: { ...launches[0].order, command: { argv: ["true"], cwd: "here" } } }];
    const refused = await ask("/api/launches", asProgram({ key: "a key of mine", launches: relative }));
    expect([refused.status, (await refused.json()).error]).toEqual([400, expect.stringContaining("order.command.cwd")]);
    expect((await ask("/api/launches", asProgram("no object"))).status).toBe(400);
    expect(launcher.table.latest(10, 0)).toEqual([]);
  });

  it("says who launched, and lets nobody but them and admins stop it", async () => {
    for (const name of ["grace", "alan"]) known.people.addUser(name, "launcher");
    const as = (person: string | null, body?: unknown): RequestInit => {
      const { secret: token } = known.people.make({ kind: "token", person, lastsSecs: null });
      const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
      return body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
    };
    await ask("/api/launches/pause", asProgram({}));
    const { ids } = await (await ask("/api/launches", as("grace", submissionOf([orderOf(["true"])])))).json();
    const path = `/api/launches/${ids[0]}`;
    expect((await (await ask(path, as("alan"))).json()).launch.submittedBy).toBe("grace");
    for (const [act, body] of [
      ["stop", {}],
      ["retry", {}],
      ["priority", { priority: 9 }],
    ] as const) {
      const refused = await ask(`${path}/${act}`, as("alan", body));
      expect([refused.status, (await refused.json()).error]).toEqual([403, expect.stringContaining("grace launched")]);
    }
    expect((await ask(`${path}/priority`, as("grace", { priority: 1 }))).status).toBe(200);
    expect((await ask(`${path}/stop`, as(null, {}))).status).toBe(200);
    const acts = known.audit.entries(0).map(({ who, act }) => [who, act]);
    expect(acts).toContainEqual(["grace", "POST /api/launches"]);
    expect(acts).toContainEqual(["grace", "submit"]);
    expect(acts).toContainEqual(["ada", "stop"]);
  });

  it("finds a launch by the beginning of its id, and no other's files", async () => {
    const { ids } = await (await ask("/api/launches", asProgram(submissionOf([orderOf(["true"])])))).json();
    expect((await (await ask(`/api/launches/${ids[0].slice(0, 5)}`, asProgram())).json()).launch.id).toBe(ids[0]);
    for (const id of ["nobody22", "..%2f..%2ftoken", "%00"])
      expect((await ask(`/api/launches/${id}/output`, asProgram())).status).toBe(404);
  });

  it("says how far a run is while it runs, by its logs, and of how much", async () => {
    steps = new Map([["/logs/a", 500]]);
    const limits = { steps: 800 };
    const orders = [
      orderOf(["sleep", "1000"], { logdir: "/logs/a", hparams: { max_steps: 5600 } }),
      orderOf(["sleep", "1000"], { logdir: "/logs/b", limits }),
    ];
    const { ids } = await (await ask("/api/launches", asProgram(submissionOf(orders)))).json();
    const look = async (id: string) => (await (await ask(`/api/launches/${id}`, asProgram())).json()).launch;
    await eventually(async () => expect(await look(ids[0])).toMatchObject({ state: "running", stepsDone: 500 }));
    expect(await look(ids[0])).toMatchObject({ stepsToMake: 5600 });
    await eventually(async () => expect(await look(ids[1])).toMatchObject({ state: "running" }));
    expect(await look(ids[1])).toMatchObject({ stepsDone: null, stepsToMake: 800 });
    for (const id of ids) await ask(`/api/launches/${id}/stop`, asProgram({}));
    await eventually(async () => expect(await look(ids[0])).toMatchObject({ state: "ended", stepsDone: null }));
  });

  it("keeps the commit and what differed from it", async () => {
    const cwd = process.cwd();
    const submission = submissionOf([orderOf(["true"], { command: { argv: ["true"], cwd } })]);
    const { ids } = await (await ask("/api/launches", asProgram(submission))).json();
    const { code } = await (await ask(`/api/launches/${ids[0]}`, asProgram())).json();
    expect(code.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(existsSync(join(stateDir, "code"))).toBe(true);
  });
});
