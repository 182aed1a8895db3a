import { describe, expect, it } from "vitest";
import { adviceOf, noisy, run } from "../runs/odd-sweep-builder.ts";
import { decayTo, followLaw } from "../runs/run-log-builder.ts";

/** Half of 6,000 planned steps. The high rate gets to 60 % on dev and breaks at step 1,000; the low ones end where `low` says. */
const sweep = (low: (step: number) => number) => {
  const at = (lr: number, loss: (step: number) => number, dev: (step: number) => number) =>
    run(
      lr,
      {
        "train/loss": followLaw(noisy(loss)),
        "dev/acc": followLaw(noisy(dev, 0.001), { every: 100 }),
      },
      { num_steps: 6000, n_dev: 10_000 },
    );
  const breaks = (step: number) => (step < 1000 ? decayTo(0.9, 300)(step) : Number.NaN);
  const rises = (step: number) => (step < 1000 ? 0.6 - 0.5 * Math.exp(-step / 200) : 0.1);
  return [
    at(0.1, breaks, rises),
    at(1e-4, decayTo(1.8, 900), low),
    at(1e-5, decayTo(2.2, 2000), () => 0.12),
    at(1e-6, decayTo(2.25, 2000), () => 0.1),
  ];
};

describe("a rate that failed after it had been the best", () => {
  it("is named with steps left where no other can come that far any more", () => {
    const advice = adviceOf(
      sweep((step) => 0.25 - 0.15 * Math.exp(-step / 400)),
      "learning-rate",
    );
    expect(advice?.value).toBe(0.1);
    expect(JSON.stringify(advice)).toContain("0.1 was best, but failed later: keep its best checkpoint");
  });
  it("is not while another still rises towards it", () => {
    const rising = (step: number) => 0.1 + step / 8000; // 47 % now, 85 % at the end
    expect(adviceOf(sweep(rising), "learning-rate")?.value).toBe(0.0001);
  });
});

describe("a sweep in which every rate failed", () => {
  const rises = (best: number, end: number) => (step: number) =>
    step < end ? best - (best - 0.1) * Math.exp(-step / 200) : 0.1;
  const breaks = (end: number) => (step: number) => (step < end ? decayTo(0.9, 300)(step) : Number.NaN);
  const broken = (lr: number, best: number, end: number) =>
    run(
      lr,
      {
        "train/loss": followLaw(noisy(breaks(end))),
        "dev/acc": followLaw(noisy(rises(best, end), 0.001), { every: 100 }),
      },
      { n_dev: 10_000 },
    );
  it("names the one that was best before it did, without confidence, and asks for lower ones", () => {
    const advice = adviceOf([broken(1, 0.4, 1500), broken(0.1, 0.7, 2000), broken(0.01, 0.6, 2500)], "learning-rate");
    expect(advice).toMatchObject({ value: 0.1, verdict: "insufficient", confidence: "not enough evidence" });
    expect(advice?.headline).toBe(
      "No learning rate came through: 0.1 was best before it failed, so keep its best checkpoint. Run 0.001 and 0.0001 next.",
    );
    expect(JSON.stringify(advice?.evidence)).toContain(
      "on dev/acc before it failed, and none came through: its checkpoint of that time is the best model there is",
    );
  });
  it("names none where none had got better than it began, beyond the noise of its dev set", () => {
    const advice = adviceOf([broken(1, 0.1, 1500), broken(0.1, 0.11, 2000)], "learning-rate");
    expect(advice).toMatchObject({ value: null });
    expect(advice?.headline).toContain("No learning rate can be picked: both failed.");
  });
  it("asks for a rate between one that stands still and one that breaks", () => {
    const still = run(
      0.0001,
      {
        "train/loss": followLaw(noisy(() => 2.3)),
        "dev/acc": followLaw(
          noisy(() => 0.1, 0.001),
          { every: 100 },
        ),
      },
      { n_dev: 10_000 },
    );
    const advice = adviceOf([broken(1, 0.1, 1500), still], "learning-rate");
    expect(advice?.next.map(({ hparams }) => hparams.lr)).toEqual([0.01]); // √(1 · 0.0001)
  });
});
