import { describe, expect, it } from "vitest";
import { adviceOf, noisy, run, textOf } from "./odd-sweep-builder.ts";
import { followLaw } from "./run-log-builder.ts";

/** Twenty records of a training loss that falls by 0.01 to 0.03 under a noise of 0.2, and the dev metric `dev` beside it. */
const short = (lr: number, tag: string, dev: (step: number) => number, jump: number) =>
  run(lr, {
    "train/loss": followLaw(
      noisy((step) => 2.3 - lr * (step / 200), 0.2),
      { to: 190, every: 10 },
    ),
    [tag]: followLaw(noisy(dev, jump), { to: 190, every: 19 }),
  });
const sweep = (tag: string, gain: number, jump: number) =>
  [0.01, 0.02, 0.03].map((lr) => short(lr, tag, (step) => 0.1 + lr * gain * (step / 190), jump));

describe("a training loss that shows nothing but noise", () => {
  it("leaves it to the dev metric who has learned: shares that rose by more than five points", () => {
    const advice = adviceOf(sweep("dev/acc", 10, 0.001), "learning-rate"); // 10, 20 and 30 points
    expect(advice?.value).toBe(0.03);
    expect(textOf(advice)).not.toContain("learned next to nothing");
  });
  it("is believed where shares rose by less", () => {
    expect(adviceOf(sweep("dev/acc", 1, 0.001), "learning-rate")).toMatchObject({ value: null }); // 3 points at most
  });
  it("is believed where a dev loss fell by no more than it jumps", () => {
    expect(adviceOf(sweep("dev/loss", -5, 0.001), "learning-rate")?.value).toBe(0.03); // by 0.15, and it jumps by 0.001
    expect(adviceOf(sweep("dev/loss", -5, 0.1), "learning-rate")).toMatchObject({ value: null }); // 4 · √2 · 0.1 = 0.57
  });
});
