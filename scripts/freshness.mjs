/** Whether what was built still belongs to the sources: what `bin/tuneboard.mjs` asks before every start, so it only looks at file times. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's own folder, whatever the current directory is. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * The two things that are built. `sources` are files and folders whose change makes `output` stale; folders are walked,
 * tests left out. `stamp` remembers the sources that `output` was made from.
 */
export const parts = {
  engine: {
    output: "dist/tuneboard.mjs",
    sources: ["lib", "package-lock.json", "scripts/build.mjs"],
    stamp: "dist/engine.stamp",
  },
  app: {
    output: "out/index.html",
    sources: [
      "app",
      "lib/core",
      "lib/advisor",
      "lib/charts",
      "lib/listing",
      "lib/markdown",
      "lib/report",
      "public",
      "next.config.ts",
      "next.config.mjs",
      "postcss.config.mjs",
      "package-lock.json",
      "scripts/build.mjs",
      "scripts/first-page.mjs",
    ],
    stamp: "dist/app.stamp",
  },
};

/**
 * True if the part was built from exactly the sources that are there now. `seen` is what earlier questions found out about
 * files, for questions that are asked at the same moment: parts share sources.
 */
export function isFresh(part, seen = new Map()) {
  const stamp = join(root, part.stamp);
  if (!existsSync(join(root, part.output)) || !existsSync(stamp)) return false;
  return readFileSync(stamp, "utf8") === signature(part.sources, root, seen);
}

/** Remembers that the part was built from `sourceSignature`, taken before the build: a file saved meanwhile makes it stale again. */
export function markFresh(part, sourceSignature) {
  const stamp = join(root, part.stamp);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sourceSignature);
}

/**
 * Names, sizes and times of all files under `sources` (paths below `folder`), as one hash.
 *
 * A removed file and one that became older change it too, which a newest time would not show. Tests and Markdown do not count.
 */
export function signature(sources, folder = root, seen = new Map()) {
  const hash = createHash("sha256");
  const note = (path) => {
    let line = seen.get(path);
    if (line === undefined) {
      const stat = statSync(join(folder, path), { throwIfNoEntry: false });
      line = stat === undefined ? "" : `${path}\0${stat.size}\0${stat.mtimeMs}\n`;
      seen.set(path, line);
    }
    hash.update(line);
  };
  // A directory says what its entries are: asking for each would be most of the work.
  const visitDirectory = (path) => {
    const entries = readdirSync(join(folder, path), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) visitDirectory(below);
      else if (!/\.test\.tsx?$|\.md$/.test(entry.name)) note(below);
    }
  };
  for (const source of sources) {
    if (statSync(join(folder, source), { throwIfNoEntry: false })?.isDirectory()) visitDirectory(source);
    else note(source);
  }
  return hash.digest("hex");
}
