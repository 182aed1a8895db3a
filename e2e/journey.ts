/** `test` for journeys: starts engines, writes log directories, and fails a journey in which the page complained about anything. */
import { test as base, expect, type Page } from "@playwright/test";
import { bundledLogs, type Engine, type EngineOptions, startEngine } from "./engine.ts";
import { ScriptedLogdir } from "./scripted-logdir.ts";

export { expect };

/** Opens a login or share link and presses the button of its page. */
export async function enter(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button").click();
  await page.waitForURL((url) => !url.pathname.match(/login|share/));
}

interface JourneyFixtures {
  /** Starts an engine that ends with the journey. */
  start: (options: EngineOptions) => Promise<Engine>;
  /** An empty log directory of the journey's own. */
  logdir: ScriptedLogdir;
  /** What the page complained about; `allow` names what the journey provokes on purpose. */
  complaints: Complaints;
}

interface SharedFixtures {
  /** One engine over the bundled logs, for all journeys that only look. */
  bundled: Engine;
}

export const test = base.extend<JourneyFixtures, SharedFixtures>({
  bundled: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const engine = await startEngine({ logdir: bundledLogs });
      await use(engine);
      await engine.stop();
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  start: async ({}, use) => {
    const engines: Engine[] = [];
    await use(async (options) => {
      const engine = await startEngine(options);
      engines.push(engine);
      return engine;
    });
    await Promise.all(engines.map((engine) => engine.stop()));
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  logdir: async ({}, use) => {
    const logdir = new ScriptedLogdir();
    await use(logdir);
    logdir.dispose();
  },
  complaints: [
    // Needs `start` only to end before it: engines that end break off the streams of pages that are still open.
    async ({ page, start: _ }, use) => {
      const complaints = await Complaints.of(page);
      await use(complaints);
      expect(complaints.unexpected(), "the page must not complain").toEqual([]);
    },
    { auto: true },
  ],
});

/** Everything that a developer would see in red: exceptions, console errors, policy violations, failed requests. */
class Complaints {
  readonly #seen: string[] = [];
  readonly #allowed: RegExp[] = [];

  static async of(page: Page): Promise<Complaints> {
    const complaints = new Complaints();
    const seen = complaints.#seen;
    page.on("pageerror", (error) => seen.push(`exception: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") seen.push(`console: ${message.text()}`);
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // Leaving a page, or asking for a newer view, ends requests that are under way: that is not a failure.
      if (why !== "net::ERR_ABORTED") seen.push(`request: ${why} ${request.url()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) seen.push(`response: ${response.status()} ${response.url()}`);
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    return complaints;
  }

  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  unexpected(): string[] {
    return this.#seen.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }
}
