import { describe, expect, it } from "vitest";
import { adviceOn, sweepAdviceOn } from "../../../fixtures/cases/load-case.ts";

describe("decay schedule", () => {
  it("is a line to zero over the recommended steps, with the start and the rate of the rules before it", () => {
    const { value, headline, verdict } = adviceOn(33, "decay-schedule");
    expect(verdict).toBe("pick");
    const steps = adviceOn(33, "converged-step").value;
    expect(value).toMatchObject({ shape: "linear", rate: 0.01, startStep: 0, ...endOf(steps) });
    expect(headline).toMatch(/^Lower the learning rate in a line from 0.01 to zero over \d,\d00 steps: tentative\.$/);
  });
  it("draws every schedule that it names under the learning rate's chart", () => {
    const marks = adviceOn(42, "decay-schedule").evidence.flatMap((evidence) => evidence.marks);
    const drawn = marks.flatMap((mark) => (mark.kind === "schedule" ? [mark] : []));
    expect(drawn.map(({ role }) => role)).toContain("proposed");
    expect(drawn.length).toBeGreaterThanOrEqual(4);
    for (const { points, value } of drawn) {
      expect(points.length).toBeGreaterThan(1);
      expect(Math.max(...points.map(([, rate]) => rate))).toBe(value);
    }
  });
  it("says that the guide's exponential recipe is spent early (peak 3,000)", () => {
    expect(JSON.stringify(adviceOn(42, "decay-schedule").evidence)).toMatch(
      /half by the peak needs a factor of 0\.\d+/,
    );
  });
  it("proposes its runs over its own number of steps", () => {
    const { next, value } = adviceOn(42, "decay-schedule");
    expect(next.map(({ hparams }) => hparams.lr)).toEqual([0.01, 0.02, 0.04]);
    expect(value).toMatchObject({ endStep: next[0].steps });
  });
  it("hands out a program for each framework", () => {
    const code = adviceOn(42, "decay-schedule").code ?? [];
    expect(code.slice(0, 4).map(({ framework }) => framework)).toEqual(["PyTorch", "Keras", "JAX", "HF Trainer"]);
    expect(code[0].code).toMatch(
      /LambdaLR\(optimizer, lambda step: 0\.0 if step >= (\d+) else 1 - step \/\/ 100 \* 100 \/ \1\)/,
    );
    expect(code[2].code).toContain("optax.linear_schedule(0.01, 0.0, transition_steps=");
    expect(code[3].code).toContain('lr_scheduler_type="linear"');
  });
  it.each([12, 25, 26, 32])("keeps silent while steps or rate are open (case %i)", (id) => {
    expect(sweepAdviceOn(id).advice.map(({ rule }) => rule)).not.toContain("decay-schedule");
  });
});

const endOf = (value: unknown) =>
  typeof value === "object" && value !== null && "recommendedSteps" in value ? { endStep: value.recommendedSteps } : {};
