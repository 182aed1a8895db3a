import { describe, expect, it } from "vitest";
import type { Series } from "../../core/series.ts";
import { adviceOf, noisy, run } from "./odd-sweep-builder.ts";
import { beforeResumption, findResumption } from "./resumption.ts";
import { decayTo, followLaw, toSeries } from "./run-log-builder.ts";

/** `10@0.1 5@0.01` logs 0.1 ten times, every 100 steps, and then 0.01 five times. `back:300` goes back to step 300; `pause` lets an hour pass. */
function rates(text: string): Series {
  const steps: number[] = [];
  const values: number[] = [];
  const pauses: number[] = [];
  let step = 0;
  for (const word of text.split(" ")) {
    const [times, value] = word.split("@");
    if (word.startsWith("back:")) step = Number(word.slice(5));
    else if (word === "pause") pauses.push(values.length);
    else
      for (let i = 0; i < Number(times); i++) {
        steps.push(step);
        values.push(Number(value));
        step += 100;
      }
  }
  const series = toSeries(steps, values);
  const later = (at: number) => 3600 * pauses.filter((pause) => pause <= at).length;
  return { ...series, wallTimes: Float64Array.from(series.wallTimes, (time, i) => time + later(i)) };
}

describe("findResumption", () => {
  it.each([
    ["20@0.1 back:1500 10@0.01", 1500, "the steps go back where the rate falls"],
    ["20@0.01 10@0.1", 2000, "a rate that rises late is no schedule"],
    ["20@0.1 pause 10@0.01", 2000, "nothing was logged for an hour"],
    ["20@0.1 back:1500 10@0.01 10@0.001", 1500, "only the first training is like those of the neighbours"],
    ["1@0.01 1@0.05 20@0.1 back:1500 10@0.03", 1500, "a warm-up stands before it"],
  ])("%s was resumed at step %i: %s", (text, step) => expect(findResumption(rates(text))?.step).toBe(step));

  it.each([
    ["30@0.1", "it stays"],
    ["20@0.1 back:1500 15@0.1", "resumed with the rate that it had"],
    ["20@0.1 10@0.01 10@0.001", "a staircase"],
    ["2@0.001 28@0.1", "a warm-up at a low rate"],
    ["20@0.1 1@0.09 1@0.08 1@0.07 1@0.06 1@0.05", "a line down"],
    ["20@0.1 2@0.01", "too little to call it a training"],
  ])("%s was not: %s", (text) => expect(findResumption(rates(text))).toBeNull());
});

it("keeps what was logged before, also beyond the step to which the run went back", () => {
  const series = rates("20@0.1 back:1500 10@0.01");
  const resumed = findResumption(series);
  const kept = resumed === null ? null : beforeResumption(series, resumed);
  expect([kept?.length, kept?.steps[19], kept?.values[19]]).toEqual([20, 1900, 0.1]);
});

describe("a sweep in which a run was resumed at a lower rate", () => {
  const at = (lr: number, loss: (step: number) => number) =>
    run(lr, { "train/loss": followLaw(noisy(loss)), lr: followLaw(() => lr) });
  const jump = (step: number) => (step < 1500 ? decayTo(0.5, 200)(step) : decayTo(0.1, 100, 0.5)(step - 1500));
  const resumed = run(0.1, {
    "train/loss": followLaw(noisy(jump)),
    lr: followLaw((step) => (step < 1500 ? 0.03 : 0.1)),
  });
  const runs = [at(0.01, decayTo(0.3, 300)), at(0.001, decayTo(0.6, 900)), resumed];

  it("compares only what it did before", () => {
    const advice = adviceOf(runs, "learning-rate");
    // by all that it logged it would be the deepest, at a rate that it did not begin with
    expect(advice?.value).toBe(0.01);
    expect(advice?.assumptions.join()).toContain(
      "sweep/lr0.1 went on with learning rate 0.1 from step 1,500: only what came before, at 0.03, is compared.",
    );
  });
});
