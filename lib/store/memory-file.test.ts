import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { KeptLesson, Memory } from "../core/memory.ts";
import { MemoryFile } from "./memory-file.ts";

let folder = "";
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "memory-"));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const append = (memory: Memory, lessons: readonly KeptLesson[]): Memory => ({
  version: 1,
  lessons: [...memory.lessons, ...lessons],
});
const open = () => new MemoryFile(join(folder, "memory.json"), append, (sentence) => said.push(sentence));
const lesson = (key: string): KeptLesson => ({ key, optimizer: null, bestRate: 0.1, gapFactor: null });

it("remembers for the next start, and what another engine learned meanwhile", async () => {
  const [one, other] = [open(), open()];
  await one.learn([lesson("a")]);
  await other.learn([lesson("b")]);
  expect((await open().load()).lessons.map(({ key }) => key)).toEqual(["a", "b"]);
});
it("writes nothing when the lessons are those of the last time", async () => {
  const file = open();
  await file.learn([lesson("a")]);
  rmSync(join(folder, "memory.json"));
  await file.learn([lesson("a")]);
  expect((await open().load()).lessons).toEqual([]);
});
it("puts a damaged file aside, says so, and begins anew", async () => {
  writeFileSync(join(folder, "memory.json"), "[1, 2");
  const file = open();
  await file.learn([lesson("a")]);
  expect(said[0]).toContain("memory.json is not as Tuneboard writes it");
  expect(readFileSync(join(folder, "memory.json.damaged"), "utf8")).toBe("[1, 2");
  expect((await file.load()).lessons).toHaveLength(1);
});
it("says when nothing can be written, and fails nobody", async () => {
  const file = new MemoryFile(join(folder, "x", "memory.json"), append, (sentence) => said.push(sentence));
  writeFileSync(join(folder, "x"), "a file where a folder should be");
  await file.learn([lesson("a")]);
  expect(said.join()).toMatch(/remembered/);
});
