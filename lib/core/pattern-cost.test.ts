import { describe, expect, it } from "vitest";
import { worstSteps } from "./pattern-cost.ts";

const NAME_LENGTH = 60;

describe("the worst case of a pattern", () => {
  it.each([
    ["(a+)+$", "a repetition in a repetition"],
    ["(a*)*$", "the same with nothing"],
    ["((a|b)c)+$", "alternatives in a repetition may overlap"],
    ["(a|a)*$", "as these do"],
    ["(a?){9,}", "an option in a repetition"],
    ["(?:(?:x+)y)+", "groups that catch nothing are groups"],
    ["(?<name>a+)+", "named ones too"],
    ["(?=(a+)+$)x", "looking ahead tries as hard"],
    ["([a-z]+)*", "a class repeats like a letter"],
    ["[(](a+)+[)]", "a bracket in a class opens nothing"],
    ["\\((a+)+", "nor does an escaped one"],
    ["(\\(a+)+", "and the escaped one does not hide the other"],
    ["([\\]]+)+", "an escaped bracket does not end a class"],
  ])("of %j is beyond bounds: %s", (source) => {
    expect(worstSteps(source, NAME_LENGTH)).toBe(Infinity);
  });

  it.each([
    ["lr0.01", "plain text"],
    ["lr.*_s[0-3]$", "one gap"],
    ["lr.*bs.*wd.*seed", "several gaps"],
    ["^(train|dev)/(loss|acc)$", "alternatives"],
    ["^(?!.*debug)", "names without a word"],
    ["(lr|wd)=\\d+(\\.\\d+)?(e-?\\d+)?", "a number"],
    ["(ab)+", "a repetition of something that is what it is"],
    ["s\\d{1,3}", "a bounded repetition"],
    ["a{b", "a brace that repeats nothing"],
    ["[(+*|]+", "signs in a class mean themselves"],
    ["(s0|s1|s2|s3|s4|s5)_(lr1|lr2|lr3)", "many alternatives"],
  ])("of %j is a moment: %s", (source) => {
    expect(worstSteps(source, NAME_LENGTH)).toBeLessThan(1e7);
  });

  it("doubles with every option, and grows by a power of the length with every gap", () => {
    expect(worstSteps("a?".repeat(30), NAME_LENGTH)).toBeGreaterThan(1e9);
    expect(worstSteps("(a|a)".repeat(30), NAME_LENGTH)).toBeGreaterThan(1e9);
    expect(worstSteps("(a|a){30}", NAME_LENGTH)).toBeGreaterThan(1e9);
    expect(worstSteps("(.*){9}", NAME_LENGTH)).toBeGreaterThan(1e9);
    // Cutting n characters at one place and a start: n + 1 over 2; at two places: n + 2 over 3.
    expect(worstSteps(".*x", 10)).toBe(55);
    expect(worstSteps(".*.*x", 10)).toBe(220);
  });
});
