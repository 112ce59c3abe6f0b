// Puts the compiled engine into a build: simulation/engine/kernel-binary.ts is replaced by what the
// compiler makes of the loop in simulation/engine/run.ts.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import type { BranchProfile } from "./branches.ts";
import { madeOnce } from "./cache.ts";
import { type Compiled, type CompileOptions, compile } from "./compile.ts";
import type { GatheredTable } from "./gather.ts";
import { HOT_PATH } from "./hot-path.ts";
import type { KnownColumns } from "./known-loads.ts";
import { OWN_REGION } from "./places.ts";
import { type KernelSource, readSource } from "./source.ts";
import type { Branch } from "./tree.ts";

const LOOP = fileURLToPath(new URL("../../simulation/engine/run.ts", import.meta.url));
const BINARY = /\/simulation\/engine\/kernel-binary\.ts$/;

/** What the engine calls from outside. */
const ENTRIES = ["executeEvents"];

/** Arrays of modules that only pass numbers on within one call. */
const SCRATCH = ["double", "halves", "gammaParts", "chosen", "counts", "draws", "drawn", "pair"];

/** So many zeros in a row are left out of what is shipped. */
const GAP = 64;

export interface KernelOptions {
  /** Columns whose contents are known beforehand, by name. */
  readonly known?: KnownColumns;
  /** With traps for all that JavaScript would do differently; for tests. Default false. */
  readonly checked?: boolean;
}

/** What scripts/branches.mjs has counted. */
const PROFILE = fileURLToPath(new URL("./branches.json", import.meta.url));

export function readProfile(): BranchProfile {
  return JSON.parse(readFileSync(PROFILE, "utf8")) as BranchProfile;
}

/** Fields as in `KernelBinary` of simulation/engine/kernel-binary.ts. */
export interface BuiltKernel {
  readonly code: string;
  readonly contents: readonly (readonly [start: number, bytes: string])[];
  readonly bytes: number;
  readonly gathered: readonly GatheredTable[];
  readonly relocations: Readonly<Record<string, readonly number[]>>;
}

export async function buildKernel(options: KernelOptions = {}): Promise<BuiltKernel> {
  return kernelFrom(await readSource(LOOP), options);
}

/** A kernel that counts how often branches are taken, and these in the order of their counters. */
export async function countingKernel(
  options: Pick<CompileOptions, "inline" | "forward"> = {},
): Promise<{
  readonly kernel: BuiltKernel;
  readonly branches: readonly Branch[];
}> {
  const fixed = { entries: ENTRIES, scratch: SCRATCH, hotPath: HOT_PATH };
  const compiled = compile(await readSource(LOOP), { ...fixed, ...options, counting: true });
  return { kernel: pack(compiled), branches: compiled.branches };
}

function kernelFrom(source: KernelSource, options: KernelOptions): BuiltKernel {
  const fixed = { entries: ENTRIES, scratch: SCRATCH, hotPath: HOT_PATH, profile: readProfile() };
  const make = () => pack(compile(source, { ...fixed, ...options }));
  const { known, checked = false } = options;
  return known === undefined ? madeOnce([source.text, `checked ${checked}`], make) : make();
}

/** The form in which a kernel is shipped. */
export function pack({ bytes, relocations, contents, gathered }: Compiled): BuiltKernel {
  const byRegion: Record<string, number[]> = { [OWN_REGION]: [] };
  for (const { at, region, addend } of relocations) {
    byRegion[region] ??= [];
    byRegion[region].push(at, addend);
  }
  return {
    code: Buffer.from(bytes).toString("base64"),
    contents: partsOf(contents),
    bytes: contents.length,
    gathered,
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

/** What the plugin offers to whoever loads the configuration: further kernels of the same source. */
export interface KernelMaker {
  /** A kernel that takes what is known of columns for granted. */
  readonly without: (known: KnownColumns) => Promise<BuiltKernel>;
}

/** Vite plugin; the kernel is compiled once per process. */
export function kernel(options: KernelOptions = {}): Plugin<KernelMaker> {
  let source: Promise<KernelSource> | null = null;
  let built: BuiltKernel | null = null;
  return {
    name: "kernel",
    api: {
      async without(known) {
        source ??= readSource(LOOP);
        return kernelFrom(await source, { ...options, known });
      },
    },
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
