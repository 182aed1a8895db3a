/** The sheet of who is told: what it shows, whom it asks, and that no address leaves the machine by it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sayAll } from "../../core/text.ts";
import { NOTIFY_FILE } from "../../notify/settings.ts";
import { openTo } from "../admission/admission.ts";
import { notificationsRoute } from "./notifications.ts";

let stateDir: string;
let server: Server;
let base: string;
let status: number;
let received: string[];
beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), "tuneboard-told-"));
  status = 200;
  received = [];
  server = createServer((request, response) => {
    request.on("data", (chunk) => received.push(String(chunk)));
    request.on("end", () => response.writeHead(status).end("HUSH"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterEach(() => {
  server.close();
  rmSync(stateDir, { recursive: true, force: true });
});

const routes = () => {
  const access = openTo({ name: "ann", role: "admin", isOwner: true, via: "token", scope: null });
  return notificationsRoute({ access, stateDir, url: () => "http://localhost:6006" });
};
const configure = (): void => {
  const hook = {
    service: "json",
    url: `http://${base}/T0PSECRET?token=T0PSECRET`,
    secret: "T0PSECRET",
    events: ["failed"],
  };
  writeFileSync(join(stateDir, NOTIFY_FILE), JSON.stringify({ version: 1, hooks: [hook] }));
};
const test = (hook: number | null) =>
  routes().request("/test", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ hook }),
  });

it("says who is told of what, and nothing of the addresses but their hosts", async () => {
  configure();
  const text = await (await routes().request("/")).text();
  expect(JSON.parse(text)).toEqual({
    file: join(stateDir, NOTIFY_FILE),
    problem: null,
    isThere: true,
    hooks: [{ service: "json", host: base, isSigned: true, events: ["failed"] }],
    desktop: false,
  });
  expect(text).not.toContain("T0PSECRET");
});

it("is off without a file, and says what is wrong with one", async () => {
  expect(await (await routes().request("/")).json()).toMatchObject({ isThere: false, problem: null, hooks: [] });
  writeFileSync(join(stateDir, NOTIFY_FILE), "{");
  expect(await (await routes().request("/")).json()).toMatchObject({ problem: expect.stringContaining("no JSON") });
});

it.each([
  { answers: 200, isSent: true, says: "took it" },
  { answers: 404, isSent: false, says: "status 404" },
  { answers: 503, isSent: false, says: "status 503" },
])("sends one test message, and says what became of it: $says", async ({ answers, isSent, says }) => {
  configure();
  status = answers;
  const text = await (await test(0)).text();
  expect(sayAll(JSON.parse(text), null)).toMatchObject({ isSent, text: expect.stringContaining(says) });
  expect(received).toHaveLength(1);
  expect(received[0]).toContain("test message");
  expect(text).not.toMatch(/T0PSECRET|HUSH/);
});

it("sends nothing to whom the file does not name", async () => {
  configure();
  for (const hook of [1, null]) expect((await test(hook)).status).toBe(404);
  expect(received).toEqual([]);
});
