import { describe, expect, it } from "vitest";
import { listedRun } from "../../fixtures/builders/listed-run.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import type { RunNumbers, Summaries } from "../../lib/listing/run-numbers.ts";

import { type RunNode, runsIn, sortValue, toTree } from "./run-tree.ts";

const run = (name: string): ListedRun => listedRun(name);

/** `label[children]`, runs with a star. */
const sketch = (nodes: readonly RunNode[]): string =>
  nodes
    .map(
      ({ label, listed, children }) =>
        `${label}${listed === null ? "" : "*"}${children.length === 0 ? "" : `[${sketch(children)}]`}`,
    )
    .join(" ");

const treeOf = (...names: string[]) => toTree(names.map(run));

describe("the tree of runs", () => {
  it.each([
    [["a", "b"], "a* b*", "no folders, no tree"],
    [["s/a", "s/b", "t"], "s[a* b*] t*", "a folder over its runs"],
    [["s/x/a", "s/x/b"], "s/x[a* b*]", "folders that hold only a folder are one row"],
    [["s/x/a"], "s/x/a*", "and so is a single run with its folders"],
    [["a", "a/loss_train", "a/loss_dev"], "a*[loss_train* loss_dev*]", "a run with runs below it is a run still"],
    [[".", "a/b"], ".* a/b*", "the root is a run"],
  ])("%j is %s: %s", (names, expected) => {
    expect(sketch(treeOf(...names))).toBe(expected);
  });

  it("shows the name that somebody gave a run, in its place", () => {
    const renamed = listedRun("s/a", {}, { annotation: { name: "best one" } });
    expect(sketch(toTree([renamed, run("s/b")]))).toBe("s[best one* b*]");
  });

  it("knows all runs in a row, its own first", () => {
    const [row] = treeOf("a", "a/x", "a/y/z");
    expect(row === undefined ? [] : runsIn(row).map(({ key }) => key)).toEqual(["a", "a/x", "a/y/z"]);
  });

  it("puts a folder where the best of its runs stands, and one without numbers nowhere", () => {
    const of = (best: number): RunNumbers => ({
      last: 0,
      lastStep: 0,
      min: best,
      minStep: 0,
      max: best,
      maxStep: 0,
      mean: 0,
    });
    const bests = new Map([
      ["s/a", of(0.8)],
      ["s/b", of(0.9)],
      ["s/c", of(Number.NaN)],
    ]);
    const summaries: Summaries = new Map([
      ["acc", bests],
      ["loss", bests],
    ]);
    const [folder, other] = treeOf("s/a", "s/b", "s/c", "t/x", "t/y");
    if (folder === undefined || other === undefined) throw new Error("two folders");
    const by = (tag: string) => ({ kind: "metric", statistic: "best", tag }) as const;
    expect(sortValue(folder, by("acc"), summaries)).toBe(0.9);
    expect(sortValue(folder, by("loss"), summaries)).toBe(0.8);
    expect(sortValue(other, by("acc"), summaries)).toBeUndefined();
  });
});
