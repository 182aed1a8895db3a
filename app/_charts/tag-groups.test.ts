import { describe, expect, it } from "vitest";
import { listedRun } from "../../fixtures/builders/listed-run.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import { groupTags, keepRuns } from "./tag-groups.ts";

const TAGS = ["train/loss", "dev/acc", "loss", "train/b10", "train/b2", "/odd"];

/** A run that has points of the tags at these places. */
const run = (
  name: string,
  tagIndices: readonly number[],
  points: readonly number[] = tagIndices.map(() => 5),
): ListedRun => listedRun(name, {}, { tagIndices, points, lastSteps: points, lastValues: points });

const titles = (groups: ReturnType<typeof groupTags>) =>
  groups.map(({ name, cards }) => [name, cards.map(({ title }) => title)]);

describe("the cards", () => {
  it("stand in groups by what comes before the first slash, in natural order", () => {
    expect(titles(groupTags([run("a", [0, 1, 2, 3, 4])], TAGS, { kind: "all" }))).toEqual([
      ["dev", ["acc"]],
      ["loss", ["loss"]],
      ["train", ["b2", "b10", "loss"]],
    ]);
  });

  it("are only those for which a drawn run has points", () => {
    expect(titles(groupTags([run("a", [0, 1], [5, 0])], TAGS, { kind: "all" }))).toEqual([["train", ["loss"]]]);
    expect(groupTags([], TAGS, { kind: "all" })).toEqual([]);
  });

  it("hold the runs that have the tag", () => {
    const [group] = groupTags([run("a", [0]), run("b", [1]), run("c", [0])], ["x", "y"], { kind: "all" });
    expect(group?.cards[0]?.runs.map(({ key }) => key)).toEqual(["a", "c"]);
  });

  it("are filtered by the whole tag", () => {
    expect(titles(groupTags([run("a", [0, 1])], TAGS, { kind: "pattern", matching: new Set(["train/loss"]) }))).toEqual(
      [["train", ["loss"]]],
    );
    expect(groupTags([run("a", [0])], TAGS, { kind: "broken", because: "(" })).toEqual([]);
  });

  it("take a leading slash for a part of the name", () => {
    expect(titles(groupTags([run("a", [5])], TAGS, { kind: "all" }))).toEqual([["/odd", ["/odd"]]]);
  });
});

describe("a list of runs that only grew in points", () => {
  it("stays the same object", () => {
    const before = [run("a", [0], [5])];
    expect(keepRuns(before, [run("a", [0], [6])])).toBe(before);
    expect(keepRuns(before, [run("b", [0], [6])])).not.toBe(before);
  });
});
