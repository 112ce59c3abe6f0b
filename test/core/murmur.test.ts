import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash32, Murmur128, murmur32, murmur128, utf8Of } from "../../simulation/core/murmur.ts";

function littleEndian(words: ArrayLike<number>): number[] {
  return Array.from(words).flatMap((word) => [0, 8, 16, 24].map((bits) => (word >>> bits) & 255));
}

/** Appleby's verification value: hashes of the keys 0, 0 1, 0 1 2, ... hashed once more. */
function verification(hash: (bytes: Uint8Array, seed: number) => ArrayLike<number>): number {
  const hashes: number[] = [];
  for (let length = 0; length < 256; length++) {
    const key = Uint8Array.from({ length }, (_, i) => i);
    hashes.push(...littleEndian(hash(key, 256 - length)));
  }
  return (hash(Uint8Array.from(hashes), 0)[0] ?? 0) >>> 0;
}

describe("published values", () => {
  it("verification value of the 128-bit form", () => {
    expect(verification((bytes, seed) => new Murmur128(seed).update(bytes).digestWords())).toBe(
      0xb3ece62a,
    );
  });
  it("verification value of the 32-bit form", () => {
    expect(verification((bytes, seed) => [murmur32(bytes, seed)])).toBe(0xb0f57ee3);
  });
  it.each([
    ["", 0, 0],
    ["", 1, 0x514e28b7],
    ["", 0xffffffff, 0x81f16f39],
    ["test", 0, 0xba6bd213],
    ["Hello, world!", 0x9747b28c, 0x24884cba],
    ["The quick brown fox jumps over the lazy dog", 0x9747b28c, 0x2fa826cd],
  ])("hash32 of %j under seed %d", (text, seed, hash) => {
    expect(hash32(seed, text) >>> 0).toBe(hash);
  });
});

it("murmur128 of nothing is zero, of anything else 32 digits", () => {
  expect(murmur128(new Uint8Array(0))).toBe("0".repeat(32));
  expect(murmur128(utf8Of("a"))).toMatch(/^[0-9a-f]{32}$/);
});

it("the cuts between pieces don't matter", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }), (pieces) => {
      const whole = murmur128(Uint8Array.from(pieces.flatMap((piece) => [...piece])));
      const hash = new Murmur128();
      for (const piece of pieces) hash.update(piece).digestHex();
      expect(hash.digestHex()).toBe(whole);
    }),
  );
});

it("every bit counts", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.nat(), (bytes, at) => {
      const changed = bytes.slice();
      const bit = at % (8 * bytes.length);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(murmur128(changed)).not.toBe(murmur128(bytes));
    }),
  );
});

it("utf8Of encodes as the platform does", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect([...utf8Of(text)]).toEqual([...new TextEncoder().encode(text)]);
    }),
  );
  expect([...utf8Of("\ud800")]).toEqual([0xef, 0xbf, 0xbd]);
});
