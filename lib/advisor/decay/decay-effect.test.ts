import { describe, expect, it } from "vitest";
import { adviceOn } from "../../../fixtures/cases/load-case.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";

const effectOn = (id: number) => {
  const advice = adviceOn(id, "decay-effect");
  const { value } = advice;
  if (value === null || typeof value === "number" || !("effect" in value)) throw new Error("no effect");
  return { ...advice, ...value };
};

describe("decay effect", () => {
  // Gains of the laws behind the cases, in shares: their smoothed peaks must come within half a point.
  it.each([
    { id: 37, effect: "gain", verdict: "pick", gain: 0.025, because: "90 % against 92.5 %" },
    { id: 38, effect: "flat", verdict: "pick", gain: 0, because: "one law twice" },
    { id: 39, effect: "starved", verdict: "insufficient", gain: -0.01, because: "it ends a tenth shallower" },
    { id: 40, effect: "gain", verdict: "pick", gain: 0.03, because: "and its peak moved from 1,000 to 5,500" },
    {
      id: 41,
      effect: "gain",
      verdict: "pick",
      gain: 0.012,
      because: "1.2 points are more than two errors of 0.57, though the constant run jumps by 1 point",
    },
  ])("case $id is $effect: $because", ({ id, effect, verdict, gain }) => {
    const advice = effectOn(id);
    expect(advice).toMatchObject({ effect, verdict });
    expect(Math.abs(advice.gain - gain)).toBeLessThan(0.005);
    expect(advice.error).toBeCloseTo(0.004 * Math.SQRT2, 6); // assumed noise of 0.4 points in each run
  });
  it("is not fooled by the luckiest evaluation of a noisy run", () => {
    const { gain, evidence } = effectOn(41);
    expect(gain).toBeGreaterThan(0.005);
    expect(evidence[1].text).toBe(
      "Best single evaluations differ by −1.0 point: they flatter the noisier curve and are not used",
    );
  });
  it("says start later only where the decayed run fell behind before the old peak", () => {
    expect(effectOn(40).headline).toContain("but it decays too fast: start later");
    expect(effectOn(37).headline).not.toContain("start later");
    expect(
      effectOn(39)
        .evidence.map(({ text }) => text)
        .join(),
    ).toContain("late peaks are normal");
  });
  it("asks a starved run for twice the learning rate or more steps, and never calls it flat", () => {
    const { next, headline } = effectOn(39);
    expect(next.map(({ hparams, steps }) => [hparams.lr, steps])).toEqual([
      [0.02, 6000],
      [0.01, 9000],
    ]);
    expect(headline).not.toContain("nothing");
  });
  it("calls flat from one learning rate only tentatively, and asks for higher starts", () => {
    const { confidence, next, caps } = effectOn(38);
    expect(confidence).toBe("tentative");
    expect(caps).toContain("a gain under 1.6 points would not be seen");
    expect(next.map(({ hparams }) => hparams)).toEqual([
      { batch_size: 64, lr: 0.02, schedule: "linear" },
      { batch_size: 64, lr: 0.04, schedule: "linear" },
    ]);
  });
});

describe("with seeds", () => {
  const dev = (best: number, noise: number) => withNoise((step) => best - 0.4 * Math.exp(-step / 400), 0.001, noise);
  const run = (schedule: string, seed: number, best: number, lr = 0.1) =>
    toRun(
      `${schedule}_lr${lr}_s${seed}`,
      {
        "train/loss": followLaw(withNoise(decayTo(0.3, 400), 0.01, seed)),
        "dev/acc": followLaw(dev(best + 0.01 * seed, 7 * seed + schedule.length), { every: 50 }),
      },
      { lr, seed, schedule },
    );
  const effectOf = (runs: ReturnType<typeof run>[]) =>
    advise(runs).sweeps[0].advice.find(({ rule }) => rule === "decay-effect");
  it("pairs runs of one seed, so that what the seed does cancels", () => {
    const runs = [0, 1, 2].flatMap((seed) => [run("constant", seed, 0.8), run("linear", seed, 0.805)]);
    const advice = effectOf(runs);
    expect(advice?.value).toMatchObject({ effect: "gain", gain: expect.closeTo(0.005, 2) });
    expect(advice?.assumptions[0]).toContain("by seed, 3 pairs");
  });
  it("asks the best of many schedules for more than one alone", () => {
    const runs = [0, 1, 2].flatMap((seed) => [
      run("constant", seed, 0.8),
      ...["linear", "cosine", "exponential"].map((schedule) => run(schedule, seed, 0.8)),
    ]);
    expect(effectOf(runs)?.value).toMatchObject({ effect: "flat" });
  });
  describe("where more seeds cost more than they tell", () => {
    /** Differences by seed, in points, for a line to zero against a constant rate; dev sets of 1,000 leave the pairs to say their own noise. */
    const pairs = (differences: readonly number[], ...more: ReturnType<typeof run>[]) =>
      effectOf([
        ...differences.flatMap((points, seed) => [
          run("constant", seed, 0.8 - 0.01 * seed),
          run("linear", seed, 0.8 - 0.01 * seed + points / 100),
        ]),
        ...more,
      ]);
    const higher = [2, 4].map((factor) => run("linear", 0, 0.7, 0.1 * factor));

    it("asks for two more seeds of each while that can decide", () => {
      const advice = pairs([1.6, 0.1]); // mean 0.85, error 0.75
      expect(advice).toMatchObject({ verdict: "insufficient", value: { effect: "weak gain" } });
      expect(advice?.next.map(({ seeds }) => seeds)).toEqual([
        [2, 3],
        [2, 3],
      ]);
    });
    it("takes what is ahead after five seeds that do not decide, and says what it would cost to be sure", () => {
      // mean 0.7 points, deviation 1.12, error 0.5: 5 · (2.8 · 0.5 / 0.7)² = 20 seeds
      const advice = pairs([2.1, -0.7, 0.7, 1.4, 0], ...higher);
      expect(advice).toMatchObject({ verdict: "tie", confidence: "tentative", value: { effect: "weak gain" } });
      expect(advice?.headline).toMatch(
        /^Use linear at 0\.1: tentative; it gains 0\.\d points ± .* it would take \d\d seeds of each/,
      );
      expect(advice?.next.map(({ hparams, seeds }) => [hparams.schedule, seeds])).toEqual([["linear", [5, 6, 7]]]);
    });
    it("keeps the constant rate where nothing leads, once higher starts were tried", () => {
      const advice = pairs([2.1, -1.4, 0.7, 1.4, -1.2]); // mean 0.32, error 0.7
      expect(advice).toMatchObject({ verdict: "tie", value: { effect: "unclear" } });
      expect(advice?.headline).toContain("Keep the learning rate constant at 0.1: tentative");
      expect(advice?.next.map(({ hparams }) => hparams.lr)).toEqual([0.2, 0.4]);
      const tried = pairs([2.1, -1.4, 0.7, 1.4, -1.2], ...higher);
      expect(tried?.next.map(({ hparams, seeds }) => [hparams.lr, hparams.schedule, seeds.length])).toEqual([
        [0.1, undefined, 3],
      ]);
    });
  });
  describe("asks once for what could be tried, and never again", () => {
    /** Ends at a loss of `floor` after `steps`, with the best dev value given. */
    const trained = (schedule: string, lr: number, best: number, floor = 0.3, num_steps = 3000) =>
      toRun(
        `${schedule}_lr${lr}_${num_steps}`,
        {
          "train/loss": followLaw(withNoise(decayTo(floor, 400), 0.01, 1), { to: num_steps }),
          "dev/acc": followLaw(dev(best, schedule.length), { to: num_steps, every: 50 }),
        },
        { lr, seed: 0, schedule, num_steps, n_dev: 10_000 },
      );
    const asked = (...runs: ReturnType<typeof trained>[]) => {
      const advice = effectOf(runs);
      return { advice, next: advice?.next.map(({ hparams, steps }) => [hparams.schedule, hparams.lr, steps]) };
    };
    const constant = trained("constant", 0.1, 0.8);
    const starved = trained("linear", 0.1, 0.7995, 0.5);

    it("a starved run is fed by twice its rate, or by more steps", () => {
      const { advice, next } = asked(constant, starved);
      expect(advice?.value).toMatchObject({ effect: "starved" });
      expect(next).toEqual([
        ["linear", 0.2, 3000],
        ["linear", 0.1, 4500],
      ]);
    });
    it("when both were tried and did no better, decay brings nothing", () => {
      const { advice } = asked(
        constant,
        starved,
        trained("linear", 0.2, 0.79, 0.5),
        trained("linear", 0.1, 0.79, 0.5, 4500),
      );
      expect(advice).toMatchObject({ verdict: "pick", confidence: "tentative" });
      expect(advice?.headline).toContain("keep the learning rate constant");
    });
    it("a start that diverged was tried", () => {
      const broken = toRun(
        "broken",
        {
          "train/loss": followLaw((step) => (step < 100 ? 2.3 : Number.NaN)),
          "dev/acc": followLaw(() => 0.1, { every: 50 }),
        },
        { lr: 0.4, seed: 0, schedule: "linear", num_steps: 3000, n_dev: 10_000 },
      );
      const { next } = asked(constant, trained("linear", 0.1, 0.8), trained("linear", 0.2, 0.79), broken);
      expect(next?.map(([, lr]) => lr)).not.toContain(0.4);
    });
    it("where every constant run broke, their best checkpoints are what decay is held against", () => {
      const collapses = toRun(
        "constant",
        {
          "train/loss": followLaw(withNoise((step) => (step < 1500 ? decayTo(0.3, 400)(step) : 2.3), 0.01, 1)),
          "dev/acc": followLaw(
            withNoise((step) => (step < 1500 ? 0.75 : 0.1), 0.001, 2),
            { every: 50 },
          ),
        },
        { lr: 0.1, seed: 0, schedule: "constant", num_steps: 3000, n_dev: 10_000, batch_size: 64 },
      );
      const decayed = trained("linear", 0.1, 0.8);
      const { advice } = asked(
        collapses,
        { ...decayed, hparams: { ...decayed.hparams, batch_size: 64 } },
        { ...constant, hparams: { ...constant.hparams, batch_size: 32 } }, // of another cell: it says how deep a run can get
      );
      expect(advice).toMatchObject({ confidence: "tentative", value: { effect: "gain", lag: null } });
      expect(advice?.caps).toContain("every constant run failed: a lower constant rate may do as well");
    });
    it("a longer run with decay is held against a constant one that is as long", () => {
      const longer = trained("linear", 0.1, 0.85, 0.3, 4500);
      const alone = asked(constant, starved, longer);
      expect(alone.advice).toMatchObject({ verdict: "insufficient", value: { effect: "unclear" } });
      expect(alone.next).toEqual([[undefined, 0.1, 4500]]);
      const beside = asked(constant, starved, longer, trained("constant", 0.1, 0.85, 0.3, 4500));
      expect(beside.advice?.value).toMatchObject({ effect: "flat" });
    });
  });
  it("has nothing to compare without a constant run, or without a decayed one", () => {
    expect(effectOf([run("linear", 0, 0.8), run("linear", 1, 0.8)])).toBeUndefined();
    expect(effectOf([run("constant", 0, 0.8), run("constant", 1, 0.8)])).toBeUndefined();
  });
  it("hands a schedule that gained to the plan for the next runs", () => {
    const runs = [0, 1, 2].flatMap((seed) => [
      run("constant", seed, 0.8, 0.1),
      run("constant", seed, 0.79, 0.01),
      run("constant", seed, 0.7, 0.001),
      run("linear", seed, 0.83, 0.1),
    ]);
    const plan = advise(runs).sweeps[0].advice.find(({ rule }) => rule === "decay-schedule");
    expect(plan?.value).toMatchObject({ shape: "linear", rate: 0.1 });
    expect(plan?.evidence[0].text).toContain("gained most among the runs here");
  });
});

describe("one run with decay beside one without", () => {
  /** `gain` in dev accuracy from step 1500 on, on a dev set of 1,000: unpaired, 2 · √2 · 1.2 · √(0.9 · 0.1 / 1,000) = 3.2 points would be needed. */
  const pair = (gain: number, seed: number) => {
    const dev = (step: number) => 0.9 - 0.4 * Math.exp(-step / 250);
    const run = (name: string, rate: (step: number) => number, bonus: number, ownSeed: number) =>
      toRun(
        name,
        {
          "train/loss": followLaw(withNoise(decayTo(0.3, 250), 0.005, 3)),
          "dev/acc": followLaw((step) => dev(step) + (step > 1500 ? bonus : 0), { every: 100 }),
          lr: followLaw(rate),
        },
        { lr: 0.01, seed: ownSeed, n_dev: 1000, num_steps: 3001 },
      );
    const falls = (step: number) => (step < 1500 ? 0.01 : 0.01 * (1 - (step - 1500) / 1500));
    const { advice } = advise([run("a", () => 0.01, 0, 0), run("b", falls, gain, seed)]).sweeps[0];
    const found = advice.find(({ rule }) => rule === "decay-effect");
    if (found?.value == null || typeof found.value === "number" || !("effect" in found.value))
      throw new Error("no effect");
    return { ...found, ...found.value };
  };
  it("of the same seed shows what two seeds would hide: most of what differs between seeds cancels", () => {
    const { effect, error, caps, confidence } = pair(0.02, 0);
    expect(effect).toBe("gain");
    expect(error).toBeCloseTo(0.3 * Math.SQRT2 * 1.2 * Math.sqrt((0.9 * 0.1) / 1000), 3); // 0.48 points
    expect(confidence).toBe("tentative");
    expect(caps.join()).toContain("1 pair of one seed: how far such pairs fall apart is taken from other tasks");
  });
  it("not of different seeds", () => expect(pair(0.02, 1).effect).not.toBe("gain"));
  it("nor a gain that such pairs show by chance", () => expect(pair(0.005, 0).effect).not.toBe("gain"));
});

describe("R32: around the peak of the constant run", () => {
  /** A constant run with its peak of 90 % at 1,500, and one whose rate falls from step 300 on. */
  const beside = (decayed: (step: number) => number) => {
    const dev = (step: number) => 0.9 - 0.2 * Math.abs(step / 1500 - 1);
    const run = (name: string, law: (step: number) => number, rate: (step: number) => number) =>
      toRun(
        name,
        {
          "train/loss": followLaw(withNoise(decayTo(0.3, 250), 0.005, 3)),
          "dev/acc": followLaw(withNoise(law, 0.0005, 7), { every: 50 }),
          lr: followLaw(rate),
        },
        { lr: 0.01, seed: 0, n_dev: 10_000, num_steps: 3001 },
      );
    const falls = (step: number) => 0.01 * Math.exp(-Math.max(0, step - 300) / 200);
    const { advice } = advise([run("a", dev, () => 0.01), run("b", decayed, falls)]).sweeps[0];
    return JSON.stringify(advice.find(({ rule }) => rule === "decay-effect"));
  };
  it("a dev curve that is lower and flatter decays too fast", () => {
    const said = beside((step) => 0.7 + 0.1 * (1 - Math.exp(-step / 200)));
    // from 1,200 to 1,800 the tent is 0.88 on average and the other 0.8; smoothing takes a little off the tent
    expect(said).toMatch(/is 7\.\d points worse with decay, and flatter: it decays too fast/);
  });
  it("one that is as high does not, however flat", () => {
    expect(beside((step) => 0.89 + (step > 1500 ? 0.02 : 0))).not.toContain("too fast");
  });
  it("nor one that is lower and still moves more: it has not stopped learning", () => {
    expect(beside((step) => 0.5 + 0.25 * (step / 1500))).not.toContain("and flatter");
  });
});
