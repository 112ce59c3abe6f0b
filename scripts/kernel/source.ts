// The program to be compiled, in one piece: bundled, so that names of all modules stand in one
// scope, and evaluated, so that tables, columns and constants are values at compile time.
import type { ESTree, Rolldown } from "vite";
import { build, parseAst } from "vite";

export type Node = ESTree.Node;
export type FunctionNode = ESTree.Function;

/** A construct outside the subset that compiles. */
export class CompileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CompileError";
  }
}

export interface KernelSource {
  readonly text: string;
  readonly functions: ReadonlyMap<string, FunctionNode>;
  /** Methods of classes by the class itself. */
  readonly classes: ReadonlyMap<unknown, ESTree.Class>;
  /** Values of top-level names that never change. */
  readonly values: ReadonlyMap<string, unknown>;
  /** The modules that it was bundled from. */
  readonly files: readonly string[];
  /** Numbers that depend on how much memory the platform grants: no constants of the kernel. */
  readonly varying: ReadonlySet<string>;
}

async function bundle(entry: string): Promise<{ code: string; files: readonly string[] }> {
  const built = (await build({
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      write: false,
      minify: false,
      target: "es2023",
      // Unused functions are kept: they may write to a table that the kernel only reads.
      rolldownOptions: {
        treeshake: false,
        output: { format: "es", topLevelVar: false, minify: false },
      },
    },
  })) as Rolldown.RolldownOutput | Rolldown.RolldownOutput[];
  const [output] = Array.isArray(built) ? built : [built];
  const [chunk, ...others] = output?.output ?? [];
  if (chunk === undefined || others.length > 0) {
    throw new CompileError(`${entry} does not bundle into one file`);
  }
  return { code: chunk.code, files: chunk.moduleIds };
}

/** Bundles and evaluates the module `entry` with all it imports. */
export async function readSource(entry: string): Promise<KernelSource> {
  const { code, files } = await bundle(entry);
  return { ...sourceOf(code), files };
}

/** The same of a program that is one module already, without imports. */
export function sourceOf(code: string): KernelSource {
  const exported = parseAst(code).body.filter(({ type }) => /^(Export|Import)/.test(type));
  let text = code;
  for (const { start, end } of [...exported].reverse()) {
    text =
      text.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, " ") + text.slice(end);
  }
  const functions = new Map<string, FunctionNode>();
  const classNodes = new Map<string, ESTree.Class>();
  const constants: string[] = [];
  for (const node of parseAst(text).body) {
    if (node.type === "FunctionDeclaration" && node.id) functions.set(node.id.name, node);
    if (node.type === "ClassDeclaration" && node.id) classNodes.set(node.id.name, node);
    if (node.type !== "VariableDeclaration") continue;
    for (const { id, init } of node.declarations) {
      if (id.type !== "Identifier") continue;
      // The bundler writes classes as variables.
      if (init?.type === "ClassExpression") classNodes.set(id.name, init);
      else if (node.kind === "const") constants.push(id.name);
    }
  }
  const names = [...constants, ...functions.keys(), ...classNodes.keys()];
  const values = evaluate(text, names, Infinity);
  const scarce = evaluate(text, names, 2 ** 30);
  const varying = constants.filter(
    (name) =>
      typeof values.get(name) === "number" && !Object.is(values.get(name), scarce.get(name)),
  );
  return {
    text,
    functions,
    classes: new Map([...classNodes].map(([name, node]) => [values.get(name), node])),
    values,
    files: [],
    varying: new Set(varying),
  };
}

/** Runs the program on a platform that gives no more than `bytes` in one piece. */
function evaluate(text: string, names: readonly string[], bytes: number): Map<string, unknown> {
  class Buffer extends ArrayBuffer {
    constructor(length: number) {
      if (length > bytes) throw new RangeError("as on a platform with less memory");
      super(length);
    }
  }
  const list = names.join(", ");
  const run = new Function(
    "ArrayBuffer",
    "WebAssembly",
    `"use strict";${text}\nreturn { ${list} };`,
  );
  return new Map(Object.entries(run(Buffer, undefined) as Record<string, unknown>));
}

/** "heapPush, line 12: while (i > 0) {" */
export function placeOf(text: string, name: string, node: Node): string {
  const line = text.slice(0, node.start).split("\n").length;
  const code = text.slice(text.lastIndexOf("\n", node.start) + 1).split("\n", 1)[0] ?? "";
  return `${name}, line ${line} of the bundle: ${code.trim()}`;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** Syntax nodes directly below a node. */
export function partsOf(node: Node): Node[] {
  return Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}
