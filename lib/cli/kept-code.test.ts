import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { packCode, unpackCode } from "./kept-code.ts";

const bundle = "(function () { return 1 + 1; })";
const other = "(function () { return 2 + 2; })"; // as long: V8 would take the code of one for the other

/** As if read from disk. */
const fileOf = (text: string): Buffer => Buffer.from(packCode(text, new Script(text).createCachedData()));

describe("code that is kept", () => {
  it("is taken by V8 when the bundle is compiled again", () => {
    const script = new Script(bundle, { cachedData: unpackCode(bundle, fileOf(bundle)) ?? undefined });
    expect(script.cachedDataRejected).toBe(false);
    expect(script.runInThisContext()()).toBe(2);
  });

  it("is not that of another bundle, as long as it may be", () => {
    expect(unpackCode(other, fileOf(bundle))).toBe(null);
  });

  it.each([
    { what: "cut", change: (file: Buffer) => file.subarray(0, -1) },
    { what: "cut within its header", change: (file: Buffer) => file.subarray(0, 5) },
    { what: "empty", change: () => Buffer.alloc(0) },
    {
      what: "flipped in one bit",
      change: (file: Buffer) => {
        file[20] ^= 1;
        return file;
      },
    },
  ])("is not used when its file is $what", ({ change }) => {
    expect(unpackCode(bundle, change(fileOf(bundle)))).toBe(null);
  });
});
