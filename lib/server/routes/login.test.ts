import { expect, it } from "vitest";
import { accessOf } from "../../../fixtures/builders/access.ts";
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
  const answer = await ask(`/login?code=${access.newCode()}`);
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
      `/login?code=${access.newCode()}`,
      { headers: { "X-Forwarded-Proto": "https" } },
      { incoming: { rawHeaders: ["Host", HOST], socket: { remoteAddress: peer } } },
    );
  expect((await ask("10.0.0.2")).headers.get("Set-Cookie")).toMatch(/^__Host-tuneboard-6006=.*; Path=\/; .*; Secure$/);
  expect((await ask("10.0.0.9")).headers.get("Set-Cookie")).toMatch(/^tuneboard-6006=((?!Secure).)*$/);
});
