// Call plans: do the calls of a node fit together, and do the operations they name ever occur?
import { checkMisses } from "./cache-checks.ts";
import {
  type CallDocument,
  callsOf,
  edgesFrom,
  operationsAt,
  shorthandOf,
  standbyEdges,
} from "./calls.ts";
import type { ScenarioDocument } from "./document.ts";
import { listOf, nearestNames } from "./nearest-names.ts";
import { type PathPart, type ProblemList, shown } from "./problem-list.ts";

interface PlacedCall {
  readonly call: CallDocument;
  readonly path: readonly PathPart[];
}

export function checkCalls(document: ScenarioDocument, problems: ProblemList): void {
  const operations = operationsAt(document);
  const standby = standbyEdges(document);
  for (const [node, edges] of edgesFrom(document)) {
    const calls = edges.flatMap((edge) => callsOnEdge(document, edge, standby, problems));
    checkChoices(calls, problems);
    checkWhen(calls, operations.get(node) ?? new Set(), problems);
    checkRequires(document, node, calls, problems);
    checkMisses(document, node, calls, problems);
    for (const { call, path } of calls) checkDistinct(call, path, problems);
  }
  checkOperations(document, operations, problems);
}

function callsOnEdge(
  document: ScenarioDocument,
  id: string,
  standby: ReadonlySet<string>,
  problems: ProblemList,
): readonly PlacedCall[] {
  const edge = document.edges[id];
  const path = ["edges", id] as const;
  const shorthand = shorthandOf(edge);
  if (standby.has(id)) return [];
  if (edge.calls === undefined) return callsOf(edge).map((call) => ({ call, path }));
  if (shorthand.length > 0) {
    problems.error("both-forms", path, `${listOf(shorthand)} and calls cannot both stand here`, {
      fix: "Move it into an entry of calls.",
    });
  }
  const seen = new Set<string>();
  return callsOf(edge).map((call, index) => {
    const own = call.id ?? String(index);
    if (seen.has(own)) {
      const found = { found: shown(own) };
      problems.error(
        "duplicate",
        [...path, "calls", index, "id"],
        "is the id of another call",
        found,
      );
    }
    seen.add(own);
    return { call, path: [...path, "calls", index] };
  });
}

/** Exactly one call of a choice group is made, so the group must stand in one stage. */
function checkChoices(calls: readonly PlacedCall[], problems: ProblemList): void {
  const stages = new Map<string, number>();
  for (const { call, path } of calls) {
    if (call.choice == null) continue;
    const stage = call.stage ?? 1;
    const first = stages.get(call.choice) ?? stage;
    stages.set(call.choice, first);
    if (first !== stage) {
      problems.error("choice", [...path, "choice"], `"${call.choice}" stands in two stages`, {
        found: `stage ${stage}`,
        allowed: `stage ${first}`,
      });
    }
  }
}

function checkWhen(
  calls: readonly PlacedCall[],
  operations: ReadonlySet<string>,
  problems: ProblemList,
): void {
  // A node that nothing reaches yet is a drawing in progress, not a mistake in a name.
  if (operations.size === 0) return;
  for (const { call, path } of calls) {
    for (const name of call.when ?? []) {
      if (operations.has(name)) continue;
      const near = nearestNames(name, operations);
      problems.warn("never", [...path, "when"], `the operation "${name}" never arrives here`, {
        found: shown(name),
        allowed: listOf([...operations]),
        ...(near.length > 0 ? { fix: `Did you mean ${listOf(near)}?` } : {}),
      });
    }
  }
}

function checkRequires(
  document: ScenarioDocument,
  node: string,
  calls: readonly PlacedCall[],
  problems: ProblemList,
): void {
  const owner = document.nodes[node];
  const operations = (owner?.operations ?? {}) as Record<string, { requires?: unknown }>;
  const all: [readonly PathPart[], unknown][] = [
    [["nodes", node, "requires"], owner?.requires],
    ...Object.entries(operations).map(([name, operation]): [readonly PathPart[], unknown] => [
      ["nodes", node, "operations", name, "requires"],
      operation.requires,
    ]),
  ];
  for (const [path, requires] of all) {
    for (const [stage, needed] of Object.entries((requires ?? {}) as Record<string, unknown>)) {
      const there = calls.filter(({ call }) => (call.stage ?? 1) === Number(stage));
      if (there.length === 0) {
        problems.warn("never", [...path, stage], `no call stands in stage ${stage}`);
      } else if (typeof needed === "number" && there.every(isSingle) && needed > there.length) {
        problems.error("out-of-range", [...path, stage], "requires more calls than there are", {
          found: shown(needed),
          allowed: `at most ${there.length}`,
        });
      }
    }
  }
}

function isSingle({ call }: PlacedCall): boolean {
  return call.count === undefined || call.count === 1;
}

/** Different instances are a matter of several calls at once. */
function checkDistinct(call: CallDocument, path: readonly PathPart[], problems: ProblemList): void {
  if (call.distinct !== true) return;
  const { count = 1, parallel } = call;
  const message =
    count === "all"
      ? "has no effect: a call to all instances reaches each of them once"
      : count === 1 || parallel !== true
        ? "has no effect on calls that are not made at once: set count and parallel"
        : null;
  if (message !== null) problems.warn("unused", [...path, "distinct"], message);
}

function checkOperations(
  document: ScenarioDocument,
  operations: ReadonlyMap<string, ReadonlySet<string>>,
  problems: ProblemList,
): void {
  for (const [id, node] of Object.entries(document.nodes)) {
    const arriving = operations.get(id) ?? new Set<string>();
    if (arriving.size === 0) continue;
    for (const name of Object.keys((node.operations as object | undefined) ?? {})) {
      if (arriving.has(name)) continue;
      const near = nearestNames(name, arriving);
      const path = ["nodes", id, "operations", name];
      problems.warn("never", path, `the operation "${name}" is never called`, {
        allowed: listOf([...arriving]),
        ...(near.length > 0 ? { fix: `Did you mean ${listOf(near)}?` } : {}),
      });
    }
  }
}
