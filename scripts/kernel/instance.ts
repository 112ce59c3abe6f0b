// A function as it is compiled: once for every set of tables it is called with, since those are
// constants of the compiled code. Holds the kinds of its variables, which analysis widens step by step.
import type { ESTree } from "vite";
import { type Declaration, type Scope, scopeOf } from "./scope.ts";
import {
  CompileError,
  type FunctionNode,
  type KernelSource,
  type Node,
  placeOf,
} from "./source.ts";
import type { Local } from "./tree.ts";

/**
 * What is known of a value: nothing yet, a truth value, an integer of 32 bits, a whole number kept
 * as a double (or one of its infinities), any double.
 */
export type Kind = "none" | "bool" | "int" | "whole" | "real";

const WIDTH: Readonly<Record<Kind, number>> = { none: 0, bool: 1, int: 2, whole: 3, real: 4 };

/** The narrowest kind that holds both, of which neither or both are truth values. */
export function join(a: Kind, b: Kind): Kind {
  if (a === b || b === "none") return a;
  if (a === "none") return b;
  return WIDTH[a] > WIDTH[b] ? a : b;
}

export interface Variable {
  readonly declaration: Declaration;
  kind: Kind;
  local: Local | null;
}

/** A table, column or other object known when compiling. */
export interface Fixed {
  readonly value: unknown;
}

export interface Instance {
  readonly name: string;
  readonly node: FunctionNode;
  readonly scope: Scope;
  /** Parameters that are objects, and names that stand for them. */
  readonly fixed: Map<Declaration, Fixed>;
  readonly self: Fixed | null;
  /** Parameters given by every call of this instance; the others take their defaults. */
  readonly given: readonly Declaration[];
  readonly missing: readonly Declaration[];
  readonly variables: Map<Declaration, Variable>;
  /** Kind of the result; null when nothing is returned. */
  result: Kind | null;
}

export class Instances {
  readonly source: KernelSource;
  private readonly made = new Map<string, Instance>();
  private readonly scopes = new Map<FunctionNode, Scope>();
  private readonly numbers = new Map<unknown, number>();

  constructor(source: KernelSource) {
    this.source = source;
  }

  all(): Instance[] {
    return [...this.made.values()];
  }

  /** The instance of a function for arguments of which some are objects (null: a number). */
  of(
    name: string,
    node: FunctionNode,
    args: readonly (Fixed | null)[],
    self: Fixed | null,
  ): Instance {
    const key = [name, self, ...args].map((part) => this.keyOf(part)).join(" ");
    const known = this.made.get(key);
    if (known !== undefined) return known;
    let scope = this.scopes.get(node);
    if (scope === undefined) {
      scope = scopeOf(node, (part, why): never => {
        throw new CompileError(`${why} (${placeOf(this.source.text, name, part)})`);
      });
      this.scopes.set(node, scope);
    }
    const fixed = new Map<Declaration, Fixed>();
    const given: Declaration[] = [];
    const missing: Declaration[] = [];
    scope.params.forEach((param, at) => {
      const arg = args[at];
      if (arg === undefined) missing.push(param);
      else if (arg === null) given.push(param);
      else fixed.set(param, arg);
    });
    const instance: Instance = {
      name,
      node,
      scope,
      fixed,
      self,
      given,
      missing,
      variables: new Map(),
      result: null,
    };
    this.made.set(key, instance);
    return instance;
  }

  private keyOf(part: string | Fixed | null): string {
    if (part === null || typeof part === "string") return String(part);
    let number = this.numbers.get(part.value);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(part.value, number);
    }
    return `#${number}`;
  }
}

export function variableOf(instance: Instance, declaration: Declaration): Variable {
  let variable = instance.variables.get(declaration);
  if (variable === undefined) {
    variable = { declaration, kind: "none", local: null };
    instance.variables.set(declaration, variable);
  }
  return variable;
}

export function fail(source: KernelSource, instance: Instance, node: Node, why: string): never {
  throw new CompileError(`${why} (${placeOf(source.text, instance.name, node)})`);
}

/** The object that an expression always means, or undefined for numbers and unknown values. */
export function fixedOf(
  instances: Instances,
  instance: Instance,
  node: ESTree.Expression | ESTree.Super | ESTree.PrivateIdentifier,
): Fixed | undefined {
  const value = constantOf(instances, instance, node);
  return value !== undefined && typeof value.value === "object" ? value : undefined;
}

/** The value of an expression without operators that is the same whenever it is evaluated. */
export function constantOf(
  instances: Instances,
  instance: Instance,
  node: ESTree.Expression | ESTree.Super | ESTree.PrivateIdentifier,
): Fixed | undefined {
  if (node.type === "ThisExpression") return instance.self ?? undefined;
  if (node.type === "Identifier") {
    const declaration = instance.scope.meaning.get(node);
    if (declaration !== undefined) return instance.fixed.get(declaration);
    const { values, varying } = instances.source;
    if (varying.has(node.name)) {
      fail(instances.source, instance, node, `${node.name} depends on the memory of the platform`);
    }
    return values.has(node.name) ? { value: values.get(node.name) } : undefined;
  }
  if (node.type !== "MemberExpression" || node.computed) return undefined;
  const object = fixedOf(instances, instance, node.object);
  if (object === undefined || node.property.type !== "Identifier") return undefined;
  const { name } = node.property;
  const isLength = name === "length" && Array.isArray(object.value);
  const property = Object.getOwnPropertyDescriptor(object.value as object, name);
  if (property === undefined || !("value" in property)) return undefined;
  if (typeof property.value === "object" || isLength) return { value: property.value };
  return undefined;
}
