import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanCurve } from "./curve.ts";
import { decayTo, followLaw, toSeries, withNoise } from "./run-log-builder.ts";
import { hasDiverged, isLostByItself, toCommonScale } from "./scale.ts";

const curve = (law: (step: number) => number, { to = 3000, every = 10 } = {}) =>
  cleanCurve(followLaw(law, { to, every }), "run", "loss");
const learns = curve(withNoise(decayTo(0.3, 250), 0.03, 1));
const shallow = curve(withNoise(decayTo(1.2, 250), 0.03, 2));
const flat = curve(withNoise(() => 2.3, 0.03, 3));

describe("toCommonScale", () => {
  it("runs from the start of training to the deepest end", () => {
    const scale = toCommonScale([learns, shallow, flat]);
    expect(scale?.start).toBeCloseTo(2.3, 1);
    expect(scale?.floor).toBeCloseTo(0.3, 1);
    expect(scale?.grid).toEqual({ from: 0, to: 3000, count: 240 });
    expect(scale).toMatchObject({ isFlat: false, startsDiffer: false });
  });
  it("gives what diverged no say at all", () => {
    const lost = fc.constantFrom(
      curve((step) => (step < 100 ? 9 : Number.NaN)),
      curve((step) => 8 + step),
      curve((step) => (step < 500 ? 2 : 1e28), { to: 90_000, every: 100 }),
      curve(() => Number.POSITIVE_INFINITY),
    );
    fc.assert(
      fc.property(fc.array(lost, { maxLength: 9 }), (diverged) => {
        expect(toCommonScale([...diverged, learns, shallow])).toEqual(toCommonScale([learns, shallow]));
        for (const one of diverged) {
          const scale = toCommonScale([learns, one]);
          expect(scale !== null && hasDiverged(one, scale)).toBe(true);
        }
      }),
      { seed: 8 },
    );
  });
  it("sees a loss explode whose noise grows with it, and not one whose noise alone grows", () => {
    const jumps = withNoise(() => 0, 1, 5);
    const explodes = curve((step) => 5 * Math.exp(step / 300 + jumps(step))); // to 5 · e^10, each value off by a factor of e
    const noisier = curve((step) => 5 + (jumps(step) * step) / 300);
    const [alone, beside] = [toCommonScale([explodes]), toCommonScale([learns, noisier])];
    expect(alone !== null && hasDiverged(explodes, alone)).toBe(true);
    expect(beside !== null && isLostByItself(noisier, beside)).toBe(false);
  });
  it.each([
    { ends: [3000, 3000, 30_000], horizon: 3000, because: "one longer run does not set it" },
    { ends: [900, 3000, 3000], horizon: 3000, because: "one crash does not shrink it" },
    { ends: [1000, 2000, 3000, 4000], horizon: 3000, because: "half of the runs must reach it" },
  ])("ends at $horizon: $because", ({ ends, horizon }) => {
    expect(toCommonScale(ends.map((to) => curve(decayTo(0.3, 250), { to })))?.grid.to).toBe(horizon);
  });
  it("sees that nothing was learned, through the noise", () => {
    expect(toCommonScale([flat, curve(withNoise(() => 2.3, 0.03, 4))])?.isFlat).toBe(true);
  });
  it("sees that runs start at different losses", () => {
    expect(toCommonScale([learns, shallow, curve(decayTo(0.3, 250, 4))])?.startsDiffer).toBe(true);
  });
  it("does not take a fast run with coarse records for a warm start", () => {
    const coarse = cleanCurve(toSeries([100, 200, 300, 3000], [0.5, 0.4, 0.35, 0.3]), "run", "loss");
    expect(toCommonScale([learns, shallow, coarse])?.startsDiffer).toBe(false);
  });
  it("is absent when nothing usable was logged", () => {
    expect(toCommonScale([])).toBeNull();
    expect(toCommonScale([curve(() => Number.NaN)])).toBeNull();
  });
});
