import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameOf, toFsPath, toShown } from "./raw-names.ts";

/** Bytes of names as POSIX allows them: anything but zero and the slash. */
const names = fc
  .array(
    fc.integer({ min: 1, max: 255 }).filter((byte) => byte !== 0x2f),
    { minLength: 1, maxLength: 40 },
  )
  .map((bytes) => Buffer.from(bytes));
/** Names in which text that looks like a shown byte is not rare. */
const trickyNames = fc
  .array(fc.constantFrom("\\", "x", "e", "9", "é", "\\xe9", Buffer.from([0xe9]), Buffer.from([0xc3])), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => Buffer.concat(parts.map((part) => Buffer.from(part))));

describe("a name of any bytes", () => {
  it("leads back to exactly these bytes", () => {
    fc.assert(fc.property(names, (bytes) => Buffer.from(toFsPath(nameOf(bytes))).equals(bytes)));
  });

  it("is shown as text that every decoder takes, and differs from every other name's", () => {
    fc.assert(
      fc.property(trickyNames, trickyNames, (one, other) => {
        const [shown, shownOther] = [one, other].map((bytes) => toShown(nameOf(bytes)));
        expect(Buffer.from(shown).toString("utf8")).toBe(shown);
        expect(shown === shownOther).toBe(one.equals(other));
      }),
    );
  });

  it.each([
    { bytes: "run", shown: "run", because: "nothing about it is odd" },
    { bytes: "💀 läuft", shown: "💀 läuft", because: "it is UTF-8, though half of the skull looks like an odd byte" },
    { bytes: "a\\b", shown: "a\\b", because: "a backslash alone is no trouble" },
    { bytes: "\\xe9", shown: "\\\\xe9", because: "it must not be taken for the byte" },
  ])("$bytes is shown as $shown: $because", ({ bytes, shown }) => {
    expect(toShown(nameOf(Buffer.from(bytes)))).toBe(shown);
  });

  it("shows a byte that is no UTF-8 by its number", () => {
    expect(toShown(nameOf(Buffer.from("caf\xe9 \\", "latin1")))).toBe("caf\\xe9 \\\\");
  });
});
