import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AS_OWNER } from "../../../fixtures/builders/access.ts";
import { served } from "../../../fixtures/builders/served.ts";
import { ViewsFile } from "../../store/views-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "views-route-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function startApp() {
  const views = new ViewsFile(join(folder, "views.json"), () => {});
  const { ask } = served({ engine: { views, now: () => 7 } });
  const put = (body: object) => ask("/api/views", { method: "PUT", headers: AS_OWNER, body: JSON.stringify(body) });
  return { put, ask };
}

it("gives back what was saved, and who saved it", async () => {
  const { put, ask } = startApp();
  const saved = { name: "mine", query: "x=wall", by: "ada", savedAt: 7 };
  expect(await (await put({ name: "mine", query: "x=wall", was: null })).json()).toEqual({
    version: 1,
    views: [saved],
  });
  expect(await (await ask("/api/views")).json()).toEqual({ version: 1, views: [saved] });
});

it("refuses to overwrite what somebody else saved meanwhile, and shows it", async () => {
  const { put } = startApp();
  await put({ name: "ours", query: "x=wall", was: null });
  const answer = await put({ name: "ours", query: "y=log", was: null });
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ error: expect.stringContaining("ours"), is: { query: "x=wall" } });
});

it("refuses names that are empty and whatever is no view", async () => {
  const { put } = startApp();
  for (const body of [{ name: " ", query: "", was: null }, { name: "a" }, { name: "a", query: 1, was: null }])
    expect((await put(body)).status, JSON.stringify(body)).toBe(400);
});
