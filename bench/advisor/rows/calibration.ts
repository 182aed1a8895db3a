/** Row 8: do the words of confidence hold what they say? */
import { seededChance } from "../../../lib/advisor/chance.ts";
import { mean, normalBelow } from "../../../lib/core/statistics.ts";
import { type FinishedSweep, isAccuracy, regretOf } from "../corpus.ts";
import { ask, reveal, type SeenRun } from "../replay.ts";
import { ADVISOR, printScores, ScoreBoard } from "../scores.ts";

const HORIZONS = [0.05, 0.1, 0.25, 0.5, 1];
/** With 8 a sweep, the draw alone moves the score by 0.002. */
const DRAWS = 40;
/** Noise that is assumed where nobody says better: 0.4 points. */
const DEVIATION = 0.4;
/** The middle of what each word claims. */
const FACE_VALUE: Readonly<Record<string, number>> = {
  "not enough evidence": 0.25,
  tentative: 0.6,
  likely: 0.775,
  clear: 0.925,
};
const WORDS = ["not enough evidence", "tentative", "likely", "clear"];

interface Answer {
  readonly problem: string;
  readonly word: string;
  /** Chance of being best by noise alone. */
  readonly raw: number;
  readonly isRight: boolean;
  /** Within half a point of the best rate there is, tried or not. */
  readonly isBest: boolean;
}

/** Prints row 8 over random sub-sweeps of 3 to 12 rates: is the pick within half a point of the best rate that was tried, in the end? */
export function printCalibrationRow(sweeps: readonly FinishedSweep[]): void {
  const chance = seededChance(8);
  for (const hasDev of [true, false]) {
    const answers = sweeps.filter(isAccuracy).flatMap((sweep) =>
      HORIZONS.flatMap((horizon) =>
        Array.from({ length: DRAWS }, () => {
          const size = 3 + Math.floor(10 * chance());
          const shown = sweep.runs
            .map((run) => ({ run, key: chance() }))
            .sort((a, b) => a.key - b.key)
            .slice(0, size)
            .map(({ run }) => run)
            .sort((a, b) => a.rate - b.rate);
          return toAnswer(
            sweep,
            shown.map((run) => reveal(run, sweep.budget, { horizon, hasDev })),
            hasDev,
          );
        }).filter((answer) => answer !== null),
      ),
    );
    print(answers, hasDev ? "with dev" : "loss only");
  }
}

function toAnswer(sweep: FinishedSweep, runs: readonly SeenRun[], hasDev: boolean): Answer | null {
  const advice = ask(
    runs.map(({ log }) => log),
    "learning-rate",
  );
  if (advice === null || typeof advice.value !== "number") return null;
  const worth = (rate: number) => sweep.worth.get(rate) ?? Number.NEGATIVE_INFINITY;
  const best = Math.max(...runs.map(({ rate }) => worth(rate)));
  const pick = runs.find(({ rate }) => rate === advice.value);
  if (pick === undefined) return null;
  const seen = ({ dev }: SeenRun) => 100 * Math.max(...dev.map(({ value }) => value).filter(Number.isFinite));
  const raw = hasDev ? chanceBest(seen(pick), runs.filter((run) => run !== pick).map(seen)) : 0.5;
  return {
    problem: sweep.problem,
    word: advice.confidence,
    raw,
    isRight: best - worth(advice.value) <= 0.5,
    isBest: regretOf(sweep, advice.value) <= 0.5,
  };
}

/** The chance that a value with noise is above all rivals with noise of their own. */
function chanceBest(value: number, rivals: readonly number[]): number {
  let sum = 0;
  let weights = 0;
  for (let z = -4; z <= 4; z += 0.1) {
    const weight = Math.exp((-z * z) / 2);
    weights += weight;
    sum += weight * rivals.reduce((product, rival) => product * normalBelow((value - rival) / DEVIATION + z), 1);
  }
  return sum / weights;
}

function print(answers: readonly Answer[], kind: string): void {
  const board = new ScoreBoard();
  const share = (of: readonly Answer[]) => (of.filter(({ isRight }) => isRight).length + 1) / (of.length + 2);
  for (const { problem, word, raw, isRight } of answers) {
    const others = answers.filter((other) => other.problem !== problem);
    const brier = (p: number) => (p - (isRight ? 1 : 0)) ** 2;
    const alike = others.filter((other) => other.word === word);
    board.add(ADVISOR, brier(alike.length >= 10 ? share(alike) : share(others)));
    board.add(`${ADVISOR}, at face value`, brier(FACE_VALUE[word] ?? 0.5));
    board.add("constant prior", brier(share(others)));
    if (kind === "with dev") board.add("chance of being best by noise", brier(raw));
  }
  printScores(
    `Row 8, calibration, ${kind}: Brier score (0 is perfect); what a word is worth, and the prior, are taken from the other problems`,
    board.scores,
    "",
  );
  const percent = (flags: readonly boolean[]) => `${(100 * mean(flags.map(Number))).toFixed(0)} %`;
  for (const word of WORDS) {
    const said = answers.filter((answer) => answer.word === word);
    if (said.length === 0) continue;
    const right = percent(said.map(({ isRight }) => isRight));
    const best = percent(said.map(({ isBest }) => isBest));
    console.log(`  "${word}", ${said.length} times: right among the rates tried ${right}, among all ${best}`);
  }
}
