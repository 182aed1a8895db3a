import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadCase } from "../../../fixtures/cases/load-case.ts";
import { advise } from "../advise.ts";
import type { AdviceOptions } from "../input.ts";
import { type Packing, type PackingQuestion, packingScript, planPacking } from "./packing.ts";

const machine = { jobs: 12, gpuMemoryMb: 24_000, peakMemoryMb: 3000, utilisation: 0.3, cores: null, workers: null };

describe("packing", () => {
  it.each<[Partial<PackingQuestion>, Partial<Packing>, string]>([
    [{}, { jobsAtOnce: 4, waves: 3, limit: "utilisation" }, "at 30 % four runs make the fewest full waves"],
    [{ utilisation: 0.9 }, { jobsAtOnce: 1, speedup: 1 }, "at 90 % packing does not pay"],
    [{ peakMemoryMb: 9000 }, { jobsAtOnce: 2, limit: "memory" }, "two fit into memory"],
    [{ cores: 8, workers: 4 }, { jobsAtOnce: 2, limit: "cores" }, "two fit onto the cores"],
    [{ utilisation: null }, { jobsAtOnce: 2, isGuess: true }, "nothing measured: try two"],
    [{ jobs: 1, utilisation: 0.1 }, { jobsAtOnce: 1, limit: "jobs" }, "one run is not packed"],
  ])("%j: %j (%s)", (change, expected) => expect(planPacking({ ...machine, ...change })).toMatchObject(expected));
  it("is 10 times faster for ten runs that use a tenth each", () => {
    expect(planPacking({ ...machine, jobs: 10, peakMemoryMb: 1000, utilisation: 0.1 })?.speedup).toBeCloseTo(10, 9);
  });
  it("declines when one run does not fit", () => expect(planPacking({ ...machine, peakMemoryMb: 30_000 })).toBeNull());
});

describe("the script", () => {
  const commands = ["python train.py --lr 0.1", "python train.py --lr 0.01", "python train.py --lr 0.001"];
  it("starts so many at a time, and waits for each wave", () => {
    const { code } = packingScript(commands, 2);
    expect(code.split("\n").filter((line) => line === "wait" || line.endsWith("&"))).toEqual([
      expect.stringContaining("--lr 0.1 "),
      expect.stringContaining("--lr 0.01 "),
      "wait",
      expect.stringContaining("--lr 0.001 "),
      "wait",
    ]);
  });
  it("gives each run a log of its own, and none the screen", () => {
    const folder = mkdtempSync(join(tmpdir(), "tuneboard-packing-"));
    try {
      const { code } = packingScript(["echo same", "echo same", "echo other"], 2);
      const ran = spawnSync("bash", ["-c", `sleep() { :; }\n${code}`], { cwd: folder, encoding: "utf8" });
      expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" });
      const logs = readdirSync(join(folder, "logs")).map((name) => readFileSync(join(folder, "logs", name), "utf8"));
      expect(logs.sort()).toEqual(["other\n", "same\n", "same\n"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the advice", () => {
  const gpu = { gpuMemoryMb: 24_000, peakMemoryMb: 3000, utilisation: 0.3, cores: null, workers: null };
  const packingOf = (options: AdviceOptions) =>
    advise(loadCase(16), options).sweeps[0].advice.find(({ rule }) => rule === "packing");
  it("packs the runs that the other rules ask for", () => {
    expect(packingOf({ gpu })).toMatchObject({
      verdict: "pick",
      value: { jobsAtOnce: 4, waves: 1, speedup: expect.closeTo(4 / 1.2, 9) },
    });
  });
  it("is silent while nobody has measured the machine", () => expect(packingOf({})).toBeUndefined());
});
