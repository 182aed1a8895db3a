import { describe, expect, it } from "vitest";
import { say } from "../../core/text.ts";
import type { RateGroup } from "./rate-groups.ts";
import { tiedInWords } from "./tied-rates.ts";

const group = (rate: number): RateGroup => ({
  rate,
  runs: [],
  sound: [],
  failRate: 0,
  depth: 0,
  area: 0,
  dev: 0,
  devs: [],
});

/** Of `tried`, the first of `same` is the pick and the rest is tied with it. */
function words(same: readonly number[], tried: readonly number[]): string {
  const groups = tried.map(group);
  const [pick, ...tied] = same.flatMap((rate) => groups.find((one) => one.rate === rate) ?? []);
  return say(tiedInWords(pick, tied, groups), null);
}

describe("rates that the noise cannot tell apart", () => {
  const tried = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05];
  it("are named while they are few, the pick not among them", () => {
    expect(words([0.005, 0.003, 0.01], tried)).toBe("0.003 and 0.01");
  });
  it("are a range when they are many, the pick among them", () => {
    expect(words([0.005, 0.001, 0.002, 0.003, 0.01, 0.02], tried)).toBe("0.001 to 0.02 (6 rates)");
  });
  it("and the range says how many of those in it are meant", () => {
    expect(words([0.005, 0.001, 0.002, 0.01, 0.02, 0.05], tried)).toBe("6 of the 7 rates from 0.001 to 0.05");
  });
});
