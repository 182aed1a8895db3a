import { describe, expect, it } from "vitest";
import { launchNamed as launch, RUNNING } from "../../../fixtures/builders/launch.ts";
import { orderOf } from "../../../fixtures/builders/queue.ts";
import type { Advice, SweepAdvice } from "../../core/advice.ts";
import { hasMadeEnoughSteps, hopelessRuns, type PausingFacts } from "./pausing.ts";

const run = (name: string, role: "chosen" | "rejected") => ({
  kind: "run" as const,
  tag: "loss",
  run: name,
  label: name,
  role,
});

const advice = (rule: Advice["rule"], more: Partial<Advice>): Advice => ({
  rule,
  guide: [],
  headline: "",
  verdict: "pick",
  value: null,
  unit: "steps",
  interval: null,
  alternatives: [],
  confidence: "likely",
  caps: [],
  evidence: [],
  assumptions: [],
  excluded: [],
  next: [],
  wouldChangeIf: [],
  ...more,
});

/** Advice that gives up `pause` of the runs a, b, c and d, and prefers a. */
const sweep = (pause: readonly string[], more: Partial<SweepAdvice> = {}): SweepAdvice => ({
  id: "s",
  title: "rates",
  runs: ["a", "b", "c", "d"],
  varies: ["lr"],
  metric: null,
  loss: { tag: "loss" },
  advice: [
    advice("learning-rate", { evidence: [{ text: "a is best", marks: [run("a", "chosen")] }] }),
    advice("pause", {
      headline: "Pause them.",
      value: { pause, savedSteps: 10 },
      evidence: [
        { text: "all of them", marks: pause.map((name) => run(name, "rejected")) },
        ...pause.map((name) => ({ text: `${name} is far behind`, marks: [run(name, "rejected")] })),
      ],
    }),
  ],
  ...more,
});

const consent = (who: string, reach: "own" | "all" | "none") => ({
  consent: { sweep: "s", title: "rates", who, isOwner: false, at: 0 },
  reach,
});

const facts = (more: Partial<PausingFacts> = {}): PausingFacts => ({
  sweep: sweep(["c", "d"]),
  ageSecs: 1,
  launches: new Map(["a", "b", "c", "d"].map((name) => [name, launch(name)])),
  consents: [consent("ann", "own")],
  wasPaused: () => false,
  isNeeded: () => false,
  hasShownItself: () => true,
  ...more,
});

const namesOf = (given: Partial<PausingFacts>): string[] => hopelessRuns(facts(given)).map((one) => one.launch.name);

const stopping = launch("c", { phase: { ...RUNNING, stoppedBy: "user" } });

describe("a run that still logs numbers", () => {
  it.each([
    { order: { hparams: { steps: 1000 } }, done: 49, isEnough: false, because: "a twentieth of its steps is 50" },
    { order: { hparams: { steps: 1000 } }, done: 50, isEnough: true, because: "it has made a twentieth" },
    { order: { hparams: { max_steps: 1000 } }, done: 10, isEnough: false, because: "whatever its steps are called" },
    {
      order: { hparams: { steps: 1000 }, limits: { steps: 100 } },
      done: 5,
      isEnough: true,
      because: "its limit is less",
    },
    { order: { hparams: { lr: 0.1 } }, done: 1, isEnough: true, because: "nobody knows how many it is to make" },
    { order: { hparams: { steps: 1000 } }, done: null, isEnough: true, because: "nobody knows how many it has made" },
  ])("has made enough steps: $isEnough, because $because", ({ order, done, isEnough }) => {
    expect(hasMadeEnoughSteps(orderOf(["true"], order), done)).toBe(isEnough);
  });
});

describe("what the advice may have stopped", () => {
  it("is what it gives up, each with what was said of it alone", () => {
    expect(hopelessRuns(facts()).map(({ launch: { name }, because }) => [name, because])).toEqual([
      ["c", "c is far behind"],
      ["d", "d is far behind"],
    ]);
  });

  it.each<{ because: string; given: Partial<PausingFacts>; names: string[] }>([
    { because: "nobody agreed", given: { consents: [] }, names: [] },
    { because: "who agreed may do nothing any more", given: { consents: [consent("ann", "none")] }, names: [] },
    { because: "who agreed launched none of them", given: { consents: [consent("bob", "own")] }, names: [] },
    { because: "an admin agreed for all", given: { consents: [consent("bob", "all")] }, names: ["c", "d"] },
    { because: "the logs were read too long ago", given: { ageSecs: 21 }, names: [] },
    { because: "c was paused before", given: { wasPaused: (id) => id === "id of c" }, names: ["d"] },
    { because: "another launch waits for c", given: { isNeeded: (id) => id === "id of c" }, names: ["d"] },
    {
      because: "d may be warming up",
      given: { hasShownItself: ({ id }) => id !== "id of d" },
      names: ["c"],
    },
    { because: "c is being stopped", given: { launches: new Map([["c", stopping]]) }, names: [] },
    { because: "c was not launched from here", given: { launches: new Map([["d", launch("d")]]) }, names: ["d"] },
    { because: "another rule prefers a", given: { sweep: sweep(["a", "d"]) }, names: ["d"] },
    { because: "nothing would be left", given: { sweep: sweep(["a", "b", "c", "d"]) }, names: [] },
    {
      because: "what would be left is paused already",
      given: { sweep: sweep(["c", "d", "a"]), wasPaused: (id) => id === "id of b" },
      names: [],
    },
    {
      because: "later stages start from d",
      given: {
        sweep: sweep(["c", "d"], { startFrom: { run: "d", hparams: {}, steps: null, batch: null, seeds: [] } }),
      },
      names: ["c"],
    },
    {
      because: "the advice is only on a bolder level",
      given: {
        sweep: { ...sweep([]), advice: [advice("pause", { verdict: "none", value: { pause: ["c"], savedSteps: 1 } })] },
      },
      names: [],
    },
  ])("is $names where $because", ({ given, names }) => expect(namesOf(given)).toEqual(names));
});
