/** What the engine's port answers, asked without a browser: bytes on a socket, as an attacker or a script would send them. */
import { connect } from "node:net";
import { bundledLogs, type Engine } from "./engine.ts";
import { expect, test } from "./journey.ts";

/** Sends `lines` as they are and returns the answer's status line, headers and body. */
function raw({ port }: Engine, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    let answer = "";
    socket.setTimeout(5000, () => socket.destroy(new Error("no answer within 5 s")));
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

const status = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

test.describe("the Host header", () => {
  for (const path of ["/", "/api/runs", "/api/advice", "/api/events"]) {
    test(`${path} is refused under a foreign name, which is what DNS rebinding needs`, async ({ bundled }) => {
      for (const host of [
        "attacker.example",
        `attacker.example:${bundled.port}`,
        `127.0.0.1.attacker.example:${bundled.port}`,
      ]) {
        const answer = await raw(bundled, [`GET ${path} HTTP/1.1`, `Host: ${host}`, "Connection: close"]);
        expect(status(answer), host).toBe(403);
        expect(answer, host).not.toContain("digits_mlp");
      }
    });
  }

  test("is taken as a whole: two of them, none, or the name of another port are refused", async ({ bundled }) => {
    const good = `Host: localhost:${bundled.port}`;
    const ask = async (...headers: string[]) =>
      status(await raw(bundled, ["GET /api/runs HTTP/1.1", ...headers, "Connection: close"]));
    expect(await ask(good)).toBe(200);
    expect([400, 403]).toContain(await ask(good, "Host: attacker.example"));
    expect([400, 403]).toContain(await ask());
    expect(await ask("Host: localhost:1")).toBe(403);
  });

  test("cannot be replaced by X-Forwarded-Host", async ({ bundled }) => {
    const lines = [
      "GET /api/runs HTTP/1.1",
      "Host: attacker.example",
      `X-Forwarded-Host: localhost:${bundled.port}`,
      "Connection: close",
    ];
    expect(status(await raw(bundled, lines))).toBe(403);
  });
});

test.describe("files", () => {
  test("outside of the exported screens are not to be had", async ({ bundled }) => {
    const paths = [
      "/../package.json",
      "/..%2fpackage.json",
      "/%2e%2e/package.json",
      "/_next/../../package.json",
      "//etc/passwd",
    ];
    for (const path of paths) {
      const lines = [`GET ${path} HTTP/1.1`, `Host: localhost:${bundled.port}`, "Connection: close"];
      const answer = await raw(bundled, lines);
      expect([400, 403, 404], path).toContain(status(answer));
      expect(answer, path).not.toContain("devDependencies");
    }
  });

  test("carry a policy that allows our own scripts only, and no request elsewhere", async ({ bundled, request }) => {
    const page = await request.get(`${bundled.url}/`);
    const policy = page.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
    expect(page.headers()["x-content-type-options"]).toBe("nosniff");
  });
});

test.describe("the API", () => {
  test("refuses what is not a question", async ({ bundled, request }) => {
    for (const data of ["", "{", "[]", '{"tag":1}', '{"tag":"train/loss","runs":[],"columns":1e9}']) {
      const answer = await request.post(`${bundled.url}/api/series`, {
        data,
        headers: { "Content-Type": "application/json" },
      });
      expect([400, 413, 415, 422], data).toContain(answer.status());
    }
    expect((await request.get(`${bundled.url}/api/nothing`)).status()).toBe(404);
  });

  test("gives no other origin leave to read", async ({ bundled, request }) => {
    const answer = await request.get(`${bundled.url}/api/runs`, { headers: { Origin: "https://attacker.example" } });
    expect(answer.headers()["access-control-allow-origin"]).toBeUndefined();
  });
});

test.describe("the process", () => {
  test("leaves when it is told to, with a stream open", async ({ start }) => {
    const engine = await start({ logdir: bundledLogs });
    const stream = raw(engine, ["GET /api/events HTTP/1.1", `Host: localhost:${engine.port}`]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await engine.stop()).toBe(0);
    expect(await stream).toContain("event: hello");
  });

  test("says in one sentence that a port which it was asked for is taken, and ends", async ({ bundled, start }) => {
    const second = start({ logdir: bundledLogs, port: bundled.port });
    await expect(second).rejects.toThrow(new RegExp(`tuneboard: .*${bundled.port}.*`));
  });
});
