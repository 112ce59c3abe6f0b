// Puts small functions, and those with one caller, into their callers: engines for WebAssembly
// compile each function by itself, so a call they could have avoided stays one. Functions of the hot
// path take in each other, and of the others only what is tiny.
import { childrenOf } from "./encode.ts";
import {
  block,
  branch,
  isFinal,
  type Label,
  type Local,
  set,
  type Tree,
  type Unit,
} from "./tree.ts";

/** Trees of a function that is put into every caller. */
const SMALL = 400;
/** Trees of a function that is put into its only caller. */
const ONCE = 3000;
/** Trees of a function of the hot path that is put into several others of it. */
const HOT = 1700;
/** Trees of a function of the hot path that is put into one off it. */
const HOT_ELSEWHERE = 150;
/** Trees of a function off the hot path that is put into one of it. */
const TINY = 60;
/** Trees beyond which a function takes in no more. */
const LARGEST = 30_000;

function sizeOf(trees: readonly Tree[]): number {
  let size = 0;
  for (const tree of trees) size += 1 + sizeOf(childrenOf(tree));
  return size;
}

/** Rebuilds a tree with its children replaced. */
export function mapChildren(tree: Tree, map: (child: Tree) => Tree): Tree {
  const all = (trees: readonly Tree[]): Tree[] => trees.map(map);
  switch (tree.op) {
    case "set":
    case "tee":
    case "drop":
      return { ...tree, value: map(tree.value) };
    case "apply":
    case "call":
      return { ...tree, args: all(tree.args) };
    case "load":
      return { ...tree, offset: map(tree.offset) };
    case "store":
      return { ...tree, offset: map(tree.offset), value: map(tree.value) };
    case "if":
      return {
        ...tree,
        condition: map(tree.condition),
        consequent: all(tree.consequent),
        alternate: all(tree.alternate),
      };
    case "block":
    case "loop":
      return { ...tree, body: all(tree.body) };
    case "br":
    case "return":
      return tree.value === null ? tree : { ...tree, value: map(tree.value) };
    case "brIf":
      return { ...tree, condition: map(tree.condition) };
    case "brTable":
      return { ...tree, index: map(tree.index) };
    default:
      return tree;
  }
}

/** A copy of a function's body with names of its own; returns jump to `done`. */
class Copy {
  private readonly done: Label;
  private readonly locals = new Map<Local, Local>();
  private readonly labels = new Map<Label, Label>();

  constructor(done: Label) {
    this.done = done;
  }

  local(local: Local): Local {
    let copy = this.locals.get(local);
    if (copy === undefined) {
      copy = { ...local };
      this.locals.set(local, copy);
    }
    return copy;
  }

  private label(label: Label): Label {
    let copy = this.labels.get(label);
    if (copy === undefined) {
      copy = { ...label };
      this.labels.set(label, copy);
    }
    return copy;
  }

  tree = (tree: Tree): Tree => {
    const copy = mapChildren(tree, this.tree);
    switch (copy.op) {
      case "get":
      case "set":
      case "tee":
        return { ...copy, local: this.local(copy.local) };
      case "block":
      case "loop":
      case "br":
      case "brIf":
        return { ...copy, label: this.label(copy.label) };
      case "brTable":
        return {
          ...copy,
          labels: copy.labels.map((label) => this.label(label)),
          fallback: this.label(copy.fallback),
        };
      case "return":
        return branch(this.done, copy.value);
      default:
        return copy;
    }
  };
}

/** The body of `target` in place of a call. */
function expand(target: Unit, args: readonly Tree[]): Tree {
  const done: Label = { name: `end of ${target.name}` };
  const copy = new Copy(done);
  const before = target.params.map((param, at) => set(copy.local(param), args[at] as Tree));
  const body = target.body.map(copy.tree);
  const last = body.at(-1);
  // A return at the end is where the block ends anyway.
  if (last?.op === "br" && last.label === done) {
    body.pop();
    if (last.value !== null) body.push(last.value);
  } else if (target.result !== null && !isFinal(last) && last === undefined) {
    throw new Error(`${target.name} has no end`);
  }
  return block(done, [...before, ...body], target.result);
}

/** Name in the source; the bundler numbers names that occur in several modules. */
export function sourceName({ name }: Unit): string {
  return name.replace(/\$\d+$/, "");
}

/** How many calls each function gets from these ones. */
function countCalls(units: readonly Unit[]): Map<Unit, number> {
  const calls = new Map<Unit, number>();
  const count = (tree: Tree): void => {
    if (tree.op === "call") calls.set(tree.target, (calls.get(tree.target) ?? 0) + 1);
    childrenOf(tree).forEach(count);
  };
  for (const unit of units) unit.body.forEach(count);
  return calls;
}

class Inliner {
  private readonly callers: ReadonlyMap<Unit, number>;
  private readonly hot: ReadonlySet<Unit>;
  private readonly hotCallers: ReadonlyMap<Unit, number>;
  private readonly done = new Set<Unit>();
  private readonly open = new Set<Unit>();
  private readonly recursive = new Set<Unit>();

  constructor(units: readonly Unit[], hotPath: readonly string[]) {
    this.callers = countCalls(units);
    const hot = units.filter((unit) => hotPath.includes(sourceName(unit)));
    this.hot = new Set(hot);
    this.hotCallers = countCalls(hot);
  }

  /** Callees first, so that what is put into a caller is complete. */
  visit(unit: Unit): void {
    if (this.done.has(unit)) return;
    this.open.add(unit);
    const visitCalls = (tree: Tree): void => {
      if (tree.op === "call") {
        if (this.open.has(tree.target)) this.recursive.add(tree.target);
        else this.visit(tree.target);
      }
      childrenOf(tree).forEach(visitCalls);
    };
    unit.body.forEach(visitCalls);
    let size = sizeOf(unit.body);
    // What is itself small enough to go into several callers stays so: its rare paths are calls.
    const most = size <= SMALL && (this.callers.get(unit) ?? 0) > 1 ? SMALL : ONCE;
    const replace = (tree: Tree): Tree => {
      const copy = mapChildren(tree, replace);
      if (copy.op !== "call") return copy;
      const fits = this.hot.has(unit) ? this.fitsHot(copy.target) : this.fits(copy.target, most);
      if (!fits) return copy;
      const added = sizeOf(copy.target.body);
      if (size + added > LARGEST) return copy;
      size += added;
      return expand(copy.target, copy.args);
    };
    unit.body = unit.body.map(replace);
    this.open.delete(unit);
    this.done.add(unit);
  }

  /** What calls itself in a roundabout way may go into others all the same: it stays a function. */
  private fitsHot(target: Unit): boolean {
    if (target.exported !== null || !this.done.has(target)) return false;
    const size = sizeOf(target.body);
    if (size <= TINY) return true;
    return this.hot.has(target) && (size <= HOT || this.hotCallers.get(target) === 1);
  }

  private fits(target: Unit, most: number): boolean {
    if (this.recursive.has(target) || target.exported !== null || !this.done.has(target))
      return false;
    const size = sizeOf(target.body);
    if (this.hot.has(target)) return size <= HOT_ELSEWHERE;
    return size <= SMALL || (size <= most && this.callers.get(target) === 1);
  }
}

/** Inlines calls and leaves out what nobody calls any more; `hotPath` are names in the source. */
export function inlineCalls(units: readonly Unit[], hotPath: readonly string[] = []): Unit[] {
  const inliner = new Inliner(units, hotPath);
  for (const unit of units) inliner.visit(unit);
  const kept = new Set<Unit>();
  const keep = (unit: Unit): void => {
    if (kept.has(unit)) return;
    kept.add(unit);
    const visit = (tree: Tree): void => {
      if (tree.op === "call") keep(tree.target);
      childrenOf(tree).forEach(visit);
    };
    unit.body.forEach(visit);
  };
  for (const unit of units) if (unit.exported !== null) keep(unit);
  return [...kept];
}
