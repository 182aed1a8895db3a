import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject, type JsonValue, parseJson, parseJsonAt } from "./json.ts";

/** As JSON.parse would give it. */
function plain(value: JsonValue): unknown {
  if (value === null || typeof value !== "object") return value;
  if (isJsonObject(value)) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  return value.map(plain);
}

describe("JSON", () => {
  it("reads what JSON.parse reads, spaced as it may be", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(plain(parseJson(text))).toEqual(JSON.parse(text));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("has no value while a text is cut short", () => {
    const text = '{"a": [1, {"b": "c\\"d"}], "e": true}';
    for (let end = 0; end < text.length; end++)
      expect(parseJsonAt(text.slice(0, end), 0), text.slice(0, end)).toBe(null);
    expect(parseJsonAt(`  ${text} rest`, 0)?.end).toBe(text.length + 2);
  });

  it.each([
    "",
    "{",
    "[1,]",
    "{,}",
    '{"a" 1}',
    "{a: 1}",
    "+1",
    "'x'",
    "undefined",
    "[".repeat(100),
  ])("%s is no value", (text) => {
    expect(parseJsonAt(text, 0)).toBe(null);
  });

  it.each([
    { text: "NaN", value: NaN },
    { text: "-Infinity", value: -Infinity },
    { text: "nan", value: NaN },
    { text: "-inf", value: -Infinity },
    { text: "1e999", value: Infinity },
    { text: '"a\nb"', value: "a\nb" },
    { text: '"\\x\\u00e9\\/"', value: "xé/" },
  ])("$text is $value, although JSON does not know it", ({ text, value }) => {
    expect(parseJson(text)).toBe(value);
  });
});
