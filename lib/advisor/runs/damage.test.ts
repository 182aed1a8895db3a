/** Sound sweeps, damaged as logs are damaged, under choices that make sense or not: there is always an answer, and no NaN in it. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Choices } from "../../core/choices.ts";
import type { RunState, Series } from "../../core/series.ts";
import { advise } from "../advise.ts";
import { toOptions } from "../chosen.ts";
import { describe as toText } from "../describe.ts";
import { decayTo, followLaw, toRun, toSeries, withNoise } from "./run-log-builder.ts";

type Damage = (series: Series, at: number) => Series;

const pick = ({ steps, values }: Series, kept: (i: number) => boolean): Series => {
  const at = [...steps.keys()].filter(kept);
  return toSeries(
    at.map((i) => steps[i]),
    at.map((i) => values[i]),
  );
};
const withValues = (series: Series, value: (i: number) => number): Series => ({
  ...series,
  values: Float64Array.from(series.values, (_, i) => value(i)),
});
const withTimes = (series: Series, time: (i: number) => number): Series => ({
  ...series,
  wallTimes: Float64Array.from(series.wallTimes, (_, i) => time(i)),
});

/** `at` in [0, 1) says where, or how much. */
const damages: Readonly<Record<string, Damage>> = {
  none: (series) => series,
  "random NaN": (series, at) => withValues(series, (i) => ((i * 7919) % 100 < 60 * at ? Number.NaN : series.values[i])),
  "a gap": (series, at) => pick(series, (i) => Math.abs(i / series.length - at) > 0.2),
  "a rewind": (series, at) => {
    const back = Math.floor(at * series.length);
    const tail = pick(series, (i) => i >= back);
    return toSeries([...series.steps, ...tail.steps], [...series.values, ...tail.values]);
  },
  "a counter that starts anew": (series) =>
    toSeries(
      [...series.steps].map((step) => step % 600),
      [...series.values],
    ),
  "two writers": (series) =>
    toSeries(
      [...series.steps].flatMap((step) => [step, step]),
      [...series.values].flatMap((value) => [value, value + 0.4]),
    ),
  "the wrong order without times": (series, at) => {
    const turn = Math.floor(at * series.length);
    const order = [...series.steps.keys()].map((i) => (i + turn) % series.length);
    return withTimes(
      toSeries(
        order.map((i) => series.steps[i]),
        order.map((i) => series.values[i]),
      ),
      () => Number.NaN,
    );
  },
  constant: (series, at) => withValues(series, () => at),
  "two points": (series) => pick(series, (i) => i === 0 || i === series.length - 1),
  "one point": (series) => pick(series, (i) => i === 0),
  empty: () => toSeries([], []),
  "infinity for good": (series, at) =>
    withValues(series, (i) => (i > at * series.length ? Number.POSITIVE_INFINITY : series.values[i])),
  "a clock that jumps": (series, at) =>
    withTimes(series, (i) => (i > at * series.length ? 4e9 : series.wallTimes[i] - 1e9)),
};
const damage = fc.record({
  kind: fc.constantFrom(...Object.keys(damages)),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
});
const runs = fc.array(
  fc.record({
    lr: fc.constantFrom(0.3, 0.1, 0.03, 0.01, 0.001),
    floor: fc.constantFrom(0.3, 0.31, 0.8),
    batch: fc.constantFrom(32, 64, 256),
    optimizer: fc.constantFrom("sgd", "adam"),
    state: fc.constantFrom<RunState>("finished", "live", "failed"),
    onLoss: damage,
    onDev: damage,
    noise: fc.integer({ min: 1, max: 1000 }),
  }),
  { minLength: 1, maxLength: 8 },
);
const name = fc.constantFrom("a/*", "a/0", "a/1", "nosuch", "*");
const metric = fc.option(
  fc.record({ tag: fc.constantFrom("dev/acc", "train/loss", "x"), goal: fc.constantFrom("max", "min", null) }),
);
const choices: fc.Arbitrary<Choices> = fc.record({
  version: fc.constant(1),
  metric,
  loss: fc.option(fc.constantFrom("train/loss", "dev/acc", "x")),
  excluded: fc.array(fc.record({ run: name, because: fc.constantFrom("", "why not") }), { maxLength: 2 }),
  sweeps: fc.array(
    fc.record({
      name: fc.constantFrom("p", "q/r"),
      runs: fc.array(name, { minLength: 1, maxLength: 2 }),
      metric,
      loss: fc.constant(null),
    }),
    { maxLength: 2 },
  ),
});
const lesson = fc.record({
  key: fc.string(),
  optimizer: fc.constantFrom("adam", null),
  bestRate: fc.constantFrom(1e-4, 0.1),
  gapFactor: fc.constantFrom(0, 0.5, null),
});

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

it("whatever happens to logs, and whatever was chosen, there is a verdict and a next run, and no NaN", () => {
  fc.assert(
    fc.property(runs, choices, fc.array(lesson, { maxLength: 25 }), (some, chosen, lessons) => {
      const logs = some.map(({ lr, floor, batch, optimizer, state, onLoss, onDev, noise }, i) => {
        const loss = followLaw(withNoise(decayTo(floor, 300), 0.02, noise), { every: 20 });
        const dev = followLaw(
          withNoise((step) => 1.1 - floor - 0.4 * Math.exp(-step / 300), 0.002, noise),
          { every: 100 },
        );
        const series = {
          "train/loss": damages[onLoss.kind](loss, onLoss.at),
          "dev/acc": damages[onDev.kind](dev, onDev.at),
          grad_norm: loss,
        };
        return toRun(`a/${i}`, series, { lr, batch_size: batch, optimizer, num_steps: 3000, seed: i }, state);
      });
      const options = { ...toOptions(chosen), past: { lessons, keyOf: (id: string) => id } };
      const answer = advise(logs, options);
      expect(numbersIn(answer).filter((number) => !Number.isFinite(number))).toEqual([]);
      expect(toText(answer)).not.toMatch(/NaN|undefined|Infinity|\[object/);
      expect(answer.sweeps.flatMap((sweep) => sweep.runs).sort()).toEqual(logs.map((log) => log.name).sort());
      for (const sweep of answer.sweeps) {
        expect(sweep.advice.length).toBeGreaterThan(0);
        expect(sweep.stage?.next.length).toBeGreaterThan(0);
        for (const one of sweep.advice) {
          if (one.verdict === "insufficient") expect(one.next.length).toBeGreaterThan(0);
          if (one.verdict === "pick" || one.verdict === "tie") expect(one.evidence.length).toBeGreaterThan(0);
        }
      }
      expect(advise([...logs].reverse(), options)).toEqual(answer);
    }),
    { seed: 80, numRuns: 250 },
  );
});
