import { expect, it } from "vitest";
import { printable, printableLines } from "./printable.ts";

it.each([
  ["lr=0.01/é 😀 中文 שלום", "lr=0.01/é 😀 中文 שלום", "letters of any script stay"],
  ["two\nlines", "two\\nlines", "a name cannot begin a line of ours"],
  ["\u001b[2Jgone", "\\u001b[2Jgone", "nor clear the screen"],
  ["\u009b2Jgone", "\\u009b2Jgone", "nor with the other sequence"],
  ["a\u202egpj.exe", "a\\u202egpj.exe", "nor read backwards"],
  ["tab\tand\rreturn\u0000", "tab\\tand\\rreturn\\u0000", "nor overwrite itself"],
])("%j is printed as %j: %s", (text, shown) => {
  expect(printable(text)).toBe(shown);
});

it("a text of several lines keeps them", () => {
  expect(printableLines("one\n\ttwo\u001b[1m\r\n")).toBe("one\n\ttwo\\u001b[1m\\r\n");
});
