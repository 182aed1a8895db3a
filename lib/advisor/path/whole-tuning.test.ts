/** The guide's whole path by advice alone, on trainings that are real and small: six learning rates, and from then on only what is asked for. */
import { describe, expect, it } from "vitest";
import { type SmallSettings, type SmallTask, trainSmall } from "../../../fixtures/builders/small-training.ts";
import type { NextRun, StageReached } from "../../core/advice.ts";
import { advise } from "../advise.ts";
import type { RunLog } from "../input.ts";

const GUIDES_SIX = [1, 0.1, 0.01, 0.001, 1e-4, 1e-5];
const STEPS = 400;
/** One for batch size and momentum and one where decay begins; then at most two against starving, one for a constant run as long, three of seeds, and a first one where the rates leave something open. */
const MOST_ROUNDS = 9;

interface Tuning {
  readonly logs: readonly RunLog[];
  /** What each round said and asked for; the last is the one that was done. */
  readonly rounds: readonly StageReached[];
  /** Trainings that were asked for though they had been run. */
  readonly again: readonly string[];
}

function tune(task: SmallTask, seed: number): Tuning {
  const base: SmallSettings = {
    lr: 0.01,
    batch_size: 32,
    momentum: 0.9,
    num_steps: STEPS,
    seed,
    schedule: "constant",
    decay_start: 0,
  };
  const logs = new Map<string, RunLog>();
  const rounds: StageReached[] = [];
  const again: string[] = [];
  const run = (settings: SmallSettings) => {
    const key = JSON.stringify(Object.entries(settings).sort());
    if (logs.has(key)) again.push(key);
    else logs.set(key, trainSmall(task, `rates/run-${logs.size}`, settings));
  };
  const runAll = ({ hparams, steps, seeds }: NextRun) => {
    for (const one of seeds) run({ ...base, ...hparams, num_steps: steps ?? STEPS, seed: one });
  };
  for (const lr of GUIDES_SIX) run({ ...base, lr });
  while (rounds.at(-1)?.at !== "done" && rounds.length < MOST_ROUNDS) {
    const [{ stage }] = advise([...logs.values()]).sweeps;
    if (stage === undefined) throw new Error("a sweep without a stage");
    rounds.push(stage);
    stage.next.forEach(runAll);
  }
  return { logs: [...logs.values()], rounds, again };
}

describe("a whole tuning by advice alone", () => {
  it.each([
    { task: "overlap", seed: 4, because: "decay brings nothing there" },
    { task: "overlap", seed: 7, because: "several seeds are needed to tell" },
    { task: "wrong labels", seed: 1, because: "what learns too little keeps the better dev value" },
    {
      task: "wrong labels",
      seed: 4,
      because: "whatever was tried against it, twice the rate was asked for again and again",
    },
    { task: "wrong labels", seed: 6, because: "longer runs were compared with shorter ones of the same name" },
    { task: "stretched", seed: 1, because: "the highest start learns too little" },
    { task: "stretched", seed: 11, because: "the lowest rate never moves its dev metric, which is no fault" },
    { task: "stretched", seed: 3, because: "longer runs win, and have to be told from decay" },
  ] as const)("$task from seed $seed comes to its last word: $because", ({ task, seed }) => {
    const { logs, rounds, again } = tune(task, seed);
    expect(rounds.map(({ at }) => at).slice(0, -1)).not.toContain("prepare");
    expect(rounds.at(-1)?.at).toBe("done");
    expect(again).toEqual([]);
    expect(logs.length).toBeLessThan(50);
    expect(rounds.at(-1)?.settled.map(({ stage }) => stage)).toEqual([
      "prepare",
      "learning rate and steps",
      "batch size and momentum",
      "decay",
    ]);
  });
});
