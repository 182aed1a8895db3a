import { describe, expect, it } from "vitest";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { tolerableGap } from "./tolerable-gap.ts";

const run = (lr: number, floor: number, to: number, law = decayTo(floor, 300)) =>
  toRun(
    `lr${lr}`,
    { "train/loss": followLaw(withNoise(law, 0.01, Math.round(lr * 1e5)), { to }) },
    { lr, num_steps: 3000 },
    to < 3000 ? "live" : "finished",
  );
const adviceOf = (runs: ReturnType<typeof run>[]) => advise(runs).sweeps[0].advice.find(({ rule }) => rule === "pause");

describe("pause", () => {
  it("stops what is far behind, keeps the best three, and counts what that saves", () => {
    const runs = [
      run(0.1, 0.3, 1500),
      run(0.3, 0.35, 1500),
      run(0.03, 0.4, 1500),
      run(1, 1.5, 1500),
      run(0.5, 1.4, 1500),
    ];
    const advice = adviceOf(runs);
    expect(advice?.value).toEqual({ pause: ["lr0.5", "lr1"], savedSteps: 3000 });
    expect(advice?.headline).toBe("Pause lr0.5 and lr1: too far behind to win, which saves 3,000 steps.");
    // Each record of ten steps came a second after the last: 300 s in all.
    expect(advice?.evidence[0].text).toBe("2 runs would still make 3,000 steps, about 0.083 hours of training");
  });
  it("keeps a clearly lower learning rate than the leader's, however far behind", () => {
    const runs = [
      run(1, 0.3, 1500),
      run(0.9, 0.35, 1500),
      run(0.8, 0.4, 1500),
      run(0.1, 1.7, 1500),
      run(0.7, 1.8, 1500),
    ];
    expect(adviceOf(runs)?.value).toMatchObject({ pause: ["lr0.7"] });
  });
  it("stops what has diverged at once", () => {
    const lost = run(3, 0.3, 200, (step) => (step < 100 ? 2.3 : Number.NaN));
    expect(adviceOf([run(0.1, 0.3, 1500), run(0.3, 0.35, 1500), lost])?.value).toMatchObject({ pause: ["lr3"] });
  });
  it("has nothing to stop among finished runs, or early on", () => {
    expect(adviceOf([run(0.1, 0.3, 3000), run(1, 1.9, 3000)])).toBeUndefined();
    expect(adviceOf([0.1, 0.2, 0.3, 0.4, 0.5].map((lr) => run(lr, 0.3 + lr, 100)))).toBeUndefined();
  });
  it("offers successive halving beside the safe table, at the last rung that all live runs have reached", () => {
    const runs = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map((lr) => run(lr, 0.3 + lr / 10, 800));
    const advice = adviceOf(runs); // 800 of 3,000 steps: past 1/16, 1/8 and 1/4, so 8 / 2³ = 1 goes on
    expect(advice).toMatchObject({ verdict: "none", value: { pause: [], savedSteps: 0 } });
    expect(advice?.headline).toBe("No run can be paused safely yet.");
    expect(advice?.alternatives[0].value).toEqual({
      pause: ["lr0.2", "lr0.3", "lr0.4", "lr0.5", "lr0.6", "lr0.7", "lr0.8"],
      savedSteps: 7 * 2200,
    });
    expect(advice?.alternatives[0].why).toMatch(
      /^bolder: successive halving keeps the best 1 of 8 at 25\.0 % of the budget/,
    );
  });
  describe("runs whose dev metric has turned down", () => {
    /** Best at `peak`, then down by 10 points in 1,000 steps; or rising to the end. */
    const withDev = (lr: number, best: number, peak: number | null) =>
      toRun(
        `lr${lr}`,
        {
          "train/loss": followLaw(withNoise(decayTo(0.3 - lr / 10, 300), 0.01, Math.round(lr * 100)), { to: 1500 }),
          "dev/acc": followLaw(
            withNoise(
              (step) => best - (peak === null ? 0 : Math.abs(step - peak) / 10_000),
              0.001,
              Math.round(lr * 100),
            ),
            { to: 1500, every: 50 },
          ),
        },
        { lr, num_steps: 3000 },
        "live",
      );
    const three = [withDev(0.1, 0.95, 400), withDev(0.2, 0.94, 400), withDev(0.3, 0.93, null)];
    it("are past their best, unless they are among the best three", () => {
      const advice = adviceOf([...three, withDev(0.4, 0.9, 400), withDev(0.5, 0.9, null)]);
      expect(advice?.value).toMatchObject({ pause: ["lr0.4"], savedSteps: 1500 });
      expect(advice?.headline).toBe("Pause lr0.4: past the best, which saves 1,500 steps.");
      expect(advice?.evidence.map(({ text }) => text).join()).toContain("what it still learns is memorised");
    });
    it("not where the best lies in the later half: it may come back", () => {
      const advice = adviceOf([...three, withDev(0.4, 0.9, 900), withDev(0.5, 0.9, null)]);
      expect(advice?.value ?? { pause: [] }).toMatchObject({ pause: [] });
    });
  });
  it.each([
    [0.02, null],
    [0.05, 0.6],
    [0.25, 0.3],
    [1, 0.15],
  ])("at %d of the budget tolerates a gap of %j", (seen, gap) => expect(tolerableGap(seen)).toBe(gap));
});
