// Builds of the engine without a part of it, to see what that part costs: without metrics, or
// without every branch that a scenario never takes (all features that are off, and all checks that
// never fail). What is left is the engine's own code and executes the same events.
import type { ESTree } from "vite";
import { developmentPackage } from "./program-script.ts";

type Node = ESTree.Node;
type Vite = typeof import("vite");

/** Part of a script to be replaced by a piece of itself, or by what is no more than punctuation. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly kept: Node | null;
  readonly after: string;
}

/** What a run executed: 0 where a character of the script never was. */
export type Executed = Uint8Array;

/** Result of the profiler of V8, of one script: outer ranges come before those inside. */
export interface CoveredFunction {
  readonly ranges: readonly {
    readonly startOffset: number;
    readonly endOffset: number;
    readonly count: number;
  }[];
}

/** Columns that hold nothing but results. */
const RESULT_COLUMNS = new Set([
  "nodeMeter",
  "edgeMeter",
  "typeMeter",
  "queuedTime",
  "workingTime",
  "blockedTime",
  "awayTime",
  "slotTime",
  "pendingTime",
  "openTime",
]);
const RECORDERS = new Set(["record", "recordZero"]);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function partsOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** Edits of the outermost nodes for which there is one. */
function editsIn(node: Node, editOf: (node: Node) => Edit | null): Edit[] {
  const edit = editOf(node);
  return edit === null ? partsOf(node).flatMap((part) => editsIn(part, editOf)) : [edit];
}

/** The script and its profile after the edits. */
function edited(script: string, executed: Executed, edits: readonly Edit[]) {
  const text: string[] = [];
  const profile: Executed[] = [];
  const take = (start: number, end: number) => {
    text.push(script.slice(start, end));
    profile.push(executed.subarray(start, end));
  };
  const put = (added: string) => {
    text.push(added);
    profile.push(new Uint8Array(added.length).fill(1));
  };
  let from = 0;
  for (const { start, end, before, kept, after } of edits) {
    take(from, start);
    put(before);
    if (kept !== null) take(kept.start, kept.end);
    put(after);
    from = end;
  }
  take(from, script.length);
  return { script: text.join(""), executed: new Uint8Array(Buffer.concat(profile)) };
}

/** Name without what the bundler adds to tell names of two modules apart. */
function plainName(node: Node): string {
  if (node.type === "MemberExpression") return plainName(node.property);
  return node.type === "Identifier" ? node.name.replace(/\$\d+$/, "") : "";
}

function isResultColumn(target: Node): boolean {
  return target.type === "MemberExpression" && RESULT_COLUMNS.has(plainName(target.object));
}

function onlyRecords(node: Node): boolean {
  if (node.type !== "ExpressionStatement") return false;
  const { expression } = node;
  if (expression.type === "UpdateExpression") return isResultColumn(expression.argument);
  if (expression.type === "AssignmentExpression") return isResultColumn(expression.left);
  return expression.type === "CallExpression" && RECORDERS.has(plainName(expression.callee));
}

export interface Reduced {
  readonly script: string;
  /** Number of places where something is gone. */
  readonly places: number;
}

async function parse(script: string): Promise<Node> {
  const { parseAst } = (await developmentPackage("vite")) as Vite;
  return parseAst(script);
}

/** The script without statements that only record something; counters of windows stay at 0. */
export async function withoutMetrics(script: string): Promise<Reduced> {
  const edits = editsIn(await parse(script), (node) =>
    onlyRecords(node)
      ? { start: node.start, end: node.end, before: ";", kept: null, after: "" }
      : null,
  );
  const { script: reduced } = edited(script, new Uint8Array(script.length), edits);
  return { script: reduced, places: edits.length };
}

/** Paints the profile of a script of `length` characters. */
export function executedOf(functions: readonly CoveredFunction[], length: number): Executed {
  const executed: Executed = new Uint8Array(length).fill(1);
  const ranges = functions.flatMap((each) => each.ranges);
  const outerFirst = ranges.sort(
    (a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset,
  );
  for (const { startOffset, endOffset, count } of outerFirst) {
    executed.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  }
  return executed;
}

/** Whether leaving the expression out changes nothing else: what was not executed does nothing. */
function isPure(node: Node, executed: Executed): boolean {
  if (executed[node.start] === 0) return true;
  const { type } = node;
  if (/^(Call|New|Assignment|Update|Await|Yield|TaggedTemplate)Expression$/.test(type))
    return false;
  if (type === "UnaryExpression" && node.operator === "delete") return false;
  return partsOf(node).every((part) => isPure(part, executed));
}

/** The profiler's ranges of blocks end before or after the closing brace. */
function never(node: Node, executed: Executed): boolean {
  const inside = node.type === "BlockStatement" ? node.start + 1 : node.start;
  return executed[inside] === 0;
}

function editOfUnused(node: Node, executed: Executed): Edit | null {
  const { type, start, end } = node;
  if (type === "SwitchCase" && node.test !== null && node.consequent.length > 0) {
    const unused = node.consequent.every((part) => never(part, executed));
    return unused ? { start, end, before: "", kept: null, after: "" } : null;
  }
  // What stands in a function that was never called may stay: it costs nothing.
  if (executed[start] === 0) return null;
  if (type !== "IfStatement" && type !== "ConditionalExpression") return null;
  const { test, consequent, alternate } = node;
  if (!isPure(test, executed)) return null;
  const [before, after] = type === "IfStatement" ? ["", ";"] : ["(", ")"];
  if (never(consequent, executed)) return { start, end, before, kept: alternate, after };
  if (alternate && never(alternate, executed))
    return { start, end, before, kept: consequent, after };
  return null;
}

/** The script without the branches that were not executed, and without asking whether to take them. */
export async function withoutUnused(script: string, executed: Executed): Promise<Reduced> {
  let present = { script, executed };
  let places = 0;
  // Branches inside of what was kept are looked at in the next pass.
  for (;;) {
    const { script: text, executed: profile } = present;
    const edits = editsIn(await parse(text), (node) => editOfUnused(node, profile));
    if (edits.length === 0) return { script: text, places };
    places += edits.length;
    present = edited(text, profile, edits);
  }
}
