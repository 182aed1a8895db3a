import { describe, expect, it } from "vitest";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";

/** A run that ends at `floor` with noise `deviation`, and whose dev accuracy levels off at `best`. */
const run = (lr: number, floor: number, best: number, deviation = 0.01) =>
  toRun(
    `sweep/lr${lr}`,
    {
      "train/loss": followLaw(withNoise(decayTo(floor, 200), deviation, 1000 * lr), { every: 2 }),
      "dev/acc": followLaw(
        withNoise((step) => best - 0.5 * Math.exp(-step / 150), 0.0005, 7 + 1000 * lr),
        { every: 50 },
      ),
    },
    { lr, seed: 0, n_dev: 100_000, num_steps: 3001 },
  );

const startAdvice = (runs: ReturnType<typeof run>[]) =>
  advise(runs).sweeps[0].advice.find(({ rule }) => rule === "decay-start");
const told = (runs: ReturnType<typeof run>[]) =>
  startAdvice(runs)
    ?.evidence.map(({ text }) => text)
    .join("\n") ?? "";

describe("signs that decay will pay", () => {
  it("are a lower rate that ended deeper, with both runs marked", () => {
    const runs = [run(0.1, 0.5, 0.9), run(0.01, 0.3, 0.85), run(0.001, 0.8, 0.8)];
    expect(told(runs)).toMatch(/^0\.01 ended (9|10)(\.\d+)? % of the descent deeper than 0\.1: a sign/m); // 0.2 of 2.0
    const evidence = startAdvice(runs)?.evidence.find(({ text }) => text.includes("a sign"));
    expect(evidence?.marks).toMatchObject([{ run: "sweep/lr0.01" }, { run: "sweep/lr0.1" }]);
  });
  it("are an end that jumps more than at a lower rate", () => {
    const runs = [run(0.1, 0.5, 0.9, 0.2), run(0.01, 0.49, 0.85), run(0.001, 0.8, 0.8)];
    expect(told(runs)).toMatch(/^The loss at 0\.1 jumps \d+× as much at the end as at a lower rate: a sign/m);
  });
  it("are not seen where lower rates end higher and as calmly; averaging checkpoints is always offered as a test", () => {
    const runs = [run(0.1, 0.3, 0.9), run(0.01, 0.5, 0.85), run(0.001, 0.8, 0.8)];
    expect(told(runs)).not.toContain("a sign");
    expect(startAdvice(runs)?.assumptions.join()).toContain("average the weights of the last few checkpoints");
  });
});
