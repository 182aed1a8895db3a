/** Advice on the number of steps (rules R12, R13, R26): where the chosen curve has converged, and half as much again. */
import type { Advice, Evidence, Mark, NextRun } from "../core/advice.ts";
import type { BaseRuns } from "./base-runs.ts";
import { toCommand } from "./command.ts";
import { type Cap, capped, toWord } from "./confidence.ts";
import { type Convergence, elasticity, findConvergence } from "./convergence.ts";
import { spanOf } from "./curve.ts";
import type { DevPeak } from "./dev-peak.ts";
import { noAdvice, notYet } from "./no-advice.ts";
import { isConstant } from "./schedule.ts";
import type { SweepCurves } from "./sweep-curves.ts";
import { count, percent, rate } from "./wording.ts";

/** The guide's margin: later changes may delay convergence. Measured: 1.25 costs twice as much, 2 hardly less. */
const MARGIN = 1.5;
const GUIDE = ["R12", "R13", "R26"];

/** What the chosen curve says about convergence. */
export interface ConvergedStep {
  readonly status: "plateau" | "probable" | "not converged";
  /** In whole steps or epochs of the run's own counter. */
  readonly step: number;
  readonly recommended: number;
  readonly interval: readonly [number, number];
  readonly kappa: number | null;
  /** The answer that half the run would have given. */
  readonly atHalf: number | null;
  readonly whole: Convergence;
  /** The end of the run that was judged. */
  readonly end: number;
}

/** Rounds up to 2 significant digits: 5,947 → 6,000. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}

/** The converged step of several seeds of one setting: the middle seed's, with the range over all; null when the curve does not fall. */
export function findConvergedStep(base: BaseRuns): ConvergedStep | null {
  const curve = base.middle.replicate.loss;
  const span = curve === null ? null : spanOf(curve);
  if (curve === null || span === null) return null;
  const { spikes } = base.middle;
  const whole = findConvergence(curve, span.last, spikes);
  if (whole === null) return null;
  const half = findConvergence(curve, span.first + (span.last - span.first) / 2, spikes);
  const kappa = elasticity(whole, half);
  const ranWell = whole.step - span.first <= (span.last - span.first) / 1.5;
  const status = !ranWell ? "not converged" : kappa !== null && kappa < 0.5 ? "plateau" : "probable";
  const others = base.runs.flatMap(({ replicate: { loss }, spikes: theirs }) =>
    loss === null ? [] : (findConvergence(loss, Number.MAX_VALUE, theirs) ?? []),
  );
  const step = Math.ceil(whole.step);
  const block = Math.ceil((whole.grid.to - whole.grid.from) / whole.grid.count);
  const steps = [whole, ...others].map((found) => Math.ceil(found.step));
  return {
    status,
    step,
    recommended: Math.max(1, roundUp(MARGIN * step)),
    interval: [Math.max(0, Math.min(...steps) - block), Math.max(...steps) + block],
    kappa,
    atHalf: half === null ? null : Math.ceil(half.step),
    whole,
    end: span.last,
  };
}

/** Advises on the number of steps. `peak`: the dev curve of the same runs, when there is one. `waitFor`: what to run before asking again, when nothing has learned. */
export function adviseConvergedStep(
  curves: SweepCurves,
  base: BaseRuns | null,
  peak: DevPeak | null,
  waitFor: readonly NextRun[],
): Advice {
  if (!isConstant(curves.ballot.schedule)) {
    return noAdvice(
      curves,
      "converged-step",
      GUIDE,
      "The learning rate follows a schedule, which decides when the loss stops falling.",
    );
  }
  const wait = (headline: string) => notYet(curves, "converged-step", GUIDE, headline, waitFor);
  if (base === null) return wait("No run learned well enough to say how many steps it needs.");
  const found = findConvergedStep(base);
  if (found === null)
    return wait(`The loss of ${base.middle.replicate.experiment.name} does not fall by more than its noise.`);
  const isRising = peak?.shape === "rising" && curves.metric?.isLoss === false;
  const recommended = isRising ? Math.max(found.recommended, roundUp(1.2 * found.end)) : found.recommended;
  const { confidence, caps } = capped(0.9, capsOf(curves, base, found, isRising));
  const word = toWord(confidence);
  return {
    rule: "converged-step",
    guide: GUIDE,
    headline: headline(curves, base, { ...found, recommended }, isRising, word),
    verdict: word === "not enough evidence" ? "insufficient" : "pick",
    value: { convergedStep: found.step, recommendedSteps: recommended },
    unit: curves.unit,
    interval: found.interval,
    alternatives: [],
    confidence: word,
    caps,
    evidence: evidence(curves, base, { ...found, recommended }, isRising),
    assumptions: [
      `Converged: within ${found.whole.tolerance > 0.0101 * found.whole.drop ? "3 deviations of the curve's own noise" : "1 % of the descent"}, for good. Margin: 1.5×, rounded up.`,
      "The step holds for a constant learning rate; a schedule that decays needs its own.",
    ],
    excluded: [],
    next: next(curves, base, found, word),
    wouldChangeIf:
      found.kappa !== null && found.kappa >= 0.5
        ? ["the run were longer: the answer grew with the horizon"]
        : ["the loss falls again later, as plateaus sometimes do"],
  };
}

const isPowerLaw = ({ kappa }: ConvergedStep): boolean => kappa !== null && kappa >= 0.7;

function capsOf(curves: SweepCurves, base: BaseRuns, found: ConvergedStep, isRising: boolean): Cap[] {
  const caps: Cap[] = [];
  const at = curves.unit === "steps" ? "step" : "epoch";
  if (found.status === "not converged")
    caps.push({
      limit: 0.4,
      because: `converged only at ${at} ${count(found.step)} of ${count(found.end)}: too late to certify`,
    });
  if (found.status === "probable") caps.push({ limit: 0.65, because: "the answer moves when the horizon doubles" });
  if (isPowerLaw(found)) caps.push({ limit: 0.5, because: "the loss keeps falling like a power law" });
  if (base.runs.some(({ replicate }) => replicate.experiment.state === "live"))
    caps.push({ limit: 0.5, because: "the run is still going: flat for now" });
  if (isRising) caps.push({ limit: 0.5, because: "the dev metric still improves at the end" });
  if (!base.isPicked) caps.push({ limit: 0.65, because: "the learning rate is not decided" });
  if (found.step > 2 * found.whole.firstTouch)
    caps.push({ limit: 0.65, because: "the loss left its final level again after it had reached it" });
  return caps;
}

function headline(
  { unit, metric }: SweepCurves,
  base: BaseRuns,
  found: ConvergedStep,
  isRising: boolean,
  word: string,
): string {
  const { name } = base.middle.replicate.experiment;
  const at = unit === "steps" ? "step" : "epoch";
  const n = `${count(found.recommended)} ${unit}`;
  if (found.status === "not converged")
    return `Not converged: the loss still falls at ${at} ${count(found.step)} of ${count(found.end)}. Run ${name} to ${n} and look again.`;
  if (isRising)
    return `Train for at least ${n}: ${word}; the loss converged at ${at} ${count(found.step)}, but ${metric?.tag ?? "dev"} still improves.`;
  if (isPowerLaw(found))
    return `Train for ${n}, as a budget: ${word}; the loss keeps falling like a power law and has no converged ${at}.`;
  return `Train for ${n}: ${word}; the loss converged at ${at} ${count(found.step)}.`;
}

function evidence(
  { lossTag, unit, metric }: SweepCurves,
  base: BaseRuns,
  found: ConvergedStep,
  isRising: boolean,
): Evidence[] {
  const tag = lossTag ?? "";
  const at = unit === "steps" ? "step" : "epoch";
  const { experiment, loss } = base.middle.replicate;
  const { level, tolerance, lateGain } = found.whole;
  const chosen: Mark = {
    kind: "run",
    tag,
    run: loss?.run ?? experiment.name,
    label: experiment.learningRate === null ? experiment.name : `lr ${rate(experiment.learningRate.value)}`,
    role: "chosen",
  };
  const list: Evidence[] = [
    {
      text: `From ${at} ${count(found.step)} on, ${experiment.name} stays within ${percent(tolerance / found.whole.drop)} of the descent of its final loss`,
      marks: [
        chosen,
        { kind: "step", tag, step: found.step, label: `converged at ${count(found.step)}`, role: "converged" },
        {
          kind: "band",
          tag,
          axis: "value",
          from: level - tolerance,
          to: level + tolerance,
          label: "final level ± tolerance",
        },
      ],
    },
    {
      text: `${count(found.recommended)} ${unit} ${isRising ? `go a fifth beyond the end, because ${metric?.tag ?? "dev"} still improves there` : "are 1.5× that, rounded up: later changes may delay convergence"}`,
      marks: [
        {
          kind: "step",
          tag,
          step: found.recommended,
          label: `${count(found.recommended)} ${unit}`,
          role: "recommended",
        },
      ],
    },
  ];
  if (found.atHalf !== null && found.kappa !== null) {
    const reading =
      found.kappa < 0.5
        ? "the answer hardly depends on the horizon"
        : isPowerLaw(found)
          ? "the answer grows with the horizon"
          : "the answer depends on the horizon in part";
    list.push({
      text: `Half of the run would have said ${count(found.atHalf)}: ${reading} (elasticity ${found.kappa.toFixed(1).replace("-0.0", "0.0")})`,
      marks: [
        { kind: "step", tag, step: found.atHalf, label: `${count(found.atHalf)} by half the run`, role: "ghost" },
      ],
    });
  }
  if (isPowerLaw(found) || found.status === "not converged")
    list.push({
      text: `The last third of the run brought ${percent(lateGain)} of the descent; half as many steps again may bring as much`,
      marks: [chosen],
    });
  if (found.step > 2 * found.whole.firstTouch) {
    const touch = Math.ceil(found.whole.firstTouch);
    list.push({
      text: `It had reached that level at ${at} ${count(touch)} already, and left it again: a late spike or a second descent`,
      marks: [{ kind: "step", tag, step: touch, label: `first at ${count(touch)}`, role: "ghost" }],
    });
  }
  return list;
}

function next({ unit }: SweepCurves, base: BaseRuns, found: ConvergedStep, word: string): NextRun[] {
  if (word !== "not enough evidence") return [];
  const { experiment } = base.middle.replicate;
  const known = experiment.learningRate;
  const hparams = known === null ? {} : { [known.key]: known.value };
  const longer = roundUp(MARGIN * Math.max(found.step, found.end));
  const why = `run ${experiment.name} to ${count(longer)} ${unit}: it has not converged`;
  return [
    {
      why,
      hparams,
      steps: unit === "steps" ? longer : null,
      seeds: experiment.seed === null ? [] : [experiment.seed],
      command: toCommand(experiment, hparams),
    },
  ];
}
