import { describe, expect, it } from "vitest";
import { type Choices, NO_CHOICES } from "../core/choices.ts";
import { advise } from "./advise.ts";
import { toOptions, withoutRejected } from "./chosen.ts";
import { decayTo, followLaw, toRun, withNoise } from "./runs/run-log-builder.ts";

const logs = ["a", "b"].flatMap((task, place) =>
  [0.1, 0.01, 0.001].map((lr, i) =>
    toRun(
      `${task}/lr${lr}`,
      {
        "train/loss": followLaw(withNoise(decayTo(0.3 + 0.1 * i, 300), 0.01, 10 * place + i)),
        "train/aux": followLaw(withNoise(decayTo(0.5 - 0.1 * i, 300), 0.01, 100 + 10 * place + i)),
        "dev/acc": followLaw((step) => 0.9 - 0.1 * i - 0.4 * Math.exp(-step / 300), { every: 100 }),
        "dev/f1": followLaw((step) => 0.7 + 0.1 * i - 0.4 * Math.exp(-step / 300), { every: 100 }),
      },
      { lr },
    ),
  ),
);
const under = (choices: Partial<Choices>) => advise(logs, toOptions({ ...NO_CHOICES, ...choices })).sweeps;

describe("a choice of the reader", () => {
  it("changes nothing while nothing is chosen", () => expect(under({})).toEqual(advise(logs).sweeps));
  it("of the metric decides what wins", () => {
    const judged = (choices: Partial<Choices>) => {
      const [{ metric, advice }] = under(choices);
      return [metric?.tag, metric?.goal, advice[0].value];
    };
    expect(judged({})).toEqual(["dev/acc", "max", 0.1]);
    expect(judged({ metric: { tag: "dev/f1", goal: null } })).toEqual(["dev/f1", "max", 0.001]);
    expect(under({ metric: { tag: "dev/f1", goal: "min" } })[0].metric).toEqual({ tag: "dev/f1", goal: "min" });
  });
  it("of the loss is the loss that is read, and one that nobody logs is said to be missing", () => {
    expect(under({ loss: "train/aux" })[0].loss).toEqual({ tag: "train/aux" });
    const [sweep] = under({ loss: "train/none" });
    expect(sweep.loss).toEqual({ tag: "train/loss" });
    expect(sweep.advice[0].assumptions).toContain("No run logs train/none, so the training loss is chosen by name.");
  });
  it("to leave a run out takes its vote and shows the reason", () => {
    const [first, second] = under({ excluded: [{ run: "a/lr0.1", because: "wrong data" }] });
    expect(first.advice[0].value).toBe(0.01);
    expect(first.advice[0].excluded).toContainEqual({ run: "a/lr0.1", because: "wrong data" });
    expect(first.runs).toContain("a/lr0.1");
    expect(second).toEqual(advise(logs).sweeps[1]);
  });
  it("to leave a whole folder out leaves a sweep without an answer, not without a word", () => {
    const [first] = under({ excluded: [{ run: "a/*", because: "" }] });
    expect(first.advice[0].verdict).toBe("insufficient");
    expect(first.advice[0].excluded).toHaveLength(3);
    expect(first.advice[0].excluded[0].because).toBe("left out by choice");
  });
  it("of a sweep brings runs of two folders together under a name, with a metric of its own", () => {
    const sweeps = under({
      sweeps: [
        { name: "both", runs: ["a/*", "b/lr0.1"], metric: { tag: "dev/f1", goal: null }, loss: null },
        { name: "nothing", runs: ["z/*"], metric: null, loss: null },
      ],
    });
    expect(sweeps.map(({ title, runs, metric }) => [title, runs.length, metric?.tag])).toEqual([
      ["b", 2, "dev/acc"],
      ["both", 4, "dev/f1"],
    ]);
  });
  it("gives a run to the first sweep that names it", () => {
    const named = (name: string) => ({ name, runs: ["a/*"], metric: null, loss: null });
    expect(under({ sweeps: [named("first"), named("second")] }).map(({ title }) => title)).toEqual(["b", "first"]);
  });
});

it("a run that somebody rejected is left out, with who and why, in the reader's language", () => {
  const rejected = [
    { run: "a/lr0.1", who: "Ada", because: "the wrong data" },
    { run: "a/lr0.01", who: "Bo", because: "" },
  ];
  const excluded = (language: "en" | "zh") => {
    const [sweep] = advise(logs, { ...withoutRejected(toOptions(NO_CHOICES), rejected), language }).sweeps;
    return new Set(sweep.advice.flatMap((one) => one.excluded.map(({ run, because }) => `${run}: ${because}`)));
  };
  expect(excluded("en")).toEqual(new Set(["a/lr0.1: excluded by Ada: the wrong data", "a/lr0.01: excluded by Bo"]));
  expect(excluded("zh")).toEqual(new Set(["a/lr0.1: 由 Ada 排除：the wrong data", "a/lr0.01: 由 Bo 排除"]));
});
