import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { expect, it } from "vitest";
import { openStaticFiles, policyFor, serveStaticFiles } from "./static-files.ts";

const hash = (script: string): string => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

it("lets a page run the inline scripts that it was exported with, and no others", () => {
  const html = `<script src="/a.js"></script><script>self.x=1</script><script type="t" id="i">y\n()</script><script async src="/b.js"></script>`;
  const scripts = /script-src ([^;]*)/.exec(policyFor(html))?.[1];
  expect(scripts).toBe(`'self' ${hash("self.x=1")} ${hash("y\n()")}`);
});

it("allows neither inline scripts at large nor evaluation, framing or foreign hosts", () => {
  const policy = policyFor("<p>nothing</p>");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(/script-src[^;]*unsafe-inline/.test(policy)).toBe(false);
});

it("lets no text become HTML or a script but the addresses of our own", () => {
  const folder = mkdtempSync(join(tmpdir(), "tuneboard-files-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><html><head><title>x</title></head></html>");
  const file = openStaticFiles(folder)("/index.html");
  rmSync(folder, { recursive: true });
  const html = new TextDecoder().decode(file?.body);
  const script = /^<!doctype html><html><head><script>(.*?)<\/script>/.exec(html)?.[1] ?? "";
  expect(file?.headers["Content-Security-Policy"]).toContain(hash(script));
  expect(file?.headers["Content-Security-Policy"]).toContain("require-trusted-types-for 'script'");
  const rules: Record<string, (text: string) => string | null> = {};
  const createPolicy = (_: string, given: typeof rules): void => {
    Object.assign(rules, given);
  };
  const location = { href: "http://localhost:6006/", origin: "http://localhost:6006" };
  runInNewContext(script, {
    window: { trustedTypes: { createPolicy } },
    trustedTypes: { createPolicy },
    location,
    URL,
  });
  const { createHTML, createScriptURL } = rules;
  expect(["", "<img src=x onerror=alert(1)>"].map(createHTML)).toEqual(["", null]);
  for (const ours of ["/_next/static/a.js", "http://localhost:6006/events-worker.js"])
    expect(createScriptURL(ours)).toBe(ours);
  for (const theirs of [
    "https://evil.example/_next/static/a.js",
    "/api/launches/x/output",
    "data:text/javascript,1",
    "/_next/static/../../x.js",
  ])
    expect(createScriptURL(theirs), theirs).toBeNull();
});

it("sends what the build has compressed, and compresses the rest itself, pages always: they are changed on their way", () => {
  const folder = mkdtempSync(join(tmpdir(), "tuneboard-files-"));
  const script = "let a = 1;".repeat(100);
  const built = gzipSync(script, { level: 0 }); // not what the engine would make of it
  for (const name of ["built.js", "plain.js", "index.html"]) writeFileSync(join(folder, name), script);
  for (const name of ["built.js.gz", "index.html.gz"]) writeFileSync(join(folder, name), built);
  const files = openStaticFiles(folder);
  const gzipped = (url: string) => Buffer.from(files(url)?.gzipped ?? []);
  expect(gzipped("/built.js")).toEqual(built);
  expect(gunzipSync(gzipped("/plain.js")).toString()).toBe(script);
  expect(gzipped("/index.html")).not.toEqual(built);
  rmSync(folder, { recursive: true });
});

it("sends brotli to whoever takes it, else gzip, else the file as it is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tuneboard-files-"));
  const script = "let a = 1;".repeat(100);
  writeFileSync(join(folder, "built.js"), script);
  writeFileSync(join(folder, "built.js.br"), brotliCompressSync(script));
  const app = new Hono().get("*", serveStaticFiles(openStaticFiles(folder)));
  const ask = (accepted: string) => app.request("/built.js", { headers: { "Accept-Encoding": accepted } });
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync, none: (bytes: Buffer) => bytes };
  for (const [accepted, encoding] of [
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, deflate", "gzip"],
    ["GZIP;q=0.5, br;q=0", "gzip"],
    ["br ; q=0.0, gzip; q=0", "none"],
    ["brr, xgzip", "none"],
    ["", "none"],
  ] as const) {
    const answer = await ask(accepted);
    expect(answer.headers.get("Content-Encoding") ?? "none", accepted).toBe(encoding);
    expect(answer.headers.get("Vary")).toBe("Accept-Encoding");
    expect(unpack[encoding](Buffer.from(await answer.arrayBuffer())).toString()).toBe(script);
  }
  rmSync(folder, { recursive: true });
});
