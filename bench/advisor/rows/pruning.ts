/** Row 9: which running runs to pause, as steps saved against what is lost. */
import { seededChance } from "../../../lib/advisor/chance.ts";
import { mean } from "../../../lib/core/statistics.ts";
import { stopsByHalving, stopsByMedian } from "../baselines/stopping.ts";
import type { FinishedRun, FinishedSweep } from "../corpus.ts";
import { ask, reveal, type SeenRun } from "../replay.ts";
import { ADVISOR } from "../scores.ts";

/** Shares of the budget at which everybody is asked. */
const LOOKS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75];
const DRAWS = 4;

/** Which of the runs that go on are stopped now. */
type Stopper = (runs: readonly SeenRun[], horizon: number, budget: number) => readonly SeenRun[];

const isBroken = ({ loss }: SeenRun): boolean => !Number.isFinite(loss[loss.length - 1]?.value);

const advisor: Stopper = (runs) => {
  const advice = ask(
    runs.map(({ log }) => log),
    "pause",
  );
  const value = advice?.value ?? null;
  const names = value !== null && typeof value === "object" && "pause" in value ? value.pause : [];
  return runs.filter(({ log }) => names.includes(log.name));
};

const halving =
  (eta: number): Stopper =>
  (runs, horizon, budget) => {
    const rungs = [1, 2, 3, 4].map((k) => eta ** -k).filter((rung) => rung >= LOOKS[0]);
    const isRung = rungs.some(
      (rung) =>
        LOOKS.reduce((near, look) =>
          Math.abs(Math.log(look / rung)) < Math.abs(Math.log(near / rung)) ? look : near,
        ) === horizon,
    );
    return isRung ? stopsByHalving(runs, horizon * budget, eta) : [];
  };

const STOPPERS: Readonly<Record<string, Stopper>> = {
  [ADVISOR]: advisor,
  "non-finite only": (runs) => runs.filter(isBroken),
  "median rule": (runs, horizon, budget) => stopsByMedian(runs, horizon * budget),
  "halving, η 2": halving(2),
  "halving, η 3": halving(3),
  "halving, η 4": halving(4),
};

interface Outcome {
  readonly compute: number;
  readonly regret: number;
}

/** Prints row 9 over whole sweeps and random sub-sweeps of 8 rates. Accuracy and loss apart. */
export function printPruningRow(sweeps: readonly FinishedSweep[], unit: string): void {
  const chance = seededChance(9);
  const grids = sweeps.flatMap((sweep) => [
    { sweep, runs: sweep.runs },
    ...Array.from({ length: DRAWS }, () => ({ sweep, runs: drawn(sweep, 8, chance) })),
  ]);
  const rows = Object.entries(STOPPERS).map(([name, stops]) => {
    const outcomes = grids.map(({ sweep, runs }) => train(sweep, runs, stops));
    const regrets = outcomes.map(({ regret }) => regret).sort((a, b) => a - b);
    return {
      name,
      compute: mean(outcomes.map(({ compute }) => compute)),
      lost: outcomes.filter(({ regret }) => regret > 0).length / outcomes.length,
      mean: mean(regrets),
      worst: regrets[regrets.length - 1],
    };
  });
  console.log(
    `\nRow 9, pausing: ${grids.length} sweeps and sub-sweeps, asked at ${LOOKS.map((look) => `${100 * look} %`).join(", ")} of the budget`,
  );
  console.log(
    `${"".padEnd(34)}${"compute".padStart(9)}${"lost".padStart(8)}${"mean".padStart(9)}${"worst".padStart(9)}  ${unit}`,
  );
  for (const { name, compute, lost, mean: average, worst } of rows)
    console.log(
      `  ${name.padEnd(32)}${compute.toFixed(2).padStart(9)}${`${(100 * lost).toFixed(1)} %`.padStart(8)}${average.toFixed(3).padStart(9)}${worst.toFixed(2).padStart(9)}`,
    );
  const ours = rows[0];
  const better = rows
    .slice(1)
    .filter((row) => row.compute <= ours.compute && row.mean <= ours.mean && row.worst <= ours.worst);
  console.log(
    better.length === 0
      ? "  no baseline is as cheap and loses as little"
      : `  BEHIND ${better.map(({ name }) => name).join(", ")}`,
  );
}

function drawn(sweep: FinishedSweep, size: number, chance: () => number): FinishedRun[] {
  const keyed = sweep.runs.map((run) => ({ run, key: chance() })).sort((a, b) => a.key - b.key);
  return keyed
    .slice(0, size)
    .map(({ run }) => run)
    .sort((a, b) => a.rate - b.rate);
}

/** Trains `runs` side by side and stops what `stops` says; what the best that went on to the end lost against the best of all. */
function train(sweep: FinishedSweep, runs: readonly FinishedRun[], stops: Stopper): Outcome {
  let going = [...runs];
  let compute = 0;
  let before = 0;
  for (const horizon of LOOKS) {
    compute += going.length * (horizon - before);
    before = horizon;
    const shown = going.map((run) => reveal(run, sweep.budget, { horizon, hasDev: true, state: "live" }));
    const stopped = new Set(stops(shown, horizon, sweep.budget).map(({ log }) => log.name));
    going = going.filter(({ log }) => !stopped.has(log.name));
  }
  compute += going.length * (1 - before);
  const worth = (of: readonly FinishedRun[]) =>
    Math.max(...of.map(({ rate }) => sweep.worth.get(rate) ?? Number.NEGATIVE_INFINITY));
  const regret = going.length === 0 ? MOST_LOST : worth(runs) - worth(going);
  return { compute: compute / runs.length, regret: Math.min(regret, MOST_LOST) };
}

/** What losing everything costs, in points or percent; a loss may be worse by any amount. */
const MOST_LOST = 100;
