import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { keysInSources, placeholders } from "../../fixtures/builders/text-keys.ts";
import { loadCase } from "../../fixtures/cases/load-case.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import { advise } from "./advise.ts";
import { describe as describeAnswer } from "./describe.ts";
import type { RunLog } from "./input.ts";
import { zh, zhParts } from "./zh.ts";

const FOLDER = new URL("./", import.meta.url);
const CASES = readdirSync(new URL("../../fixtures/cases/", import.meta.url))
  .filter((name) => /^\d+\.json$/.test(name))
  .map((name) => Number.parseInt(name, 10));

/** Whole answers, and the same with every second run cut short, so that the sentences about open sweeps are among them. */
const sweeps: readonly (readonly RunLog[])[] = CASES.flatMap((id) => {
  const runs = loadCase(id);
  const open = runs.map((run, i): RunLog => (i % 2 === 0 ? run : { ...run, state: "live" }));
  return [runs, open];
});

/** What a reader sees, without the names that the logs brought along. */
function wordsOf(answer: AdviceAnswer, names: readonly string[]): string[] {
  const texts = answer.sweeps.flatMap(({ advice, stage, outlook, importance }) => [
    ...advice.flatMap((one) => [
      one.headline,
      ...one.caps,
      ...one.assumptions,
      ...one.wouldChangeIf,
      ...one.evidence.flatMap(({ text, marks }) => [text, ...marks.flatMap((m) => ("label" in m ? [m.label] : []))]),
      ...one.alternatives.map(({ why }) => why),
      ...one.excluded.map(({ because }) => because),
      ...one.next.map(({ why }) => why),
      ...(one.code ?? []).map(({ title }) => title),
    ]),
    ...(stage === undefined ? [] : [stage.because, ...stage.settled.map(({ result }) => result)]),
    ...(stage?.next.map(({ why }) => why) ?? []),
    outlook?.headline ?? "",
    importance?.headline ?? "",
  ]);
  const longest = [...names].sort((a, b) => b.length - a.length);
  return texts.map((text) => longest.reduce((rest, name) => rest.replaceAll(name, " "), text));
}

const numbersIn = (text: string): string[] => (text.match(/\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?/g) ?? []).sort();

describe("the advisor in Chinese", () => {
  const keys = keysInSources([FOLDER]);

  it("has a translation for every text in the sources", () => {
    const missing = [...keys].filter(([key]) => zh[key] === undefined).map(([key, file]) => `${file}: ${key}`);
    expect(missing).toEqual([]);
  });

  it("translates nothing that is not in the sources, and nothing twice", () => {
    const all = zhParts.flatMap((part) => Object.keys(part));
    expect(all.filter((key) => !keys.has(key))).toEqual([]);
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
  });

  it("keeps every placeholder", () => {
    const broken = Object.entries(zh).filter(
      ([key, text]) => placeholders(key).join() !== placeholders(text).join() && text !== "",
    );
    expect(broken).toEqual([]);
  });

  it("leaves no English in the advice on any case, and says the same numbers", () => {
    for (const runs of sweeps) {
      const [english, chinese] = [advise(runs), advise(runs, { language: "zh" })];
      const names = runs.flatMap(({ name, series, hparams }) => [
        name,
        ...series.keys(),
        ...Object.keys(hparams),
        ...Object.values(hparams).flatMap((value) => (typeof value === "string" ? [value] : [])),
      ]);
      const texts = wordsOf(
        chinese,
        names.filter((name) => name.length > 2),
      );
      expect(texts.filter((text) => /[a-z]{2,}[ ,]+[a-z]{2,}/i.test(text.replaceAll(TERMS, "")))).toEqual([]);
      expect(texts.join("\n")).not.toMatch(/[\uFDD0-\uFDD2]|\{\d/);
      expect(wordsOf(chinese, []).map(numbersIn)).toEqual(wordsOf(english, []).map(numbersIn));
      expect(bare(chinese)).toEqual(bare(english));
    }
  });

  it("prints in Chinese too, no line wider than a terminal", () => {
    const printed = describeAnswer(advise(loadCase(1), { language: "zh" }), "zh");
    expect(printed).toContain("学习率  （指南 R9, R11, R24, R25）");
    for (const line of printed.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
  });
});

/** Names that stay as they are in Chinese. */
const TERMS = /train\/loss|dev\/accuracy|MB|GPU|SGD|Adam|lr|momentum/g;

/** `answer` without its sentences: all that must not depend on the language. */
function bare(answer: AdviceAnswer): unknown {
  return answer.sweeps.map(({ id, runs, varies, advice }) => ({
    id,
    runs,
    varies,
    advice: advice.map(({ rule, guide, verdict, unit, interval, confidence, next, evidence }) => ({
      rule,
      guide,
      verdict,
      unit,
      interval,
      confidence,
      next: next.map(({ why, ...run }) => run),
      marks: evidence.flatMap(({ marks }) => marks.map(({ label, ...mark }) => mark)),
    })),
  }));
}
