// What schema registries, and the calls that reach them, say about each other.
import { callsOf } from "./calls.ts";
import type { ScenarioDocument } from "./document.ts";
import { isBroker, kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import type { ProblemList } from "./problem-list.ts";

const REGISTRY = "schema-registry";

/** Fields of a call that mean nothing where it is made once, before all others. */
const PLANNED = ["stage", "count", "probability", "whenMiss", "choice"] as const;

/** Checks registries of a document whose entities are each sound. */
export function checkSchemas(document: ScenarioDocument, problems: ProblemList): void {
  const asking = new Map<string, string>();
  for (const id of Object.keys(document.edges)) {
    const ends = parseEdgeId(id);
    if (ends === null || document.nodes[ends.to]?.kind !== REGISTRY) continue;
    const first = asking.get(ends.from);
    asking.set(ends.from, first ?? id);
    if (first !== undefined) {
      const message = `is one too many: ${ends.from} asks over ${first} already`;
      problems.error("conflict", ["edges", id], message);
    } else if (!usesSchemas(document, ends.from)) {
      const message = `is asked each time: ${ends.from} neither publishes nor consumes anything`;
      problems.warn("risk", ["edges", id], message);
    }
    checkEdge(document, id, problems);
  }
}

/** Whether a node writes to or reads from something that hands on. */
function usesSchemas(document: ScenarioDocument, node: string): boolean {
  return Object.keys(document.edges).some((id) => {
    const ends = parseEdgeId(id);
    if (ends === null || (ends.from !== node && ends.to !== node)) return false;
    const other = kindOfNode(document.nodes, ends.from === node ? ends.to : ends.from);
    return other !== undefined && isBroker(other);
  });
}

function checkEdge(document: ScenarioDocument, id: string, problems: ProblemList): void {
  const edge = document.edges[id] ?? {};
  if (edge.oneWay === true) {
    const message = "is not possible: whoever asks for a schema needs the answer";
    problems.error("conflict", ["edges", id, "oneWay"], message);
  }
  const hasList = Array.isArray(edge.calls);
  for (const [at, call] of callsOf(edge).entries()) {
    for (const name of PLANNED) {
      if (call[name] === undefined || call[name] === null) continue;
      const path = hasList ? ["edges", id, "calls", at, name] : ["edges", id, name];
      problems.warn("unused", path, "has no effect: a schema is asked for once, before anything");
    }
  }
}
