// Random streams: xoshiro128** (Blackman, Vigna 2018), one per entity and purpose, in one reserved
// column so that checkpoints hold them. A stream's start depends on the run's seed and its own key
// alone, so adding an entity leaves all other streams as they were (common random numbers).
import { Table } from "./memory.ts";
import { Murmur128, utf8Of } from "./murmur.ts";
import { registers, UNIFORM } from "./registers.ts";

class StreamTable extends Table {
  readonly words = this.int32(4);
}

/** Rows 0 .. cap-1 are streams; the engine hands them out. */
export const streamTable = new StreamTable("streams", 262_144);

/** Four words of state a stream. */
export const streams: Int32Array = streamTable.words;

/** Next 32 random bits of a stream, as a signed integer. */
export function nextU32(stream: number): number {
  const at = stream << 2;
  const a = streams[at];
  const b = streams[at + 1];
  const c = streams[at + 2] ^ a;
  const d = streams[at + 3] ^ b;
  streams[at] = a ^ d;
  streams[at + 1] = b ^ c;
  streams[at + 2] = c ^ (b << 9);
  streams[at + 3] = (d << 11) | (d >>> 21);
  const r = Math.imul(b, 5);
  return Math.imul((r << 7) | (r >>> 25), 9);
}

const TWO_26 = 67108864;
const TWO_MINUS_52 = 1 / 4503599627370496;

/**
 * Draws a uniform number into `registers[UNIFORM]`: the midpoints of 2^52 equal cells of (0, 1), so
 * both u and 1 - u are exact and neither is 0. Consumes two words.
 */
export function nextUniform(stream: number): void {
  const high = nextU32(stream) >>> 6;
  const low = nextU32(stream) >>> 6;
  registers[UNIFORM] = (high * TWO_26 + low + 0.5) * TWO_MINUS_52;
}

/** A uniform integer in 0 .. count-1 without bias, for 1 <= count <= 2^31. Almost always one word. */
export function nextIndex(stream: number, count: number): number {
  // Words above the largest multiple of count would favor small remainders: draw again.
  const limit = 4294967296 - (4294967296 % count);
  let word = nextU32(stream) >>> 0;
  while (word >= limit) word = nextU32(stream) >>> 0;
  return (word % count) | 0;
}

/** One step of splitmix32's output function: spreads every input bit over the word. */
function spread(x: number): number {
  let z = x ^ (x >>> 16);
  z = Math.imul(z, 0x21f0aaad);
  z ^= z >>> 15;
  z = Math.imul(z, 0x735a2d97);
  return z ^ (z >>> 15);
}

/**
 * Puts a stream at its start for a run. `seed` is an integer of up to 53 bits, `entityId` the id of
 * a node, edge or fault, `purpose` one of the engine's purposes, `instance` the row of the caller
 * where each has a stream of its own.
 */
export function seedStream(
  stream: number,
  seed: number,
  entityId: string,
  purpose: string,
  instance = 0,
): void {
  const seedHigh = Math.floor(seed / 4294967296) | 0;
  const key = `${entityId}\n${purpose}\n${instance}\n${seedHigh}`;
  const words = new Murmur128(seed | 0).update(utf8Of(key)).digestWords();
  const at = stream << 2;
  let any = 0;
  for (let i = 0; i < 4; i++) {
    const word = spread((words[i] + Math.imul(i + 1, 0x9e3779b9)) | 0);
    streams[at + i] = word;
    any |= word;
  }
  // The all-zero state is the one from which the generator never leaves.
  if (any === 0) streams[at] = 1;
}
