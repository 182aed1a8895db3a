/** What somebody without a login sends by hand: real sockets, and a server that everybody has to log in to. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AS_OWNER, accessOf, OWNER_TOKEN, pressed } from "../../../fixtures/builders/access.ts";
import { emptyStore, engineOver } from "../../../fixtures/builders/served.ts";
import { eventually } from "../../../fixtures/builders/shim.ts";
import { StateFailure } from "../../store/database.ts";
import { createApp } from "../app.ts";
import type { LiveEvent } from "../live.ts";
import { serve } from "../server.ts";
import { FailedLogins } from "./failed-logins.ts";
import { ROUTE_TABLE } from "./route-table.ts";

const SECRET_RUN = "a-run-that-nobody-may-see";
const warnings: string[] = [];
let listeners = 0;
let tellLast: (event: LiveEvent) => void = () => {};
let port = 0;
let auditFails = false;
let end: () => Promise<void>;

const access = accessOf({
  isOpen: () => false,
  port: () => port,
  failures: new FailedLogins(
    () => performance.now(),
    (sentence) => warnings.push(sentence),
  ),
  audit: {
    note: () => {
      if (auditFails) throw new StateFailure("The disk is full.");
    },
  },
});

beforeAll(async () => {
  const store = emptyStore();
  store.ensureRun("logs", SECRET_RUN);
  const engine = engineOver(store);
  const live = {
    connect: (send: Parameters<typeof engine.live.connect>[0]) => {
      listeners += 1;
      tellLast = send;
      const leave = engine.live.connect(send);
      return () => {
        listeners -= 1;
        return leave();
      };
    },
  };
  const page = { body: new TextEncoder().encode(SECRET_RUN), gzipped: null, brotli: null, headers: {} };
  const served = await serve({
    app: (allowedHosts) =>
      createApp({
        engine: { ...engine, live },
        ...{ access, allowedHosts, audit: { entries: () => [] }, url: () => "" },
        launching: { launcher: () => "nothing is launched here", stateDir: "/nowhere" },
        files: () => page,
        report: (error) => warnings.push(`bug: ${error.message}`),
      }),
    ...{ host: "127.0.0.1", port: 0, addedHosts: [] },
  });
  if (served.kind !== "listening") throw new Error(served.kind);
  port = served.port;
  end = served.close;
});
afterAll(() => end());

/** Sends `text` as it is; resolves with everything that comes back until the connection ends, or for half a second. */
async function raw(text: string, then: (socket: Socket) => void = () => {}): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  let answer = "";
  socket.on("data", (bytes) => {
    answer += bytes;
  });
  socket.write(text);
  then(socket);
  await Promise.race([once(socket, "close"), eventually(() => expect(answer).toContain("\r\n\r\n"))]);
  socket.destroy();
  return answer;
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const own = (): string => `localhost:${port}`;
const get = (path: string, ...headers: readonly string[]): string =>
  [`GET ${path} HTTP/1.1`, ...headers, "Connection: close", "", ""].join("\r\n");

describe("a name that is not ours", () => {
  const hosts: readonly (readonly [string, () => readonly string[]])[] = [
    ["another name", () => [`Host: evil.com:${port}`]],
    ["a name that begins like ours", () => [`Host: 127.0.0.1.evil.com:${port}`]],
    ["a name that begins like ours", () => [`Host: localhost.evil.com:${port}`]],
    ["IPv4 inside IPv6", () => [`Host: [::ffff:127.0.0.1]:${port}`]],
    ["any address", () => [`Host: 0.0.0.0:${port}`]],
    ["one number", () => [`Host: 2130706433:${port}`]],
    ["octal", () => [`Host: 0177.0.0.1:${port}`]],
    ["no port", () => ["Host: localhost"]],
    ["user information", () => [`Host: evil.com@localhost:${port}`]],
    ["two of them", () => [`Host: ${own()}`, "Host: evil.com"]],
    ["ours twice", () => [`Host: ${own()}`, `Host: ${own()}`]],
    ["none", () => []],
    ["one that a proxy is said to have seen", () => ["Host: evil.com", `X-Forwarded-Host: ${own()}`]],
  ];

  it.each(hosts)("is refused before anything else: %s", async (_, headers) => {
    const login = `Authorization: Bearer ${OWNER_TOKEN}`;
    for (const path of ["/", "/api/runs", "/api/events", "/nothing", "/login", "/api/health"]) {
      for (const method of ["GET", "HEAD", "OPTIONS", "POST", "DELETE"]) {
        const answer = await raw(get(path, ...headers(), login).replace("GET", method));
        expect([400, 403], `${method} ${path} ${answer}`).toContain(statusOf(answer));
        expect(answer).not.toContain(SECRET_RUN);
      }
    }
  });

  it("is refused in the request line as well, and by old clients that send none", async () => {
    const login = `Authorization: Bearer ${OWNER_TOKEN}`;
    expect(statusOf(await raw(get("http://evil.com/api/runs", `Host: ${own()}`, login)))).toBe(400);
    expect(statusOf(await raw(get(`http://${own()}/api/runs`, `Host: ${own()}`, login)))).toBe(400);
    expect([400, 403]).toContain(statusOf(await raw(`GET /api/runs HTTP/1.0\r\n${login}\r\n\r\n`)));
    const good = await raw(get("/api/runs", `Host: ${own()}`, login));
    expect([statusOf(good), good.includes(SECRET_RUN)]).toEqual([200, true]);
  });
});

describe("a request in two minds about its length", () => {
  it.each([
    ["two lengths", "Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}"],
    [
      "length and chunks",
      "Content-Length: 30\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/runs HTTP/1.1\r\n",
    ],
    ["chunks that are none", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
    ["a space before the colon", "Content-Length : 2\r\n\r\n{}"],
    ["a folded header", "X-A: b\r\n\tContent-Length: 2\r\n\r\n{}"],
  ])("is refused, and nothing behind it is taken for another: %s", async (_, rest) => {
    const answer = await raw(`POST /api/series HTTP/1.1\r\nHost: ${own()}\r\n${rest}`);
    expect([400, 401]).toContain(statusOf(answer));
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe("without a login", () => {
  const disguises = (path: string): string[] => [
    ...[path, `${path}/`, `/${path}`, `/.${path}`, path.replace("/api", "/api/."), `${path};x`, `${path}.rsc`],
    ...[
      path.toUpperCase(),
      path.replace("/api/", "/api%2f"),
      `${path}?_rsc=1`,
      `/_next/data${path}.json`,
      `/x/..${path}`,
    ],
  ];
  const HEADERS = [
    ...["x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware", "x-nextjs-data: 1"],
    ...["Next-Action: 1", "RSC: 1", "x-invoke-path: /login", "x-matched-path: /login", "X-Original-URL: /login"],
    ...[
      "X-Forwarded-For: 127.0.0.1",
      "X-HTTP-Method-Override: GET",
      "Cookie: tuneboard-0=x",
      "Authorization: Basic YTpi",
    ],
  ];
  const paths = [...new Set(ROUTE_TABLE.filter(({ least }) => least !== "public").map(({ path }) => path))].map(
    (path) => path.replace(/:\w+/, "x").replace("*", "/index.html"),
  );

  it.each(paths)("%s gives nothing away, however it is written and asked", async (path) => {
    const asked = disguises(path).flatMap((one) =>
      ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map(async (method) => {
        const answer = await raw(get(one, `Host: ${own()}`, "Content-Length: 0", ...HEADERS).replace("GET", method));
        expect([400, 401, 404, 415, 429], `${method} ${one}`).toContain(statusOf(answer));
        expect(answer, `${method} ${one}`).not.toContain(SECRET_RUN);
        expect(answer.toLowerCase()).not.toContain("access-control-allow");
      }),
    );
    await Promise.all(asked);
  });

  it("every answer forbids to be kept, guessed at, framed and read by other sites", async () => {
    const answer = (await raw(get("/api/runs", `Host: ${own()}`))).toLowerCase();
    for (const header of [
      ...["cache-control: no-store", "x-content-type-options: nosniff", "cross-origin-resource-policy: same-origin"],
      ...["cross-origin-opener-policy: same-origin", "referrer-policy: no-referrer", "x-frame-options: deny"],
    ])
      expect(answer).toContain(header);
  });

  it("codes are tried in vain: told to stop after a while, whatever address is claimed, while the right one works", async () => {
    const guess = (i: number) =>
      raw(get(`/login?code=guess${i}`, `Host: ${own()}`, `X-Forwarded-For: 10.0.0.${i}`)).then(statusOf);
    const press = (code: string) =>
      fetch(`http://localhost:${port}/login`, { ...pressed({ code }), redirect: "manual" }).then(
        ({ status }) => status,
      );
    const statuses = await Promise.all(Array.from({ length: 60 }, (_, i) => guess(i)));
    for (const status of statuses) expect([403, 429]).toContain(status);
    expect(statuses).toContain(429);
    expect(warnings.filter((sentence) => sentence.startsWith("127.0.0.1 tries codes"))).toHaveLength(1);
    expect(warnings.join(" ")).not.toContain("guess");
    expect(await press("guess")).toBe(429);
    expect(await press(access.newCode())).toBe(303);
  });
});

describe("a body", () => {
  const post = (path: string, ...rest: readonly string[]): string =>
    [
      `POST ${path} HTTP/1.1`,
      `Host: ${own()}`,
      `Authorization: Bearer ${OWNER_TOKEN}`,
      "Content-Type: application/json",
      ...rest,
      "",
      "",
    ].join("\r\n");

  it("that is announced as a gigabyte, or never ends, is refused at its limit", async () => {
    const announced = await raw(post("/api/series", "Content-Length: 1073741824"));
    expect(statusOf(announced)).toBe(413);
    expect(announced).toContain('{"error":"This is too large: at most 1 MiB are taken here."}');
    const block = `100000\r\n${"x".repeat(0x100000)}\r\n`;
    const endless = await raw(post("/api/series", "Transfer-Encoding: chunked"), (socket) => {
      const pump = (): void => {
        if (!socket.destroyed && socket.write(block)) setImmediate(pump);
      };
      socket.on("drain", pump);
      pump();
    });
    expect([413, Number.NaN]).toContain(statusOf(endless)); // NaN: cut off before the answer was read
  });

  it.each([
    ["ten thousand brackets", "[".repeat(10_000) + "]".repeat(10_000)],
    ["a prototype", '{"__proto__":{"role":"admin"},"constructor":{"prototype":{}}}'],
    ["a million keys", `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}":0`).join(",")}}`],
    ["compressed bytes", "\u001f\u008b\b"],
  ])("of %s is not what was asked for", async (_, text) => {
    const answer = await fetch(`http://localhost:${port}/api/series`, {
      method: "POST",
      headers: AS_OWNER,
      body: text,
    });
    expect(answer.status).toBe(400);
    expect(Reflect.get({}, "role")).toBeUndefined();
  });
});

describe("what changes something", () => {
  it("does not happen when it cannot be written into the audit log", async () => {
    auditFails = true;
    const answer = await fetch(`http://localhost:${port}/api/users`, {
      ...{ method: "POST", headers: AS_OWNER, body: JSON.stringify({ name: "grace", role: "admin" }) },
    });
    auditFails = false;
    expect([answer.status, await answer.json()]).toEqual([503, { error: "The disk is full." }]);
    expect(access.people.users()).toEqual([]);
  });
});

describe("streams", () => {
  it("that are opened and left, by a word or without one, leave nothing behind", async () => {
    const login = `Authorization: Bearer ${OWNER_TOKEN}`;
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        Array.from({ length: 40 }, async (_, i) => {
          const socket = connect(port, "127.0.0.1").on("error", () => {});
          socket.write(`GET /api/events HTTP/1.1\r\nHost: ${own()}\r\n${login}\r\n\r\n`);
          if (i % 4 > 0) await once(socket, "data"); // every fourth goes before it is answered
          if (i % 2 === 0) socket.resetAndDestroy();
          else socket.destroy();
        }),
      );
    }
    await eventually(() => expect(listeners).toBe(0));
  });

  it("whose reader does not read are cut off, and take no memory for it", async () => {
    const login = `Authorization: Bearer ${OWNER_TOKEN}`;
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    socket.write(`GET /api/events HTTP/1.1\r\nHost: ${own()}\r\n${login}\r\n\r\n`);
    await once(socket, "data");
    socket.pause();
    const changed = { ["x".repeat(100_000)]: ["run"] };
    await eventually(() => {
      if (listeners > 0) tellLast({ name: "points", data: { version: 1, changed } });
      expect(listeners).toBe(0);
    });
    socket.destroy();
  });

  it("begin at once, also for those who would take them compressed, and say that nobody shall", async () => {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    socket.write(get("/api/events", `Host: ${own()}`, `Authorization: Bearer ${OWNER_TOKEN}`, "Accept-Encoding: gzip"));
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes;
    });
    await eventually(() => expect(text).toContain("event: hello"));
    expect(text.toLowerCase()).toContain("cache-control: no-cache, no-transform");
    expect(text.toLowerCase()).toContain("x-accel-buffering: no");
    expect(text.toLowerCase()).not.toContain("content-encoding");
    socket.destroy();
    await sleep(0);
  });
});

it("nothing of all this was a bug of ours", () => {
  expect(warnings.filter((sentence) => sentence.startsWith("bug:"))).toEqual([]);
});
