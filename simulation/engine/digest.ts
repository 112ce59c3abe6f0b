// Digest: one hash over everything that was simulated, equal for equal file, seed and engine
// version on every platform. Wall times, traces, sampled particles and layout are not in it.
import { Murmur128, utf8Of } from "../core/murmur.ts";
import { rowLengthOf, type SeriesLayout } from "../results/series.ts";

/** Raised when a change of the engine changes results for the same file and seed. */
export const ENGINE_MAJOR = 1;

/** Bytes that are hashed together: texts and numbers are many and small. */
const CHUNK = 8192;
const NAN_LOW = 0;
const NAN_HIGH = 0x7ff80000;

/** Feeds texts, and doubles in canonical form, to the hash: -0 is 0, every NaN has one bit pattern. */
export class DigestWriter {
  private readonly hash = new Murmur128(0);
  private readonly bytes = new Uint8Array(CHUNK);
  private readonly view = new DataView(this.bytes.buffer);
  private filled = 0;

  text(text: string): void {
    const bytes = utf8Of(`${text}\n`);
    if (this.filled + bytes.length > CHUNK) this.flush();
    if (bytes.length > CHUNK) {
      this.hash.update(bytes);
      return;
    }
    this.bytes.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  number(value: number): void {
    if (this.filled + 8 > CHUNK) this.flush();
    const at = this.filled;
    this.filled += 8;
    if (!Number.isNaN(value)) {
      this.view.setFloat64(at, value === 0 ? 0 : value, true);
    } else {
      this.view.setUint32(at, NAN_LOW, true);
      this.view.setUint32(at + 4, NAN_HIGH, true);
    }
  }

  numbers(values: Float64Array): void {
    for (let i = 0; i < values.length; i++) this.number(values[i]);
  }

  hex(): string {
    this.flush();
    return this.hash.digestHex();
  }

  private flush(): void {
    if (this.filled === 0) return;
    this.hash.update(this.bytes.subarray(0, this.filled));
    this.filled = 0;
  }
}

/** Begins a digest with what was simulated: engine version, scenario, seed. */
export function beginDigest(
  scenarioHash: string,
  seed: number,
  layout: SeriesLayout,
): DigestWriter {
  const writer = new DigestWriter();
  writer.text(`engine ${ENGINE_MAJOR}`);
  writer.text(scenarioHash);
  writer.number(seed);
  writer.number(rowLengthOf(layout));
  return writer;
}

/** Writes any result as a tree: keys and values in the order in which they stand. */
export function digestTree(writer: DigestWriter, value: unknown): void {
  if (typeof value === "number") writer.number(value);
  else if (value === null || value === undefined) writer.number(Number.NaN);
  else if (typeof value === "string") writer.text(value);
  else if (typeof value === "boolean") writer.number(value ? 1 : 0);
  else if (Array.isArray(value)) for (const entry of value) digestTree(writer, entry);
  else {
    for (const [key, entry] of Object.entries(value as Record<string, unknown>)) {
      writer.text(key);
      digestTree(writer, entry);
    }
  }
}
