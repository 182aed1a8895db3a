import { describe, expect, it } from "vitest";
import { loadCase } from "../../fixtures/cases/load-case.ts";
import { advise } from "./advise.ts";
import { describe as toText } from "./describe.ts";
import { decayTo, followLaw, toRun } from "./runs/run-log-builder.ts";

describe("the text for a terminal", () => {
  it("fits into 100 columns and starts every answer with its sentence", () => {
    for (const id of [1, 10, 14, 35, 42]) {
      const answer = advise(loadCase(id));
      const text = toText(answer);
      for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
      for (const { headline } of answer.sweeps[0].advice) expect(text.replace(/\s+/g, " ")).toContain(headline);
    }
  });
  it("tells what makes the rest doubtful first, and what to run last", () => {
    const clipped = loadCase(24).map((run) => ({
      ...run,
      hparams: { ...run.hparams, max_grad_norm: 0.5 },
      series: new Map([...run.series, ["grad_norm", followLaw(() => 1)]]),
    }));
    const text = toText(advise(clipped));
    expect(text.indexOf("RUN HEALTH")).toBeGreaterThan(0);
    expect(text.indexOf("RUN HEALTH")).toBeLessThan(text.indexOf("LEARNING RATE"));
    expect(text.indexOf("NEXT  (")).toBeGreaterThan(text.indexOf("START OF THE DECAY"));
  });
  it("tells every run to start once where it belongs to the next stage, and refers to it elsewhere", () => {
    const text = toText(advise(loadCase(10)));
    expect(text.match(/\d\. batch_size=256 /g)).toHaveLength(3);
    expect(text).toContain("Run next    the runs under NEXT");
  });
  it("begins with the answer, and proposes no runs for what others of the tuning have settled", () => {
    const [sweep] = advise(loadCase(10)).sweeps;
    const settled = [{ stage: "batch size and momentum", result: "batch size 64", by: "another" }] as const;
    const text = toText({
      version: 1,
      sweeps: [{ ...sweep, stage: { at: "done", because: "All is answered.", settled, next: [] } }],
    });
    expect(text.indexOf("ANSWER\n  Train ")).toBeGreaterThan(0);
    expect(text.indexOf("ANSWER")).toBeLessThan(text.indexOf("LEARNING RATE"));
    expect(text).toContain("Settled     since, by other runs of this tuning: batch size 64");
    expect(text).not.toContain("batch_size=256");
  });
  it("says of running runs what their chances are, and when that is known by the logs' own clock", () => {
    const dev = (top: number, to: number) => followLaw((step) => top - 0.4 * Math.exp(-step / 400), { every: 50, to });
    const run = (name: string, lr: number, top: number, to: number) =>
      toRun(
        name,
        { "train/loss": followLaw(decayTo(0.3, 300), { to }), "dev/acc": dev(top, to) },
        { lr, max_steps: 3000 },
        to < 3000 ? "live" : "finished",
      );
    const runs = [run("a", 0.1, 0.9, 3000), run("b", 0.01, 0.85, 3000), run("c", 0.3, 0.9, 1500)];
    const text = toText(advise(runs)).replace(/\s+/g, " ");
    expect(text).toMatch(/STILL RUNNING The answer can still change: c may win\. Chances c: \d+\.\d % to end above/);
    // One record for 10 steps, one second each, from 2023-11-14 22:13:20 on: 1,500 steps are seen after 150 s, 3,000 after 300 s.
    expect(text).toContain("Known about 2023-11-14 22:18");
  });
  it("has one sentence for nothing", () => expect(toText(advise([]))).toBe("No runs, no advice.\n"));
});
