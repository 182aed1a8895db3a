import { describe, expect, it } from "vitest";
import type { Hparams } from "../../core/series.ts";
import { toExperiments } from "../runs/experiment.ts";
import { followLaw, toRun } from "../runs/run-log-builder.ts";
import { toCommand } from "./command.ts";

const started = (command: string, hparams: Hparams = {}) =>
  toExperiments([toRun("a", { loss: followLaw(() => 1) }, { command, ...hparams })])[0];

describe("toCommand", () => {
  it.each([
    ["python train.py --lr 0.1 --seed 0", { lr: 0.01 }, "python train.py --lr 0.01 --seed 0"],
    ["train --learning-rate=0.1", { learning_rate: 0.01 }, "train --learning-rate=0.01"],
    ["train --lr_decay 1 --lr 0.1", { lr: 0.01 }, "train --lr_decay 1 --lr 0.01"],
    [
      "python train.py optimizer.lr=0.1 model=big",
      { "optimizer.lr": 0.01 },
      "python train.py optimizer.lr=0.01 model=big",
    ],
    ["train --lr 0.1", { lr: "x; rm -rf ~" }, "train --lr 'x; rm -rf ~'"],
  ])("%s with %j is %s", (command, changes, expected) => expect(toCommand(started(command), changes)).toBe(expected));
  it("gives none rather than one that runs the old settings again", () => {
    expect(toCommand(started("python train.py"), { lr: 0.01 })).toBeNull();
  });
  it("adds a flag that the run states as a setting, in the command's own style", () => {
    const changes = { momentum: 0.9 };
    expect(toCommand(started("train --lr 0.1", { momentum: 0 }), changes)).toBe("train --lr 0.1 --momentum 0.9");
    expect(toCommand(started("train --lr=0.1", { momentum: 0 }), changes)).toBe("train --lr=0.1 --momentum=0.9");
    expect(toCommand(started("train lr=0.1", { momentum: 0 }), changes)).toBe("train lr=0.1 momentum=0.9");
  });
  it("gives none when nobody said how the run was started, or when the words could steer a terminal", () => {
    expect(toCommand(toExperiments([toRun("a", {})])[0], { lr: 0.01 })).toBeNull();
    expect(toCommand(started("train --lr 0.1\nrm -rf ~"), { lr: 0.01 })).toBeNull();
  });
});

describe("toCommand for a run of its own length and seeds", () => {
  const again = (command: string, extent: { steps: number | null; seeds: number[] }, hparams: Hparams = {}) =>
    toCommand(started(command, hparams), { lr: 0.01 }, extent);
  it("sets the seed and the length", () =>
    expect(again("train --lr 0.1 --seed 0 --steps 3000", { steps: 6000, seeds: [1] })).toBe(
      "train --lr 0.01 --seed 1 --steps 6000",
    ));
  it("loops over several seeds", () =>
    expect(again("train --lr 0.1 --seed 0", { steps: null, seeds: [1, 2] })).toBe(
      "for seed in 1 2; do train --lr 0.01 --seed $seed; done",
    ));
  it("says the length in words where the script has no flag for it", () =>
    expect(again("train --lr 0.1", { steps: 6000, seeds: [] })).toBe("train --lr 0.01  # let it train for 6000 steps"));
  it("says nothing of a length that the script runs anyway", () =>
    expect(again("train --lr 0.1", { steps: 3000, seeds: [] }, { num_steps: 3000 })).toBe("train --lr 0.01"));
  it("never writes into the directory of the run that it came from", () => {
    expect(again("train --lr 0.1 --log_dir runs/a/ --seed 0", { steps: null, seeds: [1] })).toBe(
      "train --lr 0.01 --log_dir runs/a-lr0.01-s1 --seed 1",
    );
    expect(again("train lr=0.1 out_dir=x seed=0", { steps: null, seeds: [1, 2] })).toBe(
      "for seed in 1 2; do train lr=0.01 out_dir=x-lr0.01-s$seed seed=$seed; done",
    );
  });
});
