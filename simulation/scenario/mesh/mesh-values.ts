// What a mesh says: its own values with those of its preset, and for each call what the edge says
// instead.
import type { ValuesOf } from "../../kinds/define.ts";
import {
  MESH_EDGE_PARAMS,
  MESH_PARAMS,
  MESH_POLICY_NAMES,
  PRESETS,
  type PresetSet,
} from "../../policies/catalog.ts";
import type { GroupDocument, Origin, ScenarioDocument } from "../document.ts";
import { isObject, type JsonObject } from "../json-shape.ts";
import { resolveValues, type Supplied } from "../resolve-values.ts";

export type MeshValues = ValuesOf<typeof MESH_PARAMS>;
export type MeshEdgeValues = ValuesOf<typeof MESH_EDGE_PARAMS>;

function suppliedBy(group: GroupDocument | undefined): Supplied {
  const presets: PresetSet = PRESETS.mesh;
  const name = String(group?.preset ?? "");
  if (!Object.hasOwn(presets, name)) return { values: {}, origin: "default" };
  return { values: presets[name].values as JsonObject, origin: "preset" };
}

/** All values of a mesh. */
export function meshValuesOf(
  document: ScenarioDocument,
  mesh: string,
  origins: Map<string, Origin> = new Map(),
): MeshValues {
  const group = document.groups?.[mesh];
  const given = (group ?? {}) as JsonObject;
  const path = `groups.${mesh}`;
  return resolveValues(MESH_PARAMS, given, path, origins, suppliedBy(group)) as MeshValues;
}

/** What an edge says beside what its mesh says: the fields of one policy are taken together. */
function together(own: unknown, inherited: unknown): unknown {
  if (own === undefined) return inherited;
  if (!isObject(own) || !isObject(inherited) || own.preset !== undefined) return own;
  return { ...inherited, ...own };
}

/** Policies and rules in force on an edge; those of the mesh where the edge says nothing. */
export function edgeMeshValuesOf(
  document: ScenarioDocument,
  edge: string,
  mesh: string | null,
  origins: Map<string, Origin> = new Map(),
): MeshEdgeValues {
  const own = (document.edges[edge]?.mesh ?? {}) as JsonObject;
  const group = mesh === null ? undefined : document.groups?.[mesh];
  const shared = (group ?? {}) as JsonObject;
  const merged = Object.fromEntries(
    MESH_POLICY_NAMES.map((name) => [name, together(own[name], shared[name])]),
  );
  const path = `edges.${edge}.mesh`;
  const given = { ...own, ...merged } as JsonObject;
  const values = resolveValues(MESH_EDGE_PARAMS, given, path, origins, suppliedBy(group));
  if (mesh !== null) {
    for (const name of MESH_POLICY_NAMES) {
      if (own[name] === undefined) origins.set(`${path}.${name}`, `inherited:${mesh}`);
    }
  }
  return values as MeshEdgeValues;
}
