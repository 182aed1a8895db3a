import { expect, it } from "vitest";
import { listedRun as run } from "../../fixtures/builders/listed-run.ts";
import { compareRuns } from "./differences.ts";

it("says of every setting whether the runs differ in it; one that is not stated differs from one that is", () => {
  const rows = compareRuns(
    [run("a", { lr: 1, seed: 0, warmup: 10 }), run("b", { lr: 2, seed: 0 }), run("c", { lr: 1, seed: 0, warmup: 10 })],
    [],
    new Map(),
  );
  expect(rows.map(({ id, values, differs }) => [id, values, differs])).toEqual([
    ["setting:lr", [1, 2, 1], true],
    ["setting:seed", [0, 0, 0], false],
    ["setting:warmup", [10, null, 10], true],
  ]);
});

it("takes two runs that both diverged for equal", () => {
  const summary = { last: NaN, lastStep: 0, min: 0, minStep: 0, max: 0, maxStep: 0, mean: 0 };
  const summaries = new Map([["loss", new Map(["a", "b"].map((id) => [id, summary]))]]);
  const metric = { kind: "metric", statistic: "last", tag: "loss" } as const;
  expect(compareRuns([run("a", {}), run("b", {})], [metric], summaries)).toMatchObject([
    { id: "last:loss", differs: false },
  ]);
});
