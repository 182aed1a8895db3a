import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Choices, NO_CHOICES } from "../core/choices.ts";
import { ChoicesFile } from "./choices-file.ts";

let folder = "";
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "choices-"));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (name = "deep/choices.json") => new ChoicesFile(join(folder, name), (sentence) => said.push(sentence));
const chosen: Choices = {
  version: 1,
  metric: { tag: "dev/f1", goal: "max" },
  loss: "train/nll",
  excluded: [{ run: "a/b=c", because: "wrong data" }],
  sweeps: [{ name: "mine", runs: ["a/*"], metric: null, loss: null }],
};

it("keeps what was chosen for the next start, and leaves no draft behind", async () => {
  const first = open();
  expect(await first.load()).toEqual(NO_CHOICES);
  await first.keep(chosen);
  expect(first.current()).toEqual(chosen);
  expect(await open().load()).toEqual(chosen);
  expect(readdirSync(join(folder, "deep"))).toEqual(["choices.json"]);
});
it("keeps the last of several that come at once", async () => {
  const file = open();
  const loss = (tag: string) => ({ ...chosen, loss: tag });
  await Promise.all(["a", "b", "c"].map((tag) => file.keep(loss(tag))));
  expect(file.current().loss).toBe("c");
  expect((await open().load()).loss).toBe("c");
});
it.each([
  ["{ not json", "cut off"],
  ['{"version":2}', "of another version"],
  ['{"version":1,"metric":null,"loss":null,"excluded":[],"sweeps":[],"more":1}', "with more than we know"],
])("puts aside a file that is %s and says so: nothing in it is lost", async (text) => {
  writeFileSync(join(folder, "choices.json"), text);
  const file = open("choices.json");
  expect(await file.load()).toEqual(NO_CHOICES);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain("choices.json is not as Tuneboard writes it");
  await file.keep(chosen);
  expect(readFileSync(join(folder, "choices.json.damaged"), "utf8")).toBe(text);
});
it("tells the one who asked when nothing can be written, and the old choices hold", async () => {
  writeFileSync(join(folder, "deep"), "a file where a folder should be");
  const file = open();
  await file.load();
  await expect(file.keep(chosen)).rejects.toThrow("cannot be written");
  expect(file.current()).toEqual(NO_CHOICES);
});
