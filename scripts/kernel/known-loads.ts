// Columns whose contents are known beforehand: what depends on them then falls away. For measuring
// what a feature costs that is off: the kernel without it is the one that knows that it is.
import { childrenOf } from "./encode.ts";
import { mapChildren } from "./inline.ts";
import { apply, block, constant, type Tree, type Unit } from "./tree.ts";

/** What is known of every number of a column: the number itself, or the bits that may be set. */
export type KnownColumn = { readonly is: number } | { readonly bits: number };

/** By the name of a column's memory, as addresses give it. */
export type KnownColumns = Readonly<Record<string, KnownColumn>>;

/** True for expressions that only compute. */
function isPure(tree: Tree): boolean {
  return /^(const|get|apply|load)$/.test(tree.op) && childrenOf(tree).every(isPure);
}

/** Puts what is known in the place of loads, in the bodies of all functions. */
export function takeKnown(units: readonly Unit[], known: KnownColumns): void {
  const used = (tree: Tree): Tree => {
    const copy = mapChildren(tree, used);
    if (copy.op !== "load") return copy;
    const column = known[copy.address.array];
    if (column === undefined) return copy;
    if ("bits" in column) return apply("i32.and", copy, constant("i32", column.bits));
    const value = constant(copy.type, column.is);
    if (isPure(copy.offset)) return value;
    return block({ name: "known" }, [{ op: "drop", value: copy.offset }, value], copy.type);
  };
  for (const unit of units) unit.body = unit.body.map(used);
}
