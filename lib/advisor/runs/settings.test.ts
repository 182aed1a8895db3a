import { describe, expect, it } from "vitest";
import { effectiveBatch, numberOf, plannedSteps, roleOf, toNumber } from "./settings.ts";

describe("roleOf", () => {
  it.each([
    ["lr", "learning rate"],
    ["optimizer.param_groups.learning_rate", "learning rate"],
    ["args/base_lr", "learning rate"],
    ["learning_rate_init", "learning rate"],
    ["lr_max", "learning rate"],
    ["seed", "seed"],
    ["random_state", "seed"],
    ["global_batch_size", "batch"],
    ["max_train_steps", "length"],
    ["iterations", "length"],
    ["data_seed", "seed"],
    ["per_device_train_batch_size", "batch"],
    ["num_steps", "length"],
    ["schedule.kind", "schedule"],
    ["lr_scheduler_type", "schedule"],
    ["warmup_steps", "schedule"],
    ["optimizer", "scope"],
    ["task", "scope"],
    ["output_dir", "bookkeeping"],
    ["run_name", "bookkeeping"],
    ["dropout", "setting"],
    ["momentum", "setting"],
  ])("%s is %s", (key, role) => expect(roleOf(key)).toBe(role));
});

describe("numbers among settings", () => {
  it.each([
    ["1e-3", 0.001],
    ["0x10", 16],
    ["", null],
    ["fast", null],
    [true, null],
    [Number.NaN, null],
  ])("%j reads as %j", (value, number) => expect(toNumber(value)).toBe(number));
  it("come from the least nested key", () => {
    expect(numberOf({ "generator.lr": 0.5, lr: 0.1, "a.b.lr": 0.7 }, "learning rate")).toBe(0.1);
  });
  it("make the effective batch by accumulation and world size", () => {
    expect(effectiveBatch({ batch_size: 32, gradient_accumulation_steps: 4, world_size: 2 })).toBe(256);
    expect(effectiveBatch({ world_size: 2 })).toBeNull();
    expect(effectiveBatch({ global_batch_size: 256, per_device_batch_size: 32, world_size: 8 })).toBe(256);
  });
  it.each([
    "num_steps",
    "trainer.max_steps",
    "num_train_steps",
    "max_train_steps",
    "iterations",
    "max_iters",
  ])("%s is how many updates were planned", (key) => expect(plannedSteps({ [key]: 3000 })).toBe(3000));
  it("never take epochs for steps", () => expect(plannedSteps({ epochs: 30 })).toBeNull());
});
