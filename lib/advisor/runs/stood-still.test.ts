import { expect, it } from "vitest";
import { advise } from "../advise.ts";
import { followLaw, toRun, withNoise } from "./run-log-builder.ts";

/** Runs that log once an epoch of 100 steps: at the first record, all that learn have fallen already. */
const lateLog = { from: 100, to: 3000, every: 100 };
const learns = (lr: number, atFirst: number) => {
  const rate = Math.log((2.3 - 0.05) / (atFirst - 0.05)) / 100;
  return toRun(
    `lr=${lr}`,
    {
      loss: followLaw(
        withNoise((step) => 0.05 + 2.25 * Math.exp(-rate * step), 0.01, 1),
        lateLog,
      ),
    },
    { lr },
  );
};
const stays = (lr: number, at: number) =>
  toRun(
    `lr=${lr}`,
    {
      loss: followLaw(
        withNoise(() => at, 0.01, 2),
        lateLog,
      ),
    },
    { lr },
  );
const LEARNERS = [learns(0.1, 0.5), learns(0.05, 0.6), learns(0.03, 0.8), learns(0.01, 1)];

const leftOut = (...runs: Parameters<typeof advise>[0]) => {
  const advice = advise([...LEARNERS, ...runs]).sweeps[0]?.advice.find(({ rule }) => rule === "learning-rate");
  return Object.fromEntries(advice?.excluded.map(({ run, because }) => [run, because]) ?? []);
};

it("a run with a tiny rate that stays where training began has learned nothing, though the others were lower when they were first logged", () => {
  expect(leftOut(stays(1e-6, 2.3))).toEqual({ "lr=0.000001": "it learned less than 5 % of what the best one did" });
});

it("a run with the highest rate that stands above where the others began has diverged: it blew up before its first record", () => {
  expect(leftOut(stays(1, 2.3))).toEqual({ "lr=1": "it diverged" });
});

it("a run that rose above its own start has diverged, whatever its rate", () => {
  const rises = toRun("lr=0.001", { loss: followLaw((step) => 1 + step / 100, lateLog) }, { lr: 0.001 });
  expect(leftOut(rises)).toEqual({ "lr=0.001": "it diverged" });
});
