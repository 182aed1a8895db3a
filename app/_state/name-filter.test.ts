import { describe, expect, it } from "vitest";
import { matches, parseNameFilter } from "./name-filter.ts";

describe("the name filter", () => {
  it.each([
    ["", "anything", true, "empty matches all"],
    ["LR", "sweep/lr=0.1", true, "case does not matter"],
    ["=0.1$", "sweep/lr=0.1", true, "it may match anywhere"],
    ["^lr", "sweep/lr=0.1", false, "unless it says where"],
    ["a|b", "b", true, "it is a regular expression"],
    ["(", "(", false, "a broken one matches nothing"],
  ])("%j on %j is %s: %s", (text, name, isMatch) => {
    expect(matches(parseNameFilter(text), name)).toBe(isMatch);
  });

  it("says what is wrong with a broken expression", () => {
    const filter = parseNameFilter("lr=[");
    expect(filter.kind).toBe("broken");
    expect(filter.kind === "broken" && filter.because).toMatch(/unterminated|class/i);
  });
});
