// Rows of small tables side by side while the kernel runs. A column of a table is an array of its own,
// so what is known of one node stands on as many pages as it has columns, more than the processor
// keeps addresses of. What the hot path reads of tables whose rows are fixed for a run is copied into
// rows as it is called, and what was written is copied back as it returns.
import { childrenOf } from "./encode.ts";
import { mapChildren, sourceName } from "./inline.ts";
import type { Places } from "./places.ts";
import {
  type Address,
  apply,
  block,
  branch,
  constant,
  get,
  type Label,
  type Local,
  set,
  type Tree,
  type Unit,
} from "./tree.ts";

/** A table with gathered columns; the loader reserves a row for each of its rows. */
export interface GatheredTable {
  readonly region: string;
  readonly table: string;
  readonly rowBytes: number;
}

/** The tables that plain requests pass through and that have a few rows for each node or edge. */
const TABLES = new Set([
  "nodes",
  "node state",
  "instances",
  "edges",
  "edge state",
  "event lanes",
  "link faults",
  "operations",
  "source state",
  "sources",
  "type state",
  "types",
]);

/** In tables of more rows than these a row is at most this long, a line of the cache. */
const MANY_ROWS = 10_000;
const LINE_BYTES = 64;

const I32_LOAD = 0x28;
const SHL = 0x74;
/** In a table's marks: bytes before the number of rows in use, and before the cap. */
const HIGH_AT = 4;
const CAP_AT = 12;

/** log2 of the bytes of an element, and the other instruction, by the one that loads or stores it. */
const ELEMENT: ReadonlyMap<number, readonly [shift: number, load: number, store: number]> = new Map(
  [
    [0x28, [2, 0x28, 0x36]],
    [0x36, [2, 0x28, 0x36]],
    [0x2b, [3, 0x2b, 0x39]],
    [0x39, [3, 0x2b, 0x39]],
    [0x2d, [0, 0x2d, 0x3a]],
    [0x3a, [0, 0x2d, 0x3a]],
  ],
);

interface Column {
  readonly from: Address;
  readonly shift: number;
  readonly load: number;
  readonly store: number;
  readonly field: number;
  readonly table: Rows;
  isWritten: boolean;
}

interface Rows {
  readonly name: string;
  readonly columns: Column[];
  bytes: number;
}

type Access = Extract<Tree, { op: "load" | "store" }>;

function eachAccess(trees: readonly Tree[], take: (access: Access) => void): void {
  for (const tree of trees) {
    if (tree.op === "load" || tree.op === "store") take(tree);
    eachAccess(childrenOf(tree), take);
  }
}

function marksOf(table: string): Address {
  return { region: `${table}/marks`, addend: 0, array: `${table}/marks` };
}

function rowShift({ bytes }: Rows): number {
  return 32 - Math.clz32(bytes - 1);
}

function regionOf({ name }: Rows): string {
  return `rows of ${name}`;
}

class Gathering {
  private readonly places: Places;
  private readonly columns = new Map<string, Column>();
  readonly tables = new Map<string, Rows>();
  /** Tables that get and lose rows as the kernel runs. */
  private readonly growing = new Set<string>();

  constructor(units: readonly Unit[], hotPath: readonly string[], places: Places) {
    this.places = places;
    const marks = /^(.*)\/marks$/;
    for (const unit of units) {
      eachAccess(unit.body, ({ op, address }) => {
        const table = marks.exec(address.array)?.[1];
        if (op === "store" && table !== undefined) this.growing.add(table);
      });
    }
    const hot = units.filter((unit) => hotPath.includes(sourceName(unit)));
    const rank = (unit: Unit) => hotPath.indexOf(sourceName(unit));
    for (const unit of hot.sort((a, b) => rank(a) - rank(b))) {
      eachAccess(unit.body, (access) => this.consider(access));
    }
    for (const unit of units) {
      eachAccess(unit.body, ({ op, address }) => {
        const column = this.columns.get(address.array);
        if (op === "store" && column !== undefined) column.isWritten = true;
      });
    }
  }

  /** Gathers the column that is accessed if it has one element for each row of a fixed table. */
  private consider({ address, code }: Access): void {
    const table = /^(.*)\/\d+$/.exec(address.array)?.[1];
    const element = ELEMENT.get(code);
    if (table === undefined || element === undefined || !TABLES.has(table)) return;
    if (this.columns.has(address.array) || this.growing.has(table)) return;
    const cap = this.places.integerAt(marksOf(table).region, CAP_AT);
    const [shift, load, store] = element;
    const bytes = this.places.bytesOf(address.region);
    if (cap === null || bytes !== (cap + 1) << shift) return;
    const rows = this.tables.get(table) ?? { name: table, columns: [], bytes: 0 };
    this.tables.set(table, rows);
    const field = ((rows.bytes + (1 << shift) - 1) >> shift) << shift;
    if (cap > MANY_ROWS && field + (1 << shift) > LINE_BYTES) return;
    rows.bytes = field + (1 << shift);
    const from = { ...address, addend: 0 };
    const column = { from, shift, load, store, field, table: rows, isWritten: false };
    rows.columns.push(column);
    this.columns.set(address.array, column);
  }

  /** Where the element stands whose byte offset in its column is `offset`. */
  private offsetIn(column: Column, offset: Tree, scaled: ReadonlySet<Local>): Tree {
    const more = rowShift(column.table) - column.shift;
    if (offset.op === "const") return constant("i32", offset.value * 2 ** more);
    if (offset.op === "get" && scaled.has(offset.local)) return offset;
    if (offset.op === "apply" && offset.code[0] === SHL) {
      const [index, by] = offset.args;
      if (index !== undefined && by?.op === "const" && by.value === column.shift) {
        return apply("i32.shl", index, constant("i32", rowShift(column.table)));
      }
    }
    return apply("i32.shl", offset, constant("i32", more));
  }

  private addressOf({ from, field, table }: Column): Address {
    return { region: regionOf(table), addend: field, array: from.array };
  }

  /** Locals that hold a byte offset in a column and nothing else, with that column. */
  private offsetLocals(body: readonly Tree[]): Map<Local, Column> {
    const found = new Map<Local, Column | null>();
    const note = (local: Local, column: Column | null): void => {
      found.set(local, found.has(local) && found.get(local) !== column ? null : column);
    };
    const visit = (tree: Tree): void => {
      if (tree.op === "load" || tree.op === "store") {
        const { offset } = tree;
        if (offset.op === "get") note(offset.local, this.columns.get(tree.address.array) ?? null);
        else visit(offset);
        if (tree.op === "store") visit(tree.value);
        return;
      }
      if (tree.op === "get" || tree.op === "tee") note(tree.local, null);
      childrenOf(tree).forEach(visit);
    };
    body.forEach(visit);
    const only = new Map<Local, Column>();
    for (const [local, column] of found) if (column !== null) only.set(local, column);
    return only;
  }

  /** The body with all accesses to gathered columns led to the rows. */
  rewritten(unit: Unit): Tree[] {
    const locals = this.offsetLocals(unit.body);
    for (const param of unit.params) locals.delete(param);
    const scaled = new Set(locals.keys());
    const rewrite = (tree: Tree): Tree => {
      const copy = mapChildren(tree, rewrite);
      if (copy.op === "set") {
        const column = locals.get(copy.local);
        if (column === undefined) return copy;
        return { ...copy, value: this.offsetIn(column, copy.value, new Set()) };
      }
      if (copy.op !== "load" && copy.op !== "store") return copy;
      const column = this.columns.get(copy.address.array);
      if (column === undefined) return copy;
      const offset = this.offsetIn(column, copy.offset, scaled);
      const { addend } = copy.address;
      const address = this.addressOf(column);
      if (addend !== 0) throw new Error("a column of one element a row begins at its region");
      return { ...copy, address, offset };
    };
    return unit.body.map(rewrite);
  }

  /** A function that copies all rows in use, into the rows or back. */
  copier(name: string, isBack: boolean): Unit {
    const body = [...this.tables.values()].flatMap((rows) => this.copyRows(rows, isBack));
    return { name, params: [], result: null, body, exported: null };
  }

  private copyRows(rows: Rows, isBack: boolean): Tree[] {
    const columns = rows.columns.filter(({ isWritten }) => isWritten || !isBack);
    if (columns.length === 0) return [];
    const row: Local = { name: "row", type: "i32" };
    const end: Local = { name: "end", type: "i32" };
    const again: Label = { name: "next row" };
    const done: Label = { name: "no more rows" };
    const high: Tree = {
      op: "load",
      code: I32_LOAD,
      type: "i32",
      address: marksOf(rows.name),
      offset: constant("i32", HIGH_AT),
    };
    const copies = columns.map((column): Tree => {
      const { from, shift, load, store } = column;
      const apart = { address: from, offset: apply("i32.shl", get(row), constant("i32", shift)) };
      const gathered = {
        address: this.addressOf(column),
        offset: apply("i32.shl", get(row), constant("i32", rowShift(rows))),
      };
      const [source, target] = isBack ? [gathered, apart] : [apart, gathered];
      const type = load === 0x2b ? "f64" : "i32";
      return {
        op: "store",
        code: store,
        ...target,
        value: { op: "load", code: load, type, ...source },
      };
    });
    const body: Tree[] = [
      { op: "brIf", label: done, condition: apply("i32.ge_s", get(row), get(end)) },
      ...copies,
      set(row, apply("i32.add", get(row), constant("i32", 1))),
      branch(again),
    ];
    return [
      set(row, constant("i32", 0)),
      set(end, high),
      block(done, [{ op: "loop", label: again, body }]),
    ];
  }
}

/** `entry` between the copying to and fro. */
function between(entry: Unit, before: Unit, after: Unit): Unit {
  const params = entry.params.map((param): Local => ({ ...param }));
  const { result } = entry;
  if (result === null) throw new Error(`${entry.name} gives nothing back`);
  const kept: Local = { name: "kept", type: result };
  const body: Tree[] = [
    { op: "call", target: before, args: [] },
    set(kept, { op: "call", target: entry, args: params.map(get) }),
    { op: "call", target: after, args: [] },
    get(kept),
  ];
  return { name: `${entry.name} with rows`, params, result, body, exported: entry.exported };
}

/** All functions with the rows that they work on, and the tables these are of. */
export function gatherColumns(
  units: readonly Unit[],
  hotPath: readonly string[],
  places: Places,
): { readonly units: readonly Unit[]; readonly gathered: readonly GatheredTable[] } {
  const gathering = new Gathering(units, hotPath, places);
  if (gathering.tables.size === 0) return { units, gathered: [] };
  const before = gathering.copier("gather rows", false);
  const after = gathering.copier("put rows back", true);
  for (const unit of units) unit.body = gathering.rewritten(unit);
  const entries = units.filter(({ exported }) => exported !== null);
  const outer = entries.map((entry) => between(entry, before, after));
  for (const entry of entries) entry.exported = null;
  const gathered = [...gathering.tables.values()].map((rows) => ({
    region: regionOf(rows),
    table: rows.name,
    rowBytes: 1 << rowShift(rows),
  }));
  return { units: [...units, before, after, ...outer], gathered };
}
