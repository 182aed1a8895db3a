import { describe, expect, it } from "vitest";
import type { Hparams } from "../../core/series.ts";
import { say } from "../../core/text.ts";
import { toExperiments } from "./experiment.ts";
import { followLaw, toRun } from "./run-log-builder.ts";
import { toSweeps } from "./sweep.ts";

const sweepsOf = (runs: Readonly<Record<string, Hparams>>) =>
  toSweeps(
    toExperiments(Object.entries(runs).map(([name, hparams]) => toRun(name, { loss: followLaw(() => 1) }, hparams))),
  );
const shape = (runs: Readonly<Record<string, Hparams>>) =>
  sweepsOf(runs).map(({ title, experiments }) => [say(title, null), experiments.map(({ name }) => name)]);

it("counts a setting once that a file and the run's name both state", () => {
  const hparams = (size: number) => ({ batch_size: size, bs: size, lr: 0.1, width: size });
  expect(sweepsOf({ "a/bs16": hparams(16), "a/bs32": hparams(32) })[0].varies).toEqual(["batch_size", "width"]);
});

describe("toSweeps", () => {
  it("puts the runs of one folder together", () => {
    expect(shape({ "a/x": {}, "a/y": {}, "b/z": {}, "b/w": {} })).toEqual([
      ["a", ["a/x", "a/y"]],
      ["b", ["b/w", "b/z"]],
    ]);
  });
  it("looks through folders that are named after settings", () => {
    expect(shape({ "exp/lr=0.1/seed0": {}, "exp/lr=0.1/seed1": {}, "exp/lr=0.01/seed0": {} })).toEqual([
      ["exp", ["exp/lr=0.01/seed0", "exp/lr=0.1/seed0", "exp/lr=0.1/seed1"]],
    ]);
    expect(shape({ "logs/version_0/tb": {}, "logs/version_1/tb": {} })).toEqual([
      ["logs", ["logs/version_0/tb", "logs/version_1/tb"]],
    ]);
  });
  it("brings runs together that each have a folder of their own", () => {
    expect(shape({ "a/logs": {}, "b/logs": {} })).toEqual([["top level", ["a/logs", "b/logs"]]]);
  });
  it("does not look through a folder that only ends in a digit", () => {
    expect(
      shape({ "t/phase1/x": {}, "t/phase1/y": {}, "t/phase2/x": {}, "t/phase2/y": {} }).map(([title]) => title),
    ).toEqual(["t/phase1", "t/phase2"]);
  });
  it("parts what works on different problems", () => {
    expect(shape({ a: { task: "cats" }, b: { task: "dogs" } })).toEqual([
      ["top level · task cats", ["a"]],
      ["top level · task dogs", ["b"]],
    ]);
  });
  it("lets a run that does not state its problem stay with the others", () => {
    expect(shape({ a: { task: "cats" }, b: {} })).toEqual([["top level", ["a", "b"]]]);
  });
  it("names what varies, and neither paths nor what is the same", () => {
    expect(
      sweepsOf({ a: { lr: 0.1, momentum: 0.9, out_dir: "a" }, b: { lr: 0.2, momentum: 0.9, out_dir: "b", seed: 1 } })[0]
        .varies,
    ).toEqual(["lr", "seed"]);
    expect(sweepsOf({ "lr0.1": {}, "lr0.2": {} })[0].varies).toEqual(["lr"]);
  });
  it("keeps its id when runs join", () => {
    expect(sweepsOf({ "a/x": {}, "a/y": {}, "a/z": {} })[0].id).toBe(sweepsOf({ "a/x": {}, "a/y": {} })[0].id);
  });
});
