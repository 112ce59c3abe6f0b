// Expressions to trees. Each expression is lowered for the way its value is wanted: as an integer,
// as the low 32 bits of an integer, as a double or as a truth value. Integers that a double is wanted
// of are computed as doubles, so that overflow and -0 are those of JavaScript.
import type { ESTree } from "vite";
import { numberOperation } from "./arithmetic.ts";
import { constantOf, type Instance, type Variable, variableOf } from "./instance.ts";
import { type Elements, type Expression, isPrivate, kindOfNumber } from "./kinds.ts";
import type { Lowering } from "./lowering.ts";
import type { Declaration } from "./scope.ts";
import type { Node } from "./source.ts";
import {
  apply,
  block,
  constant,
  get,
  type Label,
  type Local,
  type Tree,
  type WasmType,
  when,
} from "./tree.ts";

/** How a value is wanted: exact integer, integer modulo 2^32, double, truth value. */
export type Want = "int" | "bits" | "real" | "bool";

const CODES_OF: ReadonlyMap<unknown, readonly [load: number, store: number, shift: number]> =
  new Map<unknown, readonly [number, number, number]>([
    [Float64Array, [0x2b, 0x39, 3]],
    [Int32Array, [0x28, 0x36, 2]],
    [Uint8Array, [0x2d, 0x3a, 0]],
    [Array, [0x2b, 0x39, 3]],
  ]);

const COMPARE = {
  "<": "lt",
  ">": "gt",
  "<=": "le",
  ">=": "ge",
  "===": "eq",
  "!==": "ne",
} as const;

export abstract class ExpressionLowering {
  readonly unit: Lowering;
  readonly instance: Instance;

  constructor(unit: Lowering, instance: Instance) {
    this.unit = unit;
    this.instance = instance;
  }

  /** Evaluates an expression for what it does. */
  abstract effect(node: Expression): Tree[];

  /** An assignment whose value is used. */
  abstract assignment(node: ESTree.AssignmentExpression, want: Want): Tree;

  /** A step by 1 whose value is used. */
  abstract update(node: ESTree.UpdateExpression, want: Want): Tree;

  fail(node: Node, why: string): never {
    return this.unit.kinds.fail(this.instance, node, why);
  }

  kind(node: Expression): ReturnType<typeof this.unit.kinds.of> {
    return this.unit.kinds.of(this.instance, node);
  }

  local(type: WasmType, name = "t"): Local {
    return { name, type };
  }

  localOf(declaration: Declaration): Local {
    const variable: Variable = variableOf(this.instance, declaration);
    const real = variable.kind === "real" || variable.kind === "whole";
    variable.local ??= { name: declaration.name, type: real ? "f64" : "i32" };
    return variable.local;
  }

  /** The way in which a variable or column of this type holds a value. */
  wantOf(local: Local, kind: string): Want {
    return local.type === "f64" ? "real" : kind === "bool" ? "bool" : "int";
  }

  value(node: Expression, want: Want): Tree {
    switch (node.type) {
      case "ParenthesizedExpression":
        return this.value(node.expression, want);
      case "Literal":
        return this.ofConstant(node, node.value, want);
      case "Identifier":
        return this.ofName(node, want);
      case "ConditionalExpression":
        return when(
          this.condition(node.test),
          [this.value(node.consequent, want)],
          [this.value(node.alternate, want)],
          want === "real" ? "f64" : "i32",
        );
      case "AssignmentExpression":
        return this.assignment(node, want);
      case "UpdateExpression":
        return this.update(node, want);
      case "SequenceExpression":
        return this.sequence(
          node.expressions.slice(0, -1).flatMap((part) => this.effect(part)),
          this.value(node.expressions.at(-1) as Expression, want),
        );
      case "MemberExpression":
        return this.member(node, want);
      case "CallExpression":
        return this.call(node, want);
      case "LogicalExpression":
        return this.logical(node, want);
      case "UnaryExpression":
        if (node.operator === "!") return this.convert(node, this.condition(node), "bool", want);
        return numberOperation(this, node, want);
      case "BinaryExpression":
        if (isPrivate(node)) return this.fail(node, "asks for a private name");
        if (node.operator in COMPARE) {
          return this.convert(node, this.comparison(node), "bool", want);
        }
        return numberOperation(this, node, want);
      default:
        return this.fail(node, `${node.type} is not in the subset`);
    }
  }

  sequence(before: readonly Tree[], value: Tree): Tree {
    if (before.length === 0) return value;
    const label: Label = { name: "sequence" };
    const type = value.op === "get" ? value.local.type : this.unit.typeOf(value);
    return block(label, [...before, value], type);
  }

  /** Turns a value that was computed as one kind into what is wanted. */
  convert(node: Node, tree: Tree, has: "bool" | "int" | "whole" | "real", want: Want): Tree {
    if (has === "bool" || want === "bool") {
      if (has !== want) this.fail(node, "a truth value meets a number");
      return tree;
    }
    if (has === "int") return want === "real" ? apply("f64.convert_i32_s", tree) : tree;
    if (want === "real") return tree;
    if (want === "bits") return this.unit.toInt32(tree);
    if (has === "real") this.fail(node, "an integer is wanted where a fraction may stand");
    return apply("i32.trunc_f64_s", tree);
  }

  ofConstant(node: Node, value: unknown, want: Want): Tree {
    if (typeof value === "boolean") {
      return this.convert(node, constant("i32", value ? 1 : 0), "bool", want);
    }
    if (typeof value !== "number") return this.fail(node, "is no number");
    if (want === "real") return constant("f64", value);
    if (want === "bits") return constant("i32", value | 0);
    if (want === "bool" || kindOfNumber(value) !== "int") this.fail(node, "no integer of 32 bits");
    return constant("i32", value);
  }

  private ofName(node: ESTree.Expression & { type: "Identifier" }, want: Want): Tree {
    const declaration = this.instance.scope.meaning.get(node);
    if (declaration === undefined || this.instance.fixed.has(declaration)) {
      if (node.name === "NaN") return this.ofConstant(node, Number.NaN, want);
      if (node.name === "Infinity") return this.ofConstant(node, Infinity, want);
      const known = constantOf(this.unit.kinds.instances, this.instance, node);
      return this.ofConstant(node, known?.value, want);
    }
    const { kind } = variableOf(this.instance, declaration);
    if (kind === "none") this.fail(node, `${node.name} is used before it has a value`);
    return this.convert(node, get(this.localOf(declaration)), kind, want);
  }

  private codesOf(elements: Elements): readonly [number, number, number] {
    const codes = CODES_OF.get(elements.constructor);
    if (codes === undefined) throw new Error(`no code for ${elements.constructor.name}`);
    return codes;
  }

  /** Byte offset of an element. */
  offset(elements: Elements, index: Expression): Tree {
    const [, , shift] = this.codesOf(elements);
    const at = this.unit.checked(this, this.value(index, "int"), elements.length);
    if (at.op === "const") return constant("i32", at.value * 2 ** shift);
    return shift === 0 ? at : apply("i32.shl", at, constant("i32", shift));
  }

  load(elements: Elements, offset: Tree): Tree {
    const [code] = this.codesOf(elements);
    const address = this.unit.places.addressOf(elements, false);
    const type = code === 0x2b ? "f64" : "i32";
    return { op: "load", code, type, address, offset };
  }

  store(elements: Elements, offset: Tree, value: Tree): Tree {
    const [, code] = this.codesOf(elements);
    const address = this.unit.places.addressOf(elements, true);
    return { op: "store", code, address, offset, value };
  }

  isReal(elements: Elements): boolean {
    return elements instanceof Float64Array || Array.isArray(elements);
  }

  private member(node: ESTree.MemberExpression, want: Want): Tree {
    if (node.computed) {
      const elements = this.unit.kinds.elementsOf(this.instance, node);
      const tree = this.load(elements, this.offset(elements, node.property as Expression));
      const kind = this.kind(node);
      // A constant array of integers is kept as doubles all the same.
      if (Array.isArray(elements) && kind === "int" && want !== "real") {
        return apply("i32.trunc_f64_s", tree);
      }
      return Array.isArray(elements) ? tree : this.convert(node, tree, this.known(node), want);
    }
    const capacity = this.unit.kinds.capacityOf(this.instance, node);
    if (capacity !== undefined) {
      const tree = this.load(capacity.marks, constant("i32", 4 * this.unit.capacityMark));
      return this.convert(node, tree, "int", want);
    }
    const known = constantOf(this.unit.kinds.instances, this.instance, node);
    if (known !== undefined) return this.ofConstant(node, known.value, want);
    if (node.property.type === "Identifier" && node.property.name === "NaN") {
      return this.ofConstant(node, Number.NaN, want);
    }
    const getter = this.unit.kinds.getterOf(this.instance, node);
    if (getter === undefined) return this.fail(node, "reads what is not in the subset");
    const call: Tree = { op: "call", target: this.unit.unitOf(getter), args: [] };
    return this.convert(node, call, this.known(node), want);
  }

  known(node: Expression): "bool" | "int" | "whole" | "real" {
    const kind = this.kind(node);
    return kind === "none" ? this.fail(node, "nothing is ever given here") : kind;
  }

  private call(node: ESTree.CallExpression, want: Want): Tree {
    const callee = this.unit.kinds.calleeOf(this.instance, node);
    if (callee.sort === "math") return numberOperation(this, node, want);
    if (callee.sort !== "instance") return numberOperation(this, node, want);
    if (callee.instance.result === null)
      this.fail(node, "uses the result of a function without one");
    return this.convert(node, this.invoke(node, callee.instance), this.known(node), want);
  }

  invoke(node: ESTree.CallExpression, target: Instance): Tree {
    const args: Tree[] = [];
    target.scope.params.forEach((param, at) => {
      const arg = node.arguments[at] as Expression | undefined;
      if (arg === undefined || target.fixed.has(param)) return;
      const { kind } = variableOf(target, param);
      args.push(this.value(arg, kind === "bool" ? "bool" : kind === "int" ? "int" : "real"));
    });
    return { op: "call", target: this.unit.unitOf(target), args };
  }

  private logical(node: ESTree.LogicalExpression, want: Want): Tree {
    if (this.kind(node.left) !== "bool" || this.kind(node.right) !== "bool") {
      this.fail(node, "the value of && or || of numbers");
    }
    const left = this.condition(node.left);
    const right = this.value(node.right, "bool");
    const tree =
      node.operator === "&&"
        ? when(left, [right], [constant("i32", 0)], "i32")
        : node.operator === "||"
          ? when(left, [constant("i32", 1)], [right], "i32")
          : this.fail(node, `${node.operator} is not in the subset`);
    return this.convert(node, tree, "bool", want);
  }

  /** Truth of an expression as an i32 that is 0 or not. */
  condition(node: Expression): Tree {
    if (node.type === "ParenthesizedExpression") return this.condition(node.expression);
    if (node.type === "UnaryExpression" && node.operator === "!") {
      return apply("i32.eqz", this.condition(node.argument));
    }
    if (node.type === "LogicalExpression") {
      const left = this.condition(node.left);
      const right = this.condition(node.right);
      if (node.operator === "&&") return when(left, [right], [constant("i32", 0)], "i32");
      if (node.operator === "||") return when(left, [constant("i32", 1)], [right], "i32");
    }
    const kind = this.kind(node);
    if (kind === "bool") return this.value(node, "bool");
    if (kind === "int") return this.value(node, "int");
    // Neither 0 nor NaN.
    return apply("f64.gt", apply("f64.abs", this.value(node, "real")), constant("f64", 0));
  }

  private comparison(node: ESTree.BinaryExpression): Tree {
    const left = node.left as Expression;
    const name = COMPARE[node.operator as keyof typeof COMPARE];
    const kinds = [this.kind(left), this.kind(node.right)];
    if (kinds.includes("bool")) {
      if (kinds[0] !== kinds[1] || !/^(eq|ne)$/.test(name))
        this.fail(node, "compares truth values");
      return apply(
        `i32.${name as "eq" | "ne"}`,
        this.value(left, "bool"),
        this.value(node.right, "bool"),
      );
    }
    if (kinds[0] === "int" && kinds[1] === "int") {
      const code =
        name === "eq" || name === "ne" ? (`i32.${name}` as const) : (`i32.${name}_s` as const);
      return apply(code, this.value(left, "int"), this.value(node.right, "int"));
    }
    return apply(`f64.${name}`, this.value(left, "real"), this.value(node.right, "real"));
  }
}
