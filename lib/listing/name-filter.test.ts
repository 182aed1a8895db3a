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
    expect(matches(parseNameFilter(text, [name]), name)).toBe(isMatch);
  });

  it("says what is wrong with a broken expression", () => {
    const filter = parseNameFilter("lr=[", []);
    expect(filter.kind).toBe("broken");
    expect(filter.kind === "broken" && filter.because).toMatch(/unterminated|class/i);
  });

  it("is not tried at all where one name could take for ever", () => {
    const name = `${"a".repeat(60)}!`;
    for (const text of ["(a+)+$", "(a|aa)+$", ".*.*.*.*.*.*x"]) expect(parseNameFilter(text, [name]).kind).toBe("slow");
  });

  it("ends where many names take too long together", () => {
    let nowMs = 0;
    const slowly = () => {
      nowMs += 100;
      return nowMs;
    };
    const names = Array.from({ length: 10 }, (_, i) => `run${i}`);
    expect(parseNameFilter("run", names.slice(0, 2), slowly).kind).toBe("pattern");
    expect(parseNameFilter("run", names, slowly).kind).toBe("slow");
  });
});
