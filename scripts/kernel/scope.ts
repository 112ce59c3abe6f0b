// Which declaration each name of a function means.
import type { ESTree } from "vite";
import { type FunctionNode, type Node, partsOf } from "./source.ts";

/** A parameter or local name; compared by identity. */
export interface Declaration {
  readonly name: string;
  readonly node: Node;
  readonly isConstant: boolean;
}

export interface Scope {
  readonly params: readonly Declaration[];
  /** Value of a parameter that a call may leave out. */
  readonly defaults: ReadonlyMap<Declaration, ESTree.Expression>;
  /** By the identifier that uses or declares it; names not in it are top-level or built in. */
  readonly meaning: ReadonlyMap<Node, Declaration>;
}

type Fail = (node: Node, why: string) => never;

class Resolver {
  private readonly fail: Fail;
  readonly meaning = new Map<Node, Declaration>();
  private readonly scopes: Map<string, Declaration>[] = [];

  constructor(fail: Fail) {
    this.fail = fail;
  }

  declare(id: Node, isConstant: boolean): Declaration {
    if (id.type !== "Identifier") return this.fail(id, "takes a value apart");
    const declaration = { name: id.name, node: id, isConstant };
    this.scopes.at(-1)?.set(id.name, declaration);
    this.meaning.set(id, declaration);
    return declaration;
  }

  within(visit: () => void): void {
    this.scopes.push(new Map());
    visit();
    this.scopes.pop();
  }

  private find(name: string): Declaration | undefined {
    for (let at = this.scopes.length - 1; at >= 0; at--) {
      const found = this.scopes[at]?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  visit(node: Node): void {
    if (node.type === "Identifier") {
      const declaration = this.find(node.name);
      if (declaration !== undefined) this.meaning.set(node, declaration);
      return;
    }
    if (node.type === "MemberExpression" && !node.computed) {
      this.visit(node.object);
      return;
    }
    if (node.type === "VariableDeclaration") {
      for (const { id, init } of node.declarations) {
        if (init) this.visit(init);
        this.declare(id, node.kind === "const");
      }
      return;
    }
    if (/^(BlockStatement|ForStatement|SwitchStatement)$/.test(node.type)) {
      this.within(() => {
        for (const part of partsOf(node)) this.visit(part);
      });
      return;
    }
    for (const part of partsOf(node)) this.visit(part);
  }
}

/** Parameters and names of a function; nested functions are none of the subset. */
export function scopeOf(node: FunctionNode, fail: Fail): Scope {
  const resolver = new Resolver(fail);
  const params: Declaration[] = [];
  const defaults = new Map<Declaration, ESTree.Expression>();
  resolver.within(() => {
    for (const param of node.params) {
      if (param.type === "AssignmentPattern") {
        resolver.visit(param.right);
        const declaration = resolver.declare(param.left, false);
        defaults.set(declaration, param.right);
        params.push(declaration);
      } else {
        params.push(resolver.declare(param, false));
      }
    }
    if (node.body) resolver.visit(node.body);
  });
  return { params, defaults, meaning: resolver.meaning };
}
