import { describe, expect, it } from "vitest";
import { sweepAdviceOn } from "../../../fixtures/cases/load-case.ts";
import type { Hparams } from "../../core/series.ts";
import { advise } from "../advise.ts";
import type { RunLog } from "../input.ts";
import { inLanguage } from "../language.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { count } from "../wording.ts";
import { withStages } from "./stage.ts";

/** The count of steps in a sentence. */
const stepsIn = (text = ""): number => Number((/([\d,]+) steps/.exec(text)?.[1] ?? "0").replaceAll(",", ""));

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
const stages = (runs: ReturnType<typeof run>[]) =>
  inLanguage(withStages(advise(runs).sweeps), "en").map(({ stage }) => stage);

describe("the stage of the guide", () => {
  it("begins with preparation while regularisers are on", () => {
    const runs = [0.1, 0.01, 0.001].map((lr) => run(`a/lr${lr}`, { lr, dropout: 0.5 }, 0.8));
    expect(stages(runs)[0]).toMatchObject({
      at: "prepare",
      because: "Before tuning: regularisers are on.",
      settled: [],
    });
  });
  it("does not go back to preparation for regularisers with which later stages were run", () => {
    const runs = [0.3, 0.1, 0.03, 0.01].map((lr, i) =>
      run(`w/phase1/lr${lr}`, { lr, dropout: 0.5 }, [0.8, 0.9, 0.85, 0.7][i]),
    );
    const cells = [32, 64, 128].map((batch_size, i) =>
      run(`w/phase2/b${batch_size}`, { lr: 0.1, batch_size, dropout: 0.5 }, [0.88, 0.9, 0.8][i]),
    );
    expect(stages(runs)[0]?.at).toBe("prepare");
    expect(stages([...runs, ...cells])[0]).toMatchObject({
      at: "decay",
      settled: [{ result: "nothing forbids tuning, but read what is remarked on the logs and settings" }, {}, {}],
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
    expect(second?.settled[2].result).toMatch(/^batch size 64, momentum 0\.9/);
  });
  it("says which sweep settled what another one carries, and of itself nothing", () => {
    const [first, second] = withStages(advise([...phase1, ...phase2]).sweeps);
    expect(first.stage?.settled.map(({ by }) => by)).toEqual([undefined, undefined, second.id]);
    expect(second.stage?.settled.map(({ by }) => by)).toEqual([undefined, first.id, undefined]);
  });
  it("plans batch size and momentum around the learning rate and the steps that were found", () => {
    const [stage] = stages(phase1);
    const steps = stepsIn(stage?.settled[1].result);
    // lr in proportion to the batch size and to 1 − momentum, examples held: 0.1 at 64 and 0.9 becomes 0.5 at 32 and 0
    expect(stage?.next[0]).toMatchObject({ hparams: { batch_size: 32, momentum: 0, lr: 0.5 }, steps: 2 * steps });
    expect(stage?.next).toHaveLength(4 * 3 - 1);
  });
  it("compares the count with that of the learning rate's runs, whatever other folders count", () => {
    const quick = [32, 64, 128].map((batch, i) =>
      run(`t/phase2/b${batch}`, { lr: 0.1, batch_size: batch }, [0.88, 0.9, 0.8][i], 100),
    );
    const other = [0, 1, 2].map((seed) => run(`t/aside/s${seed}`, { lr: 0.1, seed, dropout: 0 }, 0.9, 40));
    const [aside] = stages([...other, ...phase1, ...quick]);
    expect(aside?.settled[2].result).toContain(`(${count(stepsIn(stages(phase1)[0]?.settled[1].result))} before)`);
  });
  it("counts steps anew after batch size and momentum, and decays over that count", () => {
    const quick = [32, 64, 128].map((batch, i) =>
      run(`t/phase2/b${batch}`, { lr: 0.1, batch_size: batch }, [0.88, 0.9, 0.8][i], 100),
    );
    const [first, second] = stages([...phase1, ...quick]);
    const settled = first?.settled[2].result ?? "";
    const [after, before] = [...settled.matchAll(/([\d,]+)(?= steps| before)/g)].map(([text]) =>
      stepsIn(`${text} steps`),
    );
    expect(before).toBe(stepsIn(stages(phase1)[0]?.settled[1].result));
    expect(after).toBeLessThan(before);
    expect(second?.next).toEqual(first?.next);
    const linear = first?.next.find(({ hparams }) => hparams.schedule === "linear");
    expect(linear).toMatchObject({ steps: after, hparams: { lr: 0.1, batch_size: 64, momentum: 0.9 } });
  });
  it("tells what the first runs said at their stage, and what later ones made of it at theirs", () => {
    const moved = [32, 64, 128].map((batch, i) =>
      run(`t/phase2/b${batch}`, { lr: 0.2, batch_size: batch }, [0.88, 0.95, 0.8][i], 100),
    );
    const said = (logs: RunLog[]) => stages(logs)[0]?.settled.map(({ result }) => result) ?? [];
    expect(said([...phase1, ...moved])[1]).toBe(said(phase1)[1]);
    expect(said([...phase1, ...moved])[2]).toMatch(/^batch size 64, momentum 0\.9, learning rate 0\.2 \(0\.1 before\)/);
  });
  it("asks to mend first, by runs without the regulariser", () => {
    const runs = [0.1, 0.01, 0.001].map((lr) => run(`a/lr${lr}`, { lr, dropout: 0.5 }, 0.8));
    expect(stages(runs)[0]?.next.map(({ hparams }) => [hparams.lr, hparams.dropout])).toEqual([
      [0.001, 0],
      [0.01, 0],
      [0.1, 0],
    ]);
  });
  it("confirms what came out with new seeds when nothing is left to tune", () => {
    const even = phase3.map((log) => run(log.name, log.hparams, 0.9));
    const [stage] = stages([...phase1, ...phase2, ...even]);
    expect(stage?.at).toBe("done");
    expect(stage?.next.every(({ seeds }) => seeds.length > 0 && Math.min(...seeds) > 2)).toBe(true);
  });
  it("says what runs cost in steps and, by the clock of the logs, in GPU hours", () => {
    // builders log a record each 10 steps and a second apart: 0.1 s a step
    const next = stages(phase1)[0]?.next.find(({ hparams }) => hparams.batch_size === 64);
    expect(next?.costSteps).toBe(next?.steps);
    expect(next?.gpuHours).toBeCloseTo(((next?.steps ?? 0) * 0.1) / 3600, 3);
    expect(stages(phase1)[0]?.next[0].gpuHours).toBeNull(); // another batch size has another pace
  });
  it("gives each run as a command when one run told how it was started", () => {
    const started = phase1.map((log) => ({
      ...log,
      hparams: { ...log.hparams, command: "python train.py --lr 0.1 --batch_size 64 --momentum 0.9 --steps 3000" },
    }));
    const [stage] = stages(started);
    expect(stage?.next[0].command).toBe(
      `python train.py --lr 0.5 --batch_size 32 --momentum 0 --steps ${stage?.next[0].steps}`,
    );
  });
  it("has a run to begin with where nothing was logged at all", () => {
    const [stage] = stages([toRun("x/a", {}), toRun("x/b", {})]);
    expect(stage?.at).toBe("learning rate and steps");
    expect(stage?.next).toHaveLength(1);
  });
  it("ends when decay has its answer", () => {
    const [stage] = stages([...phase1, ...phase2, ...phase3]);
    expect(stage).toMatchObject({ at: "done" });
    expect(stage?.settled[3].result).toBe("decay pays: linear");
  });
  it("finds all stages in one folder as well, with cells that are short because their batches are large", () => {
    const inOne = (name: string, hparams: Hparams, best: number, to: number) =>
      toRun(
        `all/${name}`,
        {
          "train/loss": followLaw(withNoise(decayTo(0.3, to / 15), 0.01, to), { to }),
          "dev/acc": followLaw(
            withNoise((step) => best - 0.4 * Math.exp((-15 * step) / to), 0.0005, to + 1),
            { every: to / 60, to },
          ),
        },
        { lr: 0.1, batch_size: 64, momentum: 0.9, n_dev: 100_000, num_steps: to, ...hparams },
      );
    const rates = [0.3, 0.1, 0.03, 0.01].map((lr, i) => inOne(`lr${lr}`, { lr }, [0.8, 0.9, 0.85, 0.7][i], 6000));
    const cells = [128, 256].map((batch, i) =>
      inOne(`b${batch}`, { batch_size: batch, lr: 0.2 * (i + 1) }, [0.93, 0.8][i], (6000 * 64) / batch),
    );
    const [stage] = stages([...rates, ...cells]);
    expect(stage?.at).toBe("decay");
    expect(stage?.next[0].hparams).toMatchObject({ batch_size: 128, lr: 0.2 });
    expect(stage?.next.every(({ steps }) => steps !== null && steps <= 3000)).toBe(true);
    // The count is that of the batches of 128, and stands beside them.
    expect(stage?.settled[1].result).toBe("learning rate 0.1");
    expect(stage?.settled[2].result).toMatch(
      /^batch size 128, momentum 0\.9, learning rate 0\.2 \(0\.1 before\), [\d,]+ steps$/,
    );
    const decayed = inOne("linear", { batch_size: 128, lr: 0.2, schedule: "linear" }, 0.96, 3000);
    const [after] = stages([...rates, ...cells, decayed]);
    expect(after?.at).toBe("done");
    expect(after?.next.map(({ hparams }) => hparams.batch_size)).toEqual(after?.next.map(() => 128));
    expect(after?.settled.at(-1)?.result).toBe("decay pays: linear");
  });
  it("keeps sweeps of another folder out of it", () => {
    const elsewhere = phase2.map((log) => ({ ...log, name: log.name.replace("t/", "other/") }));
    expect(stages([...phase1, ...elsewhere]).map((stage) => stage?.at)).toContain("batch size and momentum");
  });
});
