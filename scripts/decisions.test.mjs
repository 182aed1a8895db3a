import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./freshness.mjs";

const folder = join(root, "docs/decisions");
const pages = readdirSync(folder).sort();

describe("decisions", () => {
  it("are numbered one after the other, each number once", () => {
    expect(pages.map((page) => Number(page.slice(0, 4)))).toEqual(pages.map((_, i) => i + 1));
  });

  it.each(pages)("%s begins with its number and its date", (page) => {
    const text = readFileSync(join(folder, page), "utf8");
    expect(text.startsWith(`# ${page.slice(0, 4)} `)).toBe(true);
    expect(text).toMatch(/\n\d{4}-\d{2}-\d{2}\n/);
  });
});
