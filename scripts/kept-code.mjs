/** Keeps the code that V8 makes of the engine, for every start to come: starts it once over logs of ours, and has it write that down. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** On a machine that is busy with other things. Without the code, starts are as slow as they would be. */
const LONGEST_MS = 20_000;

/**
 * `code` with nothing but ASCII in it, as its loader reads it. esbuild leaves characters as they are within tagged templates, because
 * their tag might look at how they were written; ours (`t` of `lib/core/text.ts`) looks at what they say.
 */
export const withinAscii = (code) =>
  code.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Best effort: writes `dist/engine.code` below `root`, or leaves none when that does not work. */
export async function keepCode(root) {
  const kept = join(root, "dist/engine.code");
  rmSync(kept, { force: true });
  const folder = mkdtempSync(join(tmpdir(), "tuneboard-code-"));
  const draft = `${kept}.${process.pid}.draft`;
  try {
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "out/index.html"), "<!doctype html><title>Tuneboard</title>");
    writeFileSync(join(folder, "package.json"), '{ "version": "0.0.0" }');
    await startOnce(root, folder, draft);
    renameSync(draft, kept);
  } catch {
    rmSync(draft, { force: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As a user's start goes, up to the first list of runs; then it is told to end. */
async function startOnce(root, folder, draft) {
  const serve = ["serve", "--logdir", join(root, "fixtures/logs"), "--state-dir", join(folder, "state")];
  const engine = spawn(
    process.execPath,
    [
      "--import",
      join(root, "bin/v8-flags.mjs"),
      join(root, "dist/tuneboard.mjs"),
      ...serve,
      "--port",
      "0",
      "--no-open",
    ],
    {
      env: { ...process.env, TUNEBOARD_ROOT: folder, TUNEBOARD_KEEP_CODE: draft },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const overdue = setTimeout(() => engine.kill("SIGKILL"), LONGEST_MS);
  const ended = new Promise((resolve) => engine.once("exit", resolve));
  try {
    const url = await addressOf(engine);
    while ((await askFor(`${url}/api/health`)).loading !== null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await askFor(`${url}/api/runs`);
  } finally {
    engine.kill("SIGTERM");
    await ended;
    clearTimeout(overdue);
  }
}

const askFor = async (url) => (await fetch(url)).json();

/** What the engine says where it is. */
const addressOf = (engine) =>
  new Promise((resolve, reject) => {
    let printed = "";
    engine.stdout.on("data", (chunk) => {
      printed += chunk;
      const [url] = /http:\/\/\S+:\d+/.exec(printed) ?? [];
      if (url !== undefined) resolve(url);
    });
    engine.once("exit", () => reject(new Error("the engine ended before it listened")));
  });
