// Digest: one hash over everything that was simulated, equal for equal file, seed and engine
// version on every platform. Wall times, traces, sampled particles and layout are not in it.
import { Murmur128, utf8Of } from "../core/murmur.ts";
import { rowLengthOf, type SeriesLayout } from "../results/series.ts";

/** Raised when a change of the engine changes results for the same file and seed. */
export const ENGINE_MAJOR = 1;

const CHUNK = 1024;
const NAN_LOW = 0;
const NAN_HIGH = 0x7ff80000;

/** Feeds doubles to the hash in canonical form: -0 is 0, every NaN has one bit pattern. */
export class DigestWriter {
  private readonly hash = new Murmur128(0);
  private readonly view = new DataView(new ArrayBuffer(CHUNK * 8));
  private filled = 0;

  text(text: string): void {
    this.flush();
    this.hash.update(utf8Of(`${text}\n`));
  }

  number(value: number): void {
    const at = this.filled * 8;
    if (!Number.isNaN(value)) {
      this.view.setFloat64(at, value === 0 ? 0 : value, true);
    } else {
      this.view.setUint32(at, NAN_LOW, true);
      this.view.setUint32(at + 4, NAN_HIGH, true);
    }
    if (++this.filled === CHUNK) this.flush();
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
    this.hash.update(new Uint8Array(this.view.buffer, 0, this.filled * 8));
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
