/** What documents point at is there: links, and source files named in backquotes. Files move; sentences about them stay behind. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./freshness.mjs";

const FOLDERS = ["app", "bench", "bin", "docs", "e2e", "fixtures", "lib", "scripts"];
const below = (folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`);
const files = [...readdirSync(root), ...FOLDERS.flatMap(below)];
const pages = files.filter((file) => file.endsWith(".md") && !file.startsWith("fixtures/logs/"));
const textOf = (page) => readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");
const endings = new Set(files.flatMap((file) => file.split("/").map((_, i, parts) => parts.slice(i).join("/"))));

describe.each(pages)("%s", (page) => {
  it("links to what is there", () => {
    const targets = [...textOf(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target]) => target);
    const ours = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(ours.filter((target) => !existsSync(join(root, normalize(join(dirname(page), target)))))).toEqual([]);
  });

  it("names source files that are there, by as much of their path as it says", () => {
    const named = [...textOf(page).matchAll(/`([\w./-]+\.(?:ts|tsx|mjs))`/g)].map(([, name]) => name);
    const written = named.filter((name) => !name.startsWith("dist/")); // the build writes these
    expect(written.filter((name) => !endings.has(name.replace(/^(\.\.?\/)+/, "")))).toEqual([]);
  });
});
