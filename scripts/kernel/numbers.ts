// Doubles in memory instead of in instructions: engines make most of them anew, by up to three
// instructions, wherever one is added or compared, and have no constants in memory of their own.
import { mapChildren } from "./inline.ts";
import type { Places } from "./places.ts";
import { constant, type Tree, type Unit } from "./tree.ts";

const LOAD_DOUBLE = 0x2b;

/** Turns constants of the bodies of all functions into loads; 0 is made by one instruction. */
export function placeNumbers(units: readonly Unit[], places: Places): void {
  const placed = (tree: Tree): Tree => {
    const copy = mapChildren(tree, placed);
    if (copy.op !== "const" || copy.type !== "f64" || Object.is(copy.value, 0)) return copy;
    const address = places.addressOfNumber(copy.value);
    return { op: "load", code: LOAD_DOUBLE, type: "f64", address, offset: constant("i32", 0) };
  };
  for (const unit of units) unit.body = unit.body.map(placed);
}
