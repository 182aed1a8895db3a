import { describe, expect, it } from "vitest";
import { advise } from "../advise.ts";
import { toExperiments } from "./experiment.ts";
import { decayTo, followLaw, toRun } from "./run-log-builder.ts";

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
  it.each([
    { last: 400, state: "finished", because: "its plan ends there" },
    { last: 390, state: "live", because: "steps are left" },
    { last: 410, state: "live", because: "it went beyond, so that was not its plan" },
  ])("that was written to just now and stands at $last of 400 is $state: $because", ({ last, state }) => {
    const series = { loss: followLaw(() => 1, { to: last }) };
    expect(toExperiments([toRun("a", series, { num_steps: 400 }, "live")])[0].state).toBe(state);
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

describe("a Keras log directory", () => {
  const epochs = { to: 40, every: 1 };
  const fits = [0.1, 0.01, 0.001].flatMap((lr, i) => {
    const loss = followLaw(decayTo(0.3 + 0.2 * i, 3 + 4 * i), epochs);
    const accuracy = followLaw((epoch) => 0.9 - 0.1 * i - 0.5 * Math.exp(-epoch / (3 + 4 * i)), epochs);
    return [
      toRun(`fits/lr${lr}/train`, { epoch_loss: loss, epoch_accuracy: accuracy }),
      toRun(`fits/lr${lr}/validation`, { epoch_loss: loss, epoch_accuracy: accuracy }),
    ];
  });
  it("is one sweep, judged by validation accuracy, in epochs, with marks on the runs that exist", () => {
    const [sweep, ...more] = advise(fits).sweeps;
    expect(more).toEqual([]);
    expect(sweep).toMatchObject({
      title: "fits",
      metric: { tag: "epoch_accuracy", goal: "max" },
      loss: { tag: "epoch_loss" },
    });
    expect(sweep.runs).toHaveLength(6);
    const [rate, steps] = sweep.advice;
    expect(rate.value).toBe(0.1);
    expect(steps.unit).toBe("epochs");
    const marked = sweep.advice.flatMap(({ evidence }) =>
      evidence.flatMap(({ marks }) => marks.flatMap((mark) => ("run" in mark ? [mark.run] : []))),
    );
    expect(marked).toContain("fits/lr0.1/validation");
    expect(marked).toContain("fits/lr0.1/train");
    expect(marked.every((run) => sweep.runs.includes(run))).toBe(true);
  });
});
