import { describe, expect, it } from "vitest";
import type { Series } from "../../core/series.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { proposedRate, readUpdateRatio } from "./update-ratio.ts";

const probe = (level: number, decades: number) =>
  followLaw((step) => level * 10 ** withNoise(() => 0, decades, 3)(step), { to: 49, every: 1 });
const adviceOn = (ratios: Readonly<Record<string, Series>>, hparams = {}) =>
  advise([
    toRun(
      "probe",
      { "train/loss": followLaw(decayTo(0.3, 300), { to: 100, every: 1 }), ...ratios },
      { lr: 1e-4, ...hparams },
    ),
  ]).sweeps[0].advice.find(({ rule }) => rule === "update-ratio");

describe("update ratio", () => {
  it("far below 0.001 asks for ten times the learning rate and no more (case 45)", () => {
    const advice = adviceOn({ update_ratio: probe(2e-5, 0) });
    expect(advice?.value).toEqual({ ratio: expect.closeTo(2e-5, 9), proposedRate: 1e-3 });
    expect(advice?.next.map(({ hparams }) => hparams)).toEqual([{ lr: 1e-3 }]);
    expect(advice?.confidence).toBe("tentative");
  });
  it("of 0.0014 give or take 0.2 decades is usual (case 46)", () => {
    const advice = adviceOn({ "train/update_ratio": probe(1.4e-3, 0.2) });
    expect(advice?.value).toMatchObject({ proposedRate: null });
    expect(advice?.headline).toContain("usual size");
    expect(advice?.next).toEqual([]);
  });
  it.each([
    [1e-3, null],
    [3e-4, null],
    [1e-2, 0.01],
    [1, 0.01],
    [2e-4, 0.5],
  ])("%d at 0.1 proposes %j", (ratio, proposal) => expect(proposedRate(ratio, 0.1)).toBe(proposal));
  it("is read without the first fifth, and from 5 points on", () => {
    const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(readUpdateRatio(steps, [1, 1, ...Array(8).fill(1e-3)], 10)?.ratio).toBeCloseTo(1e-3, 9);
    expect(readUpdateRatio(steps, [1e-3, 1e-3, 1e-3, 1e-3], 4)).toBeNull();
    expect(readUpdateRatio(steps, Array(10).fill(Number.NaN), 10)).toBeNull();
  });
  it("is read at the full learning rate, where a warm-up is logged", () => {
    const rates = followLaw((step) => 1e-4 * Math.min(1, (step + 1) / 60), { to: 400, every: 1 });
    const ratios = followLaw((step) => 1e-3 * Math.min(1, (step + 1) / 60), { to: 400, every: 1 });
    const advice = adviceOn({ update_ratio: ratios, lr: rates });
    expect(advice?.value).toEqual({ ratio: expect.closeTo(1e-3, 9), proposedRate: null });
  });
  it("leaves biases and norms aside, and reports how far the weights differ", () => {
    const advice = adviceOn({
      "update_ratio/fc1.weight": probe(1e-3, 0),
      "update_ratio/fc2.weight": probe(1e-6, 0),
      "update_ratio/fc1.bias": probe(10, 0),
    });
    expect(advice?.caps.join()).toContain("tensors differ 1,000×");
  });
  it("warns where the ratio is not the loss's doing", () => {
    const caps = adviceOn({ update_ratio: probe(1e-3, 0) }, { optimizer: "AdamW", weight_decay: 0.1 })?.caps.join();
    expect(caps).toContain("Adam");
    expect(caps).toContain("weight decay");
  });
  it("of plain SGD comes from the norms of gradients and weights where nobody logged it", () => {
    const norms = { grad_norm: followLaw(() => 4, { to: 49, every: 1 }), weight_norm: followLaw(() => 20, { to: 49 }) };
    const advice = adviceOn(norms); // 1e-4 · 4 / 20 = 2e-5
    expect(advice?.value).toEqual({ ratio: expect.closeTo(2e-5, 12), proposedRate: 1e-3 });
    expect(advice?.assumptions.join()).toContain("lr × ‖gradient‖ / ‖weights‖");
    expect(adviceOn(norms, { optimizer: "AdamW" })).toBeUndefined();
    // Momentum 0.99 makes updates up to 100 times as large: 1e-3 is among what they may be.
    expect(adviceOn(norms, { momentum: 0.99 })?.value).toMatchObject({ proposedRate: null });
    expect(adviceOn(norms, { momentum: 0.99 })?.caps.join()).toContain("100×");
  });
  it("is not spoken of where it was not logged", () => expect(adviceOn({})).toBeUndefined());
});
