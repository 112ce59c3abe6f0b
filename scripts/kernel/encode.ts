// Trees to the binary format of WebAssembly 1.0 (plus nothing). Addresses of regions become
// offsets of five bytes, whose places are listed, so that a loader can fill them in.
import type { Hints } from "./hints.ts";
import { isFinal, type Label, type Local, type Tree, type Unit, type WasmType } from "./tree.ts";

const TYPE_CODES: Readonly<Record<WasmType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c };
const NOTHING = 0x40;
const END = 0x0b;

export interface Relocation {
  /** Where the five bytes stand. */
  readonly at: number;
  readonly region: string;
  readonly addend: number;
}

export interface Encoded {
  readonly bytes: Uint8Array;
  readonly relocations: readonly Relocation[];
}

class Writer {
  readonly bytes: number[] = [];
  readonly relocations: Relocation[] = [];

  unsigned(value: number): void {
    let rest = value;
    for (;;) {
      const low = rest % 128;
      rest = Math.floor(rest / 128);
      this.bytes.push(rest === 0 ? low : low + 128);
      if (rest === 0) return;
    }
  }

  signed(value: bigint): void {
    let rest = value;
    for (;;) {
      const low = Number(rest & 127n);
      rest >>= 7n;
      const last = (rest === 0n && low < 64) || (rest === -1n && low >= 64);
      this.bytes.push(last ? low : low + 128);
      if (last) return;
    }
  }

  double(value: number): void {
    this.bytes.push(...new Uint8Array(Float64Array.of(value).buffer));
  }

  text(text: string): void {
    const utf8 = new TextEncoder().encode(text);
    this.unsigned(utf8.length);
    this.bytes.push(...utf8);
  }

  /** Appends what another writer has, with its length before it. */
  sized(from: Writer): void {
    this.unsigned(from.bytes.length);
    const start = this.bytes.length;
    for (const byte of from.bytes) this.bytes.push(byte);
    for (const { at, ...rest } of from.relocations) {
      this.relocations.push({ at: at + start, ...rest });
    }
  }

  section(id: number, content: Writer): void {
    this.bytes.push(id);
    this.sized(content);
  }
}

/** log2 of the bytes that an instruction reads or writes. */
const ALIGNMENT: Readonly<Record<number, number>> = {
  40: 2,
  42: 2,
  43: 3,
  44: 0,
  45: 0,
  46: 1,
  47: 1,
  54: 2,
  56: 2,
  57: 3,
  58: 0,
  59: 1,
};

/** Branches of a function: where each stands in its body, and whether it is likely to be taken. */
type Marks = readonly (readonly [at: number, likely: boolean])[];

class BodyWriter extends Writer {
  readonly marks: [at: number, likely: boolean][] = [];
  private readonly hints: Hints;
  private readonly indices: ReadonlyMap<Unit, number>;
  private readonly locals = new Map<Local, number>();
  private readonly labels: (Label | null)[] = [];

  constructor(unit: Unit, indices: ReadonlyMap<Unit, number>, hints: Hints) {
    super();
    this.hints = hints;
    this.indices = indices;
    for (const local of unit.params) this.locals.set(local, this.locals.size);
    this.declareLocals(unit);
    this.all(unit.body);
    if (unit.result !== null && isFinal(unit.body.at(-1))) this.bytes.push(0x00);
    this.bytes.push(END);
  }

  private declareLocals(unit: Unit): void {
    const found = new Set<Local>();
    eachLocal(unit.body, (local) => {
      if (!this.locals.has(local)) found.add(local);
    });
    const groups: [WasmType, Local[]][] = [];
    for (const type of ["i32", "f64", "i64"] as const) {
      const group = [...found].filter((local) => local.type === type);
      if (group.length > 0) groups.push([type, group]);
    }
    this.unsigned(groups.length);
    for (const [type, group] of groups) {
      this.unsigned(group.length);
      this.bytes.push(TYPE_CODES[type]);
      for (const local of group) this.locals.set(local, this.locals.size);
    }
  }

  private all(trees: readonly Tree[]): void {
    for (const tree of trees) this.write(tree);
  }

  private local(code: number, local: Local): void {
    const index = this.locals.get(local);
    if (index === undefined) throw new Error(`local ${local.name} belongs to another function`);
    this.bytes.push(code);
    this.unsigned(index);
  }

  private depthOf(label: Label): number {
    const at = this.labels.lastIndexOf(label);
    if (at < 0) throw new Error(`label ${label.name} is not around its branch`);
    return this.labels.length - 1 - at;
  }

  private nested(code: number, label: Label | null, type: WasmType | null): void {
    this.bytes.push(code, type === null ? NOTHING : TYPE_CODES[type]);
    this.labels.push(label);
  }

  /** A block that gives a value must not be left at its end by a path that has none. */
  private inner(trees: readonly Tree[], type: WasmType | null): void {
    this.all(trees);
    if (type !== null && isFinal(trees.at(-1))) this.bytes.push(0x00);
  }

  private end(): void {
    this.labels.pop();
    this.bytes.push(END);
  }

  private memory(tree: Extract<Tree, { op: "load" | "store" }>): void {
    this.bytes.push(tree.code);
    this.unsigned(ALIGNMENT[tree.code] ?? 0);
    const { region, addend } = tree.address;
    this.relocations.push({ at: this.bytes.length, region, addend });
    this.bytes.push(0x80, 0x80, 0x80, 0x80, 0x00);
  }

  private write(tree: Tree): void {
    switch (tree.op) {
      case "const":
        this.number(tree.type, tree.value);
        return;
      case "get":
        this.local(0x20, tree.local);
        return;
      case "set":
      case "tee":
        this.write(tree.value);
        this.local(tree.op === "set" ? 0x21 : 0x22, tree.local);
        return;
      case "apply":
        this.all(tree.args);
        this.bytes.push(...tree.code);
        return;
      case "load":
        this.write(tree.offset);
        this.memory(tree);
        return;
      case "store":
        this.write(tree.offset);
        this.write(tree.value);
        this.memory(tree);
        return;
      case "call":
        this.all(tree.args);
        this.bytes.push(0x10);
        this.unsigned(this.indices.get(tree.target) ?? -1);
        return;
      case "drop":
        this.write(tree.value);
        this.bytes.push(0x1a);
        return;
      default:
        this.control(tree);
    }
  }

  private mark(branch: Tree): void {
    const likely = this.hints.get(branch);
    if (likely !== undefined) this.marks.push([this.bytes.length, likely]);
  }

  private number(type: WasmType, value: number): void {
    if (type === "f64") {
      this.bytes.push(0x44);
      this.double(value);
    } else {
      this.bytes.push(type === "i32" ? 0x41 : 0x42);
      this.signed(BigInt(value));
    }
  }

  private control(
    tree: Exclude<
      Tree,
      { op: "const" | "get" | "set" | "tee" | "apply" | "load" | "store" | "call" | "drop" }
    >,
  ): void {
    switch (tree.op) {
      case "if":
        this.write(tree.condition);
        this.mark(tree);
        this.nested(0x04, null, tree.type);
        this.inner(tree.consequent, tree.type);
        if (tree.alternate.length > 0) this.bytes.push(0x05);
        this.inner(tree.alternate, tree.type);
        this.end();
        return;
      case "block":
        this.nested(0x02, tree.label, tree.type);
        this.inner(tree.body, tree.type);
        this.end();
        return;
      case "loop":
        this.nested(0x03, tree.label, null);
        this.all(tree.body);
        this.end();
        return;
      case "br":
        if (tree.value !== null) this.write(tree.value);
        this.bytes.push(0x0c);
        this.unsigned(this.depthOf(tree.label));
        return;
      case "brIf":
        this.write(tree.condition);
        this.mark(tree);
        this.bytes.push(0x0d);
        this.unsigned(this.depthOf(tree.label));
        return;
      case "brTable":
        this.write(tree.index);
        this.bytes.push(0x0e);
        this.unsigned(tree.labels.length);
        for (const label of tree.labels) this.unsigned(this.depthOf(label));
        this.unsigned(this.depthOf(tree.fallback));
        return;
      case "return":
        if (tree.value !== null) this.write(tree.value);
        this.bytes.push(0x0f);
        return;
      case "unreachable":
        this.bytes.push(0x00);
    }
  }
}

/** Trees directly below a tree. */
export function childrenOf(tree: Tree): readonly Tree[] {
  switch (tree.op) {
    case "set":
    case "tee":
    case "drop":
      return [tree.value];
    case "apply":
    case "call":
      return tree.args;
    case "load":
      return [tree.offset];
    case "store":
      return [tree.offset, tree.value];
    case "if":
      return [tree.condition, ...tree.consequent, ...tree.alternate];
    case "block":
    case "loop":
      return tree.body;
    case "br":
    case "return":
      return tree.value === null ? [] : [tree.value];
    case "brIf":
      return [tree.condition];
    case "brTable":
      return [tree.index];
    default:
      return [];
  }
}

function eachLocal(trees: readonly Tree[], take: (local: Local) => void): void {
  for (const tree of trees) {
    if (tree.op === "get" || tree.op === "set" || tree.op === "tee") take(tree.local);
    eachLocal(childrenOf(tree), take);
  }
}

/** The custom section by which stack traces and profilers name functions. */
function namesOf(units: readonly Unit[]): Writer {
  const functions = new Writer();
  functions.unsigned(units.length);
  units.forEach(({ name }, index) => {
    functions.unsigned(index);
    functions.text(name);
  });
  const names = new Writer();
  names.text("name");
  names.bytes.push(0x01);
  names.sized(functions);
  return names;
}

/** The custom section that tells engines which branches are likely, by function. */
function hintsSection(marked: readonly (readonly [index: number, marks: Marks])[]): Writer {
  const hints = new Writer();
  hints.text("metadata.code.branch_hint");
  hints.unsigned(marked.length);
  for (const [index, marks] of marked) {
    hints.unsigned(index);
    hints.unsigned(marks.length);
    for (const [at, likely] of marks) {
      hints.unsigned(at);
      hints.bytes.push(0x01, likely ? 0x01 : 0x00);
    }
  }
  return hints;
}

/** A module that imports its memory as kernel.memory and exports the units that say so. */
export function encode(units: readonly Unit[], pages: number, hints: Hints = new Map()): Encoded {
  const indices = new Map(units.map((unit, index) => [unit, index]));
  const types = new Writer();
  const functions = new Writer();
  const exports = new Writer();
  const code = new Writer();
  const marked: [number, Marks][] = [];
  const exported = units.filter((unit) => unit.exported !== null);
  for (const writer of [types, functions, code]) writer.unsigned(units.length);
  exports.unsigned(exported.length);
  units.forEach((unit, index) => {
    types.bytes.push(0x60);
    types.unsigned(unit.params.length);
    for (const { type } of unit.params) types.bytes.push(TYPE_CODES[type]);
    types.bytes.push(...(unit.result === null ? [0] : [1, TYPE_CODES[unit.result]]));
    functions.unsigned(index);
    const body = new BodyWriter(unit, indices, hints);
    if (body.marks.length > 0) marked.push([index, body.marks]);
    code.sized(body);
  });
  for (const unit of exported) {
    exports.text(unit.exported ?? "");
    exports.bytes.push(0x00);
    exports.unsigned(indices.get(unit) ?? -1);
  }
  const imports = new Writer();
  imports.unsigned(1);
  imports.text("kernel");
  imports.text("memory");
  imports.bytes.push(0x02, 0x00);
  imports.unsigned(pages);
  const module = new Writer();
  module.bytes.push(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  module.section(1, types);
  module.section(2, imports);
  module.section(3, functions);
  module.section(7, exports);
  if (marked.length > 0) module.section(0, hintsSection(marked));
  module.section(10, code);
  module.section(0, namesOf(units));
  return { bytes: Uint8Array.from(module.bytes), relocations: module.relocations };
}
