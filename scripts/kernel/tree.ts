// The compiler's intermediate form: WebAssembly instructions as trees, with locals, labels and
// functions as objects, so that a body can be copied into another one before indices exist.

export type WasmType = "i32" | "i64" | "f64";

export interface Local {
  readonly name: string;
  readonly type: WasmType;
}

export interface Label {
  readonly name: string;
}

/** A place in memory whose address is known when the kernel is loaded: a region's start + addend. */
export interface Address {
  readonly region: string;
  readonly addend: number;
  /** Name of the memory of an array; addresses with other names never overlap. */
  readonly array: string;
}

export interface Unit {
  readonly name: string;
  readonly params: readonly Local[];
  readonly result: WasmType | null;
  body: Tree[];
  /** Name under which it is exported, null for the others. */
  exported: string | null;
}

/** A branch of the source: one of a function, counted in the order of its trees. */
export interface Branch {
  readonly of: string;
  readonly at: number;
}

export type Tree =
  | { readonly op: "const"; readonly type: WasmType; readonly value: number }
  | { readonly op: "get"; readonly local: Local }
  | { readonly op: "set" | "tee"; readonly local: Local; readonly value: Tree }
  | {
      readonly op: "apply";
      readonly code: readonly number[];
      readonly type: WasmType;
      readonly args: readonly Tree[];
    }
  | {
      readonly op: "load";
      readonly code: number;
      readonly type: WasmType;
      readonly address: Address;
      /** Bytes from the address on. */
      readonly offset: Tree;
    }
  | {
      readonly op: "store";
      readonly code: number;
      readonly address: Address;
      readonly offset: Tree;
      readonly value: Tree;
    }
  | { readonly op: "call"; readonly target: Unit; readonly args: readonly Tree[] }
  | {
      readonly op: "if";
      readonly condition: Tree;
      readonly consequent: readonly Tree[];
      readonly alternate: readonly Tree[];
      readonly type: WasmType | null;
      readonly branch?: Branch;
    }
  | {
      readonly op: "block";
      readonly label: Label;
      readonly body: readonly Tree[];
      readonly type: WasmType | null;
    }
  | { readonly op: "loop"; readonly label: Label; readonly body: readonly Tree[] }
  | { readonly op: "br"; readonly label: Label; readonly value: Tree | null }
  | {
      readonly op: "brIf";
      readonly label: Label;
      readonly condition: Tree;
      readonly branch?: Branch;
    }
  | {
      readonly op: "brTable";
      readonly labels: readonly Label[];
      readonly fallback: Label;
      readonly index: Tree;
    }
  | { readonly op: "return"; readonly value: Tree | null }
  | { readonly op: "drop"; readonly value: Tree }
  | { readonly op: "unreachable" };

/** Opcodes, named as in the WebAssembly specification (release 2.0, section 5.4). */
export const CODES = {
  "i32.eqz": [0x45],
  "i32.eq": [0x46],
  "i32.ne": [0x47],
  "i32.lt_s": [0x48],
  "i32.gt_s": [0x4a],
  "i32.le_s": [0x4c],
  "i32.ge_s": [0x4e],
  "i32.ge_u": [0x4f],
  "i64.eqz": [0x50],
  "i64.ne": [0x52],
  "f64.eq": [0x61],
  "f64.ne": [0x62],
  "f64.lt": [0x63],
  "f64.gt": [0x64],
  "f64.le": [0x65],
  "f64.ge": [0x66],
  "i32.clz": [0x67],
  "i32.add": [0x6a],
  "i32.sub": [0x6b],
  "i32.mul": [0x6c],
  "i32.rem_s": [0x6f],
  "i32.and": [0x71],
  "i32.or": [0x72],
  "i32.xor": [0x73],
  "i32.shl": [0x74],
  "i32.shr_s": [0x75],
  "i32.shr_u": [0x76],
  "i64.add": [0x7c],
  "i64.sub": [0x7d],
  "i64.mul": [0x7e],
  "i64.rem_s": [0x81],
  "i64.shr_s": [0x87],
  "i64.shr_u": [0x88],
  "f64.abs": [0x99],
  "f64.neg": [0x9a],
  "f64.floor": [0x9c],
  "f64.trunc": [0x9d],
  "f64.sqrt": [0x9f],
  "f64.add": [0xa0],
  "f64.sub": [0xa1],
  "f64.mul": [0xa2],
  "f64.div": [0xa3],
  "f64.min": [0xa4],
  "f64.max": [0xa5],
  "f64.copysign": [0xa6],
  "i32.wrap_i64": [0xa7],
  "i32.trunc_f64_s": [0xaa],
  "i64.extend_i32_s": [0xac],
  "i64.trunc_f64_s": [0xb0],
  "f64.convert_i32_s": [0xb7],
  "f64.convert_i32_u": [0xb8],
  "f64.convert_i64_s": [0xb9],
  "f64.fround": [0xb6, 0xbb],
  "i64.reinterpret_f64": [0xbd],
  select: [0x1b],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type Code = keyof typeof CODES;

/** Comparisons and conversions have another type than their name says. */
function resultOf(code: Code): WasmType {
  if (/\.(eqz?|ne|[lg][te])(_[su])?$/.test(code)) return "i32";
  if (code === "select") return "i32";
  return code.slice(0, 3) as WasmType;
}

export function apply(code: Code, ...args: Tree[]): Tree {
  return { op: "apply", code: CODES[code], type: resultOf(code), args };
}

export function constant(type: WasmType, value: number): Tree {
  return { op: "const", type, value };
}

export function get(local: Local): Tree {
  return { op: "get", local };
}

export function set(local: Local, value: Tree): Tree {
  return { op: "set", local, value };
}

export function tee(local: Local, value: Tree): Tree {
  return { op: "tee", local, value };
}

export function block(label: Label, body: readonly Tree[], type: WasmType | null = null): Tree {
  return { op: "block", label, body, type };
}

export function branch(label: Label, value: Tree | null = null): Tree {
  return { op: "br", label, value };
}

export function when(
  condition: Tree,
  consequent: readonly Tree[],
  alternate: readonly Tree[] = [],
  type: WasmType | null = null,
): Tree {
  return { op: "if", condition, consequent, alternate, type };
}

export const UNREACHABLE: Tree = { op: "unreachable" };

/** Type of the value that a tree leaves, null for none. */
export function typeOf(tree: Tree): WasmType | null {
  switch (tree.op) {
    case "const":
    case "apply":
    case "load":
    case "if":
    case "block":
      return tree.type;
    case "get":
    case "tee":
      return tree.local.type;
    case "call":
      return tree.target.result;
    default:
      return null;
  }
}

/** True when execution never gets behind the tree. */
export function isFinal(tree: Tree | undefined): boolean {
  return tree !== undefined && /^(br|brTable|return|unreachable)$/.test(tree.op);
}
