/**
 * The browser journeys: `npm run e2e -- [Playwright's arguments]`, for example `npm run e2e -- e2e/board.spec.ts -g smoothing`.
 *
 * Finds a Chromium (`scripts/chromium.mjs`), builds what is missing, then runs Playwright against the built program.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { BuildFailure, buildApp, buildEngine } from "./build.mjs";
import { findOrInstallChromium } from "./chromium.mjs";
import { isFresh, parts, root } from "./freshness.mjs";

try {
  const chromium = findOrInstallChromium();
  if (!isFresh(parts.engine)) await buildEngine();
  if (!isFresh(parts.app)) await buildApp();
  const playwright = join(root, "node_modules/@playwright/test/cli.js");
  const { status } = spawnSync(process.execPath, [playwright, "test", ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, TUNEBOARD_CHROMIUM: chromium },
    stdio: ["ignore", "inherit", "inherit"],
  });
  process.exitCode = status ?? 1;
} catch (failure) {
  console.error(failure instanceof BuildFailure ? `\n${failure.message}` : failure.message);
  process.exitCode = 1;
}
