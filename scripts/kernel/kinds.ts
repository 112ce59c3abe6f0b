// Kinds of expressions: integers of 32 bits stay integers, everything that meets a fraction is a
// double. A variable has the widest kind of what is ever put into it, over the whole program.
import type { ESTree } from "vite";
import {
  constantOf,
  type Fixed,
  fail,
  fixedOf,
  type Instance,
  type Instances,
  join,
  type Kind,
  variableOf,
} from "./instance.ts";
import type { FunctionNode, Node } from "./source.ts";

export type Expression = ESTree.Expression;

export const BIT_OPERATORS: ReadonlySet<string> = new Set(["&", "|", "^", "<<", ">>", ">>>"]);
export const COMPARISONS: ReadonlySet<string> = new Set(["<", ">", "<=", ">=", "===", "!=="]);

/** Functions of Math whose results are the same bits everywhere. */
const MATH: Readonly<Record<string, Kind | "widest">> = {
  floor: "whole",
  trunc: "whole",
  abs: "widest",
  min: "widest",
  max: "widest",
  imul: "int",
  clz32: "int",
  fround: "real",
  sqrt: "real",
};

export type Callee =
  | { readonly sort: "math"; readonly name: string }
  | { readonly sort: "isNaN" }
  | { readonly sort: "isMinusZero" }
  | { readonly sort: "instance"; readonly instance: Instance };

/** A column, or a constant array outside the engine's memory. */
export type Elements =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | number[];

/** Capacity of a table, which stands in its marks because it depends on the platform. */
export interface Capacity {
  readonly marks: Int32Array;
}

export class Kinds {
  readonly instances: Instances;

  constructor(instances: Instances) {
    this.instances = instances;
  }

  fail(instance: Instance, node: Node, why: string): never {
    return fail(this.instances.source, instance, node, why);
  }

  /** What `array[index]` reads from. */
  elementsOf(instance: Instance, node: ESTree.MemberExpression): Elements {
    const fixed = fixedOf(this.instances, instance, node.object);
    if (!node.computed || fixed === undefined) {
      return this.fail(instance, node, "only columns and constant arrays are indexed");
    }
    const { value } = fixed;
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as Elements;
    if (Array.isArray(value) && value.every((entry) => typeof entry === "number")) return value;
    return this.fail(instance, node, "this is no array of numbers");
  }

  capacityOf(instance: Instance, node: ESTree.MemberExpression): Capacity | undefined {
    if (node.computed || node.property.type !== "Identifier" || node.property.name !== "cap") {
      return undefined;
    }
    const table = fixedOf(this.instances, instance, node.object)?.value as { marks?: unknown };
    return table?.marks instanceof Int32Array ? { marks: table.marks } : undefined;
  }

  /** The getter that reading a property runs. */
  getterOf(instance: Instance, node: ESTree.MemberExpression): Instance | undefined {
    const method = node.computed ? undefined : this.methodOf(instance, node, "get");
    return method && this.instances.of(method.name, method.node, [], method.self);
  }

  private methodOf(
    instance: Instance,
    node: ESTree.MemberExpression,
    kind: "get" | "method",
  ): { name: string; node: FunctionNode; self: Fixed } | undefined {
    const self = fixedOf(this.instances, instance, node.object);
    if (self === undefined || node.property.type !== "Identifier") return undefined;
    const { name } = node.property;
    let prototype: unknown = Object.getPrototypeOf(self.value);
    while (prototype !== null && prototype !== undefined) {
      const body = this.instances.source.classes.get(prototype.constructor)?.body.body ?? [];
      for (const member of body) {
        if (member.type !== "MethodDefinition" || member.kind !== kind) continue;
        if (member.key.type === "Identifier" && member.key.name === name) {
          return { name: `${prototype.constructor.name}.${name}`, node: member.value, self };
        }
      }
      prototype = Object.getPrototypeOf(prototype);
    }
    return undefined;
  }

  calleeOf(instance: Instance, node: ESTree.CallExpression): Callee {
    const { callee } = node;
    if (callee.type === "Identifier" && !instance.scope.meaning.has(callee)) {
      const target = this.instances.source.functions.get(callee.name);
      if (target === undefined) return this.fail(instance, node, "calls an unknown function");
      return this.instanceFor(instance, node, callee.name, target, null);
    }
    if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") {
      return this.fail(instance, node, "calls a value");
    }
    const object = callee.object.type === "Identifier" ? callee.object.name : "";
    const { name } = callee.property;
    if (object === "Math" && name in MATH) return { sort: "math", name };
    if (object === "Number" && name === "isNaN") return { sort: "isNaN" };
    const zero = node.arguments[1];
    if (object === "Object" && name === "is" && zero?.type === "UnaryExpression") {
      const isZero = zero.argument.type === "Literal" && zero.argument.value === 0;
      if (zero.operator === "-" && isZero) return { sort: "isMinusZero" };
    }
    const method = this.methodOf(instance, callee, "method");
    if (method === undefined) return this.fail(instance, node, "calls what is not in the subset");
    return this.instanceFor(instance, node, method.name, method.node, method.self);
  }

  private instanceFor(
    instance: Instance,
    node: ESTree.CallExpression,
    name: string,
    target: FunctionNode,
    self: Fixed | null,
  ): Callee {
    const args = node.arguments.map((arg) =>
      arg.type === "SpreadElement"
        ? this.fail(instance, node, "spreads its arguments")
        : (fixedOf(this.instances, instance, arg) ?? null),
    );
    return { sort: "instance", instance: this.instances.of(name, target, args, self) };
  }

  /** Kind of an expression by what is known of the variables so far. */
  of(instance: Instance, node: Expression): Kind {
    switch (node.type) {
      case "Literal":
        return this.ofLiteral(instance, node);
      case "Identifier":
        return this.ofName(instance, node);
      case "ParenthesizedExpression":
        return this.of(instance, node.expression);
      case "UnaryExpression":
        return this.ofUnary(instance, node);
      case "BinaryExpression":
        if (isPrivate(node)) return this.fail(instance, node, "asks for a private name");
        return this.ofOperator(instance, node, node.operator, node.left, node.right);
      case "LogicalExpression":
        return "bool";
      case "ConditionalExpression":
        return this.both(instance, node.consequent, node.alternate);
      case "AssignmentExpression":
        return this.ofAssignment(instance, node);
      case "UpdateExpression":
        return this.of(instance, node.argument as Expression);
      case "SequenceExpression":
        return this.of(instance, node.expressions.at(-1) as Expression);
      case "MemberExpression":
        return this.ofMember(instance, node);
      case "CallExpression":
        return this.ofCall(instance, node);
      default:
        return this.fail(instance, node, `${node.type} is not in the subset`);
    }
  }

  private both(instance: Instance, a: Expression, b: Expression): Kind {
    return this.joined(instance, a, this.of(instance, a), this.of(instance, b));
  }

  /** The kind that holds both; `node` is where they meet. */
  joined(instance: Instance, node: Node, a: Kind, b: Kind): Kind {
    if (a !== b && a !== "none" && b !== "none" && (a === "bool" || b === "bool")) {
      this.fail(instance, node, "a truth value meets a number");
    }
    return join(a, b);
  }

  private ofLiteral(instance: Instance, node: ESTree.Expression & { type: "Literal" }): Kind {
    if (typeof node.value === "boolean") return "bool";
    if (typeof node.value !== "number") return this.fail(instance, node, "is no number");
    return kindOfNumber(node.value);
  }

  private ofName(instance: Instance, node: ESTree.Expression & { type: "Identifier" }): Kind {
    const declaration = instance.scope.meaning.get(node);
    if (declaration !== undefined && !instance.fixed.has(declaration)) {
      return variableOf(instance, declaration).kind;
    }
    if (declaration === undefined && (node.name === "Infinity" || node.name === "NaN"))
      return "real";
    const constant = constantOf(this.instances, instance, node);
    if (typeof constant?.value === "number") return kindOfNumber(constant.value);
    if (typeof constant?.value === "boolean") return "bool";
    return this.fail(instance, node, `${node.name} is no constant number`);
  }

  private ofUnary(instance: Instance, node: ESTree.UnaryExpression): Kind {
    switch (node.operator) {
      case "!":
        return "bool";
      case "~":
        return "int";
      case "+":
        return this.of(instance, node.argument);
      case "-":
        if (node.argument.type === "Literal" && typeof node.argument.value === "number") {
          return kindOfNumber(-node.argument.value);
        }
        return this.of(instance, node.argument);
      default:
        return this.fail(instance, node, `${node.operator} is not in the subset`);
    }
  }

  /** Kind of what an operator makes of two expressions. */
  ofOperator(
    instance: Instance,
    node: Node,
    operator: string,
    left: Expression,
    right: Expression,
  ): Kind {
    if (COMPARISONS.has(operator)) return "bool";
    if (operator === ">>>") {
      const bits = right.type === "Literal" ? right.value : 0;
      return typeof bits === "number" && (bits & 31) !== 0 ? "int" : "whole";
    }
    if (BIT_OPERATORS.has(operator)) return "int";
    if (operator === "/") return "real";
    if (!/^[-+*%]$/.test(operator)) this.fail(instance, node, `${operator} is not in the subset`);
    return this.both(instance, left, right);
  }

  private ofAssignment(instance: Instance, node: ESTree.AssignmentExpression): Kind {
    if (node.operator === "=") return this.of(instance, node.right);
    const operator = node.operator.slice(0, -1);
    return this.ofOperator(instance, node, operator, node.left as Expression, node.right);
  }

  private ofMember(instance: Instance, node: ESTree.MemberExpression): Kind {
    if (!node.computed) {
      const object = node.object.type === "Identifier" ? node.object.name : "";
      const name = node.property.type === "Identifier" ? node.property.name : "";
      if (object === "Number" && name === "NaN") return "real";
      if (this.capacityOf(instance, node) !== undefined) return "int";
      const constant = constantOf(this.instances, instance, node);
      if (typeof constant?.value === "number") return kindOfNumber(constant.value);
      const getter = this.getterOf(instance, node);
      if (getter === undefined) return this.fail(instance, node, "reads what is not in the subset");
      return getter.result ?? "none";
    }
    const elements = this.elementsOf(instance, node);
    if (elements instanceof Int32Array || elements instanceof Uint8Array) return "int";
    if (elements instanceof Uint32Array) return "whole";
    if (Array.isArray(elements)) return elements.map(kindOfNumber).reduce(join, "int");
    return "real";
  }

  private ofCall(instance: Instance, node: ESTree.CallExpression): Kind {
    const callee = this.calleeOf(instance, node);
    if (callee.sort === "instance") return callee.instance.result ?? "none";
    if (callee.sort !== "math") return "bool";
    const kind = MATH[callee.name] ?? "real";
    const args = node.arguments.map((arg) => this.of(instance, arg as Expression));
    if (kind === "whole") return args[0] === "int" ? "int" : "whole";
    if (kind !== "widest") return kind;
    // |-2^31| is no integer of 32 bits.
    const least: Kind = callee.name === "abs" ? "whole" : "none";
    return args.reduce((a, b) => this.joined(instance, node, a, b), least);
  }
}

/** `#name in object` is parsed as a comparison. */
export function isPrivate(
  node: ESTree.BinaryExpression | ESTree.PrivateInExpression,
): node is ESTree.PrivateInExpression {
  return node.left.type === "PrivateIdentifier";
}

export function kindOfNumber(value: number): Kind {
  if (Object.is(value, -0)) return "real";
  if ((value | 0) === value) return "int";
  return Number.isInteger(value) ? "whole" : "real";
}
