// What several selected things have in common: parameters of the same name, type and unit.
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { Param, ParamSet } from "../../simulation/kinds/define.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeParamsOf, edgeSortOf, kindOfNode } from "../../simulation/scenario/edge-sorts.ts";
import { parseEdgeId } from "../../simulation/scenario/ids.ts";
import { edgeFallbacks } from "./edge-policies.ts";
import { defaultOf, type Fallback } from "./fields/field-model.ts";
import type { Entity } from "./fields/several.ts";

/** Of one thing alone: its own name, and lists that differ from thing to thing. */
const SINGLE: ReadonlySet<Param["type"]> = new Set(["map", "points", "requires", "text"]);

function isAlike(a: Param, b: Param | undefined): boolean {
  if (!b || a.type !== b.type || (a.nullMeans === undefined) !== (b.nullMeans === undefined)) {
    return false;
  }
  if ("unit" in a && "unit" in b && a.unit !== b.unit) return false;
  if (a.type === "choice" && b.type === "choice") return String(a.options) === String(b.options);
  if (a.type !== "object" || b.type !== "object") return true;
  const names = Object.keys(a.fields);
  return (
    names.length === Object.keys(b.fields).length &&
    names.every((name) => isAlike(a.fields[name] as Param, b.fields[name]))
  );
}

/** Parameters of the first set that all the others have too. */
export function sharedParams([first, ...others]: readonly ParamSet[]): ParamSet {
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(
      ([name, param]) =>
        !SINGLE.has(param.type) && others.every((params) => isAlike(param, params[name])),
    ),
  );
}

export interface Shared {
  readonly params: ParamSet;
  readonly entities: readonly Entity[];
}

const NONE: Fallback = { value: undefined };

export function sharedByNodes({ nodes }: ScenarioDocument, ids: readonly string[]): Shared {
  const sets = ids.map((id) => kindOf(nodes[id]?.kind ?? "")?.params ?? {});
  const entities = ids.map((id, index): Entity => {
    const params = sets[index] ?? {};
    return {
      path: `nodes.${id}`,
      fallbackOf: (name) => (params[name] ? defaultOf(name, params[name]) : NONE),
    };
  });
  return { params: sharedParams(sets), entities };
}

export function paramsOfEdge({ nodes }: ScenarioDocument, id: string): ParamSet {
  const ends = parseEdgeId(id);
  const from = ends ? kindOfNode(nodes, ends.from) : undefined;
  const to = ends ? kindOfNode(nodes, ends.to) : undefined;
  return from && to ? edgeParamsOf(from, to) : {};
}

export function sharedByEdges(document: ScenarioDocument, ids: readonly string[]): Shared {
  const sets = ids.map((id) => paramsOfEdge(document, id));
  const entities = ids.map((id, index): Entity => {
    const params = sets[index] ?? {};
    const fallbackOf = edgeFallbacks(document.edges[id] ?? {});
    return {
      path: `edges.${id}`,
      fallbackOf: (name) => (params[name] ? fallbackOf(name, params[name]) : NONE),
    };
  });
  return { params: sharedParams(sets), entities };
}

export interface Alike {
  readonly label: string;
  readonly ids: readonly string[];
}

/** Those of a label together, most first. */
function alike(ids: readonly string[], labelOf: (id: string) => string): readonly Alike[] {
  const byLabel = new Map<string, string[]>();
  for (const id of ids) byLabel.set(labelOf(id), [...(byLabel.get(labelOf(id)) ?? []), id]);
  return [...byLabel]
    .map(([label, members]) => ({ label, ids: members }))
    .sort((a, b) => b.ids.length - a.ids.length);
}

/** Which of the nodes are of which kind. */
export function nodesByKind({ nodes }: ScenarioDocument, ids: readonly string[]): readonly Alike[] {
  return alike(ids, (id) => kindOf(nodes[id]?.kind ?? "")?.label ?? nodes[id]?.kind ?? "");
}

const SORTS = { call: "Call", publish: "Publish", deliver: "Delivery", export: "Export" } as const;

/** Which of the edges call, publish and deliver: their parameters differ. */
export function edgesBySort({ nodes }: ScenarioDocument, ids: readonly string[]): readonly Alike[] {
  return alike(ids, (id) => {
    const ends = parseEdgeId(id);
    const from = ends ? kindOfNode(nodes, ends.from) : undefined;
    const to = ends ? kindOfNode(nodes, ends.to) : undefined;
    return from && to ? SORTS[edgeSortOf(from, to)] : id;
  });
}
