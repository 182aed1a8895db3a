/** Finds a Chromium for the browser journeys, or gets one where this machine allows it. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { root } from "./freshness.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Path of a Chromium, looked for in this order: `$TUNEBOARD_CHROMIUM`, the PATH, Playwright's own folder.
 * Null if there is none.
 */
export function findChromium() {
  const named = process.env.TUNEBOARD_CHROMIUM;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`TUNEBOARD_CHROMIUM names ${named}, which is not a program that can be run.`);
  }
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
      const path = join(folder, name);
      if (isProgram(path)) return path;
    }
  }
  const { chromium } = createRequire(import.meta.url)("@playwright/test");
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/** As `findChromium`, but installs one if need be: Debian's package when root, else Playwright's download. */
export function findOrInstallChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && isOnPath("apt-get")) {
    console.error("No Chromium found: installing Debian's …");
    run("apt-get", ["update", "-q"]);
    run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"]);
  } else {
    console.error("No Chromium found: asking Playwright for one …");
    run(process.execPath, [join(root, "node_modules/@playwright/test/cli.js"), "install", "chromium"]);
  }
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new Error(
    "There is no Chromium for the browser journeys. Run `sudo apt-get install chromium` or `npx playwright install chromium`, " +
      "or set TUNEBOARD_CHROMIUM to the path of one.",
  );
}

/** A failed attempt is no error here: the caller looks again and says what to do. */
function run(program, args) {
  spawnSync(program, args, {
    stdio: ["ignore", process.stderr, process.stderr],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: 600_000,
  });
}

const isOnPath = (name) => (process.env.PATH ?? "").split(delimiter).some((folder) => isProgram(join(folder, name)));

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
