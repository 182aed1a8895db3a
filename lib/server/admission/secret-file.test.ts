import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SecretFailure, secretOf } from "./secret-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-secret-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the owner's secret", () => {
  it("is for this user's eyes from its first moment", () => {
    const stateDir = join(folder, "state");
    const secret = secretOf(stateDir);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect([statSync(stateDir).mode & 0o777, statSync(join(stateDir, "token")).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(secretOf(stateDir)).toBe(secret);
  });

  it("is refused when others can read it, and when there is nothing in it", () => {
    writeFileSync(join(folder, "token"), "x".repeat(43), { mode: 0o644 });
    expect(() => secretOf(folder)).toThrow(SecretFailure);
    writeFileSync(join(folder, "token"), "");
    chmodSync(join(folder, "token"), 0o600);
    expect(() => secretOf(folder)).toThrow(/holds no token/);
  });

  it("is never read or written through a link that somebody else put there", () => {
    const elsewhere = join(folder, "elsewhere");
    symlinkSync(elsewhere, join(folder, "token"));
    expect(() => secretOf(folder)).toThrow();
    writeFileSync(elsewhere, "y".repeat(43), { mode: 0o600 });
    expect(() => secretOf(folder)).toThrow();
    expect(readFileSync(elsewhere, "utf8")).toBe("y".repeat(43));
  });
});
