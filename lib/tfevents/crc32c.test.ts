import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c, maskedCrc32c } from "./crc32c.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);

describe("crc32c", () => {
  it.each([
    { data: bytesOf("123456789"), crc: 0xe3069283, source: "the check value of CRC-32C" },
    { data: new Uint8Array(32), crc: 0x8a9136aa, source: "RFC 3720 B.4, 32 bytes of zeros" },
    { data: new Uint8Array(32).fill(0xff), crc: 0x62a8ab43, source: "RFC 3720 B.4, 32 bytes of ones" },
    { data: ascending, crc: 0x46dd794e, source: "RFC 3720 B.4, incrementing bytes" },
    { data: ascending.toReversed(), crc: 0x113fdb5c, source: "RFC 3720 B.4, decrementing bytes" },
    { data: new Uint8Array(0), crc: 0, source: "nothing" },
  ])("equals $source", ({ data, crc }) => {
    expect(crc32c(new DataView(data.buffer), 0, data.length)).toBe(crc);
  });

  it("is that of one bit after the other, for every start and length", () => {
    const bitwise = (bytes: Uint8Array) => {
      let crc = 0xffffffff;
      for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
      return ~crc >>> 0;
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(20), (bytes, from) => {
        const start = Math.min(from, bytes.length);
        expect(crc32c(new DataView(bytes.buffer, bytes.byteOffset), start, bytes.length)).toBe(
          bitwise(bytes.subarray(start)),
        );
      }),
      { seed: 1 },
    );
  });
});

it("masks the checksum as TensorFlow does: the length field of a 24-byte record", () => {
  // The first twelve bytes of an event file that TensorFlow 2.21 wrote: length 24, then its masked checksum.
  const head = Uint8Array.of(0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22);
  const view = new DataView(head.buffer);
  expect(maskedCrc32c(view, 0, 8)).toBe(view.getUint32(8, true));
});
