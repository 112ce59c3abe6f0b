// What is known at one point of a function: which values its locals have and which values stand in
// memory. Values are numbers: two expressions with one number are equal whenever both are reached.
import type { Address, Local, Tree } from "./tree.ts";

/** A place: bytes start .. start + size - 1 from where the value numbered `base` points to. */
export interface Place {
  /** Its `array` in the sense of an address. */
  readonly array: string;
  /** Number of the varying part of the address, CONSTANT for none. */
  readonly base: number;
  readonly start: number;
  readonly size: number;
}

/** A value in memory, by its number and by the constant or temporary that has it as well. */
export interface Kept {
  readonly value: number;
  /** Belongs to the place and not to the value: only what came this way has set the temporary. */
  readonly source: Tree;
}

interface KeptAt extends Kept {
  readonly place: Place;
}

/** `base` of a place at a fixed address. */
export const CONSTANT = -1;

/** Bytes that a load or store instruction touches. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [0x28, 4],
  [0x2b, 8],
  [0x2d, 1],
  [0x36, 4],
  [0x39, 8],
  [0x3a, 1],
]);

/** The part of a number that varies and the constant added to it, modulo 2^32. */
interface Sum {
  readonly base: number;
  readonly plus: number;
}

/** Numbers for values; equal operations on equal values have one number. */
export class Values {
  private count = 0;
  private readonly numbers = new Map<string, number>();
  private readonly sums = new Map<number, Sum>();

  fresh(): number {
    return this.count++;
  }

  of(key: string): number {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.fresh();
      this.numbers.set(key, number);
    }
    return number;
  }

  ofConstant(tree: Extract<Tree, { op: "const" }>): number {
    const { type, value } = tree;
    // NaN and -0 are told apart from what they equal.
    const number = this.of(`${type} ${Object.is(value, -0) ? "-0" : value}`);
    if (type === "i32") this.sums.set(number, { base: CONSTANT, plus: value });
    return number;
  }

  sumOf(number: number): Sum {
    return this.sums.get(number) ?? { base: number, plus: 0 };
  }

  /** Number of an operation; knows what it takes to see that `m + 1` and `m + 2` differ. */
  ofOperation(code: readonly number[], args: readonly number[]): number {
    const number = this.of(`${code.join(".")}(${args.join()})`);
    const [left = 0, right = 0] = args;
    const a = this.sumOf(left);
    const b = this.sumOf(right);
    if (code[0] === ADD && b.base === CONSTANT) {
      this.sums.set(number, { base: a.base, plus: (a.plus + b.plus) | 0 });
    } else if (code[0] === SUB && b.base === CONSTANT) {
      this.sums.set(number, { base: a.base, plus: (a.plus - b.plus) | 0 });
    } else if (code[0] === SHL && b.base === CONSTANT && a.plus !== 0) {
      const base = a.base === CONSTANT ? CONSTANT : this.of(`${SHL}(${a.base},${right})`);
      this.sums.set(number, { base, plus: a.plus << b.plus });
    }
    return number;
  }

  place(address: Address, offset: number, code: number): Place {
    const { base, plus } = this.sumOf(offset);
    const size = SIZES.get(code) ?? 8;
    return { array: address.array, base, start: (address.addend + plus) | 0, size };
  }
}

const ADD = 0x6a;
const SUB = 0x6b;
const SHL = 0x74;

function mayOverlap(a: Place, b: Place): boolean {
  if (a.base !== b.base) return true;
  return a.start < b.start + b.size && b.start < a.start + a.size;
}

function isSame(a: Kept, b: Kept | undefined): boolean {
  return a.value === b?.value && (a.source === b.source || a.source.op === "const");
}

/** Knowledge at a point; null instead of it where no execution gets to. */
export class Known {
  readonly locals: Map<Local, number>;
  private readonly memory: Map<string, ReadonlyMap<string, KeptAt>>;

  constructor(from?: Known) {
    this.locals = new Map(from?.locals);
    this.memory = new Map(from?.memory);
  }

  private keyOf(code: number, { base, start }: Place): string {
    return `${code} ${base} ${start}`;
  }

  /** What a load of this kind gives, if it is known. */
  find(code: number, place: Place): Kept | undefined {
    return this.memory.get(place.array)?.get(this.keyOf(code, place));
  }

  /** The double of which a load of 32 bits takes one half. */
  findWhole(place: Place): { readonly source: Tree; readonly isHigh: boolean } | undefined {
    for (const isHigh of [false, true]) {
      const kept = this.find(0x2b, { ...place, start: place.start - (isHigh ? 4 : 0) });
      if (kept !== undefined) return { source: kept.source, isHigh };
    }
    return undefined;
  }

  keep(code: number, place: Place, { value, source }: Kept): void {
    const kept = new Map(this.memory.get(place.array));
    kept.set(this.keyOf(code, place), { value, source, place });
    this.memory.set(place.array, kept);
  }

  /** Forgets what a store may change. */
  forgetAt(place: Place): void {
    const kept = this.memory.get(place.array);
    if (kept === undefined) return;
    const rest = [...kept].filter(([, other]) => !mayOverlap(place, other.place));
    this.memory.set(place.array, new Map(rest));
  }

  forgetArrays(arrays: Iterable<string>): void {
    for (const array of arrays) this.memory.delete(array);
  }

  forgetLocals(locals: Iterable<Local>): void {
    for (const local of locals) this.locals.delete(local);
  }

  /** What holds on both ways to a point. */
  static both(a: Known | null, b: Known | null): Known | null {
    if (a === null || b === null) return a ?? b;
    const known = new Known();
    for (const [local, value] of a.locals) {
      if (b.locals.get(local) === value) known.locals.set(local, value);
    }
    for (const [array, kept] of a.memory) {
      const others = b.memory.get(array);
      if (others === undefined) continue;
      const same = [...kept].filter(([key, one]) => isSame(one, others.get(key)));
      known.memory.set(array, kept === others ? kept : new Map(same));
    }
    return known;
  }
}
