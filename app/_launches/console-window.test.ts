import { describe, expect, it } from "vitest";
import { type ConsoleWindow, join, LONGEST_LINE, linesOf, MOST_BYTES, NOTHING_HELD } from "./console-window.ts";

const part = (text: string, start = 0, size = start + new TextEncoder().encode(text).length): ConsoleWindow => ({
  start,
  bytes: new TextEncoder().encode(text),
  size,
});
const texts = (window: ConsoleWindow) => linesOf(window).map(({ text }) => text);

describe("the lines of a console", () => {
  it("stand where they begin, in bytes", () => {
    expect(linesOf(part("é\nb\n")).map(({ at }) => at)).toEqual([0, 3]);
  });

  it("leave out the one that began before the part that is held", () => {
    expect(texts(part("f of a line\nwhole", 100))).toEqual(["whole"]);
  });

  it("show a progress bar as it was last, also when it ends with a carriage return", () => {
    expect(texts(part("10%\r50%\r100%\ndone\r\n 7%\r 8%\r"))).toEqual(["100%", "done", " 8%"]);
  });

  it("carry a colour on until it is switched off", () => {
    const red = "\u001b[31m";
    expect(linesOf(part(`${red}a\nb\u001b[0m\nc\n`)).map(({ before }) => before)).toEqual(["", red, ""]);
  });

  it("keep neither cursor movements, titles nor other control characters", () => {
    expect(texts(part("\u001b[2K\u001b[1Aa\u001b]0;title\u0007b\u0000\u0008c\u001b[1md"))).toEqual(["ab··c\u001b[1md"]);
  });

  it("are cut where nobody reads on", () => {
    expect(texts(part("x".repeat(9999)))[0]).toHaveLength(LONGEST_LINE + 1);
  });
});

describe("joining parts", () => {
  it("appends what follows, puts in front what precedes, and takes nothing twice", () => {
    const held = part("cd", 2, 9);
    expect(join(held, part("de", 3, 9))).toEqual(part("cde", 2, 9));
    expect(join(held, part("abc", 0, 9))).toEqual(part("abcd", 0, 9));
    expect(join(held, part("c", 2, 10))).toEqual(part("cd", 2, 10));
  });

  it("keeps what is read while the output grows far below it", () => {
    expect(join(part("ab", 0, 99), part("", 500, 500))).toEqual(part("ab", 0, 500));
  });

  it("starts anew where two parts do not meet, and where the output has become shorter", () => {
    expect(join(part("ab", 0, 99), part("z", 50, 99))).toEqual(part("z", 50, 99));
    expect(join(part("abc"), part("x"))).toEqual(part("x"));
    expect(join(NOTHING_HELD, part("x"))).toEqual(part("x"));
  });

  it("never holds more than its limit, whichever end grows", () => {
    const full = part("x".repeat(MOST_BYTES), 100, 5e9);
    const later = join(full, part("yy", 100 + MOST_BYTES, 5e9));
    expect([later.start, later.bytes.length]).toEqual([102, MOST_BYTES]);
    const earlier = join(full, part("yy", 98, 5e9));
    expect([earlier.start, earlier.bytes.length]).toEqual([98, MOST_BYTES]);
  });
});
