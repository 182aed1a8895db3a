import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accessOf } from "../../../fixtures/builders/access.ts";
import { engineOver } from "../../../fixtures/builders/served.ts";
import { Store } from "../../store/store.ts";
import { EventReader } from "../../tfevents/event-reader.ts";
import { tensorboardRoutes } from "./tensorboard.ts";

const WRITERS = new URL("../../../fixtures/writers/", import.meta.url);

/** What TensorBoard 2.21's own server answered for the same files. */
interface RecordedHttp {
  readonly runs: readonly string[];
  readonly scalars: Readonly<Record<string, Readonly<Record<string, readonly (readonly [number, number | string])[]>>>>;
}
const recorded: RecordedHttp = JSON.parse(readFileSync(new URL("http.json", WRITERS), "utf8"));

function appFor(runs: readonly string[]) {
  const store = new Store([{ name: "writers", path: "/writers", error: null, passedOver: [] }]);
  for (const name of runs) {
    const run = store.ensureRun("writers", name);
    const folder = new URL(`${name}/`, WRITERS);
    for (const file of readdirSync(folder)
      .filter((entry) => entry.includes("tfevents"))
      .sort()) {
      const bytes = Uint8Array.from(readFileSync(new URL(file, folder)));
      const reader = EventReader.open();
      reader.read(bytes, bytes.length, 0);
      store.appendPoints(run, file, reader.pending());
    }
  }
  return tensorboardRoutes({ access: accessOf(), engine: engineOver(store) });
}

const app = appFor(recorded.runs);

/**
 * Series where TensorBoard's data server keeps less than there is, by its own rules: one point a step, nothing before a
 * step that goes back, no double-precision scalars.
 */
const keepsLess = (steps: readonly number[]): boolean => steps.some((step, i) => i > 0 && step <= steps[i - 1]);

describe("answers what TensorBoard answers", () => {
  const cases = Object.entries(recorded.scalars).flatMap(([run, tags]) =>
    Object.entries(tags).map(([tag, points]) => ({ run, tag, points })),
  );
  it.each(cases)("for $run $tag", async ({ run, tag, points }) => {
    const query = new URLSearchParams({ run, tag });
    const answer: [number, number, number | string][] = await (
      await app.request(`/plugin/scalars/scalars?${query}`)
    ).json();
    const ours = answer.map(([, step, value]) => [step, value]);
    if (keepsLess(answer.map(([, step]) => step))) expect(ours.length).toBeGreaterThanOrEqual(points.length);
    else expect(ours).toEqual(points);
  });

  it("with every run and tag that it lists", async () => {
    const runs: string[] = await (await app.request("/runs")).json();
    expect([...runs].sort()).toEqual([...recorded.runs].sort());
    const tags: Record<string, Record<string, unknown>> = await (await app.request("/plugin/scalars/tags")).json();
    for (const [run, expected] of Object.entries(recorded.scalars)) {
      expect(Object.keys(tags[run])).toEqual(expect.arrayContaining(Object.keys(expected)));
    }
  });

  it("as CSV under its header", async () => {
    const query = "run=torch_basic/lr0.01&tag=dev/acc&format=csv";
    const text = await (await app.request(`/plugin/scalars/scalars?${query}`)).text();
    expect(text.split("\r\n")[0]).toBe("Wall time,Step,Value");
    expect(text.split("\r\n")[1]).toMatch(/^1795336403\.57106\d*,50,0\.10720267891\d*$/);
  });

  it("for several runs at once, leaving out those without the tag", async () => {
    const body = new URLSearchParams([
      ["tag", "dev/acc"],
      ["runs", "torch_basic/lr0.01"],
      ["runs", "torch_basic/odd"],
    ]);
    const answer = await app.request("/plugin/scalars/scalars_multirun", { method: "POST", body });
    expect(Object.keys(await answer.json())).toEqual(["torch_basic/lr0.01"]);
  });

  it("with 404 for what is not there and 400 for what is not asked", async () => {
    expect((await app.request("/plugin/scalars/scalars?run=x&tag=y")).status).toBe(404);
    expect((await app.request("/plugin/scalars/scalars?run=x")).status).toBe(400);
  });
});
