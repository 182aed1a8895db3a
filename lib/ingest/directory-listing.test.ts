import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAhead, listDirectory } from "./directory-listing.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tuneboard-listing-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Makes empty files, and the directories that they stand in. */
function make(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), "");
  }
}

const always = (): boolean => true;
const listed = (mayGoOn = always): string[] => listAhead([root], mayGoOn).map(([directory]) => directory);

describe("listing a tree ahead", () => {
  it("finds in every directory what listing it alone finds", async () => {
    make("a.log", "runs/1/events", "runs/2/events", "runs/2/hparams.yaml", "runs/.git/HEAD");
    mkdirSync(join(root, "empty"));
    const listings = listAhead([root], always);
    expect(listings.map(([directory]) => directory).sort()).toEqual(
      ["", "empty", "runs", "runs/1", "runs/2"].map((path) => join(root, path)),
    );
    for (const [directory, content] of listings) expect(content).toEqual(await listDirectory(directory));
  });

  it("leaves a directory with links, and what is below it, to who can look behind them", () => {
    make("plain/a.log", "linked/below/a.log");
    symlinkSync(join(root, "plain"), join(root, "linked/link"));
    expect(listed()).toEqual([root, join(root, "plain")]);
  });

  it("leaves names that are no UTF-8 to who can read them", () => {
    make("plain/a.log");
    mkdirSync(join(root, "odd"));
    writeFileSync(Buffer.concat([Buffer.from(join(root, "odd/")), Buffer.from([0xe9])]), "");
    expect(listed()).toEqual([root, join(root, "plain")]);
  });

  it("leaves what it cannot read to who has words for it", () => {
    expect(listAhead([join(root, "nothing here")], always)).toEqual([]);
  });

  it("stops when it is told to, with what is uppermost", () => {
    make("a/b/c/d.log");
    let left = 2;
    expect(listed(() => left-- > 0)).toEqual([root, join(root, "a")]);
  });
});
