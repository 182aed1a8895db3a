import { describe, expect, it } from "vitest";
import { type KeptLesson, type Lesson, NO_MEMORY } from "../../core/memory.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { calibratePause, keyOf, lessonsIn, priorRate, remember } from "./memory.ts";

const lesson = (bestRate: number, gapFactor: number | null = 0, optimizer: string | null = "adam"): Lesson => ({
  bestRate,
  gapFactor,
  optimizer,
});
/** Three rates; the winner, 0.01, falls late: at a tenth of the way it is far behind. */
const sweep = (state: "finished" | "live" = "finished") =>
  [0.1, 0.01, 0.001].map((lr, i) =>
    toRun(
      `a/lr${lr}`,
      {
        "train/loss": followLaw(
          withNoise(
            i === 1 ? (step) => (step < 750 ? 2.3 : decayTo(0.3, 150)(step - 750)) : decayTo(0.8 + i / 4, 300),
            0.001,
            i + 1,
          ),
        ),
      },
      { lr, optimizer: "Adam" },
      state,
    ),
  );

describe("the lesson of a sweep", () => {
  it("is its best rate, its optimizer, and how far behind its winner was", () => {
    const [{ lesson: found }] = advise(sweep()).sweeps;
    expect(found).toMatchObject({ optimizer: "adam", bestRate: 0.01 });
    // at 20 % of the way, step 600, it had not moved: the gap is all of the leader's descent, 1, where 0.3 is tolerated
    expect(found?.gapFactor).toBeCloseTo(1 / 0.3, 1);
  });
  it("comes only when all is done", () => expect(advise(sweep("live")).sweeps[0].lesson).toBeUndefined());
  it("is kept under a key that tells places apart, once", () => {
    const answer = advise(sweep());
    const memory = remember(NO_MEMORY, lessonsIn(answer.sweeps, "here"));
    expect(memory.lessons).toHaveLength(1);
    expect(memory.lessons[0].key).toBe(keyOf("here", answer.sweeps[0].id));
    expect(remember(memory, lessonsIn(answer.sweeps, "here"))).toBe(memory);
    expect(remember(memory, lessonsIn(answer.sweeps, "there")).lessons).toHaveLength(2);
  });
  it("replaces the one before under its key", () => {
    const one = { key: "k", ...lesson(0.1) };
    expect(remember({ version: 1, lessons: [one] }, [{ ...one, bestRate: 0.2 }]).lessons).toEqual([
      { ...one, bestRate: 0.2 },
    ]);
  });
});

describe("what many lessons say", () => {
  it("is the middle of the best rates by decades, for one optimizer", () => {
    const lessons = [lesson(0.001), lesson(0.1), lesson(0.01), lesson(5, 0, "sgd")];
    expect(priorRate(lessons, "adam")).toEqual({ rate: 0.01, lowest: 0.001, highest: 0.1, sweeps: 3 });
    expect(priorRate(lessons, "sgd")).toBeNull();
  });
  it("promises nothing about pausing below 19 sweeps, then takes the ⌈(n + 1) · 0.95⌉-th factor", () => {
    const factors = (n: number) => Array.from({ length: n }, (_, i) => lesson(0.1, (i + 1) / 100));
    expect(calibratePause(factors(18))).toBeNull();
    expect(calibratePause(factors(19))).toEqual({ factor: 0.19, sweeps: 19, risk: 0.05 }); // ⌈20 · 0.95⌉ = 19
    expect(calibratePause(factors(39))?.factor).toBe(0.38); // ⌈40 · 0.95⌉ = 38
    expect(calibratePause([...factors(18), lesson(0.1, null)])).toBeNull();
  });
});

describe("advice with a memory", () => {
  const kept = (lessons: readonly Lesson[]) => ({
    past: {
      lessons: lessons.map((one, i): KeptLesson => ({ key: `past/${i}`, ...one })),
      keyOf: (id: string) => keyOf("here", id),
    },
  });
  const alone = [
    toRun("a/lr1", { "train/loss": followLaw(withNoise(decayTo(0.5, 300), 0.01, 9)) }, { lr: 1, optimizer: "adam" }),
  ];
  it("puts the middle of past sweeps among the next runs while its own cannot tell", () => {
    const [advice] = advise(alone, kept([lesson(0.001), lesson(0.001)])).sweeps[0].advice;
    expect(advice.next.map(({ hparams }) => hparams.lr)).toContain(0.001);
    expect(advice.assumptions.join()).toContain("In 2 past sweeps with this optimizer the best rate was 0.001");
  });
  it("gives past sweeps no vote", () => {
    const answer = advise(sweep(), kept([lesson(0.1), lesson(0.1)])).sweeps[0].advice[0];
    expect(answer.value).toBe(0.01);
    expect(answer.next).toEqual(advise(sweep()).sweeps[0].advice[0].next);
  });
  it("does not let a sweep learn from itself", () => {
    const { sweeps } = advise(sweep());
    const own = lessonsIn(sweeps, "here").flatMap((one) => [one, one]);
    const past = { lessons: own, keyOf: (id: string) => keyOf("here", id) };
    expect(advise(sweep(), { past }).sweeps).toEqual(sweeps);
  });
  it("pauses by the reader's own sweeps when there are enough", () => {
    const live = [0.1, 0.2, 0.3, 0.4, 1].map((lr, i) =>
      toRun(
        `b/lr${lr}`,
        {
          "train/loss": followLaw(withNoise(decayTo(0.3 + (i > 3 ? 0.3 : 0.01 * i), 100), 0.001, 50 + i), { to: 1000 }),
        },
        { lr, num_steps: 3000 },
        "live",
      ),
    );
    const pausedWith = (lessons: readonly Lesson[]) =>
      advise(live, kept(lessons)).sweeps[0].advice.find(({ rule }) => rule === "pause");
    expect(pausedWith([])?.value).toMatchObject({ pause: [] }); // 0.3 of 2 behind: 15 % of the descent, where 25 % is tolerated
    const strict = pausedWith(Array.from({ length: 19 }, () => lesson(0.1, 0.4))); // 0.4 × 25 % = 10 %
    expect(strict?.value).toMatchObject({ pause: ["b/lr1"] });
    expect(strict?.assumptions.join()).toContain("your own 19 finished sweeps");
  });
});
