/** `docs/faults.md` names the tests that hold Tuneboard to what it says: they must exist. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

interface Row {
  readonly fault: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

const rows: readonly Row[] = readFileSync(join(root, "docs/faults.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, fault = "", , , held = ""] = line.split("|").map((cell) => cell.trim());
    if (!/^[A-Z]\d\d$/.test(fault)) return [];
    return [{ fault, tests: held.split("<br>").map(parseTest) }];
  });

function parseTest(text: string): Row["tests"][number] {
  const [, file = "", title = ""] = /^`([^`]+)` (.+)$/.exec(text) ?? [];
  return { file, title };
}

const numbers = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, "0")}`);

describe("the list of faults", () => {
  it("has every number once, in order", () => {
    const elsewhere = ["L15", "L22"]; // its section says where, or that there is no test
    const launching = numbers("L", 23).filter((number) => !elsewhere.includes(number));
    const expected = [...numbers("F", 25), ...numbers("W", 12), ...launching, ...numbers("S", 34), ...numbers("D", 10)];
    expect(rows.map(({ fault }) => fault)).toEqual(expected);
  });

  it.each(rows)("names tests that exist for $fault", ({ tests }) => {
    for (const { file, title } of tests) {
      expect(title).not.toBe("");
      expect(existsSync(join(root, file)), file).toBe(true);
      const source = readFileSync(join(root, file), "utf8");
      expect(
        ['"', "`"].some((quote) => source.includes(`${quote}${title}${quote}`)),
        `${file}: ${title}`,
      ).toBe(true);
    }
  });
});
