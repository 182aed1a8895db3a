import { describe, expect, it } from "vitest";
import { type Choices, NO_CHOICES } from "../../lib/core/choices.ts";
import { asFolder, judgeBy, leaveOut, namedSweep, putTogether, rename, takeApart, takeBack } from "./choice-changes.ts";

const F1 = { tag: "dev/f1", goal: null };

describe("choices of the reader", () => {
  it("leave a run out once, with the latest reason, and take it back", () => {
    const out = leaveOut(leaveOut(NO_CHOICES, "a/1", "slow"), "a/1", "wrong data");
    expect(out.excluded).toEqual([{ run: "a/1", because: "wrong data" }]);
    expect(takeBack(out, "a/1")).toEqual(NO_CHOICES);
  });

  it("judge every sweep by a metric, but one that was put together by hand by itself", () => {
    expect(judgeBy(NO_CHOICES, "a", F1).metric).toEqual(F1);
    const mine = judgeBy(putTogether(NO_CHOICES, "mine", ["a/1"]), "mine", F1);
    expect(mine.metric).toBeNull();
    expect(namedSweep(mine, "mine")?.metric).toEqual(F1);
  });

  it("let the newest sweep take its runs first", () => {
    const two = putTogether(putTogether(NO_CHOICES, "old", ["a/1"]), "new", ["a/1", "a/2"]);
    expect(two.sweeps.map(({ name }) => name)).toEqual(["new", "old"]);
  });

  it("keep what was decided for a sweep when its name changes, and forget it when it is taken apart", () => {
    const mine = judgeBy(putTogether(NO_CHOICES, "mine", ["a/1"]), "mine", F1);
    const yours = rename(mine, "mine", "yours", ["a/1"]);
    expect(yours.sweeps).toEqual([{ name: "yours", runs: ["a/1"], metric: F1, loss: null }]);
    expect(takeApart(yours, "yours")).toEqual(NO_CHOICES);
  });

  it("put a sweep that was found under a name", () => {
    const named: Choices = rename(NO_CHOICES, "a", "first try", ["a/*"]);
    expect(named.sweeps).toEqual([{ name: "first try", runs: ["a/*"], metric: null, loss: null }]);
  });

  it.each([
    { runs: ["a/1", "a/2"], all: ["a/1", "a/2", "b/1"], found: ["a/*"], because: "all of the folder" },
    { runs: ["a/1"], all: ["a/1", "a/2"], found: ["a/1"], because: "another run lives there" },
    { runs: ["a/1", "b/1"], all: ["a/1", "b/1"], found: ["a/1", "b/1"], because: "two folders" },
    { runs: ["x"], all: ["x"], found: ["x"], because: "no folder" },
    { runs: [], all: ["x"], found: [], because: "nothing" },
  ])("name $runs among $all as $found: $because", ({ runs, all, found }) => {
    expect(asFolder(runs, all)).toEqual(found);
  });
});
