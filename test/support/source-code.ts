// Reads the project's own source files as syntax trees, for the checks of tidy.test.ts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseSync } from "vite";

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

export interface SourceFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly comments: readonly string[];
  readonly nodes: readonly SyntaxNode[];
  /** Every module named in the file: type-only, re-exported and dynamic ones too. */
  readonly imports: readonly string[];
}

const CODE = /\.(tsx?|mjs)$/;

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** The node and everything below it, parents first. */
function collect(node: SyntaxNode, into: SyntaxNode[]): void {
  into.push(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) collect(child, into);
    }
  }
}

const NAMES_A_MODULE = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

function moduleNamedBy(node: SyntaxNode): string | undefined {
  if (!NAMES_A_MODULE.has(node.type) || !isNode(node.source)) return undefined;
  return typeof node.source.value === "string" ? node.source.value : undefined;
}

export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const nodes: SyntaxNode[] = [];
  collect(program as unknown as SyntaxNode, nodes);
  return {
    path,
    lines: text.replace(/\n$/, "").split("\n"),
    comments: comments.map((comment) => comment.value),
    nodes,
    imports: nodes.map(moduleNamedBy).filter((name) => name !== undefined),
  };
}

export function sourceFilesIn(folder: string): SourceFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .filter((path) => CODE.test(path))
    .sort()
    .map((path) => parseSource(path, readFileSync(path, "utf8")));
}
