/** The engine as users start it: a process of its own, reached through its URL line, with a state folder that is thrown away. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "@playwright/test";

export const packageRoot = fileURLToPath(new URL("..", import.meta.url));
export const bundledLogs = join(packageRoot, "fixtures/logs");

export interface EngineOptions {
  readonly logdir: string;
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** Who is told of what, as in `notifications.json`; default: nobody. */
  readonly notifications?: unknown;
  /** More words of the command line. */
  readonly more?: readonly string[];
}

export interface Engine {
  /** Address that it printed, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The link that logs one browser in, once. */
  readonly login: string;
  readonly logdir: string;
  /** Logs all pages of a browser in as the owner. */
  readonly logIn: (browser: BrowserContext) => Promise<void>;
  /** Everything it wrote to stderr so far. */
  readonly stderr: () => string;
  /** Ends it as Ctrl-C would; resolves with the exit status. */
  readonly stop: () => Promise<number | null>;
  /** Ends it as a crash would. */
  readonly kill: () => Promise<void>;
}

/** @throws if it ends, or stays silent for 20 seconds, before it has printed an address. */
export async function startEngine({ logdir, port = 0, notifications, more = [] }: EngineOptions): Promise<Engine> {
  const stateDir = mkdtempSync(join(tmpdir(), "tuneboard-state-"));
  if (notifications !== undefined) writeFileSync(join(stateDir, "notifications.json"), JSON.stringify(notifications));
  const child = spawn(
    process.execPath,
    [
      "bin/tuneboard.mjs",
      "serve",
      "--logdir",
      logdir,
      "--port",
      String(port),
      "--state-dir",
      stateDir,
      "--no-open",
      ...more,
    ],
    { cwd: packageRoot, stdio: ["ignore", "pipe", "pipe"] },
  );
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, "exit");
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    rmSync(stateDir, { recursive: true, force: true });
    return child.exitCode;
  };
  const { url, login } = await urlLine(child).catch(async (reason) => {
    await end("SIGKILL");
    throw new Error(`The engine did not start: ${reason.message}\n${stderr}`);
  });
  return {
    url,
    port: Number(new URL(url).port),
    login,
    logdir,
    logIn: async (browser) => {
      const owner = { Authorization: `Bearer ${readFileSync(join(stateDir, "token"), "utf8")}` };
      const asked = await fetch(`${url}/api/session/codes`, {
        method: "POST",
        headers: { ...owner, "Content-Type": "application/json" },
        body: "{}",
      });
      const { code } = await asked.json();
      await browser.request.post(`${url}/login`, { form: { code }, maxRedirects: 0 });
    },
    stderr: () => stderr,
    stop: () => end("SIGTERM"),
    kill: async () => {
      await end("SIGKILL");
    },
  };
}

async function urlLine(child: ChildProcess): Promise<{ readonly url: string; readonly login: string }> {
  if (child.stdout === null) throw new Error("it has no stdout");
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => lines.close(), 20_000);
  try {
    for await (const line of lines) {
      const address = /https?:\/\/[^\s/]+/.exec(line)?.[0];
      if (address !== undefined) return { url: address, login: /https?:\/\/\S+\/login\?\S+/.exec(line)?.[0] ?? "" };
    }
    throw new Error("it printed no address");
  } finally {
    clearTimeout(timer);
    child.stdout.resume(); // further lines are nobody's business, but must not fill the pipe
  }
}
