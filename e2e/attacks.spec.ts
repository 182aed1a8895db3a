/** Pages of others in the browser of somebody who is logged in: what they try, and that nothing comes of it. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from "@playwright/test";
import { bundledLogs, type Engine, startEngine } from "./engine.ts";

/** Other names for this machine, as an attacker's or a colleague's name server would give them. */
const NAMES = "MAP attacker.example 127.0.0.1, MAP gpubox.lan 127.0.0.1";

const HOSTILE = [
  "/api/launches/pause",
  "/api/launches/cancel",
  "/api/launches",
  "/api/annotations",
  "/api/users",
  "/api/tokens",
];

/** Everything that a page can send without being asked; `window.done` holds what it could read. */
const attackPage = (target: string): string => `<!doctype html><title>kittens</title><body><script>
const target = ${JSON.stringify(target)};
const read = [];
const form = (path, enctype, method = "post") => {
  const frame = document.createElement("iframe");
  frame.name = "f" + Math.random();
  const form = document.createElement("form");
  Object.assign(form, { action: target + path, method, enctype, target: frame.name });
  const field = document.createElement("input");
  Object.assign(field, { name: '{"because":"', value: '"}' });
  form.append(field);
  document.body.append(frame, form);
  form.submit();
};
const send = (path, init) => fetch(target + path, { credentials: "include", body: "{}", ...init })
  .then((answer) => answer.text()).then((text) => { if (text !== "") read.push(path + " " + text); }, () => {});
const tries = [];
for (const path of ${JSON.stringify(HOSTILE)}) {
  for (const enctype of ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]) form(path, enctype);
  form(path, "text/plain", "get");
  tries.push(send(path, { method: "POST", mode: "no-cors", headers: { "Content-Type": "text/plain" } }));
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) tries.push(send(path, { method, headers: { "Content-Type": "application/json" } }));
  tries.push(send(path, { method: "POST", headers: { "Content-Type": "text/plain", "X-HTTP-Method-Override": "DELETE" } }));
  navigator.sendBeacon(target + path, new Blob(["{}"], { type: "text/plain" }));
  new Image().src = target + path;
}
for (const path of ["/api/runs", "/api/session", "/data/runs"]) tries.push(send(path, { body: undefined }));
tries.push(new Promise((resolve) => {
  const stream = new EventSource(target + "/api/events", { withCredentials: true });
  stream.onmessage = () => { read.push("a stream"); resolve(); };
  stream.addEventListener("hello", () => { read.push("a stream"); resolve(); });
  stream.onerror = () => { stream.close(); resolve(); };
}));
tries.push(new Promise((resolve) => {
  const socket = new WebSocket(target.replace("http", "ws") + "/api/events");
  socket.onopen = () => { read.push("a socket"); resolve(); };
  socket.onerror = resolve;
}));
Promise.all(tries).then(() => setTimeout(() => { window.done = read; }, 500));
</script>`;

let engine: Engine;
let attacker: Server;
let browser: Browser;

test.beforeAll(async () => {
  engine = await startEngine({ logdir: bundledLogs, more: ["--allowed-host", "gpubox.lan"] });
  attacker = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    response.setHeader("Content-Type", "text/html");
    response.end(attackPage(searchParams.get("target") ?? ""));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => attacker.once("listening", resolve));
  const executablePath = process.env.TUNEBOARD_CHROMIUM;
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-gpu", `--host-resolver-rules=${NAMES}`],
  });
});
test.afterAll(async () => {
  await browser.close();
  attacker.close();
  await engine.stop();
});

const attackerPort = (): number => (attacker.address() as AddressInfo).port;

async function loggedIn(): Promise<BrowserContext> {
  const context = await browser.newContext();
  await engine.logIn(context);
  return context;
}

/** Visits the attacker as `host`, and returns what was read, and the statuses of what was to change something. */
async function attack(
  context: BrowserContext,
  host: string,
  at: string,
): Promise<{ read: string[]; statuses: Set<number> }> {
  const page: Page = await context.newPage();
  const statuses = new Set<number>();
  page.on("response", (response) => {
    const isTheirs = new URL(response.url()).port === String(attackerPort());
    // Reading is open on this machine: what a page only asks for may be answered, though the page never sees it.
    if (!isTheirs && response.request().method() !== "GET") statuses.add(response.status());
  });
  await page.goto(`http://${host}:${attackerPort()}/?target=${encodeURIComponent(at)}`);
  const read = await (await page.waitForFunction(() => Reflect.get(window, "done"))).jsonValue();
  await page.close();
  return { read, statuses };
}

async function expectUntouched(context: BrowserContext): Promise<void> {
  const launches = await (await context.request.get(`${engine.url}/api/launches`)).json();
  expect(launches).toMatchObject({ paused: null, launches: [] });
  expect(await (await context.request.get(`${engine.url}/api/users`)).json()).toMatchObject({ users: [] });
  expect(await (await context.request.get(`${engine.url}/api/tokens`)).json()).toEqual({ tokens: [] });
}

for (const [who, host] of [
  ["of another site", "attacker.example"],
  ["of another server on this machine, whose requests carry our cookie", "localhost"],
] as const) {
  test(`a page ${who} changes nothing and reads nothing`, async () => {
    const context = await loggedIn();
    const { read, statuses } = await attack(context, host, engine.url);
    expect(read).toEqual([]);
    expect(statuses.size).toBeGreaterThan(0);
    for (const status of statuses) expect([401, 403, 404, 415]).toContain(status);
    await expectUntouched(context);
    await context.close();
  });
}

test("a page that points its own name at us is refused by it, whatever it asks", async () => {
  const context = await loggedIn();
  const rebound = `http://attacker.example:${engine.port}`;
  const page = await context.newPage();
  const answer = await page.goto(rebound);
  expect(answer?.status()).toBe(403);
  const { statuses } = await attack(context, "attacker.example", rebound);
  for (const status of statuses) expect([400, 403]).toContain(status);
  await expectUntouched(context);
  await context.close();
});

test("our pages stand in no frame, and keep no way back to who opened them", async () => {
  const context = await loggedIn();
  const page = await context.newPage();
  await page.goto(`http://localhost:${attackerPort()}/?target=${encodeURIComponent("http://localhost:1")}`);
  const framed = await page.evaluate(async (url) => {
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener("load", resolve));
    try {
      return frame.contentDocument?.body.innerText ?? "";
    } catch {
      return "";
    }
  }, engine.url);
  expect(framed).toBe("");
  const opening = context.waitForEvent("page");
  await page.evaluate((url) => {
    window.open(url);
  }, engine.url);
  const opened = await opening;
  await opened.waitForLoadState();
  expect(await opened.evaluate(() => window.opener)).toBeNull();
  await context.close();
});

test("a cookie that was stolen reads, and launches nothing", async () => {
  const context = await loggedIn();
  const [cookie] = await context.cookies(engine.url);
  expect(cookie).toMatchObject({ name: `tuneboard-${engine.port}`, httpOnly: true, sameSite: "Strict" });
  const stolen = { Cookie: `${cookie.name}=${cookie.value}`, "Content-Type": "application/json" };
  const pause = await fetch(`${engine.url}/api/launches/pause`, { method: "POST", headers: stolen, body: "{}" });
  expect(pause.status).toBe(403);
  await expectUntouched(context);
  await context.close();
});

test("by a name of the network, where browsers know fewer things, the board works without a complaint", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A header for secure ways alone: Chromium says that it leaves it aside.
    const isKnown = message.text().startsWith("The Cross-Origin-Opener-Policy header has been ignored");
    if (message.type() === "error" && !isKnown) complaints.push(message.text());
  });
  await page.goto(`http://gpubox.lan:${engine.port}/`);
  expect(
    await page.evaluate(() => [window.isSecureContext, typeof crypto.randomUUID, typeof navigator.clipboard]),
  ).toEqual([...[false, "undefined", "undefined"]]);
  await expect(page.getByTestId("plot").first()).toHaveAttribute("data-drawn", "true");
  for (const screen of ["Hparams", "Launches", "Reports", "Curves"]) {
    await page.getByRole("radio", { name: screen }).click();
    await expect(page.getByRole("radio", { name: screen })).toBeChecked();
  }
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").first()).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test("a login link leaves neither address, history nor storage behind, and no page that is linked hears of it", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const code = new URL(engine.login).searchParams.get("code") ?? "";
  const asked: string[] = [];
  page.on("request", (request) => {
    const referer = request.headers().referer ?? "";
    if (request.url() !== engine.login) asked.push(request.url(), referer);
  });
  await page.goto(engine.login);
  await expect(page).toHaveURL(`${engine.url}/login`); // cleaned before anything is pressed
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(`${engine.url}/`);
  await expect(page.getByTestId("plot").first()).toHaveAttribute("data-drawn", "true");
  const left = await page.evaluate(() => [
    location.href,
    document.referrer,
    JSON.stringify({ ...localStorage, ...sessionStorage }),
  ]);
  for (const place of [...left, ...asked, engine.stderr()]) expect(place).not.toContain(code);
  await page.goBack();
  expect(page.url()).not.toContain(code);
  await context.close();
});
