/**
 * Takes `docs/board.png`, the picture in README.md, from the real thing: the built engine over real logs, in Chromium.
 *
 *   node scripts/screenshot.mjs [--logdir DIR] [--dark] [--out FILE] [--query "?smoothing=0"]
 *
 * The path of the logs is in the picture: a copy of `fixtures/logs` at a short path looks better than one's home directory.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { findOrInstallChromium } from "./chromium.mjs";
import { root } from "./freshness.mjs";

const { values } = parseArgs({
  options: {
    logdir: { type: "string", default: join(root, "fixtures/logs") },
    dark: { type: "boolean", default: false },
    out: { type: "string", default: join(root, "docs/board.png") },
    query: { type: "string", default: "" },
  },
});

const stateDir = mkdtempSync(join(tmpdir(), "tuneboard-screenshot-"));
const engine = spawn(
  process.execPath,
  [
    join(root, "bin/tuneboard.mjs"),
    "serve",
    "--logdir",
    values.logdir,
    "--port",
    "0",
    "--state-dir",
    stateDir,
    "--no-open",
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const browser = await chromium.launch({
  executablePath: findOrInstallChromium(),
  args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu"],
});
try {
  let url = null;
  for await (const line of createInterface({ input: engine.stdout })) {
    url = /https?:\/\/[^\s/]+/.exec(line)?.[0] ?? null;
    if (url !== null) break;
  }
  if (url === null) throw new Error("The engine printed no address.");
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    colorScheme: values.dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  await page.goto(`${url}/${values.query}`);
  await page.locator("canvas").first().waitFor();
  await page.waitForTimeout(1500); // curves arrive after their canvas; nothing on the page says that the last one was drawn
  await page.screenshot({ path: values.out });
} finally {
  await browser.close();
  engine.kill();
  rmSync(stateDir, { recursive: true, force: true });
}
