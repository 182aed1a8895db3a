import { describe, expect, it } from "vitest";
import { toCommand } from "./command.ts";
import { toExperiments } from "./experiment.ts";
import { followLaw, toRun } from "./run-log-builder.ts";

const started = (command: string) => toExperiments([toRun("a", { loss: followLaw(() => 1) }, { command })])[0];

describe("toCommand", () => {
  it.each([
    ["python train.py --lr 0.1 --seed 0", { lr: 0.01 }, "python train.py --lr 0.01 --seed 0"],
    ["train --learning-rate=0.1", { learning_rate: 0.01 }, "train --learning-rate=0.01"],
    ["train --lr_decay 1 --lr 0.1", { lr: 0.01 }, "train --lr_decay 1 --lr 0.01"],
  ])("%s with %j is %s", (command, changes, expected) => expect(toCommand(started(command), changes)).toBe(expected));
  it("gives none rather than one that runs the old settings again", () => {
    expect(toCommand(started("python train.py"), { lr: 0.01 })).toBeNull();
  });
  it("gives none when nobody said how the run was started", () => {
    expect(toCommand(toExperiments([toRun("a", {})])[0], { lr: 0.01 })).toBeNull();
  });
});
