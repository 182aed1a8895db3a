import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCommon, nameParts } from "./run-name.ts";

const telling = (name: string, names: readonly string[]) =>
  nameParts(name, findCommon(names))
    .filter(({ isTelling }) => isTelling)
    .map(({ text }) => text);

describe("names in a list", () => {
  it("are shown without the folders that all of them share", () => {
    const names = ["sweeps/digits/lr=0.1", "sweeps/digits/lr=0.01", "sweeps/digits/wide/lr=0.1"];
    expect(findCommon(names).folder).toBe("sweeps/digits/");
    expect(telling("sweeps/digits/wide/lr=0.1", names)).toEqual(["wide", "lr=0.1"]);
  });

  it("do not share half a folder", () => {
    expect(findCommon(["phase1/a", "phase2/a"]).folder).toBe("");
  });

  it("tell themselves apart by the words that differ", () => {
    const names = ["lr=0.1_bs=64/seed_0", "lr=0.01_bs=64/seed_1"];
    expect(telling("lr=0.1_bs=64/seed_0", names)).toEqual(["lr=0.1", "0"]);
  });

  it("tell everything when there is only one", () => {
    expect(telling("a/b_c", ["a/b_c"])).toEqual(["a", "b", "c"]);
  });

  const name = fc.array(fc.constantFrom("a", "b", "c1", "lr=1"), { minLength: 1 }).map((levels) => levels.join("/"));

  it("lose nothing: folder and pieces are the name again", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
        const common = findCommon(names);
        for (const one of names) {
          const pieces = nameParts(one, common).map(({ text }) => text);
          expect(common.folder + pieces.join("")).toBe(one);
        }
      }),
    );
  });
});
