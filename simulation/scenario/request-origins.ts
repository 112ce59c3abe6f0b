// Which request types the calls over an edge descend from. A header that a client sends with requests of
// one type is there at every call that follows from them, because services hand it on; no message has it.
import { isSource, requestTypesOf } from "../kinds/catalog.ts";
import { callsOf, edgesFrom, operationsOver } from "./calls.ts";
import type { ScenarioDocument } from "./document.ts";
import { isBroker, kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";

/** Of what came by a message, or from nobody's request. */
const NO_TYPE = "";

type Types = ReadonlySet<string>;

const known = new WeakMap<ScenarioDocument, ReadonlyMap<string, ReadonlyMap<string, Types>>>();

/** By node and operation. */
function typesAt(document: ScenarioDocument): ReadonlyMap<string, ReadonlyMap<string, Types>> {
  const before = known.get(document);
  if (before) return before;
  const reached = new Map<string, Map<string, Set<string>>>();
  const open: string[] = [];
  /** True if something was new. */
  const add = (node: string, operation: string, types: Iterable<string>): boolean => {
    const here = reached.get(node) ?? new Map<string, Set<string>>();
    reached.set(node, here);
    const own = here.get(operation) ?? new Set<string>();
    here.set(operation, own);
    const { size } = own;
    for (const type of types) own.add(type);
    return own.size > size;
  };
  for (const [id, node] of Object.entries(document.nodes)) {
    if (!isSource(node.kind)) continue;
    for (const type of requestTypesOf(node)) add(id, type, [type]);
    open.push(id);
  }
  const leaving = edgesFrom(document);
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    const kind = kindOfNode(document.nodes, from);
    const delivers = kind !== undefined && isBroker(kind);
    for (const edge of leaving.get(from) ?? []) {
      const to = parseEdgeId(edge)?.to ?? "";
      if (document.nodes[to] === undefined) continue;
      let isNew = false;
      for (const [operation, types] of reached.get(from) ?? []) {
        for (const target of operationsOver(document, edge, [operation])) {
          if (add(to, target, delivers ? [NO_TYPE] : types)) isNew = true;
        }
      }
      if (isNew) open.push(to);
    }
  }
  known.set(document, reached);
  return reached;
}

/** By the operation that is asked for over an edge. */
export function typesOver(document: ScenarioDocument, edge: string): ReadonlyMap<string, Types> {
  const found = new Map<string, Set<string>>();
  const atCaller = typesAt(document).get(parseEdgeId(edge)?.from ?? "") ?? new Map<string, Types>();
  for (const call of callsOf(document.edges[edge])) {
    for (const [operation, types] of atCaller) {
      if (call.when && !call.when.includes(operation)) continue;
      const target = call.operation ?? operation;
      found.set(target, new Set([...(found.get(target) ?? []), ...types]));
    }
  }
  return found;
}
