/** The browser journeys. Start them with `npm run e2e`: it finds a Chromium and builds what is missing first. */
import { defineConfig } from "@playwright/test";

const chromium = process.env.TUNEBOARD_CHROMIUM;
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  workers: 1, // journeys measure how soon a point is on the screen: they must not compete with each other
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0, // as for the unit tests; the report calls such a journey flaky
  timeout: 60_000, // twice what a journey takes where other work takes most of the machine
  expect: { timeout: 10_000 },
  reporter: "list",
  outputDir: "test-results",
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    colorScheme: "light",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        ...(isRoot ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
