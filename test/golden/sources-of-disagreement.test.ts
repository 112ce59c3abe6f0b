// Beyond what tidy.test.ts forbids: constructs of the language whose outcome the standard leaves to
// the engine, to its garbage collector, to its version of Unicode or to other threads.
import { describe, expect, it } from "vitest";
import {
  parseSource,
  type SourceFile,
  type SyntaxNode,
  sourceFilesIn,
} from "../support/source-code.ts";

const UNSTEADY_NAMES = new Set(
  (
    "WeakRef FinalizationRegistry SharedArrayBuffer Atomics Temporal eval Function navigator process " +
    "console structuredClone Worker MessageChannel"
  ).split(" "),
);
/** Depends on the engine's version of Unicode; is worded by the engine. */
const UNSTEADY_MEMBERS = new Set(["normalize", "stack"]);
const COMPARISONS = new Set(["<", ">", "<=", ">="]);
const FUNCTIONS = new Set(["ArrowFunctionExpression", "FunctionExpression"]);

function nodeOf(value: unknown): SyntaxNode | null {
  return typeof value === "object" && value !== null && "type" in value
    ? (value as SyntaxNode)
    : null;
}

function nameOf(value: unknown): string {
  return String(nodeOf(value)?.name ?? "");
}

/** A comparator that gives true or false: how the engine walks the list decides what comes out. */
function comparesByTruth({ type, callee, arguments: given }: SyntaxNode): boolean {
  if (type !== "CallExpression") return false;
  if (!/^(sort|toSorted)$/.test(nameOf(nodeOf(callee)?.property))) return false;
  const [comparator] = (given ?? []) as unknown[];
  const compare = nodeOf(comparator);
  if (compare === null || !FUNCTIONS.has(compare.type)) return false;
  const body = nodeOf(compare.body);
  return body?.type === "BinaryExpression" && COMPARISONS.has(String(body.operator));
}

/** A regular expression that asks for properties of characters or folds their case. */
function asksUnicode({ type, regex }: SyntaxNode): boolean {
  if (type !== "Literal" || typeof regex !== "object" || regex === null) return false;
  const { pattern, flags } = regex as { readonly pattern: string; readonly flags: string };
  return /\\p\{/i.test(pattern) || (flags.includes("i") && /[uv]/.test(flags));
}

/** Identifiers in the place of a value: not the name of a property, a parameter's type, a field. */
function valueNames(nodes: readonly SyntaxNode[]): readonly string[] {
  const labels = new Set(
    nodes
      .filter(({ computed, shorthand }) => !computed && !shorthand)
      .flatMap(({ property, key, typeName }) => [property, key, typeName]),
  );
  return nodes.filter((node) => node.type === "Identifier" && !labels.has(node)).map(nameOf);
}

function disagreementsIn({ path, nodes }: SourceFile): string[] {
  if (!/^simulation\/(?!cli\/)/.test(path)) return [];
  const found: string[] = valueNames(nodes).filter((name) => UNSTEADY_NAMES.has(name));
  for (const node of nodes) {
    if (node.type === "ForInStatement") found.push("for ... in");
    if (comparesByTruth(node)) found.push("a comparator that gives true or false");
    if (asksUnicode(node)) found.push("a pattern that asks for Unicode's tables");
    const member = nameOf(node.property);
    if (node.type === "MemberExpression" && UNSTEADY_MEMBERS.has(member)) found.push(member);
  }
  return found.map((what) => `${path} uses ${what}: engines may differ`);
}

describe("what engines may do differently", () => {
  it.each([
    "for (const id in nodes) visit(id);",
    "rows.sort((a, b) => a < b);",
    "rows.toSorted(function (a, b) { return a; }).sort((a, b) => a.at >= b.at);",
    "const held = new WeakRef(row);",
    "const shared = new SharedArrayBuffer(8);",
    "const run = new Function('return 1');",
    "eval('1');",
    "const cores = navigator.hardwareConcurrency;",
    "const zone = process.env.TZ;",
    'const name = id.normalize("NFC");',
    "const place = new Error().stack;",
    "const letter = /\\p{L}/u.test(id);",
    "const same = /straße/iu.test(id);",
  ])("is caught: %s", (code) => {
    expect(disagreementsIn(parseSource("simulation/core/a.ts", code))).toHaveLength(1);
  });

  it.each([
    "for (const id of Object.keys(nodes)) visit(id);",
    "rows.sort((a, b) => a - b); names.sort(); ids.sort((a, b) => (a < b ? -1 : 1));",
    "const run = { stack: 1, process: 2 }.process;",
    "const name = id.toLowerCase();",
    "type F = Function; const known = /^[a-z]+$/i.test(id);",
  ])("is allowed: %s", (code) => {
    expect(disagreementsIn(parseSource("simulation/core/a.ts", code))).toEqual([]);
  });

  it("is nowhere in the simulation", () => {
    const files = sourceFilesIn("simulation");
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap(disagreementsIn)).toEqual([]);
  });
});
