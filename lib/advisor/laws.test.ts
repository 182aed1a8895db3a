/** Laws that hold for any logs: what may not change the advice, and what it must never do. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Advice, AdviceAnswer } from "../core/advice.ts";
import type { HparamValue, RunState, Series } from "../core/series.ts";
import { advise } from "./advise.ts";
import { describe as toText } from "./describe.ts";
import type { RunLog } from "./input.ts";
import { decayTo, followLaw, toRun, toSeries, withNoise } from "./runs/run-log-builder.ts";

const seed = { seed: 20260101, numRuns: 20 };

/** Sweeps of constant learning rates with laws of their own, with and without a dev metric. */
const sweeps = fc
  .record({
    rates: fc.uniqueArray(fc.constantFrom(1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 1e-4), { minLength: 3, maxLength: 6 }),
    laws: fc.array(
      fc.record({
        floor: fc.double({ min: 0.3, max: 2, noNaN: true }),
        tau: fc.double({ min: 60, max: 3000, noNaN: true }),
      }),
      { minLength: 6, maxLength: 6 },
    ),
    hasDev: fc.boolean(),
    noise: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ rates, laws, hasDev, noise }) =>
    rates.map((lr, i) => {
      const { floor, tau } = laws[i];
      const law = withNoise(decayTo(floor, tau), 0.03, noise + i);
      const dev = withNoise((step) => 0.95 - 0.2 * decayTo(floor, tau)(step), 0.003, noise + 100 + i);
      const series: Record<string, Series> = { "train/loss": followLaw(law, { every: 20 }) };
      if (hasDev) series["dev/acc"] = followLaw(dev, { every: 100 });
      return toRun(`sweep/run${i}`, series, { lr, seed: 0 });
    }),
  );

const onLoss = (log: RunLog, change: (series: Series) => Series): RunLog => ({
  ...log,
  series: new Map([...log.series].map(([tag, series]) => [tag, tag === "train/loss" ? change(series) : series])),
});
const onSteps = (log: RunLog, factor: number): RunLog => ({
  ...log,
  series: new Map(
    [...log.series].map(([tag, series]) => [
      tag,
      { ...series, steps: Float64Array.from(series.steps, (step) => step * factor) },
    ]),
  ),
});
const rateAdvice = (answer: AdviceAnswer): Advice => answer.sweeps[0].advice[0];
const core = ({ verdict, value, confidence, interval, alternatives, next }: Advice) => ({
  verdict,
  value,
  confidence,
  interval,
  alternatives,
  rates: next.map(({ hparams }) => hparams),
});

describe("what changes nothing", () => {
  it("loss → a·loss + b: the vote knows no units", () => {
    fc.assert(
      fc.property(sweeps, fc.constantFrom(0.125, 0.5, 4, 1024), fc.constantFrom(0, 1, 8), (runs, a, b) => {
        const changed = runs.map((log) =>
          onLoss(log, (series) => ({ ...series, values: Float64Array.from(series.values, (value) => a * value + b) })),
        );
        expect(core(rateAdvice(advise(changed)))).toEqual(core(rateAdvice(advise(runs))));
      }),
      seed,
    );
  });
  it("step → c·step: the answers scale with the steps", () => {
    fc.assert(
      fc.property(sweeps, fc.constantFrom(2, 4, 64), (runs, c) => {
        const before = advise(runs).sweeps[0].advice;
        const after = advise(runs.map((log) => onSteps(log, c))).sweeps[0].advice;
        expect(core(after[0])).toEqual(core(before[0]));
        expect(after.map(({ verdict }) => verdict)).toEqual(before.map(({ verdict }) => verdict));
        const peaks = [before[2].value, after[2].value].map((value) =>
          value !== null && typeof value === "object" && "peakStep" in value ? value.peakStep : null,
        );
        expect(peaks[1]).toBe(peaks[0] === null ? null : c * peaks[0]);
      }),
      seed,
    );
  });
  it("the order of the runs: the same answer to the last letter", () => {
    fc.assert(
      fc.property(
        sweeps.chain((runs) => fc.tuple(fc.constant(runs), fc.shuffledSubarray(runs, { minLength: runs.length }))),
        ([runs, shuffled]) => {
          expect(advise(shuffled)).toEqual(advise(runs));
        },
      ),
      seed,
    );
  });
  it("the names of the runs", () => {
    fc.assert(
      fc.property(sweeps, (runs) => {
        const renamed = runs.map((log, i) => ({ ...log, name: `elsewhere/x${runs.length - i}` }));
        expect(core(rateAdvice(advise(renamed)))).toEqual(core(rateAdvice(advise(runs))));
      }),
      seed,
    );
  });
  it("a run that diverged: the pick among the others stands, cliff and edge aside", () => {
    fc.assert(
      fc.property(sweeps, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e28), (runs, level) => {
        const before = rateAdvice(advise(runs));
        const lr = 100; // far above all others: no cliff for the pick
        const lost = toRun(
          "sweep/lost",
          { "train/loss": followLaw((step) => (step < 60 ? 2.3 + step : level), { every: 20 }) },
          { lr, seed: 0 },
        );
        expect(rateAdvice(advise([...runs, lost])).value).toBe(before.value);
      }),
      seed,
    );
  });
  it("the same log once more as a second seed: the pick stands", () => {
    fc.assert(
      fc.property(sweeps, fc.nat(), (runs, which) => {
        const original = runs[which % runs.length];
        const copy = { ...original, name: `${original.name}_again`, hparams: { ...original.hparams, seed: 1 } };
        const after = rateAdvice(advise([...runs, copy]));
        expect(after.value).toBe(rateAdvice(advise(runs)).value);
        expect(after.excluded.map(({ because }) => because)).toContain(`its log is a copy of ${original.name}`);
      }),
      seed,
    );
  });
  it("what a finished run logs beyond the horizon", () => {
    fc.assert(
      fc.property(sweeps, fc.nat(), (runs, which) => {
        const longer = runs.map((log, i) =>
          i === which % runs.length
            ? onLoss(log, (series) => {
                const more = followLaw(() => 0.1, { from: 3020, to: 9000, every: 20 });
                return toSeries([...series.steps, ...more.steps], [...series.values, ...more.values]);
              })
            : log,
        );
        expect(rateAdvice(advise(longer)).value).toBe(rateAdvice(advise(runs)).value);
      }),
      seed,
    );
  });
});

describe("what always holds", () => {
  it("every number in the first sentence of an answer has its evidence", () => {
    fc.assert(
      fc.property(sweeps, (runs) => {
        for (const { headline, evidence, verdict } of advise(runs).sweeps[0].advice) {
          if (verdict !== "pick" && verdict !== "tie") continue;
          const backing = numbersInText(JSON.stringify(evidence));
          for (const number of numbersInText(headline)) expect(backing).toContain(number);
        }
      }),
      seed,
    );
  });
});

const numbersInText = (text: string): string[] => text.replaceAll(",", "").match(/\d+(\.\d+)?(e-?\d+)?/g) ?? [];

/** Anything that could stand in a log: gaps, repeats, rewinds, huge and non-finite values, few points or none. */
const fuzzedSeries = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: -5, max: 300 }), fc.double()),
      fc.oneof(
        { weight: 4, arbitrary: fc.double({ min: -5, max: 5, noNaN: true }) },
        fc.double(),
        fc.constantFrom(1e28, -1e300, Number.NaN, 0, 2),
      ),
    ),
    { maxLength: 60 },
  )
  .chain((points) => fc.boolean().map((sorted) => (sorted ? points.sort(([a], [b]) => a - b) : points)))
  .map((points) =>
    toSeries(
      points.map(([step]) => step),
      points.map(([, value]) => value),
    ),
  );
const states: RunState[] = ["live", "finished", "failed", "stalled", "unknown"];
const fuzzedRuns = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(
      ".",
      "a",
      "a/train",
      "a/validation",
      "a/lr=0.1/s0",
      "a/lr=0.1/s1",
      "b/lr0.01",
      "b/1700000000.5",
      "b",
      "c/x",
      "c/y",
      "c/z",
      "名/lr1e-3",
    ),
    state: fc.constantFrom(...states),
    hparams: fc.dictionary(
      fc.constantFrom(
        "lr",
        "optimizer.lr",
        "batch_size",
        "seed",
        "num_steps",
        "schedule",
        "command",
        "n_dev",
        "dropout",
        "momentum",
        "n_train",
        "classes",
        "schedule.kind",
        "schedule.start",
        "max_grad_norm",
      ),
      fc.oneof(
        fc.constantFrom(0.1, 0.01, 0, -1, 64),
        fc.double(),
        fc.string(),
        fc.boolean(),
        fc.constantFrom("linear", "cosine", "python train.py --lr 0.1"),
      ),
    ),
    series: fc.dictionary(
      fc.constantFrom(
        "train/loss",
        "loss",
        "dev/acc",
        "val_loss",
        "dev/score2",
        "epoch_loss",
        "lr",
        "test/acc",
        "train/acc",
        "grad_norm",
        "update_ratio",
        "",
        "__proto__",
      ),
      fuzzedSeries,
      { maxKeys: 5 },
    ),
  }),
  { selector: ({ name }) => name, maxLength: 8 },
);

const NO_WORDS = /NaN|undefined|Infinity|\[object/;

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

/** Sound curves under settings that make no sense: every rule is reached, and each has to cope. */
const oddlySetRuns = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(..."abcdefghijklmn".split("").map((letter) => `sweep/${letter}`)),
    state: fc.constantFrom<RunState>("finished", "finished", "live"),
    lr: fc.constantFrom(0.3, 0.1, 0.03, 0.01, 0, -1, 1e300),
    hparams: fc.dictionary(
      fc.constantFrom("batch_size", "momentum", "seed", "n_train", "n_dev", "classes", "num_steps", "weight_decay"),
      fc.constantFrom<HparamValue>(0, -1, 1, 0.9, 2, 10, 64, 3000, 1e300, 5e-324, "nan", "", true),
    ),
    schedule: fc.constantFrom("constant", "linear", "cooldown", "exp", "cosine"),
    start: fc.constantFrom(0, 900, -5, 1e9),
    floor: fc.constantFrom(0.3, 0.31, 0.5, 2.2, Number.NaN),
    best: fc.constantFrom(0.9, 0.91, 0.5, 0, 1, 60),
    to: fc.constantFrom(3000, 3000, 900, 40),
    noise: fc.integer({ min: 1, max: 1000 }),
  }),
  { selector: ({ name }) => name, minLength: 2, maxLength: 14 },
);

function expectSoundness(runs: readonly RunLog[]): void {
  const answer = advise(runs);
  expect(numbersIn(answer).filter((number) => !Number.isFinite(number))).toEqual([]);
  const saysItself = runs.some(({ hparams }) => NO_WORDS.test(Object.values(hparams).join()));
  if (!saysItself) expect(toText(answer)).not.toMatch(NO_WORDS);
  expect(answer.sweeps.flatMap((sweep) => sweep.runs).sort()).toEqual(runs.map(({ name }) => name).sort());
  for (const sweep of answer.sweeps) {
    expect(sweep.stage?.next.length).toBeGreaterThan(0);
    for (const { marks } of sweep.advice.flatMap((advice) => advice.evidence)) {
      for (const mark of marks) if ("run" in mark) expect(sweep.runs).toContain(mark.run);
    }
  }
  for (const advice of answer.sweeps.flatMap((sweep) => sweep.advice)) {
    if (advice.verdict === "pick" || advice.verdict === "tie") expect(advice.evidence.length).toBeGreaterThan(0);
    if (advice.verdict === "insufficient") expect(advice.next.length).toBeGreaterThan(0);
    expect(advice.evidence.every(({ marks }) => marks.length > 0)).toBe(true);
    expect(advice.confidence === "not enough evidence").toBe(
      advice.verdict === "insufficient" || advice.verdict === "none",
    );
  }
}

describe("what never happens", () => {
  it("a throw, a NaN in the answer, a pick without evidence, a request without a next run", () => {
    fc.assert(
      fc.property(fuzzedRuns, (fuzzed) => {
        expectSoundness(fuzzed.map(({ name, state, hparams, series }) => toRun(name, series, hparams, state)));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
  it("nor with sound curves under odd settings", () => {
    fc.assert(
      fc.property(oddlySetRuns, (odd) => {
        const runs = odd.map(({ name, state, lr, hparams, schedule, start, floor, best, to, noise }) => {
          const length = { to, every: 20 };
          const dev = withNoise((step) => best * (1 - 0.5 * Math.exp(-step / 400)), 0.002, noise + 1);
          const series = {
            "train/loss": followLaw(withNoise(decayTo(floor, 300), 0.01, noise), length),
            "dev/acc": followLaw(dev, { to, every: 60 }),
            grad_norm: followLaw((step) => 1 + (step % 97), length),
            update_ratio: followLaw(() => 1e-5, length),
          };
          return toRun(name, series, { lr, schedule, decay_start: start, ...hparams }, state);
        });
        expectSoundness(runs);
      }),
      { seed: 11, numRuns: 300 },
    );
  }, 120_000);
});
