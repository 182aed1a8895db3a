/** Row 2: what to run next, as regret after every further run. */
import { type Chance, seededChance } from "../../../lib/advisor/chance.ts";
import { type FinishedSweep, nearestRate, regretOf } from "../corpus.ts";
import { ask, reveal } from "../replay.ts";
import { ADVISOR, printScores, ScoreBoard } from "../scores.ts";
import { GUIDE_SIX, GUIDE_TWELVE, subset } from "./learning-rate.ts";

const MOST_RUNS = 12;
const DRAWS = 5;

/** Which rates to add to those that were tried; none: stop. */
type Proposer = (sweep: FinishedSweep, tried: ReadonlySet<number>, proposed: readonly number[]) => readonly number[];

const advisors: Proposer = (_, __, proposed) => proposed;
const guides: Proposer = (sweep, tried) =>
  [...subset(sweep, GUIDE_TWELVE)].filter((rate) => !tried.has(rate)).slice(0, 1);
const atRandom =
  (chance: Chance): Proposer =>
  (sweep, tried) => {
    const left = sweep.runs.map(({ rate }) => rate).filter((rate) => !tried.has(rate));
    return left.slice(0, 0).concat(left[Math.floor(chance() * left.length)]);
  };

interface Course {
  /** Regret with 6, 7, … 12 runs; where it stopped earlier, it stays. */
  readonly regrets: readonly number[];
  readonly runs: number;
}

/** Begins with the guide's six rates and follows `propose`; whoever proposes, the advisor picks. */
function follow(sweep: FinishedSweep, horizon: number, propose: Proposer): Course {
  const tried = subset(sweep, GUIDE_SIX);
  const regrets: number[] = [];
  for (;;) {
    const shown = sweep.runs.filter(({ rate }) => tried.has(rate));
    const logs = shown.map((run) => reveal(run, sweep.budget, { horizon, hasDev: true }).log);
    const advice = ask(logs, "learning-rate");
    const regret = typeof advice?.value === "number" ? regretOf(sweep, advice.value) : (regrets.at(-1) ?? worst(sweep));
    while (regrets.length <= tried.size - 6) regrets.push(regret);
    const proposed = (advice?.next ?? []).flatMap(({ hparams }) => (typeof hparams.lr === "number" ? hparams.lr : []));
    const fresh = propose(
      sweep,
      tried,
      proposed.map((rate) => nearestRate(sweep, rate)).filter((rate) => !tried.has(rate)),
    );
    if (fresh.length === 0 || tried.size >= MOST_RUNS) break;
    for (const rate of fresh) if (tried.size < MOST_RUNS) tried.add(rate);
  }
  const last = regrets[regrets.length - 1];
  return { regrets: [...regrets, ...Array<number>(MOST_RUNS).fill(last)].slice(0, MOST_RUNS - 5), runs: tried.size };
}

const worst = (sweep: FinishedSweep): number => Math.max(...sweep.runs.map(({ rate }) => regretOf(sweep, rate)));

/** Prints row 2. The area is the mean regret over 6 to 12 runs. */
export function printNextRunsRow(sweeps: readonly FinishedSweep[], unit: string): void {
  for (const horizon of [0.25, 1]) {
    const area = new ScoreBoard();
    const end = new ScoreBoard();
    const runs: number[] = [];
    const chance = seededChance(2);
    for (const sweep of sweeps) {
      const add = (method: string, { regrets }: Course) => {
        area.add(method, regrets.reduce((a, b) => a + b, 0) / regrets.length);
        end.add(method, regrets[regrets.length - 1]);
      };
      const ours = follow(sweep, horizon, advisors);
      runs.push(ours.runs);
      add(ADVISOR, ours);
      add("the guide's other six", follow(sweep, horizon, guides));
      for (let draw = 0; draw < DRAWS; draw++) add("random rates", follow(sweep, horizon, atRandom(chance)));
    }
    const seen = horizon === 1 ? "whole runs" : `${100 * horizon} % of the budget`;
    printScores(`Row 2, next runs: regret averaged over 6 to ${MOST_RUNS} runs, ${seen}`, area.scores, unit);
    printScores(
      `Row 2, next runs: regret at the end, the advisor after ${(runs.reduce((a, b) => a + b, 0) / runs.length).toFixed(1)} runs on average, the others after ${MOST_RUNS}, ${seen}`,
      end.scores,
      unit,
    );
  }
}
