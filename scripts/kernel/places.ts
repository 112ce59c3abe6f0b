// Where arrays stand. Columns are regions of the engine's memory, known by name. Constant arrays of
// modules, and arrays that only compiled functions use, get a copy in a region of the kernel's own.
import type { Elements } from "./kinds.ts";
import { CompileError, type KernelSource, type Node, partsOf } from "./source.ts";
import type { Address } from "./tree.ts";

interface Region {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
}

/** What the memory module of the compiled program tells of itself. */
interface EngineMemory {
  readonly buffer: ArrayBufferLike;
  readonly regions: readonly Region[];
}

/** Name of the region that the kernel brings with it. */
export const OWN_REGION = "kernel";

interface Copy {
  readonly array: Elements;
  readonly offset: number;
  readonly bytes: number;
  written: boolean;
}

export class Places {
  private readonly source: KernelSource;
  private readonly memory: EngineMemory | null;
  private readonly copies = new Map<unknown, Copy>();
  private readonly numbers = new Map<number, Float64Array>();
  private ownBytes = 0;

  constructor(source: KernelSource) {
    this.source = source;
    const describe = source.values.get("engineMemory") as (() => EngineMemory) | undefined;
    this.memory = describe === undefined ? null : describe();
  }

  /** Address of element 0. `written` tells that compiled code stores into the array. */
  addressOf(elements: Elements, written: boolean): Address {
    if (!Array.isArray(elements) && elements.buffer === this.memory?.buffer) {
      const at = elements.byteOffset;
      const region = this.memory.regions.find(
        ({ offset, bytes }) => offset <= at && at + elements.byteLength <= offset + bytes,
      );
      if (region === undefined) throw new CompileError("a column is in no region of the memory");
      return { region: region.name, addend: at - region.offset, array: region.name };
    }
    const key = Array.isArray(elements) ? elements : elements.buffer;
    let copy = this.copies.get(key);
    if (copy === undefined) {
      const bytes = Array.isArray(elements) ? elements.length * 8 : elements.buffer.byteLength;
      copy = { array: elements, offset: this.ownBytes, bytes, written };
      this.copies.set(key, copy);
      this.ownBytes += Math.ceil(bytes / 8) * 8;
    }
    copy.written ||= written;
    const within = Array.isArray(elements) ? 0 : elements.byteOffset;
    const array = `${OWN_REGION} ${copy.offset}`;
    return { region: OWN_REGION, addend: copy.offset + within, array };
  }

  bytesOf(region: string): number | null {
    return this.memory?.regions.find(({ name }) => name === region)?.bytes ?? null;
  }

  /** An integer of a region, as the program left it when it was loaded; null where there is none. */
  integerAt(region: string, at: number): number | null {
    const offset = this.memory?.regions.find(({ name }) => name === region)?.offset;
    if (this.memory === null || offset === undefined) return null;
    return new DataView(this.memory.buffer).getInt32(offset + at, true);
  }

  /** Address of a copy of a number. */
  addressOfNumber(value: number): Address {
    const array = this.numbers.get(value) ?? Float64Array.of(value);
    this.numbers.set(value, array);
    return this.addressOf(array, false);
  }

  /** Contents of the kernel's own region. */
  contents(): Uint8Array {
    const bytes = new Uint8Array(this.ownBytes);
    for (const { array, offset } of this.copies.values()) {
      const from = Array.isArray(array) ? Float64Array.from(array).buffer : array.buffer;
      bytes.set(new Uint8Array(from), offset);
    }
    return bytes;
  }

  /**
   * Throws when a copied array could differ from the one that JavaScript uses: something writes to
   * it, and it is not one of `scratch`, in which no value survives a call.
   */
  check(compiled: ReadonlySet<Node>, scratch: readonly string[]): void {
    const names = new Map<string, Copy>();
    for (const [name, value] of this.source.values) {
      const copy = this.copies.get(ArrayBuffer.isView(value) ? value.buffer : value);
      // The bundler numbers names that occur in several modules.
      if (copy === undefined || scratch.includes(name.replace(/\$\d+$/, ""))) continue;
      names.set(name, copy);
      if (copy.written) throw outside(name, "compiled code writes to it");
    }
    for (const [name, node] of this.source.functions) {
      if (!compiled.has(node)) checkUses(name, node, names, false);
    }
    for (const { id, body } of this.source.classes.values()) {
      for (const member of body.body) checkUses(id?.name ?? "a class", member, names, false);
    }
  }
}

function outside(array: string, why: string): CompileError {
  return new CompileError(`${array} is outside the engine's memory, but ${why}`);
}

/** Looks for uses of copied arrays other than reading in what is not compiled. */
function checkUses(
  where: string,
  node: Node,
  names: ReadonlyMap<string, Copy>,
  isRead: boolean,
): void {
  if (node.type === "Identifier") {
    if (!isRead && names.has(node.name)) throw outside(node.name, `${where} may write to it`);
    return;
  }
  if (node.type === "AssignmentExpression" || node.type === "UpdateExpression") {
    const target = node.type === "AssignmentExpression" ? node.left : node.argument;
    if (target.type === "MemberExpression") checkUses(where, target.object, names, false);
  }
  if (node.type === "MemberExpression") {
    checkUses(where, node.object, names, true);
    if (node.computed) checkUses(where, node.property, names, false);
    return;
  }
  for (const part of partsOf(node)) checkUses(where, part, names, false);
}
