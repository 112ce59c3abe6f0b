// What several selected things have in common: parameters of the same name, type and unit.
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { Param, ParamSet } from "../../simulation/kinds/define.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeParamsOf, kindOfNode } from "../../simulation/scenario/edge-sorts.ts";
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

/** "3 Services", "2 Databases, 1 Kafka": how many of which kind, most first. */
export function countsByKind(
  { nodes }: ScenarioDocument,
  ids: readonly string[],
): readonly { readonly kind: string; readonly label: string; readonly ids: readonly string[] }[] {
  const byKind = new Map<string, string[]>();
  for (const id of ids) {
    const kind = nodes[id]?.kind ?? "";
    byKind.set(kind, [...(byKind.get(kind) ?? []), id]);
  }
  return [...byKind]
    .map(([kind, members]) => ({ kind, label: kindOf(kind)?.label ?? kind, ids: members }))
    .sort((a, b) => b.ids.length - a.ids.length);
}
