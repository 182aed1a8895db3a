import { describe, expect, it } from "vitest";
import { settingsInName } from "./run-name.ts";

describe("pairs with an equals sign", () => {
  it.each([
    { name: "lr=1e-3_bs=64", settings: { lr: 0.001, bs: 64 } },
    { name: "lr=0.1_batch_size=64_opt=adam", settings: { lr: 0.1, batch_size: 64, opt: "adam" } },
    { name: "sweep/lr=0.01/seed=3", settings: { lr: 0.01, seed: 3 } },
    { name: "lr=0.1,model=resnet-50", settings: { lr: 0.1, model: "resnet-50" } },
    { name: "+opt.lr=0.1,++bs=2", settings: { "opt.lr": 0.1, bs: 2 } },
    { name: "opt=adam_w_lr=0.1", settings: { opt: "adam_w", lr: 0.1 } },
    { name: "cnn_lr=3e-4", settings: { lr: 0.0003 } },
    { name: "my_param=3", settings: { my_param: 3 } },
    { name: "nesterov=True_wd=0", settings: { nesterov: true, wd: 0 } },
    { name: "lr=0.1-bs=64", settings: { lr: 0.1, bs: 64 } },
    { name: "lr=0.1_bs64", settings: { lr: 0.1, bs: 64 } },
    { name: "lr=-1", settings: { lr: -1 } },
    { name: "lr=1/lr=2", settings: { lr: 2 } },
    { name: "=", settings: {} },
    { name: "a=", settings: {} },
    { name: "__proto__=1", settings: Object.fromEntries([["__proto__", 1]]) },
  ])("$name", ({ name, settings }) => {
    expect(settingsInName(name)).toEqual(settings);
  });
});

describe("well-known names before a number", () => {
  it.each([
    { name: "lr_0.01", settings: { lr: 0.01 } },
    { name: "lr0.0001_s0", settings: { lr: 0.0001 } },
    { name: "lr1e-05_s0", settings: { lr: 1e-5 } },
    { name: "cnn_lr3e-4_bs64", settings: { lr: 0.0003, bs: 64 } },
    { name: "batch-size-128", settings: { "batch-size": 128 } },
    { name: "resnet50_batchSize32", settings: { batchSize: 32 } },
    { name: "a/lr-0.5/seed1", settings: { lr: 0.5, seed: 1 } },
    { name: "weight_decay_.01", settings: { weight_decay: 0.01 } },
  ])("$name", ({ name, settings }) => {
    expect(settingsInName(name)).toEqual(settings);
  });
});

it.each([
  { name: "lightning_logs/version_0", because: "a version" },
  { name: "2024-01-31_12-30-00", because: "a date" },
  { name: "Jan31_12-30-00_host", because: "PyTorch's default name" },
  { name: "3f9a1c2e", because: "a hash" },
  { name: "run1", because: "a number of its own" },
  { name: "epoch_3", because: "a counter" },
  { name: "lr_finder", because: "no number" },
  { name: "resnet50", because: "a model" },
  { name: "color3", because: "a name inside another word" },
  { name: "lr0.1x", because: "not only a number" },
  { name: `lr=${"1".repeat(2000)}`, because: "too long for a name" },
  { name: ".", because: "the root" },
])("$name holds no setting: $because", ({ name }) => {
  expect(settingsInName(name)).toEqual({});
});

it("takes time linear in hostile names", () => {
  for (const unit of ["lr_", "=", "_", "lr=1_", "1", "batch-"]) settingsInName(unit.repeat(1000 / unit.length));
});
