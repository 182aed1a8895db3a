import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessOf } from "../../../fixtures/builders/access.ts";
import { emptyStore, engineOver } from "../../../fixtures/builders/served.ts";
import { createApp } from "../app.ts";
import { serve } from "../server.ts";
import { readTls } from "./tls.ts";

const DAY_MS = 24 * 3600 * 1000;
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
let folder: string;
const file = (name: string): string => join(folder, name);

/** A certificate that signs itself, valid for `days`, and its key. */
function make(name: string, days: number, ...more: readonly string[]): void {
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const out = ["-keyout", file(`${name}.key`), "-out", file(`${name}.pem`)];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", ...(more.length === 0 ? ["-nodes"] : more)];
  const made = spawnSync("openssl", ["req", "-x509", ...curve, ...out, "-days", String(days), ...names]);
  if (made.status !== 0) throw new Error(String(made.stderr));
}

describe.skipIf(!hasOpenssl)("a certificate with its key", () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tuneboard-tls-"));
    make("good", 100);
    make("other", 100);
    make("locked", 100, "-passout", "pass:secret");
    writeFileSync(file("nothing"), "nothing of the kind\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ["good.pem", "other.key", "--tls-key FOLDER/other.key is not the key of --tls-cert FOLDER/good.pem."],
    ["nothing", "good.key", "--tls-cert FOLDER/nothing holds no certificate in PEM form."],
    ["good.pem", "nothing", "--tls-key FOLDER/nothing holds no private key in PEM form."],
    ["missing", "good.key", "--tls-cert FOLDER/missing cannot be read."],
    ["good.pem", "missing", "--tls-key FOLDER/missing cannot be read."],
    [
      "locked.pem",
      "locked.key",
      "--tls-key FOLDER/locked.key is protected by a password, which nobody could type here.",
    ],
  ])("is refused in one sentence: %s with %s", (cert, key, because) => {
    const read = readTls(file(cert), file(key), Date.now());
    expect(read).toEqual({ kind: "unusable", because: because.replaceAll("FOLDER", folder) });
  });

  it("is used until its last day, with a word before, and not beyond", () => {
    const at = (days: number) => readTls(file("good.pem"), file("good.key"), Date.now() + days * DAY_MS);
    expect(at(0)).toMatchObject({ kind: "usable", warning: null });
    expect(at(90)).toMatchObject({ kind: "usable", warning: expect.stringContaining("valid only until") });
    expect(at(101)).toMatchObject({ kind: "unusable", because: expect.stringContaining("was valid until") });
  });

  it("makes a server that speaks TLS, whose sessions are for secure ways alone", async () => {
    const tls = { cert: readFileSync(file("good.pem"), "utf8"), key: readFileSync(file("good.key"), "utf8") };
    const access = accessOf({ isOpen: () => false });
    const served = await serve({
      app: (allowedHosts) =>
        createApp({
          ...{ access, allowedHosts, engine: engineOver(emptyStore()), audit: { entries: () => [] } },
          ...{ url: () => "", files: () => null, report: (error) => expect.unreachable(error.message) },
        }),
      ...{ host: "127.0.0.1", port: 0, addedHosts: [], tls },
    });
    if (served.kind !== "listening") throw new Error(served.kind);
    expect(served.url).toBe(`https://localhost:${served.port}`);
    const cookie = await new Promise((resolve, reject) => {
      const asked = request(
        `${served.url}/login`,
        { ca: tls.cert, method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" } },
        (answer) => {
          answer.resume();
          resolve(answer.headers["set-cookie"]?.[0]);
        },
      );
      asked.on("error", reject).end(`code=${access.newCode()}`);
    });
    expect(cookie).toMatch(
      /^__Host-tuneboard-6006=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=\d+; Secure$/,
    );
    await served.close();
  });
});
