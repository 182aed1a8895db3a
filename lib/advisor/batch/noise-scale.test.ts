import { describe, expect, it } from "vitest";
import { toExperiments } from "../runs/experiment.ts";
import { followLaw, toRun } from "../runs/run-log-builder.ts";
import { gradientNoiseScale, simpleNoiseScale } from "./noise-scale.ts";

/** |G|² = 4 and S = 256: a batch of B sees a squared norm of 4 + 256 / B. */
const square = (batch: number) => 4 + 256 / batch;
const run = (batch: number, every = 1) =>
  toRun(
    `b${batch}`,
    { grad_norm: followLaw(() => Math.sqrt(square(batch)), { to: 1000, every }) },
    { batch_size: batch },
  );

describe("gradientNoiseScale", () => {
  it("is S over |G|²", () => {
    expect(simpleNoiseScale({ batch: 64, square: 8 }, { batch: 256, square: 5 })).toBeCloseTo(64, 9); // 256 / 4
    expect(gradientNoiseScale(toExperiments([run(64), run(256)]))).toBeCloseTo(64, 6);
  });
  it("is unknown with one batch size, or with too few early records", () => {
    expect(gradientNoiseScale(toExperiments([run(64)]))).toBeNull();
    expect(gradientNoiseScale(toExperiments([run(64, 100), run(256, 100)]))).toBeNull();
  });
  it("is unknown where noise makes a part of it negative", () => {
    expect(simpleNoiseScale({ batch: 64, square: 5 }, { batch: 256, square: 8 })).toBeNull();
  });
});
