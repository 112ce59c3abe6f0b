// Compiles a program of a few lines and runs it both ways.
import type { BranchProfile } from "../../scripts/kernel/branches.ts";
import { compile } from "../../scripts/kernel/compile.ts";
import type { KnownColumns } from "../../scripts/kernel/known-loads.ts";
import { sourceOf } from "../../scripts/kernel/source.ts";
import type { Branch } from "../../scripts/kernel/tree.ts";

export interface SmallProgram {
  /** The function `f` of the program as JavaScript and as WebAssembly. */
  readonly js: (...args: number[]) => number | boolean | undefined;
  readonly wasm: (...args: number[]) => number | undefined;
  /** The module, and the branches that count with what they have counted so far. */
  readonly bytes: Uint8Array;
  readonly branches: readonly Branch[];
  readonly counts: () => Uint32Array;
}

export interface SmallOptions {
  readonly checked?: boolean;
  readonly inline?: boolean;
  readonly hotPath?: readonly string[];
  readonly scratch?: readonly string[];
  readonly profile?: BranchProfile;
  readonly counting?: boolean;
  readonly known?: KnownColumns;
}

/** A module of five-byte addresses, all of them in its own region, from address 64 on. */
export function smallProgram(code: string, options: SmallOptions = {}): SmallProgram {
  const source = sourceOf(code);
  const start = 64;
  const compiled = compile(source, { entries: ["f"], ...options });
  const { bytes, relocations, contents, branches } = compiled;
  const countersAt = start + contents.length - 8 * branches.length;
  const memory = new WebAssembly.Memory({ initial: 4 });
  new Uint8Array(memory.buffer).set(contents, start);
  for (const { at, region, addend } of relocations) {
    if (region !== "kernel") throw new Error(`a region of the engine: ${region}`);
    const address = start + addend;
    for (let i = 0; i < 5; i++) bytes[at + i] = ((address >>> (7 * i)) & 127) | (i < 4 ? 128 : 0);
  }
  const module = new WebAssembly.Module(new Uint8Array(bytes));
  const { exports } = new WebAssembly.Instance(module, { kernel: { memory } });
  return {
    js: source.values.get("f") as SmallProgram["js"],
    wasm: exports.f as SmallProgram["wasm"],
    bytes,
    branches,
    counts: () => new Uint32Array(memory.buffer, countersAt, 2 * branches.length),
  };
}

/** Numbers at which arithmetic changes its ways. */
export const EDGES: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  -2.5,
  31,
  32,
  255,
  256,
  2147483647,
  -2147483648,
  2147483648,
  4294967295,
  4294967296,
  -4294967297,
  1e10,
  -1e10,
  9007199254740991,
  4.5e15,
  1e18,
  5e-324,
  1e300,
  -1e300,
  Infinity,
  -Infinity,
  Number.NaN,
];

/** xorshift32: the same numbers in every run. */
export function randomNumbers(seed: number): () => number {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 4294967296;
  };
}
