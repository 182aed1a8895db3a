import { describe, expect, it } from "vitest";
import { listedRun as run } from "../../fixtures/builders/listed-run.ts";
import type { ListedRun } from "../listing/listed-run.ts";
import { groupRuns } from "./run-groups.ts";

const told = (runs: readonly ListedRun[], groupBy: string) =>
  groupRuns(runs, groupBy).map(({ name, members }) => `${name}: ${members.map((one) => one.run.name).join(" ")}`);

describe("runs as one curve", () => {
  it("are those whose settings differ in the seed only, named by what tells them from the others", () => {
    const runs = [
      run("a", { lr: 0.1, seed: 0, momentum: 0.9 }),
      run("b", { lr: 0.1, seed: 1, momentum: 0.9 }),
      run("c", { lr: 0.3, seed: 0, momentum: 0.9 }),
      run("d", { lr: 0.3, seed: 1, momentum: 0.9 }),
    ];
    expect(told(runs, "seed")).toEqual(["lr=0.1: a b", "lr=0.3: c d"]);
  });

  it("are known by their names where no settings are logged", () => {
    expect(told([run("base/seed=0"), run("base/seed=1"), run("wide_s3"), run("wide_s4")], "seed")).toEqual([
      "base: base/seed=0 base/seed=1",
      "wide: wide_s3 wide_s4",
    ]);
  });

  it("are never the train and the validation part of one log", () => {
    const settings = { lr: 0.1 };
    expect(groupRuns([run("x/train", settings), run("x/validation", settings)], "seed")).toHaveLength(2);
  });

  it("keep their own name and id when nobody is like them", () => {
    const [group] = groupRuns([run("alone/seed=3", { lr: 1, seed: 3 })], "seed");
    expect([group.id, group.name]).toEqual(["alone/seed=3", "alone/seed=3"]);
  });

  it("share the value of a chosen setting", () => {
    const runs = [run("a", { lr: 0.1 }), run("b", { lr: 1 }), run("c", { lr: 0.1 })];
    expect(told(runs, "setting:lr")).toEqual(["lr=0.1: a c", "b: b"]);
  });

  it("have an id that does not depend on who is drawn", () => {
    const runs = ["0", "1", "2"].map((seed) => run(`r${seed}`, { lr: 0.1, seed }));
    expect(groupRuns(runs, "seed")[0].id).toBe(groupRuns(runs.slice(1), "seed")[0].id);
  });
});
