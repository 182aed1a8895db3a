import { describe, expect, it } from "vitest";
import { THRESHOLD_LIMITS, type ThresholdName } from "../core/thresholds.ts";
import { advise } from "./advise.ts";
import type { RunLog } from "./input.ts";
import { toExperiments } from "./runs/experiment.ts";
import { decayTo, followLaw, toRun, withNoise } from "./runs/run-log-builder.ts";
import { toSweeps } from "./runs/sweep.ts";
import { thresholdRanges, toThresholds } from "./threshold-ranges.ts";

/** 0.1 falls five times as fast and ends 2 % of the descent shallower: within a gate of 3 % it wins, without it does not. */
const fastOrDeep: readonly RunLog[] = [
  ["0.1", 0.34, 100],
  ["0.01", 0.3, 500],
  ["0.001", 0.9, 1500],
].map(([rate, floor, tau], i) =>
  toRun(`a/lr${rate}`, {
    "train/loss": followLaw(withNoise(decayTo(Number(floor), Number(tau)), 0.002, i + 1), { to: 6000 }),
  }),
);

const pickAt = (name: ThresholdName, value: number) =>
  advise(fastOrDeep, { thresholds: { [name]: value } }).sweeps[0]?.advice.find(({ rule }) => rule === "learning-rate")
    ?.value;

const rangesOf = (runs: readonly RunLog[]) => {
  const [sweep] = toSweeps(toExperiments(runs));
  return thresholdRanges(sweep, {});
};

describe("ranges of the thresholds", () => {
  it("end where the pick flips, and not before", () => {
    const gate = rangesOf(fastOrDeep).find(({ name }) => name === "gate");
    const [low] = gate?.same ?? [Number.NaN];
    expect(pickAt("gate", 0.03)).toBe(0.1);
    expect(low).toBeGreaterThan(0.015); // 2 % of the descent apart, and the noise of the curves
    expect(low).toBeLessThan(0.025);
    expect(pickAt("gate", low)).toBe(0.1);
    expect(pickAt("gate", 0.99 * low)).toBe(0.01);
  });

  it("hold the threshold's own value, within its limits", () => {
    for (const { name, value, same } of rangesOf(fastOrDeep)) {
      expect(same[0]).toBeLessThanOrEqual(value);
      expect(same[1]).toBeGreaterThanOrEqual(value);
      expect(same[0]).toBeGreaterThanOrEqual(THRESHOLD_LIMITS[name][0]);
      expect(same[1]).toBeLessThanOrEqual(THRESHOLD_LIMITS[name][1]);
    }
  });

  it("say that the ties of a dev metric do not matter where there is none", () => {
    expect(rangesOf(fastOrDeep).find(({ name }) => name === "devTie")?.matters).toBe(false);
  });

  it("exist where no run says anything", () => {
    expect(rangesOf([toRun("a/lr0.1", {}), toRun("a/lr0.01", {})]).every(({ matters }) => !matters)).toBe(true);
  });
});

describe("thresholds from outside", () => {
  it.each([
    [{ gate: 0.05 }, { kind: "thresholds", thresholds: { gate: 0.05 } }],
    [{}, { kind: "thresholds", thresholds: {} }],
    [{ gate: 7 }, { kind: "refused", because: "gate must lie between 0.001 and 0.5" }],
    [{ gate: Number.NaN }, { kind: "refused", because: "gate must lie between 0.001 and 0.5" }],
    [
      { speed: 1 },
      { kind: "refused", because: "there is no threshold speed; there are gate, tie, devTie, tolerance, margin" },
    ],
  ])("%j are %j", (values, expected) => {
    expect(toThresholds(values)).toEqual(expected);
  });
});
