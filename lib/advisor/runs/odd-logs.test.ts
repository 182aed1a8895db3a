/** Odd logs, one situation each, from laws whose right answer is known. Numbers are those of the specification's second list. */
import { describe, expect, it } from "vitest";
import type { Hparams, Series } from "../../core/series.ts";
import { adviceOf, devTo, lossTo, noisy, run, sweepOf, textOf } from "./odd-sweep-builder.ts";
import { decayTo, followLaw, toSeries, withNoise } from "./run-log-builder.ts";

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
  it("73: a run that starts warm does not win by its start: its speed is left out, and its state is judged by its own start", () => {
    const cold = [run(0.1, { "train/loss": lossTo(0.3, 300) }), run(0.01, { "train/loss": lossTo(0.5, 300) })];
    // by area alone, it would win: it starts at 0.5 where the others are after 600 steps
    const warm = run(0.001, { "train/loss": followLaw(noisy(decayTo(0.305, 300, 0.5))) });
    const advice = adviceOf([...cold, warm], "learning-rate");
    expect(advice?.value).toBe(0.1);
    expect(advice?.caps.join()).toContain("start at different losses");
    expect(advice?.assumptions.join()).toContain("sweep/lr0.001 starts where others are long after their start");
    const still = run(0.001, { "train/loss": followLaw(noisy(decayTo(0.49, 300, 0.5))) });
    expect(adviceOf([...cold, still], "learning-rate")?.excluded).toContainEqual({
      run: "sweep/lr0.001",
      because: "it learned less than 5 % of what the best one did",
    });
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

describe("losses that are something else", () => {
  it("53: a loss summed over the batch is divided by it, and said", () => {
    // by its sum, batch 256 would start four times as high and never come down to the others
    const runs = [64, 256].flatMap((batch) =>
      [0.1, 0.01, 0.001].map((lr, i) =>
        run(
          lr,
          { "train/loss": followLaw((step) => batch * noisy(decayTo(0.3 + 0.2 * i - batch / 5000, 300))(step)) },
          { batch_size: batch },
          `b${batch}_lr${lr}`,
        ),
      ),
    );
    const advice = adviceOf(runs, "learning-rate");
    expect(advice?.value).toBe(0.1);
    expect(advice?.assumptions.join()).toMatch(
      /starts at 14\d(\.\d+)? at batch size 64 and 5[89]\d(\.\d+)? at batch size 256: it seems to be summed/,
    );
    const means = runs.map((log, i) =>
      run([0.1, 0.01, 0.001][i % 3], { "train/loss": lossTo(0.3, 300) }, log.hparams, `m${i}`),
    );
    expect(textOf(adviceOf(means, "learning-rate"))).not.toContain("summed");
  });
  it("54: with label smoothing in some losses only dev decides, and without dev nobody does", () => {
    const runs = (hasDev: boolean) =>
      [0.1, 0.01, 0.001].map((lr, i) =>
        run(
          lr,
          { "train/loss": lossTo(0.9 - 0.3 * i, 300), ...(hasDev ? { "dev/acc": devTo(0.9 - 0.1 * i) } : {}) },
          { label_smoothing: i === 2 ? 0 : 0.1 },
        ),
      );
    expect(adviceOf(runs(true), "learning-rate")?.value).toBe(0.1); // the loss alone would say 0.001
    expect(adviceOf(runs(true), "learning-rate")?.caps.join()).toContain("only the dev metric counts");
    expect(adviceOf(runs(false), "learning-rate")).toMatchObject({
      verdict: "insufficient",
      confidence: "not enough evidence",
    });
  });
  it("71: a game's loss is not meant to fall: the reward decides, and without a metric nothing does", () => {
    const runs = (hasReward: boolean) =>
      [0.1, 0.01, 0.001].map((lr, i) =>
        run(lr, {
          "train/policy_loss": followLaw(noisy((step) => 0.1 * i + 0.05 * Math.sin(step / 50))),
          ...(hasReward
            ? {
                "rollout/ep_rew_mean": followLaw((step) => (100 + 50 * i) * (1 - Math.exp(-step / 300)), { every: 50 }),
              }
            : {}),
        }),
      );
    const sweep = sweepOf(runs(true));
    expect(sweep).toMatchObject({ loss: null, metric: { tag: "rollout/ep_rew_mean", goal: "max" } });
    expect(sweep.advice[0].value).toBe(0.001);
    expect(sweep.advice[0].assumptions.join()).toContain("train/policy_loss is not meant to fall");
    expect(sweepOf(runs(false)).advice[0]).toMatchObject({ verdict: "insufficient", value: null });
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
  it("72: cosines of different lengths are compared at their own ends, and convergence is the schedule's doing", () => {
    const cosine = (lr: number, to: number) =>
      followLaw((step) => (lr / 2) * (1 + Math.cos((Math.PI * step) / to)), { to });
    const runs = [0.1, 0.03, 0.01].map((lr, i) => {
      const to = [1000, 2000, 4000][i];
      const loss = noisy((step) => decayTo(0.5 - 0.1 * i, to / 6)(step));
      return run(lr, { "train/loss": followLaw(loss, { to }), lr: cosine(lr, to) }, { num_steps: to });
    });
    // ends: 0.5, 0.4, 0.3, each at its own number of steps; at the common horizon the longest would be cut short
    const advice = adviceOf(runs, "learning-rate");
    expect(advice?.value).toBe(0.01);
    expect(advice?.excluded).toEqual([]);
    expect(advice?.assumptions.join()).toContain("the answer holds for this schedule only");
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

describe("odd answers to the learning rate", () => {
  it("66: evaluations on other subsets each time double the noise, and ties grow", () => {
    const runs = (jitter: number) =>
      [0.1, 0.01, 0.001].map((lr, i) =>
        run(
          lr,
          {
            "train/loss": lossTo(0.3, 300),
            "dev/acc": followLaw(
              noisy((step) => 0.9 - 0.012 * i - 0.4 * Math.exp(-step / 300), jitter),
              { from: 50, every: 50 },
            ),
          },
          { n_dev: 10_000 },
        ),
      );
    // one point apart, binomial noise √(0.9 · 0.1 / 10,000) = 0.3 points
    expect(adviceOf(runs(0.002), "learning-rate")?.verdict).toBe("pick");
    const noisier = adviceOf(runs(0.009), "learning-rate");
    expect(noisier?.verdict).toBe("tie");
    expect(textOf(noisier)).toContain("what a dev set of 10,000 explains");
    expect(adviceOf(runs(0.009), "run-health")?.value).toEqual({ findings: ["noisy evaluation"] });
    expect(adviceOf(runs(0.002), "run-health")).toBeUndefined();
  });
  it("69: two good rates around a bad one are both reported, and the gap between is proposed", () => {
    const runs = [1, 0.1, 0.01, 0.001, 0.0001].map((lr, i) =>
      run(lr, { "train/loss": lossTo([1.5, 0.3, 0.9, 0.4, 1.8][i], 300) }),
    );
    const advice = adviceOf(runs, "learning-rate");
    expect(advice?.value).toBe(0.1);
    expect(advice?.alternatives).toContainEqual({
      value: 0.001,
      why: "a second basin: 0.01, between the two, is worse than both",
    });
    expect(advice?.next[0].hparams.lr).toBeCloseTo(Math.sqrt(0.1 * 0.01), 3);
    const oneBasin = [1, 0.1, 0.01, 0.001].map((lr, i) =>
      run(lr, { "train/loss": lossTo([1.5, 0.3, 0.9, 1.4][i], 300) }),
    );
    expect(textOf(adviceOf(oneBasin, "learning-rate"))).not.toContain("basin");
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
  it("77: seeds with one noise count as one seed, seeds with their own as two", () => {
    const law = withNoise(decayTo(0.3, 300), 0.05, 99);
    const shared = followLaw(law);
    const shifted = { ...shared, values: Float64Array.from(shared.values, (value, i) => value + 1e-4 * (i % 7)) };
    const seeds = (second: Series) => [
      run(0.1, { "train/loss": shared }, { seed: 0 }, "a"),
      run(0.1, { "train/loss": second }, { seed: 1 }, "b"),
    ];
    expect(adviceOf(seeds(shifted), "learning-rate")?.excluded).toEqual([
      { run: "sweep/b", because: "its noise is that of sweep/a: the same data in the same order, no independent seed" },
    ]);
    expect(adviceOf(seeds(lossTo(0.3, 300)), "learning-rate")?.excluded).toEqual([]);
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
