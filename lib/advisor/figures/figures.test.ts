import { describe, expect, it } from "vitest";
import { advise } from "../advise.ts";
import type { RunLog } from "../input.ts";
import { inLanguage } from "../language.ts";
import { finish } from "../parts.ts";
import { toExperiments } from "../runs/experiment.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { toSweeps } from "../runs/sweep.ts";
import { figuresInParts } from "./figures.ts";

/** Dev accuracy from 50 % up to `best`, three seeds with decay beside three without. */
const run = (schedule: "constant" | "linear", seed: number, best: number): RunLog =>
  toRun(
    `a/${schedule}_s${seed}`,
    {
      "train/loss": followLaw(withNoise(decayTo(0.3, 200), 0.01, seed + 1)),
      "dev/acc": followLaw(
        withNoise((step) => best - 0.4 * Math.exp(-step / 200), 0.0005, seed + best),
        { every: 50 },
      ),
    },
    { lr: 0.1, batch_size: 64, momentum: 0.9, n_dev: 100_000, seed, schedule },
  );
const runs = [0, 1, 2].flatMap((seed) => [run("constant", seed, 0.9), run("linear", seed, 0.92)]);

const figuresOf = (logs: readonly RunLog[]) => {
  const [sweep] = toSweeps(toExperiments(logs), undefined);
  return inLanguage(finish(figuresInParts(sweep, {}, advise(logs).sweeps[0])), "en");
};

describe("the figures of a sweep", () => {
  const figures = figuresOf(runs);

  it("show with and without decay where they differ, not where both came from", () => {
    const decay = figures.find(({ kind }) => kind === "decay");
    expect(decay?.text).toContain("With decay (blue) and without (grey)");
    const [low, high] = decay?.y.range ?? [0, 0];
    expect(low).toBeGreaterThan(0.85); // the curves begin at 0.5
    expect(high).toBeGreaterThan(0.92);
  });

  it("say what their colours mean, and only of those that are there", () => {
    const dev = figures.find(({ kind, y }) => kind === "curves" && y.label === "dev/acc");
    expect(dev?.text).toMatch(/^dev\/acc of every run: .*blue is chosen/);
    expect(dev?.text).not.toContain("red failed");
  });

  it("draw one line with one word at a step, however many sentences speak of it", () => {
    for (const { items } of figures) {
      const steps = items.flatMap((item) => (item.kind === "upright" ? [item.x] : []));
      expect(new Set(steps).size).toBe(steps.length);
    }
  });
});
