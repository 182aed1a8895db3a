import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../core/advice.ts";
import { scheduleCode } from "./schedule-code.ts";
import { rateAt } from "./schedule-plan.ts";

/** See fixtures/schedules/README.md. */
interface Executed {
  readonly framework: string;
  readonly versions: string;
  readonly plan: PlannedSchedule;
  readonly code: readonly string[];
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

const all: Executed[] = JSON.parse(
  readFileSync(new URL("../../../fixtures/schedules/rates.json", import.meta.url), "utf8"),
);

/** PyTorch recomputes lines every so many steps, as planned; the others in each step, so they are ahead by one interval at most. */
function allowed({ framework, plan }: Executed): number {
  if (plan.shape === "exponential" || framework === "PyTorch") return 1e-6;
  return plan.every / (plan.endStep - plan.startStep) + 1e-6;
}

describe.each(all)("$plan.shape by $framework ($versions)", (executed) => {
  const { framework, plan, code, steps, rates } = executed;
  it("is the program that was executed", () => {
    expect(scheduleCode("", plan).find((snippet) => snippet.framework === framework)?.code).toBe(code.join("\n"));
  });
  it("gives the planned learning rates at the start, while it falls, and at the end", () => {
    for (const [i, step] of steps.entries())
      expect(Math.abs(rates[i] - rateAt(plan, step)) / plan.rate, `at step ${step}`).toBeLessThanOrEqual(
        allowed(executed),
      );
    expect(rates[0]).toBeCloseTo(plan.rate, 7);
    if (plan.shape !== "exponential") expect(rates[rates.length - 1]).toBe(0);
  });
});

it("covers every framework and shape", () => {
  expect(new Set(all.map(({ framework, plan }) => `${framework}, ${plan.shape}`)).size).toBe(12);
});
