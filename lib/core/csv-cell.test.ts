import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvCell } from "./csv-cell.ts";

describe("a cell of CSV", () => {
  it.each(["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])("%j is no formula", (text) => {
    expect(csvCell(text).replace(/^"/, "")).toMatch(/^'/);
  });

  it.each(["train/loss", "a=1", "", " =1", "1e-3", "'quoted'"])("%j stays as it is", (text) => {
    expect(csvCell(text)).toBe(text);
  });

  it("is read back by others as it was, but for the apostrophe", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: fc.constantFrom(...'a,"\n\r;=+ ') }), (text) => {
        const [[cell]] = parse(`${csvCell(text)},end\n`, { record_delimiter: "\n" });
        expect(cell).toBe(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
      }),
      { seed: 7 },
    );
  });
});
