// The engine's memory: one ArrayBuffer in which every mutable column of every table is reserved at
// its cap. Untouched pages cost no resident memory, nothing is ever grown or moved, so columns are
// constants for the optimizer and a checkpoint is a copy of each column up to its high-water mark.
// Where the whole reservation is refused, smaller caps are tried; `capacityScale` tells which.

const RESERVED_BYTES = 2_146_000_000;
/** For what does not shrink with the caps: the constants of a kernel, and tables of a fixed size. */
const FIXED_BYTES = 393_216;
const SCALES = [1, 1 / 4, 1 / 16, 1 / 64];
/** Unit in which WebAssembly counts memory. */
const PAGE_BYTES = 65_536;

/** The part of the platform's interface that is needed here; a platform may lack it. */
declare const WebAssembly:
  | { readonly Memory: new (pages: { initial: number; maximum: number }) => KernelMemory }
  | undefined;

interface KernelMemory {
  readonly buffer: ArrayBuffer;
}

interface Reservation {
  readonly buffer: ArrayBuffer;
  readonly scale: number;
  /** What a kernel imports; null where the platform has no WebAssembly or refuses it the memory. */
  readonly memory: KernelMemory | null;
}

function reserveForKernel(bytes: number, scale: number): Reservation | null {
  if (typeof WebAssembly === "undefined") return null;
  try {
    const pages = Math.floor((bytes + PAGE_BYTES - 1) / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    return { buffer: memory.buffer, scale, memory };
  } catch {
    // Refused: a plain buffer of the same size serves everything but the kernel.
    return null;
  }
}

function reserve(): Reservation {
  for (const scale of SCALES) {
    const bytes = Math.floor(RESERVED_BYTES * scale) + FIXED_BYTES;
    const shared = reserveForKernel(bytes, scale);
    if (shared !== null) return shared;
    try {
      return { buffer: new ArrayBuffer(bytes), scale, memory: null };
    } catch {
      // Refused by the platform: try the next smaller reservation.
    }
  }
  throw new Error("This platform gives less than 32 MB of contiguous memory to a page or process.");
}

const reservation = reserve();
const buffer = reservation.buffer;
const everything = new Uint8Array(buffer);
let reservedBytes = 0;

/** 1 where the whole reservation was granted, else the share of it. */
export const capacityScale = reservation.scale;

/** A part of the memory under the name by which compiled code asks for it. */
export interface Region {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
}

const regions: Region[] = [];

function reserveRegion(name: string, bytes: number): number {
  const offset = take(bytes);
  regions.push({ name, offset, bytes });
  return offset;
}

/** The whole memory and its regions, for the kernel and its compiler. */
export function engineMemory(): {
  readonly buffer: ArrayBuffer;
  readonly memory: unknown;
  readonly regions: readonly Region[];
} {
  return { buffer, memory: reservation.memory, regions };
}

/** An array in the engine's memory that belongs to no table: neither a reset nor a checkpoint touches it. */
export function reserveFloat64(name: string, length: number): Float64Array {
  return new Float64Array(buffer, reserveRegion(name, 8 * length), length);
}

/** The same for integers of 32 bits. */
export function reserveInt32(name: string, length: number): Int32Array {
  return new Int32Array(buffer, reserveRegion(name, 4 * length), length);
}

/** The same for bytes. */
export function reserveBytes(name: string, length: number): Uint8Array {
  return new Uint8Array(buffer, reserveRegion(name, length), length);
}

/** Tables in order of creation, for reset and checkpoints. */
const tables: Table[] = [];

/** 0 while every table has room, else 1 + the number of the table whose cap was hit. */
export const exhausted = reserveInt32("exhausted", 1);

/** Rows that a table can have at most; 0 where there is none of that name. */
export function capOf(name: string): number {
  return tables.find((table) => table.name === name)?.cap ?? 0;
}

/** Name of the table whose cap was hit, null while there is room. */
export function exhaustedTable(): string | null {
  return exhausted[0] === 0 ? null : (tables[exhausted[0] - 1]?.name ?? null);
}

/** In `Table.marks`: free-list head (row + 1, 0 = none), high-water mark, number of the table, cap. */
const FREE = 0;
const HIGH = 1;
const NUMBER = 2;
/** Here for compiled code, since the cap depends on the platform. */
const CAP = 3;

/**
 * A row of a table, its columns as the last user left them; pass the table's `marks`, `next` and
 * `cap`. A plain function over arrays, since a method shared by all tables would look them up
 * anew at every call. Hitting the cap notes the table in `exhausted` and returns the spare row.
 */
export function allocateRow(marks: Int32Array, next: Int32Array, cap: number): number {
  const free = marks[FREE];
  if (free !== 0) {
    marks[FREE] = next[free - 1];
    return free - 1;
  }
  const row = marks[HIGH];
  if (row >= cap) {
    exhausted[0] = marks[NUMBER];
    return cap;
  }
  marks[HIGH] = row + 1;
  return row;
}

/** Gives a row back; `marks` and `next` are its table's. */
export function freeRow(marks: Int32Array, next: Int32Array, row: number): void {
  next[row] = marks[FREE];
  marks[FREE] = row + 1;
}

/**
 * Row of a table that is a ring: the newest numbers, found by their last bits. Its cap is a power of
 * two, as the shares to which caps shrink are, so that what is left of it is one too.
 */
export function ringRow(marks: Int32Array, number: number): number {
  return number & (marks[CAP] - 1);
}

/** Rows that a table has on this platform; pass its `marks`. */
export function capAt(marks: Int32Array): number {
  return marks[CAP];
}

/** Notes that a row of a table beside another one is written to; `marks` are the former's. */
export function reachRow(marks: Int32Array, row: number): void {
  if (row >= marks[HIGH]) marks[HIGH] = row + 1;
}

function take(bytes: number): number {
  const offset = reservedBytes;
  reservedBytes += Math.ceil(bytes / 64) * 64;
  if (reservedBytes > buffer.byteLength) {
    throw new Error("Engine columns exceed the reserved memory: lower a cap in memory.ts users.");
  }
  return offset;
}

interface Column {
  readonly offset: number;
  readonly rowBytes: number;
}

/** Rows in struct-of-arrays form with a LIFO free list. Subclasses declare their columns as fields. */
export class Table {
  readonly name: string;
  readonly cap: number;
  readonly marks: Int32Array;
  /** Link of the free list; free for the subclass's own lists while a row is in use. */
  readonly next: Int32Array;
  private readonly columns: Column[] = [];

  /**
   * `cap` rows at full memory; one more row is kept to write into after the cap was hit. A table that
   * is small, and of which every row is needed, has a `fixed` number of them.
   */
  constructor(name: string, cap: number, fixed = false) {
    this.name = name;
    this.cap = fixed ? cap : Math.floor(cap * capacityScale);
    this.marks = reserveInt32(`${name}/marks`, 4);
    this.next = this.int32();
    this.marks[NUMBER] = tables.push(this);
    this.marks[CAP] = this.cap;
  }

  protected float64(perRow = 1): Float64Array {
    return new Float64Array(buffer, this.column(8 * perRow), (this.cap + 1) * perRow);
  }

  protected int32(perRow = 1): Int32Array {
    return new Int32Array(buffer, this.column(4 * perRow), (this.cap + 1) * perRow);
  }

  protected uint8(perRow = 1): Uint8Array {
    return new Uint8Array(buffer, this.column(perRow), (this.cap + 1) * perRow);
  }

  private column(rowBytes: number): number {
    const bytes = rowBytes * (this.cap + 1);
    const offset = reserveRegion(`${this.name}/${this.columns.length}`, bytes);
    this.columns.push({ offset, rowBytes });
    return offset;
  }

  /** Declares the table full. */
  exhaust(): void {
    exhausted[0] = this.marks[NUMBER];
  }

  /** Rows 0 .. highWater-1 were used since the last reset. */
  get highWater(): number {
    return this.marks[HIGH];
  }

  /** Reserves the rows 0 .. rows-1 for good (tables that are filled once per run). */
  occupy(rows: number): boolean {
    if (rows > this.cap) return false;
    this.marks[HIGH] = rows;
    return true;
  }

  /** Rows up to the high-water mark, and the one that is written into when the table is full. */
  private get rowsInUse(): number {
    return Math.min(this.marks[HIGH] + 1, this.cap + 1);
  }

  /** Zeroes all rows in use and empties the table. */
  clear(): void {
    this.zero(0, this.rowsInUse);
    this.marks[FREE] = 0;
    this.marks[HIGH] = 0;
  }

  private zero(from: number, to: number): void {
    if (from >= to) return;
    for (const { offset, rowBytes } of this.columns) {
      everything.fill(0, offset + from * rowBytes, offset + to * rowBytes);
    }
  }

  /** Bytes that `save` takes. */
  get savedBytes(): number {
    const rows = this.rowsInUse;
    const { byteLength } = this.marks;
    return this.columns.reduce((sum, { rowBytes }) => sum + rows * rowBytes, byteLength);
  }

  /** Copies marks and all columns up to the high-water mark to `place`; returns where it ends. */
  save(copy: Uint8Array, place: number): number {
    const { byteOffset, byteLength } = this.marks;
    copy.set(everything.subarray(byteOffset, byteOffset + byteLength), place);
    const rows = this.rowsInUse;
    let at = place + byteLength;
    for (const { offset, rowBytes } of this.columns) {
      copy.set(everything.subarray(offset, offset + rows * rowBytes), at);
      at += rows * rowBytes;
    }
    return at;
  }

  /** Puts back what `save` wrote at `place`, zeroes the rows above; returns where it ends. */
  restore(copy: Uint8Array, place: number): number {
    const { byteOffset, byteLength } = this.marks;
    const before = this.rowsInUse;
    everything.set(copy.subarray(place, place + byteLength), byteOffset);
    const rows = this.rowsInUse;
    this.zero(rows, before);
    let at = place + byteLength;
    for (const { offset, rowBytes } of this.columns) {
      everything.set(copy.subarray(at, at + rows * rowBytes), offset);
      at += rows * rowBytes;
    }
    return at;
  }
}

/** Empties every table: the state of a fresh engine. */
export function clearMemory(): void {
  exhausted[0] = 0;
  for (const table of tables) table.clear();
}

/** A copy of every mutable column, each up to its high-water mark, one after another. */
export interface Checkpoint {
  readonly copy: Uint8Array;
  readonly bytes: number;
}

export function saveMemory(): Checkpoint {
  const bytes = tables.reduce((sum, table) => sum + table.savedBytes, 0);
  const copy = new Uint8Array(bytes);
  let at = 0;
  for (const table of tables) at = table.save(copy, at);
  return { copy, bytes };
}

export function restoreMemory({ copy }: Checkpoint): void {
  let at = 0;
  for (const table of tables) at = table.restore(copy, at);
}

/** A few scalars or a fixed block that must be part of a checkpoint. */
export class Block extends Table {
  readonly f64: Float64Array;
  readonly i32: Int32Array;

  constructor(name: string, floats: number, integers: number) {
    super(name, 0);
    this.f64 = this.float64(Math.max(1, floats));
    this.i32 = this.int32(Math.max(1, integers));
  }
}
