/** Whatever was logged, there is a report in both languages, with the same numbers, and none of them NaN. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { oddRuns } from "../../fixtures/builders/odd-runs.ts";
import { advise } from "../advisor/advise.ts";
import { describe } from "../advisor/describe.ts";
import { inLanguage } from "../advisor/language.ts";
import { finish } from "../advisor/parts.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import { reportsInParts } from "./assemble.ts";
import { toHtml } from "./html.ts";
import { toMarkdown } from "./markdown.ts";

const numbersIn = (value: unknown): number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];

/** The sentences of an answer: what is logged stands in them by its name alone, and none of these names is a word. */
const sentencesIn = ({ sweeps }: AdviceAnswer): string[] =>
  sweeps.flatMap(({ advice, stage, outlook, importance }) => [
    ...advice.flatMap(({ headline, caps, assumptions, wouldChangeIf, evidence, next }) => [
      headline,
      ...caps,
      ...assumptions,
      ...wouldChangeIf,
      ...evidence.map(({ text }) => text),
      ...next.map(({ why }) => why),
    ]),
    stage?.because ?? "",
    outlook?.headline ?? "",
    importance?.headline ?? "",
  ]);

const NO_WORDS = /\bNaN\b|undefined|\bInfinity\b|\bnull\b|\[object|[\uFDD0-\uFDD2]|\{\d/;
/** In attributes of figures: places, sizes, paths. */
const BROKEN_FIGURE = /="[^"]*\b(?:NaN|Infinity|undefined)\b[^"]*"/;

it("every odd log has its advice, in English and in Chinese, without a number that is none", () => {
  fc.assert(
    fc.property(oddRuns, (runs) => {
      const thought = advise(runs, { language: null });
      expect(numbersIn(thought).filter((number) => !Number.isFinite(number))).toEqual([]);
      for (const language of ["en", "zh"] as const) {
        const answer = inLanguage(thought, language);
        expect(sentencesIn(answer).filter((text) => NO_WORDS.test(text))).toEqual([]);
        expect(describe(thought, language)).not.toMatch(/[\uFDD0-\uFDD2]|undefined/);
      }
    }),
    { seed: 20260102, numRuns: 300 },
  );
}, 120_000);

it("and its report", () => {
  fc.assert(
    fc.property(oddRuns, (runs) => {
      const reports = finish(reportsInParts(runs, {}, advise(runs, { language: null }), { sweep: null }));
      for (const report of [reports.en, reports.zh]) {
        expect(toHtml(report)).not.toMatch(BROKEN_FIGURE);
        expect(toMarkdown(report)).not.toMatch(/undefined|\[object|[\uFDD0-\uFDD2]/);
      }
    }),
    { seed: 20260103, numRuns: 30 },
  );
}, 120_000);
