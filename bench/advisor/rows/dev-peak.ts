/** Row 4: where the dev curve of one seed is best, judged by the mean of the other seeds. */
import { lowess } from "../../../lib/advisor/decay/lowess.ts";
import { mean, runningMedian } from "../../../lib/core/statistics.ts";
import { plateauTrigger } from "../baselines/plateau.ts";
import { type FinishedSweep, isAccuracy } from "../corpus.ts";
import { ask, type Point, reveal } from "../replay.ts";
import { ADVISOR, printScores, ScoreBoard } from "../scores.ts";

type Shape = "interior" | "plateau" | "rising";

interface Tally {
  answered: number;
  covered: number;
  width: number;
  rightShape: number;
  readonly shapes: Map<string, number>;
}

/** Prints row 4 over all sweeps with seeds. */
export function printDevPeakRow(sweeps: readonly FinishedSweep[], unit: string): void {
  const board = new ScoreBoard();
  const lead: number[] = [];
  const known: number[] = [];
  const tally: Tally = { answered: 0, covered: 0, width: 0, rightShape: 0, shapes: new Map() };
  for (const { sweep, seeds } of sweeps.flatMap((sweep) => sweep.seeds.map((seeds) => ({ sweep, seeds })))) {
    const seen = seeds.map((run) => reveal(run, sweep.budget, { horizon: 1, hasDev: true }));
    const sound = seen.filter(({ dev }) => dev.every(({ value }) => Number.isFinite(value)));
    if (sound.length < 3) continue;
    const ahead: number[] = [];
    for (const run of sound) {
      const others = sound.filter((other) => other !== run);
      const truth = run.dev.map(({ step }, i) => ({ step, value: mean(others.map(({ dev }) => dev[i].value)) }));
      const best = truth.reduce((top, point) => (point.value > top.value ? point : top));
      const factor = isAccuracy(sweep) ? 100 : 100 / Math.abs(best.value);
      const regret = (step: number) => factor * (best.value - nearest(truth, step).value);
      const advice = ask([run.log], "decay-start");
      const value = advice?.value ?? null;
      const found = value !== null && typeof value === "object" && "peakStep" in value ? value : null;
      board.add(ADVISOR, found === null ? null : regret(found.bestStep));
      const { fit } = lowess(
        truth.map(({ step }) => step),
        truth.map((point) => point.value),
      );
      known.push(regret(truth[fit.indexOf(Math.max(...fit))].step));
      if (found !== null) ahead.push(regret(argmax(run.dev)) - regret(found.bestStep));
      board.add("raw argmax", regret(argmax(run.dev)));
      const smooth = runningMedian(
        run.dev.map((point) => point.value),
        5,
      );
      board.add("median of 5", regret(argmax(run.dev.map(({ step }, i) => ({ step, value: smooth[i] })))));
      board.add("last evaluation", regret(run.dev[run.dev.length - 1].step));
      board.add("ReduceLROnPlateau trigger", regret(plateauTrigger(run.dev, true) ?? run.dev[run.dev.length - 1].step));
      if (found === null || advice?.interval == null) continue;
      const shape = shapeOf(
        others.map(({ dev }) => dev),
        isAccuracy(sweep) ? 0.002 : 0.002 * Math.abs(best.value),
      );
      tally.answered += 1;
      tally.covered += best.step >= advice.interval[0] && best.step <= advice.interval[1] ? 1 : 0;
      tally.width += (advice.interval[1] - advice.interval[0]) / sweep.budget;
      tally.rightShape += found.shape === shape ? 1 : 0;
      const pair = `${shape} called ${found.shape}`;
      tally.shapes.set(pair, (tally.shapes.get(pair) ?? 0) + 1);
    }
    if (ahead.length > 0) lead.push(mean(ahead));
  }
  printScores("Row 4, dev peak: what the other seeds lose at the step that one seed names", board.scores, unit);
  console.log(
    `  whoever knew the others' curve and took the best of it, smoothed, would lose ${mean(known).toFixed(3)}; the advisor is ${mean(lead).toFixed(3)} ± ${standardError(lead).toFixed(3)} ahead of raw argmax, by ${lead.length} sweeps`,
  );
  const percent = (n: number) => `${((100 * n) / tally.answered).toFixed(0)} %`;
  console.log(
    `  the interval holds the others' best step: ${percent(tally.covered)}; width ${percent(tally.width)} of the run; shape right: ${percent(tally.rightShape)}`,
  );
  console.log(
    `  ${[...tally.shapes]
      .sort()
      .map(([pair, n]) => `${pair}: ${n}`)
      .join(", ")}`,
  );
}

/** Of the mean; sweeps are what is independent, not their seeds. */
function standardError(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length);
}

const argmax = (points: readonly Point[]): number =>
  points.reduce((top, point) => (point.value > top.value ? point : top)).step;

const nearest = (points: readonly Point[], step: number): Point =>
  points.reduce((near, point) => (Math.abs(point.step - step) < Math.abs(near.step - step) ? point : near));

/** By paired differences of means of 5 evaluations between places of each curve: beyond 2 standard errors and `least`. */
function shapeOf(curves: readonly (readonly Point[])[], least: number): Shape {
  const n = curves[0].length;
  const around = (curve: readonly Point[], at: number) =>
    mean(
      curve
        .slice(Math.max(0, Math.min(n - 5, at - 2)), Math.max(0, Math.min(n - 5, at - 2)) + 5)
        .map(({ value }) => value),
    );
  const whole = curves[0].map((_, i) => mean(curves.map((curve) => curve[i].value)));
  const smooth = whole.map((_, i) => mean(whole.slice(Math.max(0, i - 2), i + 3)));
  const top = smooth.indexOf(Math.max(...smooth));
  const exceeds = (a: number, b: number): boolean => {
    const differences = curves.map((curve) => around(curve, a) - around(curve, b));
    const centre = mean(differences);
    const error = Math.sqrt(
      differences.reduce((sum, d) => sum + (d - centre) ** 2, 0) / (differences.length - 1) / differences.length,
    );
    return centre > least && centre > 2 * error;
  };
  if (exceeds(top, n - 1)) return "interior";
  return exceeds(n - 1, Math.floor(0.8 * (n - 1))) ? "rising" : "plateau";
}
