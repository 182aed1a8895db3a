import { describe, expect, it } from "vitest";
import { listedRun } from "../../fixtures/builders/listed-run.ts";
import type { RunAnnotation } from "../core/annotations.ts";
import type { RunSummary } from "../core/api.ts";
import type { Hparams } from "../core/series.ts";
import { toColumn } from "./columns.ts";
import { parseConditions, toComparedNumber } from "./conditions.ts";
import { applyConditions, knownNames, tagsIn } from "./run-conditions.ts";
import type { RunNumbers, Summaries } from "./run-numbers.ts";

const MINUTE = 60;

function listed(
  name: string,
  hparams: Hparams,
  facts: Partial<RunSummary> = {},
  annotation: Partial<RunAnnotation> = {},
) {
  return listedRun(name, hparams, {
    state: "finished",
    startedAt: 0,
    updatedAt: 0,
    tagIndices: [0],
    points: [1],
    lastSteps: [0],
    lastValues: [0],
    ...facts,
    annotation,
  });
}

const RUNS = [
  listed("a", { lr: 0.1, opt: "sgd", nesterov: true }, { updatedAt: 90 * MINUTE }, { labels: ["Paper", "good"] }),
  listed("b", { lr: 0.01, opt: "adam" }, { state: "live", updatedAt: 30 * MINUTE, lastSteps: [20_000] }),
  listed("c", { lr: 0.001, opt: "adamw" }, { state: "failed" }, { labels: ["bad"] }),
  listed("d", { "batch size": 64 }),
];
const numbers = (last: number, min: number, max: number): RunNumbers => ({
  last,
  min,
  max,
  lastStep: 0,
  minStep: 0,
  maxStep: 0,
  mean: 0,
});
const SUMMARIES: Summaries = new Map([
  [
    "dev/acc",
    new Map([
      ["a", numbers(0.8, 0.1, 0.93)],
      ["b", numbers(0.91, 0.1, 0.92)],
      ["c", numbers(Number.NaN, Number.NaN, Number.NaN)],
    ]),
  ],
]);
const KNOWN = knownNames(RUNS, ["dev/acc", "train loss"]);
const apply = (text: string) => applyConditions(text, RUNS, KNOWN, SUMMARIES);
const through = (text: string): string => {
  const applied = apply(text);
  return applied.kind === "chosen" ? [...applied.ids].join("") : applied.kind;
};

describe("conditions", () => {
  it.each([
    ["lr<0.01", "c", "a setting, strictly below"],
    ["lr <= 1e-2", "bc", "blanks around the sign, and a number as programs print it"],
    ["lr>=0.01 lr<0.1", "b", "all of them must hold"],
    ["lr>0.001, opt!=sgd", "b", "commas part them as well"],
    ["lr=0.1 and opt=SGD", "a", "so does a word; case does not matter"],
    ["opt=sgd|adam", "ab", "any of several"],
    ["opt!=sgd|adam", "c", "none of several; a run that does not state it does not come through"],
    ["opt~adam", "bc", "a pattern, unanchored"],
    ["opt!~^adam$", "acd", "what a pattern does not match, and what says nothing"],
    ["nesterov=true", "a", "yes and no"],
    ['"batch size"=64', "d", "a name with a blank stands in quotes"],
    ["dev/acc>0.9", "b", "a metric counts by its last value"],
    ["best(dev/acc)>0.92", "a", "or by its best, which is the largest of an accuracy"],
    ["min(dev/acc)<0.2", "ab", "NaN fulfils nothing"],
    ["dev/acc=nan", "c", "but can be asked for"],
    ["state=live|failed", "bc", "how a run does"],
    ["label=good", "a", "a label among several"],
    ["label!=bad", "abd", "runs without a label included"],
    ["duration>1h", "a", "90 minutes"],
    ["duration<=0.5h duration>=1m", "b", "30 minutes"],
    ["steps>=20k", "b", "20,000"],
    ["", "all", "nothing asked"],
  ])("%s lets %s through: %s", (text, expected) => {
    expect(through(text)).toBe(expected);
  });

  it.each([
    ["lr", "no comparison", "lr"],
    ["lr<", "no value", "lr<"],
    ["lr<fast", "no number", "lr<fast"],
    ["momentum>0", "unknown name", "momentum"],
    ["best(loss)<1", "unknown name", "loss"],
    ["<3", "no comparison", "<3"],
  ])("%s says what is wrong: %s at %s", (text, because, word) => {
    expect(apply(text)).toEqual({ kind: "broken", because, word });
  });

  it("does not try a pattern that could take for ever", () => {
    expect(apply("opt~(a+)+$").kind).toBe("slow");
    expect(apply("opt~(").kind).toBe("broken pattern");
  });

  it("lets everything through as long as a metric's numbers are on their way", () => {
    expect(applyConditions("dev/acc>0.9 lr<1", RUNS, KNOWN, new Map())).toEqual({
      kind: "chosen",
      ids: new Set(["a", "b", "c"]),
    });
  });

  it("names the tags that it needs, and no settings", () => {
    expect(tagsIn('lr<1 dev/acc>0 max("train loss")>1', KNOWN)).toEqual(["dev/acc", "train loss"]);
  });

  it("takes a setting for a setting, whatever else has its name", () => {
    const runs = [listed("x", { steps: 5 }, { lastSteps: [900] })];
    expect(applyConditions("steps<10", runs, knownNames(runs, []), new Map())).toMatchObject({ kind: "chosen" });
  });

  it("survives whatever somebody types", () => {
    for (const text of ['"', "((", "=", "a=b=c", "and", ",,,", "max()>1", "a<b>c", '"a"="b'])
      expect(["conditions", "broken"], text).toContain(parseConditions(text).kind);
  });
});

it.each([
  ["1h30m", "duration", 5400],
  ["90", "duration", 90],
  ["2d", "duration", 172_800],
  ["1h30", "duration", null],
  ["1e-3", "setting:lr", 0.001],
  ["10k", "steps", 10_000],
  ["1.5M", "steps", 1_500_000],
  ["fast", "setting:lr", null],
  ["", "setting:lr", null],
])("%s for %s is the number %s", (text, id, expected) => {
  const column = toColumn(id);
  expect(column === null ? "no column" : toComparedNumber(text, column)).toBe(expected);
});
