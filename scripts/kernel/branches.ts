// How often branches are taken, by the functions of the source: a kernel that counts tells it, and
// scripts/kernel/branches.json keeps it for the kernels that are built. A function that was changed
// since has another shape, so nothing is told of it that is no longer so.
import { childrenOf } from "./encode.ts";
import { mapChildren, sourceName } from "./inline.ts";
import { apply, type Branch, constant, get, type Local, type Tree, type Unit } from "./tree.ts";

/** By function and shape, a letter for each branch: how often its condition held. */
export type BranchProfile = Readonly<Record<string, string>>;

/** Held (nearly) always, hardly ever, now and then; the branch was never met. */
const LIKELY = "+";
const UNLIKELY = "-";
const OPEN = ".";
const NEVER_MET = "?";

/** Share of its visits up to which a branch counts as hardly ever taken. */
const RARE = 0.05;

const I32_LOAD = 0x28;
const I32_STORE = 0x36;
const COUNTER_BYTES = 8;

function shapeOf(trees: readonly Tree[], before: number): number {
  let shape = before;
  for (const tree of trees) {
    const codes = tree.op === "apply" ? tree.code : "code" in tree ? [tree.code] : [];
    for (const code of [...tree.op].map((letter) => letter.charCodeAt(0))) {
      shape = Math.imul(shape ^ code, 16_777_619);
    }
    for (const code of codes) shape = Math.imul(shape ^ code, 16_777_619);
    shape = shapeOf(childrenOf(tree), shape);
  }
  return shape;
}

/** Gives the branches of a function, as it was lowered, names that go with them into its callers. */
export function nameBranches(unit: Unit): void {
  const shape = shapeOf(unit.body, 0x811c9dc5) >>> 0;
  const of = `${sourceName(unit)} ${shape.toString(36)}`;
  let at = 0;
  const named = (tree: Tree): Tree => {
    const copy = mapChildren(tree, named);
    return copy.op === "if" || copy.op === "brIf" ? { ...copy, branch: { of, at: at++ } } : copy;
  };
  unit.body = unit.body.map(named);
}

/** A function that counts, at `start` in `region`, how often a branch is met and its condition holds. */
function counterUnit(region: string, start: number): Unit {
  const holds: Local = { name: "holds", type: "i32" };
  const branch: Local = { name: "branch", type: "i32" };
  const plus = (addend: number, more: Tree): Tree => {
    const address = { region, addend, array: "branch counters" };
    const offset = get(branch);
    const before: Tree = { op: "load", code: I32_LOAD, type: "i32", address, offset };
    return { op: "store", code: I32_STORE, address, offset, value: apply("i32.add", before, more) };
  };
  return {
    name: "count branch",
    params: [holds, branch],
    result: "i32",
    body: [
      plus(start, constant("i32", 1)),
      plus(start + 4, apply("i32.ne", get(holds), constant("i32", 0))),
      get(holds),
    ],
    exported: null,
  };
}

/**
 * Makes all branches count, two numbers of 32 bits each, from `start` on in `region`: met and held.
 * Returns the units with the one that counts, and the branches in the order of their counters.
 */
export function countBranches(
  units: readonly Unit[],
  region: string,
  start: number,
): {
  readonly units: readonly Unit[];
  readonly branches: readonly Branch[];
  readonly bytes: number;
} {
  const counter = counterUnit(region, start);
  const branches: Branch[] = [];
  const counted = (tree: Tree): Tree => {
    const copy = mapChildren(tree, counted);
    if ((copy.op !== "if" && copy.op !== "brIf") || copy.branch === undefined) return copy;
    const place = constant("i32", branches.length * COUNTER_BYTES);
    branches.push(copy.branch);
    return { ...copy, condition: { op: "call", target: counter, args: [copy.condition, place] } };
  };
  for (const unit of units) unit.body = unit.body.map(counted);
  return { units: [...units, counter], branches, bytes: branches.length * COUNTER_BYTES };
}

/** How often each branch was met and its condition held, in the order of `branches`. */
export type BranchCounts = ArrayLike<number>;

/** What counts come to; those of the copies of a branch are added up. */
export function profileOf(branches: readonly Branch[], counts: BranchCounts): BranchProfile {
  const sums = new Map<string, { met: number; held: number }[]>();
  branches.forEach(({ of, at }, index) => {
    const list = sums.get(of) ?? [];
    sums.set(of, list);
    list[at] ??= { met: 0, held: 0 };
    list[at].met += counts[2 * index] ?? 0;
    list[at].held += counts[2 * index + 1] ?? 0;
  });
  const profile: Record<string, string> = {};
  for (const of of [...sums.keys()].sort()) {
    const letters = Array.from(sums.get(of) ?? [], letterOf).join("");
    if (!/^\?*$/.test(letters)) profile[of] = letters;
  }
  return profile;
}

function letterOf(sum: { met: number; held: number } | undefined): string {
  if (sum === undefined || sum.met === 0) return NEVER_MET;
  const share = sum.held / sum.met;
  return share <= RARE ? UNLIKELY : share >= 1 - RARE ? LIKELY : OPEN;
}

/** Whether a branch is likely: true, false, null for neither, undefined when nothing is known. */
export function likelihood(
  profile: BranchProfile,
  branch: Branch | undefined,
): boolean | null | undefined {
  const letter = branch === undefined ? undefined : profile[branch.of]?.[branch.at];
  if (letter === LIKELY || letter === UNLIKELY) return letter === LIKELY;
  return letter === OPEN ? null : undefined;
}
