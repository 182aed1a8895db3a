import { describe, expect, it } from "vitest";
import { loadCase } from "../../fixtures/cases/load-case.ts";
import { advise } from "./advise.ts";
import { describe as toText } from "./describe.ts";

describe("the text for a terminal", () => {
  it("fits into 100 columns and starts every answer with its sentence", () => {
    for (const id of [1, 10, 14, 35, 42]) {
      const answer = advise(loadCase(id));
      const text = toText(answer);
      for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
      for (const { headline } of answer.sweeps[0].advice) expect(text.replace(/\s+/g, " ")).toContain(headline);
    }
  });
  it("has one sentence for nothing", () => expect(toText(advise([]))).toBe("No runs, no advice.\n"));
});
