import { describe, expect, it } from "vitest";
import { toExperiments } from "./experiment.ts";
import { followLaw, toRun } from "./run-log-builder.ts";

const loss = { epoch_loss: followLaw(() => 1) };

describe("toExperiments", () => {
  it("joins Keras's train and validation into one training with two splits", () => {
    const [experiment, ...more] = toExperiments([toRun("fit/validation", loss), toRun("fit/train", loss, { lr: 0.1 })]);
    expect(more).toEqual([]);
    expect(experiment).toMatchObject({
      name: "fit",
      runs: ["fit/train", "fit/validation"],
      learningRate: { value: 0.1 },
    });
    expect([...experiment.columns.keys()]).toEqual(["train/epoch_loss", "validation/epoch_loss"]);
    expect(experiment.columns.get("validation/epoch_loss")).toMatchObject({ run: "fit/validation", tag: "epoch_loss" });
  });
  it("joins them at the top as well", () => {
    expect(toExperiments([toRun("train", loss), toRun("validation", loss)]).map(({ name }) => name)).toEqual(["."]);
  });
  it("leaves a lone validation run alone", () => {
    expect(toExperiments([toRun("a/validation", loss), toRun("b", loss)]).map(({ name }) => name)).toEqual([
      "a/validation",
      "b",
    ]);
  });
  it("takes settings from the sub-run that add_hparams writes", () => {
    const [experiment] = toExperiments([
      toRun("a", loss),
      toRun("a/1700000000.123", { hp_metric: followLaw(() => 1) }, { lr: 0.2 }),
    ]);
    expect(experiment).toMatchObject({ name: "a", learningRate: { value: 0.2 } });
  });
  it("is alive while one of its parts is", () => {
    expect(
      toExperiments([toRun("a/train", loss, {}, "live"), toRun("a/validation", loss, {}, "finished")])[0].state,
    ).toBe("live");
  });
  it("comes in natural order, whatever the order of the logs", () => {
    expect(toExperiments(["r10", "r9", "r1"].map((name) => toRun(name, loss))).map(({ name }) => name)).toEqual([
      "r1",
      "r9",
      "r10",
    ]);
  });
});
