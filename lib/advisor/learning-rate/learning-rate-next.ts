/** Which learning rates to run next (finding: eight adaptive runs beat twelve fixed ones), most useful first. */

import type { NextRun } from "../../core/advice.ts";
import type { HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import { differenceError } from "../runs/noise.ts";
import { hasFailed, type ScaledRun } from "../runs/run-state.ts";
import { listed, rate } from "../wording.ts";
import type { Vote } from "./learning-rate-vote.ts";
import type { RateGroup } from "./rate-groups.ts";
import { MOST_LISTED, tiedInWords } from "./tied-rates.ts";

/** At most so many at a time: the next answer changes what comes after. */
const AT_ONCE = 4;
const HALF_DECADE = Math.sqrt(10);
/** Neighbours further apart than this, in decades, leave room for a better rate between them: half of all basins are narrower than 0.4. */
const WIDE = 0.35;
const FIFTH_DECADE = 10 ** 0.2;

/** The runs to start next, at most 4. `steps`: how long the vote's runs were, or null. */
export function nextLearningRates(vote: Vote, steps: number | null): NextRun[] {
  const { groups, pick } = vote;
  if (groups.length === 0) return [];
  const plan = new Plan(groups, (pick ?? groups[0]).runs[0], steps);
  for (const run of vote.ahead) plan.finish(run);
  if (pick === null) planWithoutPick(plan, vote);
  else planAround(plan, vote, pick);
  return plan.runs.slice(0, AT_ONCE);
}

function planWithoutPick(plan: Plan, { groups }: Vote): void {
  const done = groups.filter(({ runs }) => runs.some((run) => hasFailed(run) || run.outcome === "ok"));
  const low = groups[0].rate;
  const high = groups[groups.length - 1].rate;
  const broken = groups.find(({ runs }) => runs.some(isBroken));
  if (done.length === 0) {
    for (const group of groups) for (const run of group.runs) plan.finish(run);
  } else if (broken === undefined) {
    plan.add(high * 10, t`nothing learned up to ${rate(high)}: try ten times more`);
    plan.add(high * 100, t`and a hundred times more`);
  } else {
    const still = groups.filter((group) => group.rate < broken.rate && group.runs.some(hasFailed)).at(-1);
    if (still !== undefined)
      plan.add(
        Math.sqrt(still.rate * broken.rate),
        t`${rate(still.rate)} stands still and ${rate(broken.rate)} fails: what learns lies between`,
      );
    if (plan.runs.length > 0) return;
    plan.add(
      low / 10,
      t`each fails, down to ${rate(low)}: try a tenth, with warm-up or gradient clipping if it diverges again`,
    );
    plan.add(low / 100, t`and a hundredth`);
  }
}

const isBroken = ({ outcome }: ScaledRun): boolean => outcome === "diverged" || outcome === "collapsed";

function planAround(plan: Plan, vote: Vote, pick: RateGroup): void {
  const { groups } = vote;
  const at = groups.indexOf(pick);
  const below = groups[at - 1];
  const above = groups[at + 1];
  const highest = groups[groups.length - 1];
  if (groups.length === 1) {
    for (const factor of [10, HALF_DECADE, 1 / HALF_DECADE, 0.1])
      plan.add(pick.rate * factor, t`only ${rate(pick.rate)} was tried`);
    return;
  }
  if (above === undefined)
    plan.add(pick.rate * gridRatio(pick.rate / below.rate), t`the best is the highest that was tried`);
  else if (vote.edge === "highest")
    plan.add(
      highest.rate * gridRatio(highest.rate / groups[groups.length - 2].rate),
      t`${rate(highest.rate)}, the highest that was tried, is as good: better ones may lie beyond`,
    );
  if (vote.betterBefore !== null)
    plan.add(
      Math.sqrt(vote.betterBefore.group.rate * pick.rate),
      t`${rate(vote.betterBefore.group.rate)} was better before it failed: a rate between may hold`,
    );
  if (below === undefined)
    plan.add(pick.rate / gridRatio(above.rate / pick.rate), t`the best is the lowest that was tried`);
  if (vote.basin !== null)
    plan.add(
      vote.basin.between,
      t`${rate(pick.rate)} and ${rate(vote.basin.other.rate)} are both good and ${rate(vote.basin.valley.rate)} is not: look between`,
    );
  const why = t`best picks lie half a decade from a coarse grid`;
  if (above !== undefined && decades(above.rate, pick.rate) > 0.8)
    plan.add(pick.rate * HALF_DECADE, t`${rate(above.rate)} is the nearest above: ${why}`);
  if (below !== undefined && decades(pick.rate, below.rate) > 0.8)
    plan.add(pick.rate / HALF_DECADE, t`${rate(below.rate)} is the nearest below: ${why}`);
  if (plan.runs.length === 0 && leadsClearly(vote, pick)) {
    const refine = t`its neighbours are clearly worse, so a finer step may pay`;
    if (above !== undefined && decades(above.rate, pick.rate) > 0.25) plan.add(pick.rate * FIFTH_DECADE, refine);
    if (below !== undefined && decades(pick.rate, below.rate) > 0.25) plan.add(pick.rate / FIFTH_DECADE, refine);
  }
  for (const neighbour of [below, above])
    if (neighbour !== undefined && vote.tied.includes(neighbour) && Math.abs(decades(neighbour.rate, pick.rate)) > WIDE)
      plan.add(
        Math.sqrt(neighbour.rate * pick.rate),
        t`${rate(neighbour.rate)} and ${rate(pick.rate)} are the same within noise: the best may lie between`,
      );
  const many = vote.tied.length > MOST_LISTED;
  const contenders = [pick, ...vote.tied].filter(({ sound }) => sound.length < 3);
  if (vote.tied.length > 0)
    for (const group of contenders)
      plan.repeat(
        group,
        2,
        t`${many ? tiedInWords(pick, vote.tied, groups) : listed([pick, ...vote.tied].map((g) => rate(g.rate)))} are the same within noise: more seeds tell them apart`,
      );
  else if (vote.cliff !== null && pick.sound.length < 3)
    plan.repeat(
      pick,
      3 - pick.sound.length,
      t`${rate(vote.cliff.rate)} fails: make sure that the pick holds with three seeds`,
    );
}

/** One step of the grid, between half a decade and a decade. */
const gridRatio = (ratio: number): number => Math.min(10, Math.max(HALF_DECADE, ratio));

const decades = (high: number, low: number): number => Math.log10(high / low);

/** The two best differ by more than 2 standard errors; on loss, by more than a tie. */
function leadsClearly({ groups, mode, noise, tied }: Vote, pick: RateGroup): boolean {
  if (tied.length > 0) return false;
  if (mode === "loss" || noise === null) return true;
  return groups.every(
    (rival) =>
      rival === pick ||
      !(Math.abs(rival.dev - pick.dev) <= 2 * differenceError(noise.deviation, pick.sound.length, rival.sound.length)),
  );
}

class Plan {
  readonly runs: NextRun[] = [];
  private readonly rates: number[];

  constructor(
    private readonly groups: readonly RateGroup[],
    private readonly template: ScaledRun,
    private readonly steps: number | null,
  ) {
    this.rates = groups.map((group) => group.rate);
  }

  /** A new learning rate, unless one within a tenth of a decade was tried or is planned. */
  add(value: number, why: string): void {
    const near = Number(value.toPrecision(3));
    if (this.rates.some((known) => Math.abs(Math.log10(known / near)) < 0.1)) return;
    this.rates.push(near);
    const { seed } = this.template.replicate.experiment;
    this.runs.push(this.toRun(near, seed === null ? [] : [seed], why, this.template));
  }

  /** More seeds of a rate that was tried. */
  repeat(group: RateGroup, seeds: number, why: string): void {
    const used = group.runs.flatMap(({ replicate }) => replicate.experiment.seed ?? []);
    const first = used.length > 0 ? Math.max(...used) + 1 : group.runs.length;
    this.runs.push(
      this.toRun(
        group.rate,
        Array.from({ length: seeds }, (_, i) => first + i),
        why,
        group.runs[0],
      ),
    );
  }

  /** The same run again, to its end. */
  finish(run: ScaledRun): void {
    const { experiment } = run.replicate;
    const value = this.groups.find(({ runs }) => runs.includes(run))?.rate;
    if (value === undefined) return;
    const why =
      run.outcome === "running"
        ? t`${experiment.name} is ahead where it stands: wait for it`
        : t`${experiment.name} was ahead where it stopped: rerun ${experiment.name} to the end`;
    this.runs.push(this.toRun(value, experiment.seed === null ? [] : [experiment.seed], why, run));
  }

  private toRun(value: number, seeds: readonly number[], why: string, like: ScaledRun): NextRun {
    const { experiment } = like.replicate;
    const hparams: Record<string, HparamValue> = { [experiment.learningRate?.key ?? "lr"]: value };
    return { why, hparams, steps: this.steps, seeds, command: null };
  }
}
