import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sweepAdviceOn } from "../../fixtures/cases/load-case.ts";

/** The cases that come as logs; the others state their numbers in words. */
const CASES = readdirSync(new URL("../../fixtures/cases/", import.meta.url)).flatMap((name) =>
  /^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : [],
);

describe.each(CASES)("the evidence of case %i", (id) => {
  const evidence = sweepAdviceOn(id).advice.flatMap((advice) =>
    advice.evidence.map((one) => ({ rule: advice.rule, ...one })),
  );

  it("says of every mark what it is, on the chart of a tag", () => {
    for (const { text, marks } of evidence) {
      expect(text).not.toBe("");
      for (const mark of marks) expect([mark.label, mark.tag]).not.toContain("");
    }
  });

  it("points at a chart wherever it states a number", () => {
    const silent = evidence.filter(({ text, marks }) => marks.length === 0 && /\d/.test(text));
    expect(silent.map(({ rule, text }) => `${rule}: ${text}`)).toEqual([]);
  });
});
