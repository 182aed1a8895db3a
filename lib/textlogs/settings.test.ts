import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseSettings } from "./settings.ts";
import { SETTINGS_NAMES } from "./settings-map.ts";

describe("JSON settings", () => {
  it.each([
    {
      text: '{"lr": 0.1, "opt": {"name": "sgd", "nesterov": false}}',
      settings: { lr: 0.1, "opt.name": "sgd", "opt.nesterov": false },
    },
    { text: '{"a": [1, 2], "b": null, "c": "x"}', settings: { c: "x" } },
    { text: '{"clip": Infinity, "a": NaN, "b": -Infinity}', settings: { clip: "Infinity", a: "NaN", b: "-Infinity" } },
    { text: '\ufeff{"lr": 1}', settings: { lr: 1 } },
    { text: "{}", settings: {} },
    { text: "[1, 2]", settings: null },
    { text: "{", settings: null },
    { text: "", settings: null },
    { text: '{"lr": 1} trailing', settings: null },
  ])("$text", ({ text, settings }) => {
    expect(parseSettings("hparams.json", text)).toEqual(settings);
  });

  it("a key named __proto__ is a setting like others", () => {
    const settings = parseSettings("args.json", '{"__proto__": {"polluted": 1}, "lr": 2}');
    expect(Object.keys(settings ?? {})).toEqual(["__proto__.polluted", "lr"]);
    expect("polluted" in {}).toBe(false);
  });
});

describe("YAML settings", () => {
  it.each(["version_0", "version_1"])("reads what Lightning wrote in %s", (version) => {
    const text = readFileSync(
      new URL(`../../fixtures/writers/lightning/lightning_csv/${version}/hparams.yaml`, import.meta.url),
      "utf8",
    );
    expect(parseSettings("hparams.yaml", text)).toEqual({ hidden: 32, lr: version === "version_0" ? 0.1 : 0.01 });
  });

  it.each([
    {
      text: "lr: 1.0e-05\nbs: 64\nname: run\nflag: true\nnone: null\n",
      settings: { lr: 1e-5, bs: 64, name: "run", flag: true },
    },
    { text: "model:\n  depth: 3\n  sizes: [1, 2]\n", settings: { "model.depth": 3 } },
    { text: "lr: 1e-3\n", settings: { lr: 0.001 } },
    { text: "1: a\ntrue: b\n", settings: { 1: "a", true: "b" } },
    { text: "clip: .inf\n", settings: { clip: "Infinity" } },
    { text: "base: &b\n  lr: 1\nrun:\n  <<: *b\n  bs: 2\n", settings: { "base.lr": 1, "run.lr": 1, "run.bs": 2 } },
    { text: "- 1\n- 2\n", settings: null },
    { text: "a: [1, 2\nb: }", settings: null },
    { text: "", settings: null },
  ])("$text", ({ text, settings }) => {
    expect(parseSettings("config.yaml", text)).toEqual(settings);
  });

  it("reads what Python's tags mark as what it looks like, and runs nothing", () => {
    const text = [
      "args: !!python/object:argparse.Namespace",
      "  lr: 0.1",
      "size: !!python/tuple",
      "- 1",
      "- 2",
      "cls: !!python/name:torch.optim.SGD ''",
      'evil: !!python/object/apply:os.system ["exit"]',
      "path: !!python/object/apply:pathlib.PosixPath",
      "- data",
      "kind: !Custom text",
    ].join("\n");
    expect(parseSettings("hparams.yaml", text)).toEqual({ "args.lr": 0.1, cls: "", kind: "text" });
  });

  it("gives up on aliases that multiply, and ends on those that lead to themselves", () => {
    const laughs = [
      "a0: &a0 {x: 1}",
      ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} {p: *a${i}, q: *a${i}, r: *a${i}}`),
    ];
    expect(parseSettings("config.yaml", laughs.join("\n"))).toBe(null);
    expect(parseSettings("config.yaml", "a: &a\n  lr: 1\n  self: *a\n")?.["a.lr"]).toBe(1);
  });

  it("reads W&B's form, in which every setting is a mapping with its value", () => {
    const text = [
      "wandb_version: 1",
      "_wandb:",
      "  desc: null",
      "  value: {cli_version: 0.16.0}",
      "lr: {desc: null, value: 0.1}",
      "opt:",
      "  value: {name: sgd, value: 3}",
    ].join("\n");
    expect(parseSettings("config.yaml", text)).toEqual({ lr: 0.1, "opt.name": "sgd", "opt.value": 3 });
    expect(parseSettings("config.yaml", "lr:\n  value: 0.1\n")).toEqual({ lr: 0.1 });
    expect(parseSettings("config.yaml", "schedule:\n  value: 0.1\nlr: 2\n")).toEqual({ "schedule.value": 0.1, lr: 2 });
  });
});

it("results are no settings", () => {
  expect(SETTINGS_NAMES).toContain("hparams.yaml");
  expect(SETTINGS_NAMES[0]).toBe("hparams.yaml");
  expect(SETTINGS_NAMES).not.toContain("wandb-summary.json");
  expect(SETTINGS_NAMES).not.toContain("trainer_state.json");
});
