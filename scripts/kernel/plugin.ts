// Puts the compiled engine into a build: simulation/engine/kernel-binary.ts is replaced by what the
// compiler makes of the loop in simulation/engine/run.ts.
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { type Compiled, compile } from "./compile.ts";
import { HOT_PATH } from "./hot-path.ts";
import { OWN_REGION } from "./places.ts";
import { type KernelSource, readSource } from "./source.ts";

const LOOP = fileURLToPath(new URL("../../simulation/engine/run.ts", import.meta.url));
const BINARY = /\/simulation\/engine\/kernel-binary\.ts$/;

/** What the engine calls from outside. */
const ENTRIES = ["executeEvents"];

/** Arrays of modules that only pass numbers on within one call. */
const SCRATCH = ["double", "halves", "gammaParts", "chosen", "counts", "draws", "drawn", "pair"];

/** So many zeros in a row are left out of what is shipped. */
const GAP = 64;

export interface KernelOptions {
  /** With traps for all that JavaScript would do differently; for tests. Default false. */
  readonly checked?: boolean;
}

/** Fields as in `KernelBinary` of simulation/engine/kernel-binary.ts. */
export interface BuiltKernel {
  readonly code: string;
  readonly contents: readonly (readonly [start: number, bytes: string])[];
  readonly bytes: number;
  readonly relocations: Readonly<Record<string, readonly number[]>>;
}

export async function buildKernel(options: KernelOptions = {}): Promise<BuiltKernel> {
  return kernelFrom(await readSource(LOOP), options);
}

function kernelFrom(source: KernelSource, options: KernelOptions): BuiltKernel {
  const fixed = { entries: ENTRIES, scratch: SCRATCH, hotPath: HOT_PATH };
  return pack(compile(source, { ...fixed, ...options }));
}

/** The form in which a kernel is shipped. */
export function pack({ bytes, relocations, contents }: Compiled): BuiltKernel {
  const byRegion: Record<string, number[]> = { [OWN_REGION]: [] };
  for (const { at, region, addend } of relocations) {
    byRegion[region] ??= [];
    byRegion[region].push(at, addend);
  }
  return {
    code: Buffer.from(bytes).toString("base64"),
    contents: partsOf(contents),
    bytes: contents.length,
    relocations: byRegion,
  };
}

/** The parts of an array that are not 0. */
function partsOf(contents: Uint8Array): [number, string][] {
  const parts: [number, string][] = [];
  for (let start = 0; start < contents.length; start++) {
    if (contents[start] === 0) continue;
    let end = start;
    for (let at = start; at < contents.length && at - end <= GAP; at++) {
      if (contents[at] !== 0) end = at;
    }
    parts.push([start, Buffer.from(contents.subarray(start, end + 1)).toString("base64")]);
    start = end;
  }
  return parts;
}

/** Vite plugin; the kernel is compiled once per process. */
export function kernel(options: KernelOptions = {}): Plugin {
  let source: Promise<KernelSource> | null = null;
  let built: BuiltKernel | null = null;
  return {
    name: "kernel",
    async load(id) {
      if (!BINARY.test(id.replaceAll("\\", "/"))) return null;
      source ??= readSource(LOOP);
      const read = await source;
      // A kernel older than the JavaScript beside it would give other results.
      for (const file of read.files) this.addWatchFile(file);
      built ??= kernelFrom(read, options);
      return { code: `export const kernelBinary = ${JSON.stringify(built)};`, map: null };
    },
    watchChange() {
      source = null;
      built = null;
    },
  };
}
