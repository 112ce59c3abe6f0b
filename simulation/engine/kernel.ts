// Which code executes the events: run.ts itself, or run.ts compiled to WebAssembly. Both work on the
// same memory and give the same bits, so they can take turns. The compiled one is used where the
// build has one and the platform allows it; everything else stays JavaScript.
import { AssertionError } from "../core/assert.ts";
import { capOf, engineMemory, reserveBytes } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { type KernelBinary, kernelBinary } from "./kernel-binary.ts";
import { executeEvents } from "./run.ts";

/** "auto" takes WebAssembly where it can be had. */
export type KernelChoice = "auto" | "js" | "wasm";

export interface Kernel {
  readonly name: "js" | "wasm";
  /** Executes events up to `untilMs`, at most `budget`; returns how many. */
  executeEvents(untilMs: number, budget: number): number;
  /** Executes what follows from faults and changes, which come between events; default: run.ts. */
  settle?(): void;
}

/** The part of the platform's interface that is needed here; a platform may lack it. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
    }
  | undefined;

/** Region that holds the constant arrays of the compiled code. */
export const OWN_REGION = "kernel";

/**
 * Events of one call into compiled code. Engines replace their quickly made code by better only from
 * one call to the next, so the first calls must not last.
 */
const EVENTS_PER_CALL = 1 << 15;

const JAVASCRIPT: Kernel = { name: "js", executeEvents };

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** By character code; 0 for "=" too, whose bits are cut off. */
function digitValues(): Uint8Array {
  const values = new Uint8Array(128);
  for (let digit = 0; digit < 64; digit++) values[DIGITS.charCodeAt(digit)] = digit;
  return values;
}

/** A tenth of a megabyte in about a millisecond; not every platform brings a decoder of its own. */
function bytesOf(base64: string): Uint8Array {
  const values = digitValues();
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding);
  let at = 0;
  for (let i = 0; i < base64.length; i += 4) {
    const high = (values[base64.charCodeAt(i)] << 6) | values[base64.charCodeAt(i + 1)];
    const low = (values[base64.charCodeAt(i + 2)] << 6) | values[base64.charCodeAt(i + 3)];
    bytes[at++] = high >> 4;
    bytes[at++] = (high << 4) | (low >> 8);
    bytes[at++] = low;
  }
  return bytes;
}

/** Fills an address into the five bytes that the compiler left for it. */
function putAddress(code: Uint8Array, at: number, address: number): void {
  for (let i = 0; i < 5; i++) {
    const more = i < 4 ? 128 : 0;
    code[at + i] = ((address >>> (7 * i)) & 127) | more;
  }
}

/** Rows of gathered tables, by region: all kernels share them, since nothing stays there after a call. */
const rowsOf = new Map<string, Uint8Array>();

function rowsFor(region: string, bytes: number): Uint8Array {
  const kept = rowsOf.get(region);
  if (kept !== undefined && kept.length >= bytes) return kept;
  const rows = reserveBytes(`${region} ${rowsOf.size} ${bytes}`, bytes);
  rowsOf.set(region, rows);
  return rows;
}

/** Constants of programs, which kernels with the same ones share. */
const constants: { readonly binary: KernelBinary; readonly bytes: Uint8Array }[] = [];

function hasSame(binary: KernelBinary, other: KernelBinary): boolean {
  return (
    binary.bytes === other.bytes &&
    binary.contents.length === other.contents.length &&
    binary.contents.every(([start, part], at) => {
      const [otherStart, otherPart] = other.contents[at];
      return start === otherStart && part === otherPart;
    })
  );
}

function ownBytes(binary: KernelBinary): Uint8Array {
  const kept = constants.find((other) => hasSame(binary, other.binary));
  if (kept !== undefined) return kept.bytes;
  const bytes = reserveBytes(`${OWN_REGION} ${constants.length}`, binary.bytes);
  for (const [start, part] of binary.contents) bytes.set(bytesOf(part), start);
  constants.push({ binary, bytes });
  return bytes;
}

/** The module's bytes with all addresses, or the name of the region that does not exist. */
function relocated(binary: KernelBinary): Uint8Array | string {
  const code = bytesOf(binary.code);
  const { regions } = engineMemory();
  const offsets = new Map(regions.map(({ name, offset }) => [name, offset]));
  if (offsets.size < regions.length) return "two regions of the memory have one name";
  const own = ownBytes(binary);
  offsets.set(OWN_REGION, own.byteOffset);
  for (const { region, table, rowBytes } of binary.gathered) {
    offsets.set(region, rowsFor(region, (capOf(table) + 1) * rowBytes).byteOffset);
  }
  for (const [region, pairs] of Object.entries(binary.relocations)) {
    const offset = offsets.get(region);
    if (offset === undefined) return `the memory has no region "${region}"`;
    for (let i = 0; i < pairs.length; i += 2) putAddress(code, pairs[i], offset + pairs[i + 1]);
  }
  return code;
}

/** Turns a trap into an error that says where the simulation was. */
function stopped(error: unknown): AssertionError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AssertionError("The compiled engine met what should never happen", {
    reason,
    nowMs: registers[NOW],
  });
}

/** Makes a kernel of its binary form, or says why this platform cannot have it. */
export function kernelOf(binary: KernelBinary): Kernel | string {
  const { memory } = engineMemory();
  if (typeof WebAssembly === "undefined") return "the platform has no WebAssembly";
  if (memory === null) return "the platform gives WebAssembly too little memory";
  let compiled: Pick<Kernel, "executeEvents">;
  try {
    const code = relocated(binary);
    if (typeof code === "string") return code;
    const module = new WebAssembly.Module(code);
    const instance = new WebAssembly.Instance(module, { kernel: { memory } });
    compiled = instance.exports as typeof compiled;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return {
    name: "wasm",
    executeEvents(untilMs, budget) {
      let executed = 0;
      try {
        while (executed < budget) {
          const wanted = Math.min(budget - executed, EVENTS_PER_CALL);
          const done = compiled.executeEvents(untilMs, wanted);
          executed += done;
          if (done < wanted) break;
        }
      } catch (error) {
        throw stopped(error);
      }
      return executed;
    },
  };
}

let made: Kernel | string | null = null;

/** The compiled kernel of this build, or why there is none. Made at the first call. */
export function compiledKernel(): Kernel | string {
  made ??= kernelBinary === null ? "this build has none" : kernelOf(kernelBinary);
  return made;
}

/** The kernel for a choice. Throws when "wasm" is asked for and cannot be had. */
export function kernelFor(choice: KernelChoice | Kernel): Kernel {
  if (typeof choice === "object") return choice;
  if (choice === "js") return JAVASCRIPT;
  const compiled = compiledKernel();
  if (typeof compiled !== "string") return compiled;
  if (choice === "wasm") throw new Error(`There is no compiled engine: ${compiled}.`);
  return JAVASCRIPT;
}
