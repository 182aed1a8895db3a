/** Logs whose records do not stand where their counter says, from laws whose right answer is known. Numbers are those of the specification's second list. */
import { describe, expect, it } from "vitest";
import type { Series } from "../../core/series.ts";
import { cleanCurve } from "./curve.ts";
import { toExperiments } from "./experiment.ts";
import { chooseJudge } from "./judge.ts";
import { adviceOf, lossTo, noisy, run, sweepOf, textOf } from "./odd-sweep-builder.ts";
import { toReplicates } from "./replicate.ts";
import { decayTo, followLaw, toSeries } from "./run-log-builder.ts";

describe("odd counters", () => {
  it("takes points for epochs where the log says so, whatever their names and numbers are", () => {
    const runs = [0.1, 0.01, 0.001].map((lr, i) => ({
      ...run(lr, { loss: followLaw(noisy(decayTo(0.3 + 0.1 * i, 5), 0.003), { from: 1, to: 60, every: 1 }) }),
      countsEpochs: true,
    }));
    const { headline, unit } = adviceOf(runs, "converged-step") ?? {};
    expect(unit).toBe("epochs");
    expect(headline).toMatch(/^Train for \d+ epochs: .* converged at epoch \d+/);
    expect(
      adviceOf(
        runs.map((one) => ({ ...one, countsEpochs: false })),
        "converged-step",
      )?.unit,
    ).toBe("steps");
  });
  it.each([
    { sizes: { n_train: 6_400, batch_size: 64 }, because: "by the training set and the batch" },
    { sizes: { steps_per_epoch: 100 }, because: "as the settings state it" },
  ])("compares epochs with steps where the length of an epoch is known, $because", ({ sizes }) => {
    const inSteps = [0.1, 0.01, 0.003].map((lr, i) => run(lr, { "train/loss": lossTo(0.4 + 0.1 * i, 300) }, sizes));
    const inEpochs = {
      ...run(0.03, { "train/loss": followLaw(noisy(decayTo(0.3, 3)), { to: 30, every: 0.1 }) }, sizes),
      countsEpochs: true,
    };
    const advice = adviceOf([...inSteps, inEpochs], "learning-rate");
    expect(advice).toMatchObject({ value: 0.03, excluded: [] });
    expect(advice?.assumptions).toContain("sweep/lr0.03 counts epochs, of 100 steps each.");
    const others = [0.001, 0.002, 0.004, 0.006].map((lr) => ({
      ...inEpochs,
      name: `sweep/x${lr}`,
      hparams: { lr, ...sizes },
    }));
    expect(
      adviceOf(
        [
          inSteps[0],
          inEpochs,
          ...others.map((one, i) => ({
            ...one,
            series: run(0, { "train/loss": followLaw(noisy(decayTo(0.5 + 0.1 * i, 3)), { to: 30, every: 0.1 }) })
              .series,
          })),
        ],
        "learning-rate",
      )?.assumptions,
    ).toContain("sweep/lr0.1 counts steps, of which 100 are an epoch.");
  });
  it("does not compare them where it is not", () => {
    const inSteps = [0.1, 0.01, 0.003].map((lr, i) => run(lr, { "train/loss": lossTo(0.4 + 0.1 * i, 300) }));
    const inEpochs = { ...run(0.03, { "train/loss": lossTo(0.3, 3, { to: 30, every: 0.1 }) }), countsEpochs: true };
    const advice = adviceOf([...inSteps, inEpochs], "learning-rate");
    expect(advice?.excluded).toEqual([
      {
        run: "sweep/lr0.03",
        because: "it counts epochs, the others steps: state steps_per_epoch, or n_train and the batch size",
      },
    ]);
  });
  const inTime = (series: Series, times: (i: number) => number): Series => ({
    ...series,
    wallTimes: Float64Array.from({ length: series.length }, (_, i) => times(i)),
  });
  const law = noisy(decayTo(0.3, 300));
  it("62: a counter that starts anew in each epoch's file is one counter, and the evaluations stand at its epochs", () => {
    // 5 epochs of 60 records at 0, 10, …, 590; each evaluates at its own step 590
    const inEpochs = (shift: number) =>
      toSeries(
        Array.from({ length: 300 }, (_, i) => (i % 60) * 10),
        Array.from({ length: 300 }, (_, i) => shift + law(10 * i)),
      );
    const evals = inTime(
      toSeries([590, 590, 590, 590, 590], [0.5, 0.6, 0.7, 0.8, 0.9]),
      (i) => 1_700_000_059.5 + 60 * i,
    );
    const [experiment] = toExperiments([run(0.1, { "train/loss": inEpochs(0), "dev/acc": evals })]);
    const { loss, dev } = toReplicates([experiment], chooseJudge([experiment], {})).members[0];
    expect(loss?.length).toBe(300);
    expect([loss?.steps[0], loss?.steps[60], loss?.steps[299]]).toEqual([0, 600, 2990]);
    expect(Array.from(dev?.steps ?? [])).toEqual([590, 1190, 1790, 2390, 2990]);
    const runs = [0.1, 0.01, 0.001].map((lr, i) => run(lr, { "train/loss": inEpochs(0.1 * i) }));
    expect(adviceOf(runs, "learning-rate")?.assumptions.join()).toContain("counts its steps anew in each of 5 parts");
  });
  it("62: a job that starts from scratch again and again is not joined: its last attempt counts", () => {
    const again = toSeries(
      Array.from({ length: 300 }, (_, i) => (i % 60) * 10),
      Array.from({ length: 300 }, (_, i) => law((i % 60) * 10)),
    );
    expect(cleanCurve(again, "a", "b")).toMatchObject({ length: 60, parts: [], rewinds: [0, 0, 0, 0] });
  });
  const parts = [...Array(100).keys()].map((i) => 10 * ((i + 50) % 100)); // 500 … 990, then 0 … 490
  it("63: files in the wrong order are put right by the clock", () => {
    const series = inTime(toSeries(parts, parts.map(law)), (i) => 1_700_000_000 + parts[i]);
    expect(cleanCurve(series, "a", "b")).toMatchObject({ length: 100, rewinds: [], lostOrderAt: null });
  });
  it("63: without a clock nobody guesses: the run waits for an answer", () => {
    const series = inTime(toSeries(parts, parts.map(law)), () => Number.NaN);
    const runs = [0.1, 0.01, 0.001].map((lr, i) =>
      run(lr, { "train/loss": i === 0 ? series : lossTo(0.3, 300, { to: 990 }) }),
    );
    const advice = adviceOf(runs, "learning-rate");
    expect(advice?.excluded).toContainEqual({
      run: "sweep/lr0.1",
      because: "its log goes back to step 0 and carries no times: say which part comes first",
    });
    expect(advice?.value).not.toBe(0.1);
  });
  it("64: steps that count examples are told by their gaps or their end, and turned into updates", () => {
    const runs = [0.1, 0.01, 0.001].map((lr, i) =>
      run(
        lr,
        { "train/loss": lossTo(0.3 + 0.1 * i, 20_000, { to: 192_000, every: 640 }) },
        { batch_size: 64, num_steps: 3000 },
      ),
    );
    const [rate, steps] = sweepOf(runs).advice;
    expect(rate.value).toBe(0.1);
    expect(rate.assumptions.join()).toContain("count examples, not updates: 192,000 are 3,000 updates of 64");
    expect(steps.unit).toBe("examples");
    const inUpdates = runs.map((log) => ({ ...log, hparams: { ...log.hparams, num_steps: 192_000 } }));
    expect(sweepOf(inUpdates).advice[1].unit).toBe("steps");
  });
  it("61: two configurations in one log are refused, whether their steps alternate or coincide", () => {
    const [a, b] = [noisy(decayTo(0.3, 300)), noisy(decayTo(0.9, 300))];
    const alternating = followLaw((step) => ((step / 5) % 2 === 0 ? a : b)(step), { every: 5 });
    const twice = [...Array(300).keys()].flatMap((i) => [10 * i, 10 * i]);
    const coinciding = toSeries(
      twice,
      twice.map((step, i) => (i % 2 === 0 ? a : b)(step)),
    );
    const ranks = toSeries(
      twice,
      twice.map((step, i) => (i % 2 === 0 ? a : noisy(decayTo(0.3, 300)))(step)),
    );
    for (const series of [alternating, coinciding]) {
      const runs = [0.1, 0.01, 0.001].map((lr, i) => run(lr, { "train/loss": i === 0 ? series : lossTo(0.5, 300) }));
      expect(adviceOf(runs, "learning-rate")?.excluded).toContainEqual({
        run: "sweep/lr0.1",
        because: "two runs seem to write into its log: give each a directory of its own",
      });
      expect(adviceOf(runs, "run-health")?.value).toEqual({
        findings: expect.arrayContaining(["two runs in one log"]),
      });
    }
    // two processes of one run log twice as well, and are not two runs
    const runs = [0.1, 0.01, 0.001].map((lr, i) => run(lr, { "train/loss": i === 0 ? ranks : lossTo(0.5, 300) }));
    expect(textOf(adviceOf(runs, "learning-rate"))).not.toContain("two runs seem");
  });
});
