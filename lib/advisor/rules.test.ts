/** The page of rules against the sources: every rule is on it, and every file that it names is there. */
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const page = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8");
const rows = page.split("\n").filter((line) => /^\| [RA]\d/.test(line));
const named = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/[RA]\d+/g)].map(([name]) => name));

it("names each of the 39 rules and the 18 algorithms once", () => {
  const rules = Array.from({ length: 39 }, (_, i) => `R${i + 1}`);
  const algorithms = Array.from({ length: 18 }, (_, i) => `A${i}`);
  expect(named.toSorted()).toEqual([...rules, ...algorithms].toSorted());
});

it.each([
  ...new Set([...page.matchAll(/`((?:lib\/)?[\w/-]+(?:\.test)?\.ts)`/g)].map(([, file]) => file)),
])("%s exists", (file) =>
  expect(existsSync(new URL(file.startsWith("lib/") ? `../../${file}` : file, import.meta.url))).toBe(true));
