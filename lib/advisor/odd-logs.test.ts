/** Odd logs, one situation each, from laws whose right answer is known. Numbers are those of the specification's second list. */
import { describe, expect, it } from "vitest";
import type { Advice, Rule } from "../core/advice.ts";
import type { Hparams, Series } from "../core/series.ts";
import { advise } from "./advise.ts";
import type { RunLog } from "./input.ts";
import { decayTo, followLaw, toRun, toSeries, withNoise } from "./run-log-builder.ts";

let drawn = 0;
const noisy = (law: (step: number) => number, deviation = 0.01) => withNoise(law, deviation, ++drawn);
const lossTo = (floor: number, tau: number, options = {}) => followLaw(noisy(decayTo(floor, tau)), options);
const devTo = (best: number, tau = 300, options = {}) =>
  followLaw(
    noisy((step) => best - 0.4 * Math.exp(-step / tau), 0.001),
    { from: 100, every: 100, ...options },
  );
const run = (lr: number, series: Readonly<Record<string, Series>>, hparams: Hparams = {}, name = `lr${lr}`) =>
  toRun(`sweep/${name}`, series, { lr, ...hparams });
const sweepOf = (runs: readonly RunLog[]) => advise(runs).sweeps[0];
const adviceOf = (runs: readonly RunLog[], rule: Rule): Advice | undefined =>
  sweepOf(runs).advice.find((advice) => advice.rule === rule);
const textOf = (advice: Advice | undefined) => JSON.stringify(advice ?? null);

describe("odd losses", () => {
  it("55: memorised to 0 by all, the fastest wins, and without a dev metric nobody is sure", () => {
    const runs = [0.1, 0.01, 0.001].map((lr, i) =>
      run(lr, { "train/loss": followLaw((step) => Math.max(1e-7, 2.3 * Math.exp(-step / (60 * 2 ** i)))) }),
    );
    const advice = adviceOf(runs, "learning-rate");
    expect(advice).toMatchObject({ value: 0.1, confidence: "not enough evidence" });
    expect(advice?.caps.join()).toContain("near zero");
  });
  it("65: one run logs every step, another every 100: the same law is a tie", () => {
    const law = decayTo(0.3, 300);
    const every = [1, 10, 100];
    const runs = [0.1, 0.05, 0.02].map((lr, i) =>
      run(lr, { "train/loss": followLaw(noisy(law), { every: every[i] }) }),
    );
    expect(adviceOf(runs, "learning-rate")?.verdict).toBe("tie");
  });
  it("73: a run that starts warm cannot win on its start alone, and the doubt is said", () => {
    const runs = [
      run(0.1, { "train/loss": lossTo(0.3, 300) }),
      run(0.01, { "train/loss": lossTo(0.5, 300) }),
      run(0.001, { "train/loss": followLaw(noisy(decayTo(0.45, 300, 0.5))) }),
    ];
    const advice = adviceOf(runs, "learning-rate");
    expect(advice?.caps.join()).toContain("start at different losses");
  });
  it("76: a plateau for 80 % of the run and a drop at the end is not converged", () => {
    const law = (step: number) =>
      step < 2400 ? 1.4 + 0.9 * Math.exp(-step / 100) : 0.5 + 0.9 * Math.exp(-(step - 2400) / 150);
    const advice = adviceOf(
      [0.1, 0.01, 0.001].map((lr, i) => run(lr, { "train/loss": i === 0 ? followLaw(noisy(law)) : lossTo(1.6, 300) })),
      "converged-step",
    );
    expect(advice?.verdict).toBe("insufficient");
    expect(advice?.headline).toContain("Not converged");
  });
  it("80: a million records are advised upon", () => {
    const runs = [0.1, 0.01, 0.001].map((lr, i) =>
      run(lr, { "train/loss": followLaw(decayTo(0.3 + i / 10, 50_000 * (i + 1)), { to: 333_333, every: 1 }) }),
    );
    expect(adviceOf(runs, "learning-rate")?.value).toBe(0.1);
  });
});

describe("odd settings", () => {
  it("67: where regularisers move the best loss away from the best dev, dev decides and the regularisers are named", () => {
    const runs = [0.1, 0.01, 0.001].map((lr, i) =>
      run(
        lr,
        { "train/loss": lossTo(0.3 + 0.2 * i, 300), "dev/acc": devTo(0.8 + 0.05 * i) },
        { dropout: 0.3, n_dev: 10_000 },
      ),
    );
    expect(adviceOf(runs, "learning-rate")?.value).toBe(0.001);
    expect(textOf(adviceOf(runs, "preparation"))).toContain("dropout is on in 3 runs");
    expect(sweepOf(runs).stage?.at).toBe("prepare");
  });
  it("68: a second setting that changes with the learning rate confounds it; a seed does not", () => {
    const with2 = (second: (i: number) => Hparams) =>
      textOf(
        adviceOf(
          [0.1, 0.01, 0.001].map((lr, i) => run(lr, { "train/loss": lossTo(0.3 + 0.1 * i, 300) }, second(i))),
          "learning-rate",
        ),
      );
    expect(with2((i) => ({ dropout: i / 10 }))).toMatch(/dropout/);
    expect(with2((i) => ({ seed: i }))).not.toMatch(/seed also|together with seed/);
  });
  it("72: under a cosine, convergence is the schedule's doing", () => {
    const cosine = (lr: number, to: number) =>
      followLaw((step) => (lr / 2) * (1 + Math.cos((Math.PI * step) / to)), { to });
    const runs = [0.1, 0.03, 0.01].map((lr, i) =>
      run(lr, { "train/loss": lossTo(0.3 + 0.1 * i, 300, { to: 2000 }), lr: cosine(lr, 2000) }),
    );
    expect(adviceOf(runs, "converged-step")?.verdict).toBe("none");
    expect(adviceOf(runs, "decay-schedule")).toBeUndefined();
  });
});

describe("odd metrics", () => {
  it("74: an F1 that is NaN before the first positive is read from there on", () => {
    const f1 = (best: number) =>
      followLaw((step) => (step < 500 ? Number.NaN : best - 0.4 * Math.exp(-step / 300)), { from: 100, every: 100 });
    const runs = [0.1, 0.01, 0.001].map((lr, i) =>
      run(lr, { "train/loss": lossTo(0.3 + 0.1 * i, 300), "dev/f1": f1(0.9 - i / 10) }),
    );
    expect(adviceOf(runs, "learning-rate")?.value).toBe(0.1);
    expect(sweepOf(runs).metric?.tag).toBe("dev/f1");
  });
  it("75: acc before top5_acc", () => {
    const runs = [0.1, 0.01, 0.001].map((lr, i) =>
      run(lr, { "train/loss": lossTo(0.3, 300), "dev/top5_acc": devTo(0.99), "dev/acc": devTo(0.9 - i / 10) }),
    );
    expect(sweepOf(runs).metric?.tag).toBe("dev/acc");
  });
  it("78: a dev set of 100 cannot rank runs 3 points apart", () => {
    const runs = [0.1, 0.01, 0.001].map((lr, i) =>
      run(lr, { "train/loss": lossTo(0.3, 300), "dev/acc": devTo(0.9 - 0.03 * i) }, { n_dev: 100 }),
    );
    expect(adviceOf(runs, "learning-rate")?.verdict).toBe("tie");
    expect(textOf(adviceOf(runs, "preparation"))).toMatch(
      /A dev set of 100 cannot show differences under 1\d\.\d points/,
    );
  });
});

describe("odd directories", () => {
  it("70: 200 runs, ten of them rubbish: the others decide, and the rubbish is named", () => {
    const runs = Array.from({ length: 200 }, (_, i) => {
      const lr = [0.1, 0.03, 0.01, 0.003, 0.001][i % 5];
      const hparams = { seed: Math.floor(i / 5), n_dev: 10_000 };
      const series = {
        "train/loss": lossTo(0.3 + 0.1 * (i % 5), 300, { every: 30 }),
        "dev/acc": devTo(0.9 - 0.05 * (i % 5)),
      };
      return i % 20 === 7
        ? run(lr, { "train/loss": toSeries([], []) }, hparams, `r${i}`)
        : run(lr, series, hparams, `r${i}`);
    });
    const advice = adviceOf(runs, "learning-rate");
    expect(advice?.value).toBe(0.1);
    expect(advice?.excluded.filter(({ because }) => because.includes("neither"))).toHaveLength(10);
  });
  it("77: two seeds whose noise is the same are still two runs, not a copy", () => {
    const law = withNoise(decayTo(0.3, 300), 0.05, 99);
    const shared = followLaw(law);
    const shifted = { ...shared, values: Float64Array.from(shared.values, (value) => value + 1e-4) };
    const runs = [
      run(0.1, { "train/loss": shared }, { seed: 0 }, "a"),
      run(0.1, { "train/loss": shifted }, { seed: 1 }, "b"),
    ];
    expect(adviceOf(runs, "learning-rate")?.excluded).toEqual([]);
  });
  it("79: a live run beyond its plan saves no negative number of steps", () => {
    const live = [0.1, 0.2, 0.3, 1, 2].map((lr, i) => ({
      ...run(lr, { "train/loss": lossTo(0.3 + (i > 2 ? 1.2 : 0.05 * i), 300) }, { num_steps: 1000 }),
      state: "live" as const,
    }));
    const value = adviceOf(live, "pause")?.value;
    expect(value).toMatchObject({ savedSteps: 0, pause: ["sweep/lr1", "sweep/lr2"] });
  });
});
