import { describe, expect, it } from "vitest";
import { accessOf, pressed } from "../../../fixtures/builders/access.ts";
import { HOST, served } from "../../../fixtures/builders/served.ts";
import { boardAddress } from "./login.ts";

it.each([
  ["", "/"],
  ["?filter=a&x=tag:b", "/?filter=a&x=tag%3Ab"],
  ["//evil.example", "/?%2F%2Fevil.example="],
  ["/\\evil.example", "/?%2F%5Cevil.example="],
  ["javascript:alert(1)", "/?javascript%3Aalert%281%29="],
  ["%09//evil.example", "/?%09%2F%2Fevil.example="],
  ["https://evil.example", "/?https%3A%2F%2Fevil.example="],
])("a link with the view %j leads to our own board", (view, address) => {
  expect(boardAddress(view)).toBe(address);
  expect(new URL(address, `http://${HOST}`).origin).toBe(`http://${HOST}`);
});

it("a session of a browser ends with its logout, and no copy of its cookie brings it back", async () => {
  const access = accessOf();
  const { ask } = served({ access });
  const answer = await ask("/login", pressed({ code: access.newCode() }));
  const Cookie = (answer.headers.get("Set-Cookie") ?? "").split(";")[0];
  const { csrf } = await (await ask("/api/session", { headers: { Cookie } })).json();
  const headers = { Cookie, "Content-Type": "application/json", "X-Tuneboard-CSRF": csrf };
  expect((await ask("/api/tokens", { headers })).status).toBe(200);
  expect((await ask("/api/session/logout", { method: "POST", headers, body: "{}" })).status).toBe(200);
  expect((await ask("/api/tokens", { headers })).status).toBe(401);
});

it("over TLS, or a trusted proxy's, the cookie is for secure ways alone and bound to this host", async () => {
  const access = accessOf({ trustedProxies: new Set(["10.0.0.2"]) });
  const { app } = served({ access });
  const ask = (peer: string) =>
    app.request(
      "/login",
      { ...pressed({ code: access.newCode() }), headers: { "X-Forwarded-Proto": "https" } },
      { incoming: { rawHeaders: ["Host", HOST], socket: { remoteAddress: peer } } },
    );
  expect((await ask("10.0.0.2")).headers.get("Set-Cookie")).toMatch(/^__Host-tuneboard-6006=.*; Path=\/; .*; Secure$/);
  expect((await ask("10.0.0.9")).headers.get("Set-Cookie")).toMatch(/^tuneboard-6006=((?!Secure).)*$/);
});

describe("a link that a program looks at before its reader does", () => {
  const GLANCES: readonly RequestInit[] = [
    {},
    { method: "HEAD" },
    { headers: { "User-Agent": "Slackbot-LinkExpanding 1.0" } },
    {},
  ];

  it("still logs in: only the button of its page uses it up", async () => {
    const access = accessOf({ isOpen: () => false });
    const { ask } = served({ access });
    access.people.addUser("grace", "viewer");
    const code = access.newCode("grace");
    for (const glance of GLANCES) {
      const seen = await ask(`/login?code=${code}`, glance);
      expect([seen.status, seen.headers.get("Set-Cookie")]).toEqual([200, null]);
    }
    const page = await (await ask(`/login?code=${code}`)).text();
    expect(page).toContain("<code>grace</code>");
    expect(page).toContain(`<form method="post" action="/login"><input type="hidden" name="code" value="${code}">`);
    expect((await ask("/login", pressed({ code }))).status).toBe(303);
    expect((await ask("/login", pressed({ code }))).status).toBe(403);
    expect((await ask(`/login?code=${code}`)).status).toBe(403);
  });

  it("makes no session and is not noted as used, where it is a share link", async () => {
    const access = accessOf({ isOpen: () => false });
    const { ask } = served({ access });
    const scope = { title: "<b>for you</b>", shared: { kind: "runs", runs: ["one"] } as const, view: "?filter=a" };
    const { secret: key } = access.people.make({ kind: "share-link", person: null, scope, lastsSecs: 60 });
    for (const glance of GLANCES) expect((await ask(`/share?key=${key}`, glance)).headers.get("Set-Cookie")).toBeNull();
    expect(access.people.list("session")).toEqual([]);
    expect(access.people.list("share-link")[0].usedAt).toBeNull();
    expect(await (await ask(`/share?key=${key}`)).text()).toContain("&lt;b&gt;for you&lt;/b&gt;");
    const opened = await ask("/share", pressed({ key }));
    expect([opened.status, opened.headers.get("Location")]).toEqual([303, "/?filter=a"]);
    expect(access.people.list("share-link")[0].usedAt).not.toBeNull();
  });

  it("is not used up by a browser that is logged in as its person, and does not log one out who sees more", async () => {
    const access = accessOf({ isOpen: () => false });
    const { ask } = served({ access });
    const entered = await ask("/login", pressed({ code: access.newCode() }));
    const headers = { Cookie: (entered.headers.get("Set-Cookie") ?? "").split(";")[0] };
    const code = access.newCode();
    const again = await ask(`/login?code=${code}`, { headers });
    expect([again.status, again.headers.get("Location")]).toEqual([303, "/"]);
    const scope = { title: "a sweep", shared: { kind: "runs", runs: ["one"] } as const, view: "?filter=a" };
    const { secret: key } = access.people.make({ kind: "share-link", person: null, scope, lastsSecs: 60 });
    const shown = await ask(`/share?key=${key}`, { headers });
    expect([shown.headers.get("Location"), shown.headers.get("Set-Cookie")]).toEqual(["/?filter=a", null]);
    expect((await ask("/login", pressed({ code }))).status).toBe(303);
  });
});
