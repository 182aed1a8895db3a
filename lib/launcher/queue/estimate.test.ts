import { describe, expect, it } from "vitest";
import { LaunchOrder } from "../launch.ts";
import { estimate } from "./estimate.ts";

const launch = (steps: number | null, needs: object = {}) => ({
  project: "mlp",
  name: "a/b",
  priority: 0,
  after: [],
  order: LaunchOrder.parse({
    command: { argv: ["true"], cwd: "/" },
    hparams: steps === null ? {} : { steps },
    needs: { gpus: 1, ...needs },
  }),
});
const facts = { paces: [10], ahead: [], slots: 8, gpus: 2 };

describe("the estimate", () => {
  it("is steps by the median pace, in GPU hours, over the GPUs there are", () => {
    // Six runs of 36,000 steps at 10 a second: an hour each, three one after the other on each of two GPUs.
    const six = Array.from({ length: 6 }, () => launch(36_000));
    expect(estimate(six, { ...facts, paces: [1, 10, 300] })).toEqual({
      stepsPerSec: 10,
      paceRuns: 3,
      runSecs: 6 * 3600,
      gpuHours: 6,
      untilDoneSecs: 3 * 3600,
      ahead: 0,
      atOnce: 2,
    });
  });

  it("counts what runs and waits before them", () => {
    const { untilDoneSecs, ahead } = estimate([launch(3600)], { ...facts, ahead: [3600, 7200] });
    expect([untilDoneSecs, ahead]).toEqual([(360 + 360 + 720) / 2, 2]);
  });

  it("is never shorter than the longest run", () => {
    expect(estimate([launch(10), launch(1000)], facts).untilDoneSecs).toBe(100);
  });

  it("says nothing where no run has told its pace, or a length is not known", () => {
    expect(estimate([launch(100)], { ...facts, paces: [] })).toMatchObject({
      stepsPerSec: null,
      runSecs: null,
      gpuHours: null,
      untilDoneSecs: null,
    });
    expect(estimate([launch(100), launch(null)], facts)).toMatchObject({ runSecs: null, untilDoneSecs: null });
    expect(estimate([launch(100)], { ...facts, ahead: [null] })).toMatchObject({ runSecs: 10, untilDoneSecs: null });
  });

  it("has no GPU hours where runs need none or there are none", () => {
    expect(estimate([launch(100, { gpus: 0 })], facts).gpuHours).toBeNull();
    expect(estimate([launch(100)], { ...facts, gpus: 0 }).gpuHours).toBeNull();
  });

  it.each([
    { needs: { gpus: 0, cpus: 4 }, atOnce: 2, because: "two fit on eight slots" },
    { needs: { gpus: 0, cpus: 99 }, atOnce: 1, because: "who wants more slots than there are gets all" },
    { needs: { gpus: 0, atOnce: 3 }, atOnce: 3, because: "the project says so" },
    { needs: { gpus: 2 }, atOnce: 1, because: "each takes both GPUs" },
  ])("counts on $atOnce at once when $because", ({ needs, atOnce }) => {
    expect(
      estimate(
        Array.from({ length: 9 }, () => launch(10, needs)),
        facts,
      ).atOnce,
    ).toBe(atOnce);
  });
});
