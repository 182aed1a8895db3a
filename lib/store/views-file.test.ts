import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ViewsFile } from "./views-file.ts";

let folder = "";
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "views-"));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(): Promise<ViewsFile> {
  const file = new ViewsFile(join(folder, "deep/views.json"), (sentence) => said.push(sentence));
  await file.load();
  return file;
}
const save = (name: string, query: string | null, was: string | null = null) => ({ name, query, was });

it("keeps views by name for the next start, in the order in which people read numbers", async () => {
  const file = await open();
  expect(file.answer().views).toEqual([]);
  for (const name of ["run 10", "run 9"]) await file.change(save(name, `runFilter=${name}`), "ada", 7);
  const kept = (await open()).answer();
  expect(kept.views.map(({ name }) => name)).toEqual(["run 9", "run 10"]);
  expect(kept.views[0]).toEqual({ name: "run 9", query: "runFilter=run 9", by: "ada", savedAt: 7 });
  expect(readdirSync(join(folder, "deep"))).toEqual(["views.json"]);
});

it("lets the first of two who save under one name stand, and tells the second what stands", async () => {
  const file = await open();
  const [first, second] = await Promise.all([
    file.change(save("a", "x=wall"), "ada", 1),
    file.change(save("a", "y=log"), "grace", 2),
  ]);
  const stands = { name: "a", query: "x=wall", by: "ada", savedAt: 1 };
  expect([first, second]).toEqual([{ kind: "kept" }, { kind: "conflict", is: stands }]);
  expect(await file.change(save("a", "y=log", "x=wall"), "grace", 3)).toEqual({ kind: "kept" });
  expect(file.answer().views).toEqual([{ name: "a", query: "y=log", by: "grace", savedAt: 3 }]);
});

it("takes away only what is still as it was seen, and asking twice is no conflict", async () => {
  const file = await open();
  await file.change(save("a", "x=wall"), "ada", 1);
  expect((await file.change(save("a", null, "y=log"), "grace", 2)).kind).toBe("conflict");
  expect(await file.change(save("a", null, "x=wall"), "grace", 3)).toEqual({ kind: "kept" });
  expect(await file.change(save("a", null, "x=wall"), "grace", 4)).toEqual({ kind: "kept" });
  expect(file.answer().views).toEqual([]);
});

it("puts a damaged file aside and says so", async () => {
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "deep/views.json"), '{"version":1,"views":[{}]}');
  expect((await open()).answer().views).toEqual([]);
  expect(said.join()).toContain("views.json.damaged");
  expect(readdirSync(join(folder, "deep"))).toEqual(["views.json.damaged"]);
});
