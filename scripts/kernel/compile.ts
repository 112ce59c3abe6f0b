// From functions of the program to a WebAssembly module and the list of addresses it waits for.
import { analyze } from "./analyze.ts";
import { type BranchProfile, countBranches, nameBranches } from "./branches.ts";
import { type Encoded, encode } from "./encode.ts";
import { forwardValues } from "./forward.ts";
import { type GatheredTable, gatherColumns } from "./gather.ts";
import { hintsFor } from "./hints.ts";
import { inlineCalls } from "./inline.ts";
import { type Instance, variableOf } from "./instance.ts";
import { type KnownColumns, takeKnown } from "./known-loads.ts";
import { lowerFunction } from "./lower-statement.ts";
import { Lowering } from "./lowering.ts";
import { placeNumbers } from "./numbers.ts";
import { OWN_REGION, Places } from "./places.ts";
import { CompileError, type KernelSource } from "./source.ts";
import type { Branch, Local, Unit, WasmType } from "./tree.ts";

export interface CompileOptions {
  /** Functions to export; the numbers they are called with are doubles. */
  readonly entries: readonly string[];
  /** Traps for what JavaScript would do differently; slower, for tests. Default false. */
  readonly checked?: boolean;
  /** Arrays outside the engine's memory in which no value survives a call from outside. */
  readonly scratch?: readonly string[];
  /** Default true. */
  readonly inline?: boolean;
  /** Functions that are put into each other before all others. */
  readonly hotPath?: readonly string[];
  /** Whether loads of known values are left out. Default true. */
  readonly forward?: boolean;
  /** Engines are told which branches are likely, if this is given. */
  readonly profile?: BranchProfile;
  /** Columns whose contents need not be looked at. */
  readonly known?: KnownColumns;
  /** Whether branches count how often they are taken, behind the contents. Default false. */
  readonly counting?: boolean;
}

export interface Compiled extends Encoded {
  /** Contents of the region OWN_REGION. */
  readonly contents: Uint8Array;
  /** Tables whose rows stand side by side while the kernel runs. */
  readonly gathered: readonly GatheredTable[];
  /** Branches that count, in the order of their counters, which are the end of the contents. */
  readonly branches: readonly Branch[];
}

/** The least memory a module asks for; what it gets is always more. */
const PAGES = 1;

/** Throws a CompileError that names function and line of what is outside the subset. */
export function compile(source: KernelSource, options: CompileOptions): Compiled {
  const { kinds, entries } = analyze(source, options.entries);
  const places = new Places(source);
  const units = new Map<Instance, Unit>();
  for (const instance of kinds.instances.all()) {
    units.set(instance, unitFor(instance, entries.includes(instance)));
  }
  const unitOf = (instance: Instance): Unit => {
    const unit = units.get(instance);
    if (unit === undefined) throw new CompileError(`${instance.name} was not analyzed`);
    return unit;
  };
  const lowering = new Lowering({ kinds, places, checked: options.checked ?? false, unitOf });
  for (const [instance, unit] of units) {
    for (const variable of instance.variables.values()) {
      const at = instance.given.indexOf(variable.declaration);
      variable.local = unit.params[at] ?? null;
    }
    unit.body = lowerFunction(lowering, instance);
    nameBranches(unit);
  }
  const compiled = new Set([...units.keys()].map(({ node }) => node));
  places.check(compiled, options.scratch ?? []);
  const all = [...units.values(), ...lowering.extra];
  if (options.known !== undefined) takeKnown(all, options.known);
  const { hotPath = [], profile } = options;
  const { units: whole, gathered } = gatherColumns(all, hotPath, places);
  const kept = options.inline === false ? whole : inlineCalls(whole, hotPath);
  if (options.forward !== false) forwardValues(kept);
  placeNumbers(kept, places);
  const own = places.contents();
  if (options.counting === true) return { ...countingKernel(kept, own), gathered };
  const hints = profile === undefined ? undefined : hintsFor(kept, hotPath, profile);
  return { ...encode(kept, PAGES, hints), contents: own, gathered, branches: [] };
}

function countingKernel(kept: readonly Unit[], own: Uint8Array): Omit<Compiled, "gathered"> {
  const { units, branches, bytes } = countBranches(kept, OWN_REGION, own.length);
  const contents = new Uint8Array(own.length + bytes);
  contents.set(own);
  return { ...encode(units, PAGES), contents, branches };
}

function unitFor(instance: Instance, isEntry: boolean): Unit {
  const params = instance.given.map((declaration): Local => {
    const { kind } = variableOf(instance, declaration);
    const type: WasmType = kind === "real" || kind === "whole" ? "f64" : "i32";
    return { name: declaration.name, type };
  });
  const { result } = instance;
  const type = result === null ? null : result === "real" || result === "whole" ? "f64" : "i32";
  return {
    name: instance.name,
    params,
    result: type,
    body: [],
    exported: isEntry ? instance.name : null,
  };
}
