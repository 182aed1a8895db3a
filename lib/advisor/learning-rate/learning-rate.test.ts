import { describe, expect, it } from "vitest";
import type { Hparams, RunState } from "../../core/series.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";

interface Trial {
  readonly lr: number;
  readonly floor?: number;
  readonly tau?: number;
  readonly dev?: (step: number) => number;
  readonly loss?: (step: number) => number;
  readonly noise?: number;
  readonly to?: number;
  readonly seed?: number;
  readonly state?: RunState;
  readonly hparams?: Hparams;
}

const adviceOn = (trials: readonly Trial[]) => {
  const runs = trials.map(
    ({ lr, floor = 0.3, tau = 250, dev, loss, noise = 0.01, to = 3000, seed = 0, state = "finished", hparams }, i) => {
      const law = withNoise(loss ?? decayTo(floor, tau), noise, i + 1);
      const series = {
        "train/loss": followLaw(law, { to }),
        ...(dev === undefined ? {} : { "dev/acc": followLaw(withNoise(dev, 0.001, i + 50), { to, every: 100 }) }),
      };
      return toRun(`r${i}`, series, { lr, seed, ...hparams }, state);
    },
  );
  return advise(runs).sweeps[0].advice[0];
};
const level = (best: number) => (step: number) => best - 0.5 * Math.exp(-step / 250);
const diverges = () => Number.NaN;

describe("the vote with a dev metric", () => {
  it("does not care for depth: what memorises is not picked", () => {
    const advice = adviceOn([
      { lr: 0.1, floor: 0.01, dev: level(0.9) },
      { lr: 0.01, floor: 0.5, dev: level(0.95) },
      { lr: 0.001, floor: 0.6, tau: 500, dev: level(0.92) },
    ]);
    expect(advice.value).toBe(0.01);
    expect(JSON.stringify(advice.evidence)).toMatch(
      /0\.1 has the deepest loss and only 90\.\d % on dev\/acc: it memorises/,
    );
  });
  it("scales its noise with the size of the dev set", () => {
    const trials = [0.1, 0.01, 0.001].map((lr, i) => ({ lr, tau: 250 + 50 * i, dev: level(0.9 - 0.01 * i) }));
    const withDev = (n: number) => adviceOn(trials.map((trial) => ({ ...trial, hparams: { n_dev: n } }))).verdict;
    expect(withDev(100)).toBe("tie"); // 2 standard errors are 10 points
    expect(withDev(100_000)).toBe("pick"); // and here 0.3
  });
  it("alarms at every rate whose dev metric is too good for its loss", () => {
    const advice = adviceOn([
      { lr: 1, floor: 1.9, dev: level(0.99) },
      { lr: 0.3, floor: 1.8, dev: level(0.98) },
      { lr: 0.01, dev: level(0.9) },
      { lr: 0.001, floor: 0.6, dev: level(0.85) },
    ]);
    expect(advice.value).toBe(0.01);
    expect(advice.evidence.filter(({ text }) => text.includes("is suspicious"))).toHaveLength(2);
  });
  it("but not where what fell deepest still guesses: it calmed down and learned nothing", () => {
    const guesses = { lr: 1, floor: 0.3, tau: 20, dev: () => 0.1 };
    const slow = { lr: 1e-4, floor: 1.9, dev: (step: number) => 0.1 + step / 12_000 };
    const advice = adviceOn([guesses, slow, { lr: 1e-5, floor: 2.1, dev: (step) => 0.1 + step / 60_000 }]);
    expect(advice.value).toBe(1e-4);
  });
  it("trusts a shallow loss when the deep runs overfit", () => {
    const advice = adviceOn([
      { lr: 0.1, floor: 0.1, dev: (step) => 0.9 - 0.1 * (step / 3000) },
      { lr: 0.01, floor: 1.5, dev: level(0.96) },
      { lr: 0.001, floor: 1.9, tau: 900, dev: level(0.8) },
    ]);
    expect(advice.value).toBe(0.01);
  });
});

describe("the cliff", () => {
  it("is kept away from by half a decade, not by a whole one", () => {
    const pair = (high: number) =>
      adviceOn([
        { lr: high, loss: diverges },
        { lr: 0.01, tau: 245 },
        { lr: 0.003, tau: 250 },
        { lr: 0.0001, floor: 1 },
      ]).value;
    expect(pair(0.03)).toBe(0.003);
    expect(pair(0.1)).toBe(0.01);
  });
  it("frightens nobody after three seeds", () => {
    const seeds = [0, 1, 2].map((seed) => ({ lr: 0.01, tau: 245, seed }));
    expect(
      adviceOn([{ lr: 0.03, loss: diverges }, ...seeds, { lr: 0.003, tau: 250 }, { lr: 0.0001, floor: 1 }]).value,
    ).toBe(0.01);
  });
});

describe("what keeps the answer modest", () => {
  const good = [{ lr: 0.1, floor: 0.6 }, { lr: 0.01 }, { lr: 0.001, floor: 0.6, tau: 700 }].map((trial) => ({
    ...trial,
    dev: level(0.95 - (trial.floor ?? 0.3) / 3),
    hparams: { n_dev: 20_000 },
  }));
  it("nothing, when nothing speaks against it", () =>
    expect(adviceOn(good)).toMatchObject({ confidence: "clear", caps: [], value: 0.01 }));
  it.each([
    ["a run that is still going", { state: "live" as const }, "tentative", "the picked run is still going"],
    [
      "a plan of which little was seen",
      { hparams: { n_dev: 20_000, num_steps: 60_000 } },
      "likely",
      "only 5.0 % of the planned steps were seen",
    ],
    [
      "noise that was assumed",
      { hparams: {} },
      "likely",
      "the dev noise is 0.4 points, assumed: no seeds and no dev set size",
    ],
  ])("%s", (_, change, confidence, cap) => {
    const advice = adviceOn(good.map((trial) => ({ ...trial, ...change })));
    expect(advice.confidence).toBe(confidence);
    expect(advice.caps).toContain(cap);
  });
  it("identical logs under two learning rates: the flag may not be wired", () => {
    const same = followLaw(withNoise(decayTo(0.3, 250), 0.01, 9));
    const runs = [0.1, 0.01, 0.001].map((lr, i) => toRun(`r${i}`, { "train/loss": same }, { lr }));
    const advice = advise(runs).sweeps[0].advice[0];
    expect(advice.verdict).toBe("insufficient");
    expect(advice.caps.join()).toContain("the learning rate may not reach the optimizer");
  });
  it("a loss near zero without a dev metric", () => {
    const advice = adviceOn([
      { lr: 0.1, floor: 0.005, noise: 0.001 },
      { lr: 0.01, floor: 0.3 },
      { lr: 0.001, floor: 0.6 },
    ]);
    expect(advice).toMatchObject({ verdict: "insufficient", value: 0.1 });
    expect(advice.caps).toContain("the loss ends near zero, which memorising also does");
  });
  it("rates that each fail in too many seeds", () => {
    const advice = adviceOn(
      [0.1, 0.01].flatMap((lr) => [
        { lr, seed: 0 },
        { lr, seed: 1, loss: diverges },
      ]),
    );
    expect(advice).toMatchObject({ verdict: "insufficient", value: null });
    expect(advice.headline).toContain("each failed in a third of its seeds or more");
  });
});

describe("runs that are far from their planned end", () => {
  const near = (planned: number, noise: number, lower = 0.004) =>
    adviceOn([
      { lr: 0.1, floor: 0.9, tau: 2000, dev: level(0.8), hparams: { num_steps: planned, n_dev: 10_000 } },
      { lr: 0.01, dev: level(0.95), hparams: { num_steps: planned, n_dev: 10_000 } },
      { lr: lower, dev: level(0.95 - noise), hparams: { num_steps: planned, n_dev: 10_000 } },
    ]);
  // 1.2 · √(0.95 · 0.05 / 10,000) = 0.26 points are one deviation
  it("a lower rate is taken that is behind by less than one deviation: short runs flatter high rates", () => {
    const advice = near(12_000, 0.002);
    expect(advice.value).toBe(0.004);
    expect(advice.evidence.map(({ text }) => text).join()).toContain("short runs flatter high rates");
  });
  it("not one that is further behind, although it is a tie by two errors", () => {
    expect(near(12_000, 0.005)).toMatchObject({ value: 0.01, verdict: "tie" });
  });
  it("nor one that is more than half a decade below: then nothing has been told apart", () => {
    expect(near(12_000, 0.002, 0.001).value).toBe(0.01);
  });
  it("nor one that the steps left would not reach: half a decade for four times the steps", () => {
    const picks = [6000, 4000].map((planned) => near(planned, 0.002, 0.006).value);
    expect(picks).toEqual([0.006, 0.01]); // 0.01 / 2^0.84 = 0.0056, 0.01 / 1.33^0.84 = 0.0079
  });
  it("without a dev metric the deeper one, not the one that fell first", () => {
    const pick = (planned: number) =>
      adviceOn([
        { lr: 0.1, floor: 0.315, tau: 100, hparams: { num_steps: planned } },
        { lr: 0.01, floor: 0.29, tau: 500, hparams: { num_steps: planned } },
        { lr: 0.001, floor: 1, tau: 900, hparams: { num_steps: planned } },
      ]).value;
    expect([pick(12_000), pick(3001)]).toEqual([0.01, 0.1]);
  });
  it("and at the planned end the best is the best", () => expect(near(3001, 0.002).value).toBe(0.01));
  it("an evaluation just after the last logged loss counts", () => {
    const trials = [0.1, 0.01, 0.001].map((lr, i) =>
      toRun(
        `r${i}`,
        {
          "train/loss": followLaw(withNoise(decayTo(0.3, 250), 0.01, i), { to: 2990 }),
          "dev/acc": followLaw((step) => (step === 3000 && lr === 0.001 ? 0.9 : 0.5), { to: 3000, every: 3000 }),
        },
        { lr },
      ),
    );
    expect(advise(trials).sweeps[0].advice[0].value).toBe(0.001);
  });
});

it("two neighbours that are the same within noise and far apart: the rate between them is the next run", () => {
  const { next, alternatives } = adviceOn([
    { lr: 0.1, dev: level(0.8) },
    { lr: 0.01, dev: level(0.95) },
    { lr: 0.004, dev: level(0.949) },
    { lr: 0.001, dev: level(0.8) },
    { lr: 0.02, dev: level(0.9) },
  ]);
  expect(alternatives.map(({ value }) => value)).toEqual([0.004]);
  expect(next[0].hparams).toEqual({ lr: 0.00632 }); // √(0.01 · 0.004)
});

describe("three seeds of the pick and of its rival", () => {
  const seeds = (lr: number, bests: readonly number[]) =>
    bests.map((best, seed) => ({ lr, seed, dev: level(best), noise: 0.01 + lr / 10 + seed / 1000 }));
  const told = (trials: readonly Trial[]) =>
    adviceOn([...trials, { lr: 0.0001, dev: level(0.6), floor: 1 }])
      .evidence.map(({ text }) => text)
      .join("\n");
  it("say how often one beats the other, and whether that is clear", () => {
    const text = told([...seeds(0.01, [0.9, 0.902, 0.904]), ...seeds(0.001, [0.88, 0.882, 0.884])]);
    expect(text).toMatch(
      /^0\.01 beats 0\.001 in 9 of 9 pairs of seeds, Welch's t is \d+\.\d at .* degrees of freedom: clear at 5 %$/m,
    );
    const close = told([...seeds(0.01, [0.9, 0.88, 0.92]), ...seeds(0.001, [0.895, 0.875, 0.915])]);
    expect(close).toMatch(/pairs of seeds.*: not clear at 5 % and three pairs in four$/m);
  });
  it("and fewer do not", () => {
    const text = told([...seeds(0.01, [0.9, 0.902, 0.904]), ...seeds(0.001, [0.88, 0.882])]);
    expect(text).not.toContain("pairs of seeds");
  });
});

describe("when the question does not arise", () => {
  it("a learning rate that moved with other settings", () => {
    const advice = adviceOn([64, 128, 256].map((batch, i) => ({ lr: 0.1 / 2 ** i, hparams: { batch_size: batch } })));
    expect(advice).toMatchObject({
      verdict: "none",
      headline: "The learning rate moved together with batch_size, so no run says what it did by itself.",
    });
  });
  it("one learning rate throughout", () => {
    const advice = adviceOn([0, 0.1, 0.5].map((dropout) => ({ lr: 0.1, hparams: { dropout } })));
    expect(advice).toMatchObject({ verdict: "none", headline: "All runs share one learning rate; dropout varies." });
  });
  it("no learning rate at all, and still the number of steps is answered", () => {
    const series = { loss: followLaw(withNoise(decayTo(0.3, 250), 0.01, 1)) };
    const [rate, steps] = advise([toRun("a", series)]).sweeps[0].advice;
    expect(rate.verdict).toBe("none");
    expect(steps.verdict).toBe("pick");
  });
  it("compares the largest set of runs that differ in nothing else", () => {
    const advice = adviceOn([
      ...[0.1, 0.01, 0.001].map((lr, i) => ({ lr, floor: 0.3 + i / 5, hparams: { dropout: 0 } })),
      { lr: 0.05, floor: 0.1, hparams: { dropout: 0.5 } },
    ]);
    expect(advice.value).toBe(0.1);
    expect(advice.headline).toMatch(/^Train at learning rate 0\.1 with dropout 0: /);
    expect(advice.excluded).toContainEqual({ run: "r3", because: "dropout differs from the runs that were compared" });
  });
});

it("is sure of nothing by a few numbers of each run", () => {
  const few = (floor: number) => followLaw(decayTo(floor, 100), { to: 30 });
  const runs = [0.1, 0.01, 0.001].map((lr, i) => toRun(`lr${lr}`, { "train/loss": few(0.3 + 0.3 * i) }, { lr }));
  const advice = advise(runs).sweeps[0].advice.find(({ rule }) => rule === "learning-rate");
  expect(advice).toMatchObject({ verdict: "insufficient", confidence: "not enough evidence" });
  expect(advice?.caps).toContain("fewer than 5 records of the pick were logged");
});
