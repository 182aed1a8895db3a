/** Messages as a receiver gets them: a real server on this machine, which answers as it is told. */
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sayAll } from "../core/text.ts";
import type { Hook, Service } from "./message.ts";
import type { News } from "./news.ts";
import { send } from "./sender.ts";

interface Received {
  readonly url: string;
  readonly type: string | undefined;
  readonly body: unknown;
}

let server: Server;
let base: string;
let received: Received[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  received = [];
  answer = (_, response) => response.end("ok");
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      received.push({ url: request.url ?? "", type: request.headers["content-type"], body: JSON.parse(text) });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const NEWS: News = { kind: "failed", subject: "rates/lr=1 <a&b>", text: "exit status 3" };
const NOW = 1_700_000_000.5;
const OPTIONS = { now: () => NOW, board: "http://localhost:6006", pauseMs: 1 };
const hook = (service: Service, secret: string | null = null): Hook => ({
  service,
  url: `${base}/hooks/T0PSECRET?access_token=HUSH`,
  secret,
});
const TEXT = "Tuneboard: rates/lr=1 <a&b> failed: exit status 3\nhttp://localhost:6006";

describe("a message", () => {
  it("reaches Slack with its three special characters escaped", async () => {
    expect(await send(hook("slack"), NEWS, OPTIONS)).toEqual({ kind: "sent" });
    const text = "Tuneboard: rates/lr=1 &lt;a&amp;b&gt; failed: exit status 3\nhttp://localhost:6006";
    expect(received).toEqual([{ url: "/hooks/T0PSECRET?access_token=HUSH", type: "application/json", body: { text } }]);
  });

  it("reaches Feishu, signed as Feishu wants it", async () => {
    await send(hook("feishu", "s3"), NEWS, OPTIONS);
    // Feishu's own example in Python: hmac.new(f"{timestamp}\n{secret}".encode(), digestmod=sha256).digest() in base64.
    const sign = createHmac("sha256", "1700000000\ns3").digest("base64");
    expect(received[0]?.body).toEqual({ timestamp: "1700000000", sign, msg_type: "text", content: { text: TEXT } });
  });

  it("reaches DingTalk, signed in the address, in milliseconds", async () => {
    await send(hook("dingtalk", "SEC1"), NEWS, OPTIONS);
    expect(received[0]?.body).toEqual({ msgtype: "text", text: { content: TEXT } });
    const query = new URL(received[0]?.url ?? "", base).searchParams;
    expect(query.get("access_token")).toBe("HUSH");
    expect(query.get("timestamp")).toBe("1700000000500");
    expect(query.get("sign")).toBe(createHmac("sha256", "SEC1").update("1700000000500\nSEC1").digest("base64"));
  });

  it("reaches everybody else as plain JSON with a version", async () => {
    await send(hook("json"), NEWS, OPTIONS);
    expect(received[0]?.body).toEqual({ version: 1, ...NEWS, at: NOW, board: "http://localhost:6006" });
  });
});

describe("sending", () => {
  it("tries again while the service has trouble, and is done when it has not", async () => {
    answer = (_, response) => {
      response.statusCode = received.length < 3 ? 503 : 200;
      response.end("{}");
    };
    expect(await send(hook("json"), NEWS, OPTIONS)).toEqual({ kind: "sent" });
    expect(received).toHaveLength(3);
  });

  it("does not try again what was refused, also where the refusal comes with status 200", async () => {
    answer = (_, response) => response.end('{"errcode":310000,"errmsg":"sign not match"}');
    expect(sayAll(await send(hook("dingtalk"), NEWS, OPTIONS), null)).toMatchObject({
      because: expect.stringContaining("code 310000"),
    });
    answer = (_, response) => response.writeHead(404).end("no_team");
    expect(sayAll(await send(hook("slack"), NEWS, OPTIONS), null)).toMatchObject({
      because: expect.stringContaining("status 404"),
    });
    expect(received).toHaveLength(2);
  });

  it("gives up on who never answers, and on who is not there", async () => {
    answer = () => {};
    expect(sayAll(await send(hook("json"), NEWS, { ...OPTIONS, timeLimitMs: 50 }), null)).toMatchObject({
      because: expect.stringContaining("no answer in time"),
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(sayAll(await send(hook("json"), NEWS, OPTIONS), null)).toMatchObject({
      because: expect.stringContaining("cannot be reached"),
    });
  });

  it("follows nobody elsewhere", async () => {
    answer = (_, response) => response.writeHead(302, { Location: `${base}/elsewhere` }).end();
    expect((await send(hook("json"), NEWS, OPTIONS)).kind).toBe("failed");
    expect(received.map(({ url }) => url)).not.toContain("/elsewhere");
  });

  it("never repeats the address, which is a secret, when it fails", async () => {
    answer = (_, response) => response.writeHead(500).end();
    const sent = await send(hook("slack", "s3"), NEWS, OPTIONS);
    expect(JSON.stringify(sent)).not.toMatch(/T0PSECRET|HUSH|s3/);
    expect(JSON.stringify(sent)).toContain(new URL(base).host);
  });
});
