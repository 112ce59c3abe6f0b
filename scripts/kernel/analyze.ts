// Finds every function that can be called from the entries and widens the kinds of variables,
// parameters and results until nothing changes any more.
import type { ESTree } from "vite";
import { fixedOf, type Instance, Instances, type Kind, variableOf } from "./instance.ts";
import { type Expression, Kinds } from "./kinds.ts";
import type { Declaration } from "./scope.ts";
import { CompileError, type KernelSource, type Node, partsOf } from "./source.ts";

class Analysis {
  readonly kinds: Kinds;
  private changed = true;

  constructor(instances: Instances) {
    this.kinds = new Kinds(instances);
  }

  run(): void {
    while (this.changed) {
      this.changed = false;
      const instances = this.kinds.instances.all();
      for (const instance of instances) this.visitFunction(instance);
      if (this.kinds.instances.all().length > instances.length) this.changed = true;
    }
  }

  private widen(instance: Instance, node: Node, declaration: Declaration, kind: Kind): void {
    const variable = variableOf(instance, declaration);
    const joined = this.kinds.joined(instance, node, variable.kind, kind);
    if (joined !== variable.kind) this.changed = true;
    variable.kind = joined;
  }

  private visitFunction(instance: Instance): void {
    for (const param of instance.missing) {
      const value = instance.scope.defaults.get(param);
      if (value === undefined) {
        this.kinds.fail(instance, instance.node, `is called without ${param.name}`);
      }
      this.visit(instance, value);
      this.widen(instance, value, param, this.kinds.of(instance, value));
    }
    if (instance.node.body) this.visit(instance, instance.node.body);
  }

  private visit(instance: Instance, node: Node): void {
    if (node.type === "VariableDeclarator") this.declare(instance, node);
    else if (node.type === "AssignmentExpression") this.assign(instance, node);
    else if (node.type === "ReturnStatement") this.giveBack(instance, node);
    else if (node.type === "CallExpression") this.call(instance, node);
    else if (node.type === "MemberExpression") this.member(instance, node);
    if (node.type === "ThrowStatement") return;
    for (const part of partsOf(node)) this.visit(instance, part);
  }

  private declare(instance: Instance, node: ESTree.VariableDeclarator): void {
    const declaration = instance.scope.meaning.get(node.id);
    if (declaration === undefined || !node.init) return;
    const fixed = fixedOf(this.kinds.instances, instance, node.init);
    if (fixed === undefined) {
      this.widen(instance, node, declaration, this.kinds.of(instance, node.init));
    } else if (declaration.isConstant) {
      instance.fixed.set(declaration, fixed);
    } else {
      this.kinds.fail(instance, node, "only a constant may stand for a table or column");
    }
  }

  private assign(instance: Instance, node: ESTree.AssignmentExpression): void {
    if (node.left.type !== "Identifier") return;
    const declaration = instance.scope.meaning.get(node.left);
    if (declaration === undefined) this.kinds.fail(instance, node, "writes to a module's variable");
    this.widen(instance, node, declaration, this.kinds.of(instance, node));
  }

  private giveBack(instance: Instance, node: ESTree.ReturnStatement): void {
    if (!node.argument) return;
    const kind = this.kinds.of(instance, node.argument);
    const joined = this.kinds.joined(instance, node, instance.result ?? "none", kind);
    if (joined !== instance.result) this.changed = true;
    instance.result = joined;
  }

  private call(instance: Instance, node: ESTree.CallExpression): void {
    const callee = this.kinds.calleeOf(instance, node);
    if (callee.sort !== "instance") return;
    const target = callee.instance;
    target.scope.params.forEach((param, at) => {
      const arg = node.arguments[at] as Expression | undefined;
      if (arg === undefined || target.fixed.has(param)) return;
      this.widen(target, node, param, this.kinds.of(instance, arg));
    });
  }

  /** A getter is a call, a name after a dot is none. */
  private member(instance: Instance, node: ESTree.MemberExpression): void {
    if (!node.computed) this.kinds.getterOf(instance, node);
  }
}

export interface Analyzed {
  readonly kinds: Kinds;
  readonly entries: readonly Instance[];
}

/** Kinds of all that the functions named in `entries` reach; their own parameters are doubles. */
export function analyze(source: KernelSource, entries: readonly string[]): Analyzed {
  const instances = new Instances(source);
  const analysis = new Analysis(instances);
  const made = entries.map((name) => {
    const node = source.functions.get(name);
    if (node === undefined) throw new CompileError(`there is no function ${name}`);
    const instance = instances.of(
      name,
      node,
      node.params.map(() => null),
      null,
    );
    for (const param of instance.scope.params) variableOf(instance, param).kind = "real";
    return instance;
  });
  analysis.run();
  return { kinds: analysis.kinds, entries: made };
}
