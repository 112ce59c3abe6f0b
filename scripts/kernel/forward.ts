// Leaves out loads of what is in a local already, because it was loaded or stored before: engines
// for WebAssembly repeat every load, since for them any store may have changed it. Here columns are
// known not to overlap, and functions which columns they write.
import { childrenOf } from "./encode.ts";
import { mapChildren } from "./inline.ts";
import { type Kept, Known, Values } from "./known-values.ts";
import {
  apply,
  block,
  constant,
  get,
  isFinal,
  type Label,
  type Local,
  type Tree,
  tee,
  typeOf,
  type Unit,
} from "./tree.ts";

/** Instructions whose value is what the same kind of load reads afterwards. */
const LOAD_AFTER: ReadonlyMap<number, number> = new Map([
  [0x36, 0x28],
  [0x39, 0x2b],
]);

interface Effects {
  readonly arrays: Set<string>;
  readonly locals: Set<Local>;
  readonly calls: Set<Unit>;
}

function effectsOf(trees: readonly Tree[], effects: Effects): Effects {
  for (const tree of trees) {
    if (tree.op === "store") effects.arrays.add(tree.address.array);
    if (tree.op === "set" || tree.op === "tee") effects.locals.add(tree.local);
    if (tree.op === "call") effects.calls.add(tree.target);
    effectsOf(childrenOf(tree), effects);
  }
  return effects;
}

function noEffects(): Effects {
  return { arrays: new Set(), locals: new Set(), calls: new Set() };
}

/** Arrays that each function writes to, itself or by what it calls. */
function writtenBy(units: readonly Unit[]): Map<Unit, Set<string>> {
  const effects = new Map(units.map((unit) => [unit, effectsOf(unit.body, noEffects())]));
  const written = new Map([...effects].map(([unit, { arrays }]) => [unit, arrays]));
  for (let grown = true; grown; ) {
    grown = false;
    for (const [unit, { calls }] of effects) {
      const arrays = written.get(unit) ?? new Set();
      const before = arrays.size;
      for (const target of calls) for (const one of written.get(target) ?? []) arrays.add(one);
      if (arrays.size > before) grown = true;
    }
  }
  return written;
}

/** True for expressions that only compute. */
function isPure(tree: Tree): boolean {
  if (!/^(const|get|apply|load)$/.test(tree.op)) return false;
  return childrenOf(tree).every(isPure);
}

interface Valued {
  readonly tree: Tree;
  /** Number of the value it leaves; of no meaning where it leaves none. */
  readonly value: number;
}

class Forwarding {
  private readonly values = new Values();
  private readonly written: ReadonlyMap<Unit, Set<string>>;
  private known: Known | null = new Known();
  /** What is known at the jumps to a label. */
  private readonly jumps = new Map<Label, (Known | null)[]>();
  private readonly used = new Set<Local>();
  private readonly temporaries = new Set<Local>();

  constructor(written: ReadonlyMap<Unit, Set<string>>) {
    this.written = written;
  }

  body(trees: readonly Tree[]): Tree[] {
    return this.all(trees).map(this.withoutUnused);
  }

  private all(trees: readonly Tree[]): Tree[] {
    return trees.map((tree) => this.visit(tree).tree);
  }

  /** Takes out the temporaries that nobody read. */
  private readonly withoutUnused = (tree: Tree): Tree => {
    const copy = mapChildren(tree, this.withoutUnused);
    const isUnused =
      copy.op === "tee" && this.temporaries.has(copy.local) && !this.used.has(copy.local);
    return isUnused ? copy.value : copy;
  };

  /** Puts a value that execution just made into a temporary of its own, so that it can be had again. */
  private hold(tree: Tree, value: number): { readonly tree: Tree; readonly kept: Kept } {
    const type = typeOf(tree);
    if (type === null) throw new Error("there is no value to hold");
    if (tree.op === "const") return { tree, kept: { value, source: tree } };
    const local: Local = { name: "held", type };
    this.temporaries.add(local);
    return { tree: tee(local, tree), kept: { value, source: get(local) } };
  }

  private again(source: Tree): Tree {
    if (source.op === "get") this.used.add(source.local);
    return source;
  }

  private visit(tree: Tree): Valued {
    switch (tree.op) {
      case "const":
        return { tree, value: this.values.ofConstant(tree) };
      case "get":
        return { tree, value: this.valueOf(tree.local) };
      case "set":
      case "tee": {
        const { tree: inner, value } = this.visit(tree.value);
        this.known?.locals.set(tree.local, value);
        return { tree: { ...tree, value: inner }, value };
      }
      case "apply": {
        const args = tree.args.map((arg) => this.visit(arg));
        const value = this.values.ofOperation(
          tree.code,
          args.map((arg) => arg.value),
        );
        return { tree: { ...tree, args: args.map((arg) => arg.tree) }, value };
      }
      case "load":
        return this.load(tree);
      case "store":
        return this.store(tree);
      case "call": {
        const args = this.all(tree.args);
        this.known?.forgetArrays(this.written.get(tree.target) ?? []);
        return this.unnumbered({ ...tree, args });
      }
      case "drop":
        return this.unnumbered({ ...tree, value: this.visit(tree.value).tree });
      default:
        return this.control(tree);
    }
  }

  private unnumbered(tree: Tree): Valued {
    return { tree, value: this.values.fresh() };
  }

  private valueOf(local: Local): number {
    const value = this.known?.locals.get(local) ?? this.values.fresh();
    this.known?.locals.set(local, value);
    return value;
  }

  private load(tree: Extract<Tree, { op: "load" }>): Valued {
    const offset = this.visit(tree.offset);
    const place = this.values.place(tree.address, offset.value, tree.code);
    const known = this.known?.find(tree.code, place);
    if (known !== undefined) {
      const source = this.again(known.source);
      if (isPure(offset.tree)) return { tree: source, value: known.value };
      const before: Tree = { op: "drop", value: offset.tree };
      const both = block({ name: "sequence" }, [before, source], tree.type);
      return { tree: both, value: known.value };
    }
    const value = this.values.fresh();
    const half = tree.code === 0x28 ? this.known?.findWhole(place) : undefined;
    const isRead = half === undefined || !isPure(offset.tree);
    const read = isRead ? { ...tree, offset: offset.tree } : this.halfOf(half.source, half.isHigh);
    const held = this.hold(read, value);
    this.known?.keep(tree.code, place, held.kept);
    return { tree: held.tree, value };
  }

  private halfOf(double: Tree, isHigh: boolean): Tree {
    const bits = apply("i64.reinterpret_f64", this.again(double));
    return apply("i32.wrap_i64", isHigh ? apply("i64.shr_u", bits, constant("i64", 32)) : bits);
  }

  private store(tree: Extract<Tree, { op: "store" }>): Valued {
    const offset = this.visit(tree.offset);
    const stored = this.visit(tree.value);
    const place = this.values.place(tree.address, offset.value, tree.code);
    this.known?.forgetAt(place);
    const code = LOAD_AFTER.get(tree.code);
    if (code === undefined) {
      return this.unnumbered({ ...tree, offset: offset.tree, value: stored.tree });
    }
    const held = this.hold(stored.tree, stored.value);
    this.known?.keep(code, place, held.kept);
    return this.unnumbered({ ...tree, offset: offset.tree, value: held.tree });
  }

  private jump(label: Label): void {
    if (this.known === null) return;
    this.jumps.get(label)?.push(new Known(this.known));
  }

  private control(tree: Tree): Valued {
    switch (tree.op) {
      case "if":
        return this.branches(tree);
      case "block":
        return this.block(tree);
      case "loop": {
        const { arrays, locals, calls } = effectsOf(tree.body, noEffects());
        this.known?.forgetArrays(arrays);
        for (const target of calls) this.known?.forgetArrays(this.written.get(target) ?? []);
        this.known?.forgetLocals(locals);
        return this.unnumbered({ ...tree, body: this.all(tree.body) });
      }
      case "br": {
        const value = tree.value === null ? null : this.visit(tree.value).tree;
        this.jump(tree.label);
        this.known = null;
        return this.unnumbered({ ...tree, value });
      }
      case "brIf": {
        const condition = this.visit(tree.condition).tree;
        this.jump(tree.label);
        return this.unnumbered({ ...tree, condition });
      }
      case "brTable": {
        const index = this.visit(tree.index).tree;
        for (const label of new Set([...tree.labels, tree.fallback])) this.jump(label);
        this.known = null;
        return this.unnumbered({ ...tree, index });
      }
      case "return": {
        const value = tree.value === null ? null : this.visit(tree.value).tree;
        this.known = null;
        return this.unnumbered({ ...tree, value });
      }
      default:
        this.known = null;
        return this.unnumbered(tree);
    }
  }

  private branches(tree: Extract<Tree, { op: "if" }>): Valued {
    const condition = this.visit(tree.condition).tree;
    const before = this.known;
    this.known = before && new Known(before);
    const consequent = this.all(tree.consequent);
    const after = this.known;
    this.known = before;
    const alternate = this.all(tree.alternate);
    this.known = Known.both(after, this.known);
    return this.unnumbered({ ...tree, condition, consequent, alternate });
  }

  private block(tree: Extract<Tree, { op: "block" }>): Valued {
    const jumps: (Known | null)[] = [];
    this.jumps.set(tree.label, jumps);
    const parts = tree.body.map((part) => this.visit(part));
    const last = parts.at(-1);
    const isPlain = jumps.length === 0 && last !== undefined && !isFinal(last.tree);
    for (const jump of jumps) this.known = Known.both(jump, this.known);
    const body = parts.map((part) => part.tree);
    return { tree: { ...tree, body }, value: isPlain ? last.value : this.values.fresh() };
  }
}

/** Rewrites the bodies of all functions; `units` holds whatever they call. */
export function forwardValues(units: readonly Unit[]): void {
  const written = writtenBy(units);
  for (const unit of units) unit.body = new Forwarding(written).body(unit.body);
}
