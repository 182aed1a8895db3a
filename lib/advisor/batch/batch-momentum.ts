/** Advice on batch size and momentum, which are tuned together (rules R19 to R27). */

import type { Advice, ConfidenceWord, Evidence, NextRun } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import type { Thresholds } from "../../core/thresholds.ts";
import { type Cap, capped, toWord } from "../confidence.ts";
import { notYet } from "../no-advice.ts";
import type { BaseRuns } from "../path/base-runs.ts";
import { runMark } from "../run-mark.ts";
import { isComplete } from "../runs/run-state.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { findStepBudget, type StepBudget } from "../steps/step-budget.ts";
import { count, counted, joined, percent, points, quantity, rate, sentence, term } from "../wording.ts";
import { type Cell, preferred, type Table, tableKeys, toTable, winnerOf } from "./batch-cells.ts";
import { designBlind, designGrid, isAdaptive } from "./batch-design.ts";
import { gradientNoiseScale } from "./noise-scale.ts";

const GUIDE = ["R19", "R21", "R22", "R24", "R26", "R27"];

/** The advice, and the runs of the cell that later stages start from; null when no run of it came through. */
export interface BatchFinding {
  readonly advice: Advice;
  readonly base: BaseRuns | null;
}

/** Advises from the cells that were run; null when batch size and momentum did not vary. */
export function adviseBatchMomentum(curves: SweepCurves): BatchFinding | null {
  const table = toTable(curves);
  const perExample = table === null ? null : winnerOf(table, "byExamples");
  const perStep = table === null ? null : winnerOf(table, "bySteps");
  if (table === null || perExample === null || perStep === null) return null;
  const winner = preferred(perExample);
  const budget = budgetOf(winner, curves.thresholds);
  const disagrees = perStep.best !== winner && !perStep.tied.includes(winner);
  const others = perExample.tied
    .concat(perExample.best)
    .filter((cell) => cell !== winner)
    .sort((a, b) => table.sign * (b.byExamples - a.byExamples)); // whoever is run again first, the best of them
  const { confidence, caps } = capped(0.85, capsOf(curves, table, winner, perStep.best, disagrees, others.length));
  const word = toWord(confidence);
  const next = nextRuns(winner, others, budget);
  // As many examples are fewer steps at a larger batch size: a run that is short beside others may be whole.
  const sound = winner.sound.filter(({ outcome, replicate }) => outcome === "ok" || isComplete(replicate));
  const advice: Advice = {
    rule: "batch-momentum",
    guide: GUIDE,
    headline: headline(table, winner, perStep.best, disagrees, word),
    verdict: word === "not enough evidence" ? "insufficient" : others.length > 0 || disagrees ? "tie" : "pick",
    value: { batchSize: winner.batch, momentum: winner.momentum, learningRate: winner.rate },
    unit: null,
    interval: null,
    alternatives: [...(disagrees ? [perStep.best] : []), ...others].map((cell) => ({
      value: { batchSize: cell.batch, momentum: cell.momentum, learningRate: cell.rate },
      why: t`${nameOf(cell)}: ${cell === perStep.best && disagrees ? t`best for as many steps` : (cell.batch ?? 0) > (winner.batch ?? 0) ? t`the same within noise, in fewer steps` : t`the same within noise`}`,
    })),
    confidence: word,
    caps,
    evidence: evidence(curves, table, winner, perStep.best, budget),
    assumptions: [
      table.examples === null
        ? t`Compared at step ${count(table.steps)}.`
        : t`Compared after ${count(table.examples)} examples, which every run saw, and after ${count(table.steps)} steps.`,
      ...noiseScaleNote(curves),
      ...(table.noise === null
        ? []
        : [t`Noise is ${table.noise.byExamples.text}; of cells that it cannot tell apart, the best so far is kept.`]),
    ],
    excluded: [],
    next,
    wouldChangeIf: [t`other learning rates in a cell do better: differences between batch sizes mostly vanish then`],
  };
  const isPicked = advice.verdict === "pick" || advice.verdict === "tie";
  return { advice, base: sound.length > 0 ? { runs: sound, middle: sound[0], isPicked } : null };
}

/** Plans the stage when it was not begun: the grid around the picked learning rate, two batch sizes where none is known; null without a learning rate. */
export function planBatchMomentum(curves: SweepCurves, base: BaseRuns, steps: number): Advice | null {
  const { experiment } = base.middle.replicate;
  const known = experiment.learningRate;
  const length = curves.unit === "steps" ? steps : null;
  const design = experiment.batch === null ? designBlind : designGrid;
  const grid = known === null ? [] : design(experiment, known.value, length);
  if (grid.length === 0) return null;
  const what = isAdaptive(experiment) ? t`Batch size has` : t`Batch size and momentum have`;
  const headline = t`${what} not been tried beside the learning rate: ${counted(grid.length, "run")} would show what they do.`;
  return {
    ...notYet(curves, "batch-momentum", GUIDE, headline, grid),
    assumptions: [
      isAdaptive(experiment)
        ? t`Each learning rate is a first guess, in proportion to the root of the batch size, for as many examples as before; around the best one half and twice of it come next.`
        : t`Each learning rate is a first guess: in proportion to the batch size and to 1 − momentum, for as many examples as before; around the best one half and twice of it come next.`,
      t`Where learning rates are tuned again, differences between batch sizes mostly vanish: choose what trains fastest.`,
      ...(isAdaptive(experiment)
        ? [
            t`Adam's momentum can mostly be skipped; from 10 runs on β₁ is worth a try, from 25 on ε. For the last bit, SGD with momentum has to be tuned against it.`,
          ]
        : []),
    ],
  };
}

function noiseScaleNote({ sweep }: SweepCurves): string[] {
  const scale = gradientNoiseScale(sweep.experiments);
  return scale === null
    ? []
    : [
        t`The gradient noise scale at the start is about ${count(Number(scale.toPrecision(1)))} examples, an order of magnitude: far larger batches waste examples, far smaller ones steps. It grows while training.`,
      ];
}

const nameOf = ({ batch, momentum, rate: value }: Cell): string => {
  const parts = [
    ...(batch === null ? [] : [t`batch size ${count(batch)}`]),
    ...(momentum === null ? [] : [t`momentum ${quantity(momentum)}`]),
    ...(value === null ? [] : [t`learning rate ${rate(value)}`]),
  ];
  return parts.length > 0 ? joined(parts, ", ") : t`the settings tried`;
};

function headline(table: Table, winner: Cell, perStep: Cell, disagrees: boolean, word: ConfidenceWord): string {
  if (disagrees)
    return t`${sentence(nameOf(winner))} ${table.examples === null ? t`wins` : t`wins per example`}, ${nameOf(perStep)} per step: ${term(word)}.`;
  return t`Train with ${nameOf(winner)}: ${term(word)}.`;
}

function capsOf(
  { judge, metric }: SweepCurves,
  { cells, noise, batches, momenta }: Table,
  winner: Cell,
  perStep: Cell,
  disagrees: boolean,
  tied: number,
): Cap[] {
  const caps: Cap[] = [];
  const withOneRate = cells.filter(({ ratesTried }) => ratesTried === 1).length;
  if (withOneRate === cells.length)
    caps.push({ limit: 0.6, because: t`one learning rate in each cell: the table measures its luck as well` });
  else if (2 * withOneRate > cells.length)
    caps.push({ limit: 0.6, because: t`one learning rate in most cells: the table measures its luck as well` });
  if (tied > 0) caps.push({ limit: 0.8, because: t`${counted(tied + 1, "cell")} cannot be told apart` });
  if (metric === null)
    caps.push({ limit: 0.5, because: t`without a dev metric, small batches cannot show what they are good for` });
  if (noise?.byExamples.source === "assumed")
    caps.push({ limit: 0.7, because: t`the dev noise is ${noise.byExamples.text}` });
  if (disagrees) caps.push({ limit: 0.6, because: t`per step, ${nameOf(perStep)} is better: examples or time decide` });
  if (batches.length > 1 && momenta.length > 1 && cells.length < batches.length * momenta.length)
    caps.push({ limit: 0.6, because: t`${cells.length} of ${batches.length * momenta.length} cells were run` });
  if (judge.lossKey !== null && winner.sound.every(({ depth }) => depth > 0.5))
    caps.push({ limit: 0.5, because: t`the best on dev left more than half of the descent (R25): suspicious` });
  if (winner.sound.length < winner.runs.length)
    caps.push({ limit: 0.6, because: t`${winner.runs.length - winner.sound.length} of its seeds failed` });
  return caps;
}

function evidence(
  { metric, lossTag }: SweepCurves,
  table: Table,
  winner: Cell,
  perStep: Cell,
  budget: StepBudget | null,
): Evidence[] {
  const tag = metric?.tag ?? lossTag ?? "";
  const inWords = (value: number) =>
    Number.isNaN(value)
      ? t`no evaluation by then`
      : metric === null
        ? t`${percent(value)} of the descent left`
        : metric.isBounded
          ? percent(value)
          : quantity(value);
  const marks = (cell: Cell, role: "chosen" | "tied" | "rejected", on = tag) =>
    cell.runs.map(({ replicate }) => runMark(replicate, on, role, nameOf(cell)));
  const list: Evidence[] = [
    {
      text: t`${sentence(nameOf(winner))}: ${inWords(winner.byExamples)} after as many examples as all saw, ${inWords(winner.bySteps)} after as many steps`,
      marks: marks(winner, "chosen"),
    },
  ];
  if (perStep !== winner)
    list.push({
      text: t`${sentence(nameOf(perStep))}: ${inWords(perStep.byExamples)} and ${inWords(perStep.bySteps)}`,
      marks: marks(perStep, "tied"),
    });
  list.push(
    ...mainEffects(table, metric?.isBounded ?? false).map((text) => ({ text, marks: marks(winner, "chosen") })),
  );
  const failed = table.cells.filter(({ sound }) => sound.length === 0);
  if (failed.length > 0)
    list.push({
      text: t`Failed: ${joined(failed.map(nameOf), "; ")}`,
      marks: failed.flatMap((cell) => marks(cell, "rejected", lossTag ?? tag)),
    });
  if (budget !== null && lossTag !== null && budget.decider !== "not converged")
    list.push({
      text: t`Its loss converged at step ${count(budget.step)}: ${count(budget.recommended)} steps from here on`,
      marks: [
        ...marks(winner, "chosen", lossTag),
        {
          kind: "step",
          tag: lossTag,
          step: budget.step,
          label: t`converged at ${count(budget.step)}`,
          role: "converged",
        },
      ],
    });
  return list;
}

/** What each of the two did by itself, and whether the best momentum depends on the batch size. */
function mainEffects({ cells, batches, momenta, sign, noise }: Table, isBounded: boolean): string[] {
  const measured = cells.filter(({ byExamples }) => !Number.isNaN(byExamples));
  const spread = (groups: readonly (readonly Cell[])[]): number => {
    const means = groups
      .filter((group) => group.length > 0)
      .map((group) => group.reduce((sum, { byExamples }) => sum + byExamples, 0) / group.length);
    return means.length > 1 ? Math.max(...means) - Math.min(...means) : 0;
  };
  const inWords = (value: number) => (isBounded ? points(value) : quantity(value));
  const texts: string[] = [];
  const parts = [
    ...(batches.length > 1
      ? [
          t`batch size moves the mean by ${inWords(spread(batches.map((b) => measured.filter(({ batch }) => batch === b))))}`,
        ]
      : []),
    ...(momenta.length > 1
      ? [t`momentum by ${inWords(spread(momenta.map((mu) => measured.filter(({ momentum }) => momentum === mu))))}`]
      : []),
  ];
  if (parts.length > 1) texts.push(t`${sentence(joined(parts, ", "))}, per example`);
  const bestMomenta = batches.flatMap((b) => {
    const row = measured.filter(({ batch }) => batch === b);
    if (row.length < 2) return [];
    const best = row.reduce((top, cell) => (sign * (cell.byExamples - top.byExamples) > 0 ? cell : top));
    const worst = row.reduce((low, cell) => (sign * (cell.byExamples - low.byExamples) < 0 ? cell : low));
    return Math.abs(best.byExamples - worst.byExamples) > 2 * Math.SQRT2 * (noise?.byExamples.deviation ?? 0)
      ? [best.momentum]
      : [];
  });
  if (new Set(bestMomenta).size > 1)
    texts.push(t`The best momentum changes with the batch size: tune the two together, not one after the other`);
  return texts;
}

function budgetOf({ sound, runs }: Cell, thresholds: Thresholds): StepBudget | null {
  const ok = sound.filter(({ outcome }) => outcome === "ok");
  const middle = ok[0] ?? runs[0];
  return findStepBudget({ runs: ok.length > 0 ? ok : [middle], middle, isPicked: true }, null, thresholds);
}

function nextRuns(winner: Cell, others: readonly Cell[], budget: StepBudget | null): NextRun[] {
  const { experiment } = winner.runs[0].replicate;
  const keys = tableKeys(experiment);
  const rateKey = experiment.learningRate?.key ?? "lr";
  const settings = (cell: Cell) => {
    const { hparams } = cell.runs[0].replicate.experiment;
    return {
      ...(hparams[keys.batch] === undefined ? {} : { [keys.batch]: hparams[keys.batch] }),
      ...(cell.momentum === null ? {} : { [keys.momentum]: cell.momentum }),
    };
  };
  const seeds = winner.runs.flatMap(({ replicate }) => replicate.experiment.seed ?? []);
  const fresh = seeds.length > 0 ? Math.max(...seeds) + 1 : 1;
  const make = (why: string, hparams: NextRun["hparams"], steps: number | null, some: number[]): NextRun => ({
    why,
    hparams,
    steps,
    seeds: some,
    command: null,
  });
  const steps = budget?.recommended ?? experiment.plannedSteps;
  const value = winner.rate;
  const list: NextRun[] = [];
  if (value !== null && value > 0 && winner.ratesTried < 3)
    for (const factor of [0.5, 2])
      list.push(
        make(
          t`${factor} × the learning rate in the best cell: it has to be tuned again there`,
          { ...settings(winner), [rateKey]: Number((value * factor).toPrecision(3)) },
          steps,
          [fresh],
        ),
      );
  for (const cell of [winner, ...others].slice(0, others.length > 0 ? 3 : 0))
    list.push(
      make(
        t`more seeds tell the tied cells apart`,
        { ...settings(cell), ...(cell.rate === null ? {} : { [rateKey]: cell.rate }) },
        steps,
        [fresh, fresh + 1],
      ),
    );
  return list.length > 0
    ? list
    : [make(t`the best cell once more, with another seed`, settings(winner), steps, [fresh])];
}
