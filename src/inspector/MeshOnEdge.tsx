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
import { ParamForm } from "./ParamForm.tsx";
import { SectionReset } from "./SectionReset.tsx";

interface MeshOnEdgeProps {
  readonly edgeId: string;
  readonly edge: EdgeDocument;
}

/** What the edge may say: all, or what makes sense without a proxy that knows requests. */
function shownParams(values: MeshValues | null, isWithin: boolean): ParamSet {
  const knowsRequests =
    values !== null && (values.mode === "sidecar" || (values.waypoint && isWithin));
  const beyond = new Set([...MESH_POLICY_NAMES, ...MESH_REQUEST_RULES]);
  const all = Object.entries(MESH_EDGE_PARAMS);
  return Object.fromEntries(knowsRequests ? all : all.filter(([name]) => !beyond.has(name)));
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
  if (way === null) return null;
  const mesh = caller ?? callee ?? "";
  const name = groups?.[mesh]?.name ?? mesh;
  const params = shownParams(values, caller === callee);
  const fallbackOf = (field: string, param: Param): Fallback => {
    const isShared = values !== null && MESH_POLICY_NAMES.includes(field);
    if (!isShared) return { value: param.default };
    return { value: values[field as keyof MeshValues], called: `From the mesh ${name}` };
  };
  const own = isRecord(edge.mesh) ? edge.mesh : {};
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
