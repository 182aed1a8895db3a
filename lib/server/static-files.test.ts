import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { policyFor } from "./static-files.ts";

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
