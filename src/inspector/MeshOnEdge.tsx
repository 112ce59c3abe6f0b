import { useMemo } from "react";
import type { Param, ParamSet } from "../../simulation/kinds/define.ts";
import {
  MESH_EDGE_PARAMS,
  MESH_POLICY_NAMES,
  MESH_REQUEST_RULES,
} from "../../simulation/policies/catalog.ts";
import type { EdgeDocument } from "../../simulation/scenario/document.ts";
import { wayOf } from "../../simulation/scenario/mesh/membership.ts";
import { type MeshValues, meshValuesOf } from "../../simulation/scenario/mesh/mesh-values.ts";
import { groupKey } from "../store/group-membership.ts";
import { useDesign } from "../store/hooks.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { Block } from "./Facts.tsx";
import { type Fallback, isRecord } from "./fields/field-model.ts";
import { actsOnEdge } from "./fields/relevant-fields.ts";
import { ParamForm } from "./ParamForm.tsx";
import { SectionReset } from "./SectionReset.tsx";

type Values = Readonly<Record<string, unknown>>;

interface MeshOnEdgeProps {
  readonly edgeId: string;
  readonly edge: EdgeDocument;
}

/**
 * What of the mesh's fields stands on the edge: what the mesh can do for this call and the other values
 * let act, and what the file says.
 */
function shownParams(values: MeshValues | null, isWithin: boolean, own: Values): ParamSet {
  const knowsRequests =
    values !== null && (values.mode === "sidecar" || (values.waypoint && isWithin));
  const beyond = new Set([...MESH_POLICY_NAMES, ...MESH_REQUEST_RULES]);
  const valueAtName = (name: string) => own[name] ?? values?.[name as keyof MeshValues];
  const acts = (name: string) =>
    (knowsRequests || !beyond.has(name)) && actsOnEdge(name, own, valueAtName);
  return paramsWhere((name) => own[name] !== undefined || acts(name));
}

function paramsWhere(isShown: (name: string) => boolean): ParamSet {
  return Object.fromEntries(Object.entries(MESH_EDGE_PARAMS).filter(([name]) => isShown(name)));
}

/** What the mesh around a call does for it, each value the mesh's until the edge says otherwise. */
export function MeshOnEdge({ edgeId, edge }: MeshOnEdgeProps) {
  const document = useDesign();
  const way = wayOf(document, edgeId);
  const caller = way?.caller ?? null;
  const callee = way?.callee ?? null;
  const { groups } = document;
  const values = useMemo(
    () => (caller === null ? null : meshValuesOf({ groups } as typeof document, caller)),
    [groups, caller],
  );
  const own: Values = isRecord(edge.mesh) ? edge.mesh : {};
  if (way === null) return <IdleOnEdge {...{ edgeId, own }} />;
  const mesh = caller ?? callee ?? "";
  const name = groups?.[mesh]?.name ?? mesh;
  const params = shownParams(values, caller === callee, own);
  const fallbackOf = (field: string, param: Param): Fallback => {
    const isShared = values !== null && MESH_POLICY_NAMES.includes(field);
    if (!isShared) return { value: param.default };
    return { value: values[field as keyof MeshValues], called: `From the mesh ${name}` };
  };
  const shared = { path: `edges.${edgeId}.mesh`, values: own, fallbackOf };
  return (
    <Block
      heading="From the mesh"
      aside={<SectionReset heading="From the mesh" params={params} {...shared} />}
    >
      <p className="insp-empty">
        {caller === null
          ? "The caller has no proxy: the mesh takes the call in at the callee. "
          : "The proxy of the caller does this within each attempt of the caller's own policies. "}
        <button type="button" className="insp-link" onClick={() => selectOnly([groupKey(mesh)])}>
          {name}
        </button>
      </p>
      <ParamForm params={params} {...shared} />
    </Block>
  );
}

interface IdleProps {
  readonly edgeId: string;
  readonly own: Values;
}

/** What the file says to a mesh that is not there (any more), so that it can be seen and taken back. */
function IdleOnEdge({ edgeId, own }: IdleProps) {
  const params = paramsWhere((name) => own[name] !== undefined);
  if (Object.keys(params).length === 0) return null;
  const shared = { params, path: `edges.${edgeId}.mesh`, values: own };
  return (
    <Block heading="From the mesh" aside={<SectionReset heading="From the mesh" {...shared} />}>
      <p className="insp-empty">
        No mesh stands around this call, or it is no request: nothing of this has an effect.
      </p>
      <ParamForm {...shared} />
    </Block>
  );
}
