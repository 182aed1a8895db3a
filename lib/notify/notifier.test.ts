import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { eventually } from "../../fixtures/builders/shim.ts";
import type { Sight } from "./news.ts";
import { keepTelling } from "./notifier.ts";
import { NOTIFY_FILE } from "./settings.ts";

let stateDir: string;
let server: Server;
let url: string;
let received: { kind: string; subject: string }[];
let stop: AbortController;
beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), "tuneboard-notify-"));
  received = [];
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      received.push(JSON.parse(text));
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/T0PSECRET`;
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  server.closeAllConnections();
  server.close();
  rmSync(stateDir, { recursive: true });
});

const settings = (value: unknown): void => writeFileSync(join(stateDir, NOTIFY_FILE), JSON.stringify(value));

/** Begins to tell of a world in which `ended` launches have ended; counts its looks. */
function begin(ended = 0) {
  const world = { ended, looks: 0, withAdvice: false, reports: [] as string[] };
  const look = async (withAdvice: boolean): Promise<Sight> => {
    world.looks += 1;
    world.withAdvice = withAdvice;
    const launches = Array.from({ length: 3 }, (_, i) => {
      const hasEnded = i < world.ended;
      return [
        String(i),
        { name: `run ${i}`, outcome: hasEnded ? ("finished" as const) : null, ending: hasEnded ? "completed" : "" },
      ] as const;
    });
    return { launches: new Map(launches), runs: new Map(), advice: null };
  };
  const report = (sentence: string): void => void world.reports.push(sentence);
  void keepTelling({ stateDir, look, board: null, now: () => 0, report, pauseMs: 5 }, stop.signal);
  return world;
}

/** Waits until the world has been looked at twice more. */
const lookedAt = async (world: { looks: number }): Promise<void> => {
  const before = world.looks;
  await eventually(() => expect(world.looks).toBeGreaterThan(before + 2));
};

it("tells what ends while it looks, and nothing that was so before", async () => {
  settings({ version: 1, hooks: [{ service: "json", url }] });
  const world = begin(1);
  await lookedAt(world);
  world.ended = 2;
  await eventually(() => expect(received).toMatchObject([{ kind: "finished", subject: "run 1" }]));
});

it("is off without the file, and on as soon as it is there", async () => {
  const world = begin();
  await new Promise((resolve) => setImmediate(resolve));
  expect(world.looks).toBe(0);
  settings({ version: 1, hooks: [{ service: "json", url, events: ["finished"] }] });
  await lookedAt(world);
  expect(world.withAdvice).toBe(false); // nobody wants to hear of it, so the advisor is left alone
  world.ended = 3;
  await eventually(() => expect(received.length).toBe(3));
});

it("tells nobody of what they did not ask for", async () => {
  settings({ version: 1, hooks: [{ service: "json", url, events: ["failed", "advice changed"] }] });
  const world = begin();
  await lookedAt(world);
  world.ended = 3;
  await lookedAt(world);
  expect(received).toEqual([]);
  expect(world.withAdvice).toBe(true);
});

it.each([
  { value: { version: 1, hooks: [{ service: "pigeon", url: "http://x/T0PSECRET" }] }, place: "hooks.0.service" },
  { value: { version: 1, hooks: [{ service: "slack", url: "file:///T0PSECRET" }] }, place: "hooks.0.url" },
  { value: { version: 2 }, place: "version" },
])("says once where the file is wrong, without repeating what is in it: $place", async ({ value, place }) => {
  settings(value);
  const world = begin();
  await eventually(() => expect(world.reports.length).toBe(1));
  expect(world.reports[0]).toContain(place);
  expect(world.reports[0]).not.toContain("T0PSECRET");
});
