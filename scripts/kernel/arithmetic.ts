// Operators and functions of Math on numbers, for each way in which their value can be wanted.
import type { ESTree } from "vite";
import type { Expression } from "./kinds.ts";
import type { ExpressionLowering, Want } from "./lower-expression.ts";
import type { Node } from "./source.ts";
import { apply, constant, get, set, type Tree, tee } from "./tree.ts";

interface Operand {
  readonly kind: "int" | "whole" | "real";
  value(want: Want): Tree;
}

type Operation =
  | ESTree.UnaryExpression
  | ESTree.BinaryExpression
  | ESTree.AssignmentExpression
  | ESTree.CallExpression;

const BITS = {
  "&": "i32.and",
  "|": "i32.or",
  "^": "i32.xor",
  "<<": "i32.shl",
  ">>": "i32.shr_s",
  ">>>": "i32.shr_u",
} as const;

const ARITHMETIC = { "+": "add", "-": "sub", "*": "mul" } as const;

/** Lowers an operation. For an assignment `old` reads what stands in its target. */
export function numberOperation(
  lowering: ExpressionLowering,
  node: Operation,
  want: Want,
  old?: () => Tree,
): Tree {
  if (node.type === "UnaryExpression") return unary(lowering, node, want);
  if (node.type === "CallExpression") return call(lowering, node, want);
  const left = node.left as Expression;
  const operator =
    node.type === "AssignmentExpression" ? node.operator.slice(0, -1) : node.operator;
  const first = operandOf(lowering, left);
  const kept: Operand =
    old === undefined
      ? first
      : { kind: first.kind, value: (as) => lowering.convert(left, old(), first.kind, as) };
  return binary(lowering, node, operator, [kept, operandOf(lowering, node.right)], want);
}

function operandOf(lowering: ExpressionLowering, node: Expression): Operand {
  const kind = lowering.known(node);
  if (kind === "bool") lowering.fail(node, "calculates with a truth value");
  return { kind, value: (want) => lowering.value(node, want) };
}

function kindOf(lowering: ExpressionLowering, node: Expression): Operand["kind"] {
  const kind = lowering.known(node);
  return kind === "bool" ? lowering.fail(node, "calculates with a truth value") : kind;
}

function binary(
  lowering: ExpressionLowering,
  node: ESTree.BinaryExpression | ESTree.AssignmentExpression,
  operator: string,
  [left, right]: readonly [Operand, Operand],
  want: Want,
): Tree {
  const kind = kindOf(lowering, node);
  if (operator in BITS) {
    const tree = apply(
      BITS[operator as keyof typeof BITS],
      left.value("bits"),
      right.value("bits"),
    );
    if (kind === "int" || want === "bits") return lowering.convert(node, tree, "int", want);
    return lowering.convert(node, apply("f64.convert_i32_u", tree), "whole", want);
  }
  if (operator === "/") {
    const quotient = apply("f64.div", left.value("real"), right.value("real"));
    return lowering.convert(node, quotient, "real", want);
  }
  if (operator === "%") return remainder(lowering, node, kind, [left, right], want);
  const name = ARITHMETIC[operator as keyof typeof ARITHMETIC];
  if (kind !== "int" || want === "real") {
    const tree = apply(`f64.${name}`, left.value("real"), right.value("real"));
    return lowering.convert(node, tree, kind === "int" ? "whole" : kind, want);
  }
  if (want === "bits" && name !== "mul") {
    return apply(`i32.${name}`, left.value("bits"), right.value("bits"));
  }
  const tree = lowering.unit.integer(lowering, name, left.value("int"), right.value("int"));
  return lowering.convert(node, tree, "int", want);
}

function remainder(
  lowering: ExpressionLowering,
  node: Node,
  kind: Operand["kind"],
  [left, right]: readonly [Operand, Operand],
  want: Want,
): Tree {
  if (kind === "real") lowering.fail(node, "the remainder of fractions");
  if (kind === "int" && want !== "real") {
    const tree = lowering.unit.integer(lowering, "rem", left.value("int"), right.value("int"));
    return lowering.convert(node, tree, "int", want);
  }
  const tree = lowering.unit.remainder(left.value("real"), right.value("real"));
  return lowering.convert(node, tree, "whole", want);
}

function unary(lowering: ExpressionLowering, node: ESTree.UnaryExpression, want: Want): Tree {
  const { argument } = node;
  if (node.operator === "+") return lowering.value(argument, want);
  if (node.operator === "~") {
    const tree = apply("i32.xor", lowering.value(argument, "bits"), constant("i32", -1));
    return lowering.convert(node, tree, "int", want);
  }
  if (argument.type === "Literal" && typeof argument.value === "number") {
    return lowering.ofConstant(node, -argument.value, want);
  }
  const kind = kindOf(lowering, argument);
  if (kind !== "int" || want === "real") {
    const tree = apply("f64.neg", lowering.value(argument, "real"));
    return lowering.convert(node, tree, kind === "int" ? "whole" : kind, want);
  }
  if (want === "bits") {
    return apply("i32.sub", constant("i32", 0), lowering.value(argument, "bits"));
  }
  const tree = lowering.unit.integer(
    lowering,
    "neg",
    constant("i32", 0),
    lowering.value(argument, "int"),
  );
  return lowering.convert(node, tree, "int", want);
}

function call(lowering: ExpressionLowering, node: ESTree.CallExpression, want: Want): Tree {
  const callee = lowering.unit.kinds.calleeOf(lowering.instance, node);
  const args = node.arguments as Expression[];
  const [first] = args;
  if (first === undefined) return lowering.fail(node, "is called without arguments");
  if (callee.sort === "isNaN") {
    const x = lowering.local("f64", "x");
    const tree = apply("f64.ne", tee(x, lowering.value(first, "real")), get(x));
    return lowering.convert(node, tree, "bool", want);
  }
  if (callee.sort === "isMinusZero") {
    const bits = apply("i64.reinterpret_f64", apply("f64.neg", lowering.value(first, "real")));
    return lowering.convert(node, apply("i64.eqz", bits), "bool", want);
  }
  return math(lowering, node, callee.sort === "math" ? callee.name : "", args, want);
}

function math(
  lowering: ExpressionLowering,
  node: ESTree.CallExpression,
  name: string,
  args: readonly Expression[],
  want: Want,
): Tree {
  const [first, second] = args as [Expression, Expression | undefined];
  const real = (code: "floor" | "trunc" | "abs" | "sqrt" | "fround"): Tree =>
    apply(`f64.${code}`, lowering.value(first, "real"));
  switch (name) {
    case "floor":
    case "trunc":
      if (lowering.kind(first) === "int") return lowering.value(first, want);
      return lowering.convert(node, real(name), "whole", want);
    case "abs":
      return lowering.convert(node, real("abs"), kindOf(lowering, node), want);
    case "sqrt":
    case "fround":
      return lowering.convert(node, real(name), "real", want);
    case "imul": {
      if (second === undefined) return lowering.fail(node, "needs two factors");
      const tree = apply("i32.mul", lowering.value(first, "bits"), lowering.value(second, "bits"));
      return lowering.convert(node, tree, "int", want);
    }
    case "clz32":
      return lowering.convert(node, apply("i32.clz", lowering.value(first, "bits")), "int", want);
    default:
      return extreme(lowering, node, name === "min" ? "min" : "max", args, want);
  }
}

function extreme(
  lowering: ExpressionLowering,
  node: ESTree.CallExpression,
  name: "min" | "max",
  args: readonly Expression[],
  want: Want,
): Tree {
  const kind = kindOf(lowering, node);
  if (kind !== "int" || want === "real") {
    const tree = args
      .map((arg) => lowering.value(arg, "real"))
      .reduce((a, b) => apply(`f64.${name}`, a, b));
    return lowering.convert(node, tree, kind === "int" ? "whole" : kind, want);
  }
  const tree = args
    .map((arg) => lowering.value(arg, "int"))
    .reduce((left, right) => {
      const a = lowering.local("i32", "a");
      const b = lowering.local("i32", "b");
      const isFirst = apply(name === "min" ? "i32.lt_s" : "i32.gt_s", get(a), get(b));
      return lowering.sequence(
        [set(a, left), set(b, right)],
        apply("select", get(a), get(b), isFirst),
      );
    });
  return lowering.convert(node, tree, "int", want);
}
