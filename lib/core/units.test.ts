/** Ids of runs, against the definition of FNV-1a in whole numbers of any size. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toRunId } from "./units.ts";

/** @see draft-eastlake-fnv, section 2: each byte is mixed in, then all is multiplied by the prime. */
const fnv1a = (bytes: Uint8Array): bigint =>
  bytes.reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x100000001b3n) % 2n ** 64n, 0xcbf29ce484222325n);

describe("the id of a run", () => {
  it("is the 64-bit FNV-1a of its place in base 36, whatever the names", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (logdir, path) => {
        const hash = fnv1a(new TextEncoder().encode(`${logdir}\0${path}`));
        expect(toRunId(logdir, path)).toBe(hash.toString(36).padStart(13, "0"));
      }),
      { seed: 1 },
    );
  });
});
