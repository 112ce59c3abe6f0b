// Assignments and steps to trees, as statements and as values. What a column cannot hold without
// loss has no value: JavaScript would go on with the number before it was stored.
import type { ESTree } from "vite";
import { numberOperation } from "./arithmetic.ts";
import { variableOf } from "./instance.ts";
import type { Elements, Expression } from "./kinds.ts";
import { ExpressionLowering, type Want } from "./lower-expression.ts";
import type { Declaration } from "./scope.ts";
import type { Node } from "./source.ts";
import { apply, constant, get, type Local, set, type Tree, tee, type WasmType } from "./tree.ts";

interface Place {
  readonly elements: Elements;
  readonly offset: Local;
}

export abstract class AssignmentLowering extends ExpressionLowering {
  /** Evaluates an expression for what it does. */
  effect(node: Expression): Tree[] {
    if (node.type === "AssignmentExpression") return this.assign(node);
    if (node.type === "UpdateExpression") return this.increment(node);
    if (node.type === "CallExpression") {
      const callee = this.unit.kinds.calleeOf(this.instance, node);
      if (callee.sort === "instance") {
        const call = this.invoke(node, callee.instance);
        return callee.instance.result === null ? [call] : [{ op: "drop", value: call }];
      }
    }
    if (node.type === "SequenceExpression")
      return node.expressions.flatMap((part) => this.effect(part));
    return this.fail(node, `${node.type} as a statement does nothing`);
  }

  private variable(node: Node): { local: Local; want: Want } {
    const declaration = this.instance.scope.meaning.get(node);
    if (declaration === undefined) return this.fail(node, "writes to a module's variable");
    const local = this.localOf(declaration);
    return { local, want: this.wantOf(local, variableOf(this.instance, declaration).kind) };
  }

  private elementsOf(node: Node): Elements {
    if (node.type !== "MemberExpression") return this.fail(node, "is nothing to write to");
    return this.unit.kinds.elementsOf(this.instance, node);
  }

  /** What is to be stored: `right`, or what an operator makes of the old value and it. */
  private newValue(node: ESTree.AssignmentExpression, want: Want, old: () => Tree): Tree {
    if (node.operator === "=") return this.value(node.right, want);
    return numberOperation(this, node, want, old);
  }

  private place(node: ESTree.MemberExpression): Place & { readonly before: Tree } {
    const elements = this.elementsOf(node);
    const offset = this.local("i32", "at");
    return {
      elements,
      offset,
      before: set(offset, this.offset(elements, node.property as Expression)),
    };
  }

  private assign(node: ESTree.AssignmentExpression): Tree[] {
    const { left } = node;
    if (left.type === "Identifier") {
      const { local, want } = this.variable(left);
      return [
        set(
          local,
          this.newValue(node, want, () => get(local)),
        ),
      ];
    }
    const elements = this.elementsOf(left);
    const want = this.isReal(elements) ? "real" : "bits";
    const member = left as ESTree.MemberExpression;
    if (node.operator === "=") {
      const offset = this.offset(elements, member.property as Expression);
      return [this.store(elements, offset, this.value(node.right, want))];
    }
    const { offset, before } = this.place(member);
    const value = this.newValue(node, want, () => this.load(elements, get(offset)));
    return [before, this.store(elements, get(offset), value)];
  }

  assignment(node: ESTree.AssignmentExpression, want: Want): Tree {
    const kind = this.known(node);
    if (node.left.type === "Identifier") {
      const { local, want: held } = this.variable(node.left);
      const { kind: whole } = variableOf(
        this.instance,
        this.instance.scope.meaning.get(node.left) as Declaration,
      );
      const tree = tee(
        local,
        this.newValue(node, held, () => get(local)),
      );
      return this.convert(node, tree, whole as typeof kind, want);
    }
    const elements = this.elementsOf(node.left);
    const exact =
      elements instanceof Int32Array ? kind === "int" : elements instanceof Float64Array;
    if (!exact) this.fail(node, "the value of an assignment that may lose digits");
    const { offset, before } = this.place(node.left as ESTree.MemberExpression);
    const real = this.isReal(elements);
    const kept = this.local(real ? "f64" : "i32", "kept");
    const held = real ? "real" : "int";
    const value = this.newValue(node, held, () => this.load(elements, get(offset)));
    const stored = this.store(elements, get(offset), tee(kept, value));
    return this.sequence(
      [before, stored],
      this.convert(node, get(kept), real ? "real" : "int", want),
    );
  }

  private step(node: ESTree.UpdateExpression, old: Tree, type: WasmType): Tree {
    const code = node.operator === "++" ? "add" : "sub";
    if (type === "i32") return this.unit.integer(this, code, old, constant("i32", 1));
    return apply(`f64.${code}`, old, constant("f64", 1));
  }

  private increment(node: ESTree.UpdateExpression): Tree[] {
    const argument = node.argument as Expression;
    if (argument.type === "Identifier") {
      const { local } = this.variable(argument);
      return [set(local, this.step(node, get(local), local.type))];
    }
    const elements = this.elementsOf(argument);
    const { offset, before } = this.place(argument as ESTree.MemberExpression);
    const old = this.load(elements, get(offset));
    const type = this.isReal(elements) ? "f64" : "i32";
    return [before, this.store(elements, get(offset), this.step(node, old, type))];
  }

  update(node: ESTree.UpdateExpression, want: Want): Tree {
    const argument = node.argument as Expression;
    const kind = this.known(argument);
    if (argument.type === "Identifier") {
      const { local } = this.variable(argument);
      if (node.prefix) {
        return this.convert(node, tee(local, this.step(node, get(local), local.type)), kind, want);
      }
      const old = this.local(local.type, "old");
      const before = [set(old, get(local)), set(local, this.step(node, get(old), local.type))];
      return this.sequence(before, this.convert(node, get(old), kind, want));
    }
    const elements = this.elementsOf(argument);
    if (elements instanceof Uint8Array) this.fail(node, "the value of a step that may lose digits");
    const { offset, before } = this.place(argument as ESTree.MemberExpression);
    const type = this.isReal(elements) ? "f64" : "i32";
    const kept = this.local(type, "kept");
    const old = this.load(elements, get(offset));
    const steps: Tree[] = node.prefix
      ? [set(kept, this.step(node, old, type)), this.store(elements, get(offset), get(kept))]
      : [set(kept, old), this.store(elements, get(offset), this.step(node, get(kept), type))];
    return this.sequence([before, ...steps], this.convert(node, get(kept), kind, want));
  }
}
