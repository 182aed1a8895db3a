import { describe, expect, it } from "vitest";
import { adviceOn } from "../../../fixtures/cases/load-case.ts";
import type { Hparams } from "../../core/series.ts";
import { advise } from "../advise.ts";
import { toExperiments } from "../runs/experiment.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { centreRate, designGrid } from "./batch-design.ts";

/** A run whose curves depend on examples seen only, with the best dev value `best`. */
function run(batch: number, momentum: number, best: number, change: Hparams = {}, steps = 3000) {
  const seen = (step: number) => (step * batch) / 64;
  const id = batch * 1000 + momentum * 100 + 7 * Number(change.seed ?? 0) + ("schedule" in change ? 3 : 0);
  return toRun(
    `grid/b${batch}_m${momentum}_${JSON.stringify(change)}`,
    {
      "train/loss": followLaw(
        withNoise((step) => decayTo(0.3, 300)(seen(step)), 0.01, id),
        { to: steps },
      ),
      "dev/acc": followLaw(
        withNoise((step) => best - 0.4 * Math.exp(-seen(step) / 300), 0.0005, id + 1),
        { every: 50, to: steps },
      ),
    },
    { lr: 0.1, batch_size: batch, momentum, n_dev: 50_000, ...change },
  );
}
const adviceOf = (runs: ReturnType<typeof run>[], rule = "batch-momentum") =>
  advise(runs).sweeps[0].advice.find((advice) => advice.rule === rule);

describe("batch size and momentum", () => {
  it("are compared after as many examples as every run saw", () => {
    const advice = adviceOf([run(32, 0.9, 0.88), run(64, 0.9, 0.9), run(128, 0.9, 0.86)]);
    expect(advice?.value).toEqual({ batchSize: 64, momentum: 0.9, learningRate: 0.1 });
    expect(advice?.assumptions[0]).toBe("Compared after 96,000 examples, which every run saw, and after 3,000 steps.");
    expect(advice?.caps[0]).toContain("one learning rate in each cell");
  });
  it("of those that noise cannot tell apart, the best is kept, and the others follow as they did", () => {
    const bests = [
      [32, 0.9],
      [64, 0.902],
      [128, 0.901],
    ];
    const advice = adviceOf(bests.map(([batch, best]) => run(batch, 0.9, best, { n_dev: 1000 })));
    expect(advice).toMatchObject({ verdict: "tie", value: { batchSize: 64 } });
    expect(advice?.alternatives.map(({ value, why }) => [value, /fewer steps/.test(why)])).toEqual([
      [{ batchSize: 128, momentum: 0.9, learningRate: 0.1 }, true],
      [{ batchSize: 32, momentum: 0.9, learningRate: 0.1 }, false],
    ]);
  });
  it("of cells with one value, the largest batch trains fastest", () => {
    const equals = [32, 64, 128].map((batch) => {
      const log = run(batch, 0.9, 0.9);
      return { ...log, series: new Map([...log.series, ["dev/acc", followLaw(() => 0.9, { every: 50 })]]) };
    });
    expect(adviceOf(equals)?.value).toMatchObject({ batchSize: 128 });
  });
  it("shows both when steps and examples disagree", () => {
    const short = [run(16, 0, 0.9, {}, 2000), run(256, 0, 0.9, {}, 2000)].map((log, i) => {
      const law = (step: number) => 0.9 - 0.4 * Math.exp(-step / (i === 0 ? 500 : 300)); // per step the large batch is faster
      return { ...log, series: new Map([...log.series, ["dev/acc", followLaw(law, { every: 25, to: 2000 })]]) };
    });
    const advice = adviceOf(short);
    expect(advice?.headline).toContain("per example");
    expect(advice?.headline).toContain("per step");
    expect(advice?.alternatives[0].value).toMatchObject({ batchSize: 256 });
  });
  it("stay what they are when the next stage trains the best cell again, for fewer steps and with less luck", () => {
    const dev = { n_dev: 1000 };
    const cells = [32, 64, 128].map((batch) => run(batch, 0.9, 0.9, { ...dev, seed: 0 }));
    cells[2] = run(128, 0.9, 0.904, { ...dev, seed: 0 });
    const before = adviceOf(cells);
    expect(before?.value).toMatchObject({ batchSize: 128 });
    const again = [1, 2].map((seed) => run(128, 0.9, 0.87, { ...dev, seed }, 2000));
    const decayed = [1, 2].map((seed) => run(128, 0.9, 0.9, { ...dev, seed, schedule: "linear" }, 2000));
    const after = adviceOf([...cells, ...again, ...decayed]);
    expect(after?.value).toMatchObject({ batchSize: 128 });
    expect(after?.assumptions[0]).toBe(before?.assumptions[0]);
  });
  it("of equals, are those where the next stage began", () => {
    const cells = [32, 64, 128].map((batch) => run(batch, 0.9, 0.9));
    const decayed = run(64, 0.9, 0.9, { schedule: "linear" });
    expect(adviceOf([...cells, decayed])?.value).toMatchObject({ batchSize: 64 });
  });
  it("a run that has just begun does not shorten the comparison of the others", () => {
    const cells = [run(32, 0.9, 0.88), run(64, 0.9, 0.9)];
    const begun = { ...run(128, 0.9, 0.9, { num_steps: 3000 }, 100), state: "live" as const };
    expect(adviceOf([...cells, begun])?.assumptions[0]).toBe(adviceOf(cells)?.assumptions[0]);
    expect(adviceOf([...cells, begun])?.value).toMatchObject({ batchSize: 64 });
  });
  it("warns where the best momentum changes with the batch size", () => {
    const advice = adviceOf([run(32, 0, 0.9), run(32, 0.9, 0.8), run(64, 0, 0.8), run(64, 0.9, 0.9)]);
    expect(advice?.evidence.map(({ text }) => text).join()).toContain("tune the two together");
  });
  it("takes the best learning rate of each cell, and hands the cell on to the steps and the decay", () => {
    const runs = [0.01, 0.1].flatMap((lr) => [
      run(32, 0.9, 0.85 + lr / 10, { lr }),
      run(64, 0.9, 0.88 + lr / 10, { lr }),
    ]);
    const advice = adviceOf(runs);
    expect(advice?.value).toEqual({ batchSize: 64, momentum: 0.9, learningRate: 0.1 });
    expect(advice?.caps.join()).not.toContain("one learning rate in each cell");
  });
  it("names the cells that failed", () => {
    const lost = toRun(
      "grid/lost",
      { "train/loss": followLaw((step) => (step < 50 ? 2.3 : Number.NaN)) },
      {
        lr: 0.1,
        batch_size: 64,
        momentum: 0.99,
        n_dev: 50_000,
      },
    );
    const advice = adviceOf([run(32, 0.9, 0.88), run(64, 0.9, 0.9), lost]);
    expect(advice?.evidence.map(({ text }) => text).join()).toContain("Failed: batch size 64, momentum 0.99");
  });
  it("compares case 47 by examples: 64 and 256 in one sweep", () => {
    expect(adviceOn(47, "batch-momentum").assumptions[0]).toMatch(/^Compared after [\d,]+ examples/);
  });
});

describe("the grid that begins the stage", () => {
  const from = { rate: 0.1, batch: 64, momentum: 0.9 };
  it.each([
    [{ batch: 64, momentum: 0 }, false, 1],
    [{ batch: 64, momentum: 0.99 }, false, 0.01],
    [{ batch: 256, momentum: 0.9 }, false, 0.4],
    [{ batch: 256, momentum: 0.9 }, true, 0.2],
  ])("holds lr/(1 − momentum), and lr/batch or its root: %j, Adam %s: %d", (to, isAdam, rate) =>
    expect(centreRate(from, to, isAdam)).toBeCloseTo(rate, 12));
  const experiment = (hparams: Hparams) => toExperiments([toRun("a", { loss: followLaw(() => 1) }, hparams)])[0];
  it("is 4 batch sizes by 3 momenta but for the cell that was run, with the same examples", () => {
    const grid = designGrid(experiment({ lr: 0.1, batch_size: 64, momentum: 0.9 }), 0.1, 6000);
    expect(grid).toHaveLength(11);
    expect(grid[0]).toMatchObject({ hparams: { batch_size: 32, momentum: 0, lr: 0.5 }, steps: 12_000 });
  });
  it("leaves Adam's β alone", () => {
    const grid = designGrid(experiment({ lr: 0.001, batch_size: 64, optimizer: "adamw" }), 0.001, 6000);
    expect(grid.map(({ hparams }) => hparams.batch_size)).toEqual([32, 128, 256]);
  });
  it("is proposed once learning rate and steps are settled", () => {
    expect(adviceOn(33, "batch-momentum")).toMatchObject({ verdict: "insufficient", value: null });
  });
});
