// Statements to trees. Conditions become jumps, so that `a && b` costs two branches and no value.
import type { ESTree } from "vite";
import { type Instance, variableOf } from "./instance.ts";
import type { Expression } from "./kinds.ts";
import { AssignmentLowering } from "./lower-assignment.ts";
import type { Lowering } from "./lowering.ts";
import type { Node } from "./source.ts";
import {
  apply,
  block,
  branch,
  constant,
  get,
  isFinal,
  type Label,
  type Local,
  set,
  type Tree,
  UNREACHABLE,
  when,
} from "./tree.ts";

/** Cases of a switch that stand closer than this become a jump table. */
const DENSE = 4;

class StatementLowering extends AssignmentLowering {
  private readonly breaks: Label[] = [];
  private readonly continues: Label[] = [];

  body(): Tree[] {
    const { node, scope, missing } = this.instance;
    const trees: Tree[] = missing.map((param) => {
      const local = this.localOf(param);
      const want = this.wantOf(local, variableOf(this.instance, param).kind);
      return set(local, this.value(scope.defaults.get(param) as Expression, want));
    });
    for (const statement of node.body?.body ?? []) trees.push(...this.statement(statement));
    if (this.instance.result !== null && !isFinal(trees.at(-1))) trees.push(UNREACHABLE);
    return trees;
  }

  private statements(nodes: readonly Node[]): Tree[] {
    return nodes.flatMap((node) => this.statement(node));
  }

  private statement(node: Node): Tree[] {
    switch (node.type) {
      case "BlockStatement":
        return this.statements(node.body);
      case "ExpressionStatement":
        return this.effect(node.expression);
      case "VariableDeclaration":
        return node.declarations.flatMap((declarator) => this.declare(declarator));
      case "IfStatement":
        return this.ifStatement(node);
      case "ReturnStatement":
        return [{ op: "return", value: node.argument ? this.result(node.argument) : null }];
      case "ForStatement":
        return [...this.first(node.init), ...this.loop(node.test, node.body, node.update, true)];
      case "WhileStatement":
        return this.loop(node.test, node.body, null, true);
      case "DoWhileStatement":
        return this.loop(node.test, node.body, null, false);
      case "SwitchStatement":
        return this.switchStatement(node);
      case "BreakStatement":
        return [branch(this.target(node, node.label, this.breaks))];
      case "ContinueStatement":
        return [branch(this.target(node, node.label, this.continues))];
      case "ThrowStatement":
        return [UNREACHABLE];
      case "EmptyStatement":
        return [];
      default:
        return this.fail(node, `${node.type} is not in the subset`);
    }
  }

  private target(node: Node, name: Node | null | undefined, labels: readonly Label[]): Label {
    const label = labels.at(-1);
    if (name || label === undefined) return this.fail(node, "jumps to a label");
    return label;
  }

  private result(argument: Expression): Tree {
    const { result } = this.instance;
    return this.value(argument, result === "bool" ? "bool" : result === "int" ? "int" : "real");
  }

  private declare(node: ESTree.VariableDeclarator): Tree[] {
    const declaration = this.instance.scope.meaning.get(node.id);
    if (declaration === undefined) return this.fail(node, "declares several names");
    if (this.instance.fixed.has(declaration)) return [];
    const variable = variableOf(this.instance, declaration);
    if (variable.kind === "none") return this.fail(node, `${declaration.name} never has a value`);
    const local = this.localOf(declaration);
    if (!node.init) return [set(local, constant(local.type, 0))];
    return [set(local, this.value(node.init, this.wantOf(local, variable.kind)))];
  }

  private first(node: Node | null | undefined): Tree[] {
    if (!node) return [];
    return node.type === "VariableDeclaration"
      ? this.statement(node)
      : this.effect(node as Expression);
  }

  /** Jumps to `label` when the condition is not `wanted`; falls through otherwise. */
  private unless(node: Expression, wanted: boolean, label: Label): Tree[] {
    if (node.type === "ParenthesizedExpression") return this.unless(node.expression, wanted, label);
    if (node.type === "UnaryExpression" && node.operator === "!") {
      return this.unless(node.argument, !wanted, label);
    }
    if (node.type === "LogicalExpression" && node.operator !== "??") {
      const isAnd = node.operator === "&&";
      if (isAnd === wanted) {
        return [
          ...this.unless(node.left, wanted, label),
          ...this.unless(node.right, wanted, label),
        ];
      }
      const pass: Label = { name: "pass" };
      const left = this.unless(node.left, !wanted, pass);
      return [block(pass, [...left, ...this.unless(node.right, wanted, label)])];
    }
    if (node.type === "Literal" && node.value === wanted) return [];
    const condition = this.condition(node);
    return [{ op: "brIf", label, condition: wanted ? apply("i32.eqz", condition) : condition }];
  }

  private ifStatement(node: ESTree.IfStatement): Tree[] {
    const then = this.statement(node.consequent);
    const otherwise = node.alternate ? this.statement(node.alternate) : [];
    if (!isCompound(node.test)) return [when(this.condition(node.test), then, otherwise)];
    const end: Label = { name: "end" };
    if (otherwise.length === 0)
      return [block(end, [...this.unless(node.test, true, end), ...then])];
    const other: Label = { name: "else" };
    const first = [...this.unless(node.test, true, other), ...then];
    const leave = isFinal(then.at(-1)) ? [] : [branch(end)];
    return [block(end, [block(other, [...first, ...leave]), ...otherwise])];
  }

  private loop(
    test: Expression | null | undefined,
    body: Node,
    update: Expression | null | undefined,
    testFirst: boolean,
  ): Tree[] {
    const out: Label = { name: "break" };
    const next: Label = { name: "continue" };
    const again: Label = { name: "loop" };
    this.breaks.push(out);
    this.continues.push(next);
    const inner = this.statement(body);
    this.breaks.pop();
    this.continues.pop();
    const step = update ? this.effect(update) : [];
    const turn = [block(next, inner), ...step];
    // Asked anew at the end: the head of a loop costs a check of the stack, and many never turn.
    const repeat = test ? this.unless(test, false, again) : [branch(again)];
    const guard = test && testFirst ? this.unless(test, true, out) : [];
    return [block(out, [...guard, { op: "loop", label: again, body: [...turn, ...repeat] }])];
  }

  private switchStatement(node: ESTree.SwitchStatement): Tree[] {
    const out: Label = { name: "break" };
    const labels = node.cases.map((_, at): Label => ({ name: `case ${at}` }));
    const fallback = labels[node.cases.findIndex(({ test }) => !test)] ?? out;
    const jump = this.jump(node, labels, fallback);
    this.breaks.push(out);
    let inner: Tree[] = jump;
    node.cases.forEach(({ consequent }, at) => {
      inner = [block(labels[at] as Label, inner), ...this.statements(consequent)];
    });
    this.breaks.pop();
    return [block(out, inner)];
  }

  private jump(node: ESTree.SwitchStatement, labels: readonly Label[], fallback: Label): Tree[] {
    if (this.kind(node.discriminant) !== "int") this.fail(node, "switches on what is no integer");
    const value = this.local("i32", "switched");
    const cases = new Map<number, Label>();
    node.cases.forEach(({ test }, at) => {
      if (!test) return;
      const tree = this.value(test, "int");
      if (tree.op !== "const") this.fail(test, "is no constant case");
      const label = labels[at] as Label;
      if (tree.op === "const" && !cases.has(tree.value)) cases.set(tree.value, label);
    });
    const before = set(value, this.value(node.discriminant, "int"));
    return [
      before,
      ...jumps(
        value,
        [...cases].sort(([a], [b]) => a - b),
        fallback,
      ),
    ];
  }
}

/** Jumps to the label of a value: by tables where cases stand close, which halving brings nearer. */
function jumps(
  value: Local,
  cases: readonly (readonly [number, Label])[],
  fallback: Label,
): Tree[] {
  const keys = cases.map(([key]) => key);
  const low = keys[0] ?? 0;
  const span = (keys.at(-1) ?? 0) - low + 1;
  if (cases.length < 3) {
    const tests = cases.map(
      ([key, label]): Tree => ({
        op: "brIf",
        label,
        condition: apply("i32.eq", get(value), constant("i32", key)),
      }),
    );
    return [...tests, branch(fallback)];
  }
  if (span <= cases.length * DENSE) {
    const labels = new Map(cases);
    const table = Array.from({ length: span }, (_, at) => labels.get(low + at) ?? fallback);
    const index = low === 0 ? get(value) : apply("i32.sub", get(value), constant("i32", low));
    return [{ op: "brTable", labels: table, fallback, index }];
  }
  let split = 1;
  for (let at = 2; at < keys.length; at++) {
    if (gapBefore(keys, at) > gapBefore(keys, split)) split = at;
  }
  const upper = constant("i32", keys[split] ?? 0);
  const isLower = apply("i32.lt_s", get(value), upper);
  const below = jumps(value, cases.slice(0, split), fallback);
  return [when(isLower, below), ...jumps(value, cases.slice(split), fallback)];
}

function gapBefore(keys: readonly number[], at: number): number {
  return (keys[at] ?? 0) - (keys[at - 1] ?? 0);
}

function isCompound(node: Expression): boolean {
  if (node.type === "ParenthesizedExpression") return isCompound(node.expression);
  if (node.type === "UnaryExpression" && node.operator === "!") return isCompound(node.argument);
  return node.type === "LogicalExpression";
}

/** Body of an instance as trees. */
export function lowerFunction(lowering: Lowering, instance: Instance): Tree[] {
  return new StatementLowering(lowering, instance).body();
}
