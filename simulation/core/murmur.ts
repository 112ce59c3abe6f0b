// MurmurHash3, 32-bit and x86 128-bit forms, for digests of results and for the keys of random
// streams. Algorithm by Austin Appleby, public domain description. Not a cryptographic hash:
// it finds accidents, not forgeries. Bytes are read little-endian on every platform.

const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function finalMix(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

function hexOf(h: number): string {
  return (h >>> 0).toString(16).padStart(8, "0");
}

/** MurmurHash3 x86 128 over bytes that arrive in any number of pieces. */
export class Murmur128 {
  private h1: number;
  private h2: number;
  private h3: number;
  private h4: number;
  private readonly block = new Uint8Array(16);
  private readonly blockView = new DataView(this.block.buffer);
  private filled = 0;
  private byteCount = 0;

  /** `seed`: any 32-bit integer. */
  constructor(seed = 0) {
    this.h1 = seed | 0;
    this.h2 = seed | 0;
    this.h3 = seed | 0;
    this.h4 = seed | 0;
  }

  update(bytes: Uint8Array): this {
    let at = 0;
    if (this.filled > 0) {
      at = Math.min(16 - this.filled, bytes.length);
      this.block.set(bytes.subarray(0, at), this.filled);
      this.filled += at;
      if (this.filled === 16) this.mix(this.blockView, 0);
    }
    if (this.filled === 16 || this.filled === 0) {
      this.filled = 0;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (; at + 16 <= bytes.length; at += 16) this.mix(view, at);
      this.block.set(bytes.subarray(at));
      this.filled = bytes.length - at;
    }
    this.byteCount += bytes.length;
    return this;
  }

  private mix(view: DataView, at: number): void {
    let h1 = this.h1 ^ Math.imul(rotateLeft(Math.imul(view.getInt32(at, true), C1), 15), C2);
    let h2 = this.h2 ^ Math.imul(rotateLeft(Math.imul(view.getInt32(at + 4, true), C2), 16), C3);
    let h3 = this.h3 ^ Math.imul(rotateLeft(Math.imul(view.getInt32(at + 8, true), C3), 17), C4);
    let h4 = this.h4 ^ Math.imul(rotateLeft(Math.imul(view.getInt32(at + 12, true), C4), 18), C1);
    h1 = (Math.imul(rotateLeft(h1, 19) + this.h2, 5) + 0x561ccd1b) | 0;
    h2 = (Math.imul(rotateLeft(h2, 17) + this.h3, 5) + 0x0bcaa747) | 0;
    h3 = (Math.imul(rotateLeft(h3, 15) + this.h4, 5) + 0x96cd1c35) | 0;
    h4 = (Math.imul(rotateLeft(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
    this.h1 = h1;
    this.h2 = h2;
    this.h3 = h3;
    this.h4 = h4;
  }

  /** The four 32-bit words of the hash of all bytes so far; more bytes may follow. */
  digestWords(): Int32Array {
    const tail = new Uint8Array(16);
    tail.set(this.block.subarray(0, this.filled));
    // A missing word of the tail is zero and leaves its lane as it is.
    let h1 = this.h1 ^ Math.imul(rotateLeft(Math.imul(word(tail, 0), C1), 15), C2);
    let h2 = this.h2 ^ Math.imul(rotateLeft(Math.imul(word(tail, 4), C2), 16), C3);
    let h3 = this.h3 ^ Math.imul(rotateLeft(Math.imul(word(tail, 8), C3), 17), C4);
    let h4 = this.h4 ^ Math.imul(rotateLeft(Math.imul(word(tail, 12), C4), 18), C1);
    h1 ^= this.byteCount;
    h2 ^= this.byteCount;
    h3 ^= this.byteCount;
    h4 ^= this.byteCount;
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = finalMix((h2 + h1) | 0);
    h3 = finalMix((h3 + h1) | 0);
    h4 = finalMix((h4 + h1) | 0);
    h1 = finalMix(h1);
    h1 = (h1 + h2 + h3 + h4) | 0;
    return Int32Array.of(h1, h2 + h1, h3 + h1, h4 + h1);
  }

  /** 32 hex digits: the four words, highest digit first. */
  digestHex(): string {
    return Array.from(this.digestWords(), hexOf).join("");
  }
}

/** 32 hex digits of MurmurHash3 x86 128 with seed 0. */
export function murmur128(bytes: Uint8Array): string {
  return new Murmur128().update(bytes).digestHex();
}

/** MurmurHash3 x86 32 as a signed 32-bit integer. */
export function murmur32(bytes: Uint8Array, seed: number): number {
  let h = seed | 0;
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    h ^= Math.imul(rotateLeft(Math.imul(word(bytes, at), 0xcc9e2d51), 15), 0x1b873593);
    h = (Math.imul(rotateLeft(h, 13), 5) + 0xe6546b64) | 0;
  }
  let last = 0;
  for (let at = bytes.length - 1; at >= whole; at--) last = (last << 8) | bytes[at];
  h ^= Math.imul(rotateLeft(Math.imul(last, 0xcc9e2d51), 15), 0x1b873593);
  return finalMix(h ^ bytes.length);
}

/** MurmurHash3 x86 32 of the four bytes of one word: `murmur32` without an array. */
export function murmurOfWord(value: number, seed: number): number {
  const h = seed ^ Math.imul(rotateLeft(Math.imul(value, 0xcc9e2d51), 15), 0x1b873593);
  return finalMix(((Math.imul(rotateLeft(h, 13), 5) + 0xe6546b64) | 0) ^ 4);
}

/** The bytes of a text that is nothing but ASCII, as nearly all are; null of any other. */
function asciiOf(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return null;
    bytes[at] = code;
  }
  return bytes;
}

/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD, as in the Encoding Standard. */
export function utf8Of(text: string): Uint8Array {
  const ascii = asciiOf(text);
  if (ascii !== null) return ascii;
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else {
      if (code < 0x10000) bytes.push(0xe0 | (code >> 12));
      else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63));
      bytes.push(0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return Uint8Array.from(bytes);
}

/** A 32-bit key (signed) of a text under a seed: MurmurHash3 x86 32 of its UTF-8 bytes. */
export function hash32(seed: number, text: string): number {
  return murmur32(utf8Of(text), seed);
}
