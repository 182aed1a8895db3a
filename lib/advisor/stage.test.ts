import { describe, expect, it } from "vitest";
import { sweepAdviceOn } from "../../fixtures/cases/load-case.ts";
import type { Hparams } from "../core/series.ts";
import { advise } from "./advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "./run-log-builder.ts";
import { withStages } from "./stage.ts";

let noise = 0;
function run(name: string, hparams: Hparams, best: number, tau = 200) {
  noise += 1;
  return toRun(
    name,
    {
      "train/loss": followLaw(withNoise(decayTo(0.3, tau), 0.01, noise)),
      "dev/acc": followLaw(
        withNoise((step) => best - 0.4 * Math.exp(-step / tau), 0.0005, noise + 500),
        { every: 50 },
      ),
    },
    { batch_size: 64, momentum: 0.9, n_dev: 100_000, ...hparams },
  );
}
const phase1 = [0.3, 0.1, 0.03, 0.01].map((lr, i) => run(`t/phase1/lr${lr}`, { lr }, [0.8, 0.9, 0.85, 0.7][i]));
const phase2 = [32, 64, 128].map((batch, i) =>
  run(`t/phase2/b${batch}`, { lr: 0.1, batch_size: batch }, [0.88, 0.9, 0.8][i]),
);
const phase3 = [0, 1, 2].flatMap((seed) => [
  run(`t/phase3/const_s${seed}`, { lr: 0.1, seed, schedule: "constant" }, 0.9),
  run(`t/phase3/linear_s${seed}`, { lr: 0.1, seed, schedule: "linear" }, 0.92),
]);
const stages = (runs: ReturnType<typeof run>[]) => withStages(advise(runs).sweeps).map(({ stage }) => stage);

describe("the stage of the guide", () => {
  it("begins with preparation while regularisers are on", () => {
    const runs = [0.1, 0.01, 0.001].map((lr) => run(`a/lr${lr}`, { lr, dropout: 0.5 }, 0.8));
    expect(stages(runs)[0]).toMatchObject({
      at: "prepare",
      because: "Before tuning: regularisers are on.",
      settled: [],
    });
  });
  it("asks for a learning rate next, in the rule's own words", () => {
    const sweep = sweepAdviceOn(25);
    expect(sweep.stage).toMatchObject({ at: "learning rate and steps", because: sweep.advice[0].headline });
  });
  it("moves on with what was settled", () => {
    expect(stages(phase1)[0]).toMatchObject({
      at: "batch size and momentum",
      settled: [
        { stage: "prepare" },
        { stage: "learning rate and steps", result: expect.stringMatching(/^learning rate 0\.1, [\d,]+ steps$/) },
      ],
    });
  });
  it("carries results from one phase's folder to the next", () => {
    const [first, second] = stages([...phase1, ...phase2]);
    expect(first?.at).toBe("decay");
    expect(second?.settled.map(({ stage }) => stage)).toEqual([
      "prepare",
      "learning rate and steps",
      "batch size and momentum",
    ]);
    expect(second?.settled[2].result).toBe("batch size 64, momentum 0.9");
  });
  it("ends when decay has its answer", () => {
    const [stage] = stages([...phase1, ...phase2, ...phase3]);
    expect(stage).toMatchObject({ at: "done" });
    expect(stage?.settled[3].result).toBe("decay pays: linear");
  });
  it("keeps sweeps of another folder out of it", () => {
    const elsewhere = phase2.map((log) => ({ ...log, name: log.name.replace("t/", "other/") }));
    expect(stages([...phase1, ...elsewhere]).map((stage) => stage?.at)).toContain("batch size and momentum");
  });
});
