// Which branches of a kernel are likely (WebAssembly's "metadata.code.branch_hint"). Engines put
// what is unlikely out of the way and keep its values out of registers, which is worth more here
// than any other work on the code. What is rare was counted (branches.ts); of a branch that was never
// met, the side is rare that cannot go on without a call of a function off the hot path.
import { type BranchProfile, likelihood } from "./branches.ts";
import { childrenOf } from "./encode.ts";
import { sourceName } from "./inline.ts";
import type { Label, Tree, Unit } from "./tree.ts";

/** By the tree of a branch, "if" or "brIf": whether its condition is likely to hold. */
export type Hints = ReadonlyMap<Tree, boolean>;

const NOWHERE: ReadonlySet<Label | null> = new Set();

function jumpsOf(tree: Tree): readonly (Label | null)[] {
  switch (tree.op) {
    case "br":
    case "brIf":
      return [tree.label];
    case "brTable":
      return [...tree.labels, tree.fallback];
    case "return":
      return [null];
    default:
      return [];
  }
}

class Guess {
  readonly hints = new Map<Tree, boolean>();
  private readonly hot: ReadonlySet<string>;
  private readonly profile: BranchProfile;
  private readonly known = new Map<Tree, boolean>();
  private readonly exits = new Map<Tree, ReadonlySet<Label | null>>();
  /** Whether the present function is of the hot path: nothing is to be expected of the others. */
  private isHot = false;
  /** Labels after whose block something rare comes. */
  private readonly toRare = new Set<Label>();

  constructor(hotPath: readonly string[], profile: BranchProfile) {
    this.hot = new Set(hotPath);
    this.profile = profile;
  }

  /** `guess`: what the source lets one expect, undefined for nothing. */
  private note(branch: Extract<Tree, { op: "if" | "brIf" }>, guess: boolean | undefined): void {
    const counted = likelihood(this.profile, branch.branch);
    const likely = counted === undefined && this.isHot ? guess : counted;
    if (likely !== undefined && likely !== null) this.hints.set(branch, likely);
  }

  private isRare(tree: Tree): boolean {
    let rare = this.known.get(tree);
    if (rare === undefined) {
      rare = this.judge(tree);
      this.known.set(tree, rare);
    }
    return rare;
  }

  private judge(tree: Tree): boolean {
    switch (tree.op) {
      case "unreachable":
        return true;
      case "call":
        return !this.hot.has(sourceName(tree.target)) || this.anyRare(tree.args);
      case "if":
        return (
          this.isRare(tree.condition) ||
          (this.areRare(tree.consequent) && this.areRare(tree.alternate))
        );
      case "block":
      case "loop":
        return this.areRare(tree.body);
      default:
        return this.anyRare(childrenOf(tree));
    }
  }

  private anyRare(trees: readonly Tree[]): boolean {
    return trees.some((tree) => this.isRare(tree));
  }

  /** Whether running through these trees meets something rare before anything may jump away. */
  private areRare(trees: readonly Tree[]): boolean {
    for (const tree of trees) {
      if (this.isRare(tree)) return true;
      if (this.exitsOf(tree).size > 0) return false;
    }
    return false;
  }

  /** Labels to which a tree may jump out of itself; null stands for a return. */
  private exitsOf(tree: Tree): ReadonlySet<Label | null> {
    let exits = this.exits.get(tree);
    if (exits === undefined) {
      exits = this.findExits(tree);
      this.exits.set(tree, exits);
    }
    return exits;
  }

  private findExits(tree: Tree): ReadonlySet<Label | null> {
    const found = new Set<Label | null>(jumpsOf(tree));
    for (const child of childrenOf(tree)) for (const exit of this.exitsOf(child)) found.add(exit);
    if (tree.op === "block" || tree.op === "loop") found.delete(tree.label);
    return found.size === 0 ? NOWHERE : found;
  }

  unit(unit: Unit): void {
    this.isHot = this.hot.has(sourceName(unit));
    this.visit(unit.body, false);
  }

  /** `after`: whether something rare follows. */
  private visit(trees: readonly Tree[], after: boolean): void {
    trees.forEach((tree, at) => {
      const rest = trees.slice(at + 1);
      const restIsRare =
        this.areRare(rest) || (after && !rest.some((tree) => this.exitsOf(tree).size > 0));
      this.visitOne(tree, restIsRare);
    });
  }

  private visitOne(tree: Tree, after: boolean): void {
    if (tree.op === "if") {
      this.visit([tree.condition], false);
      const then = this.areRare(tree.consequent);
      const otherwise = this.areRare(tree.alternate);
      this.note(tree, then === otherwise ? undefined : otherwise);
      this.visit(tree.consequent, after);
      this.visit(tree.alternate, after);
    } else if (tree.op === "brIf") {
      this.visit([tree.condition], false);
      const away = this.toRare.has(tree.label);
      this.note(tree, away === after ? undefined : after);
    } else if (tree.op === "block") {
      if (after) this.toRare.add(tree.label);
      this.visit(tree.body, after);
    } else if (tree.op === "loop") {
      this.visit(tree.body, after);
    } else {
      this.visit(childrenOf(tree), false);
    }
  }
}

/** Hints for all functions; `hotPath` are names in the source. */
export function hintsFor(
  units: readonly Unit[],
  hotPath: readonly string[],
  profile: BranchProfile,
): Hints {
  const guess = new Guess(hotPath, profile);
  for (const unit of units) guess.unit(unit);
  return guess.hints;
}
