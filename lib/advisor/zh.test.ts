import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseAst } from "vitest/node";
import { loadCase } from "../../fixtures/cases/load-case.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import { keyOf } from "../core/text.ts";
import { advise } from "./advise.ts";
import { describe as describeAnswer } from "./describe.ts";
import type { RunLog } from "./input.ts";
import { zh, zhParts } from "./zh.ts";

const FOLDER = new URL("./", import.meta.url);
const CASES = readdirSync(new URL("../../fixtures/cases/", import.meta.url))
  .filter((name) => /^\d+\.json$/.test(name))
  .map((name) => Number.parseInt(name, 10));

/** The keys of all texts in the advisor's sources: `t` templates, nouns that are counted, and keys that are written out. */
function keysInSources(): Map<string, string> {
  const keys = new Map<string, string>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".ts") && !name.includes(".test."))) {
    const visit = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      const found = keyIn(node);
      if (found !== null) keys.set(found, file);
      for (const child of Object.values(node)) visit(child);
    };
    visit(parseAst(readFileSync(new URL(file, FOLDER), "utf8"), { lang: "ts" }));
  }
  return keys;
}

interface SourceNode {
  readonly type?: string;
  readonly tag?: { readonly name?: string };
  readonly quasi?: { readonly quasis: readonly { readonly value: { readonly cooked: string } }[] };
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly { readonly value?: unknown }[];
}

function keyIn({ type, tag, quasi, callee, arguments: given = [] }: SourceNode): string | null {
  if (type === "TaggedTemplateExpression" && tag?.name === "t" && quasi !== undefined)
    return keyOf(quasi.quasis.map(({ value }) => value.cooked));
  if (type !== "CallExpression") return null;
  if (callee?.name === "counted" && typeof given[1]?.value === "string") return `{0} ${given[1].value}[s]`;
  return callee?.name === "textOf" && typeof given[0]?.value === "string" ? given[0].value : null;
}

const placeholders = (template: string): string[] => [...template.matchAll(/\{\^?(\d+)\}/g)].map(([, at]) => at).sort();

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
  const keys = keysInSources();

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
