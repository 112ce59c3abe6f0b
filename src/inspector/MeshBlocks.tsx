import { NativeSelect, Switch } from "@mantine/core";
import { useMemo } from "react";
import type { Param, ParamSet } from "../../simulation/kinds/define.ts";
import { MESH_PARAMS, MESH_POLICY_NAMES, MESH_PRESETS } from "../../simulation/policies/catalog.ts";
import type { GroupDocument } from "../../simulation/scenario/document.ts";
import { wayOf } from "../../simulation/scenario/mesh/membership.ts";
import { setMeshOn, setMeshPreset } from "../store/group-actions.ts";
import { useDesign } from "../store/hooks.ts";
import { edgeLiveOf } from "../store/live-values.ts";
import { useStudio } from "../store/studio-store.ts";
import { formatRate, formatRatio } from "../ui/format.ts";
import { Block, FactTable } from "./Facts.tsx";
import type { Fallback } from "./fields/field-model.ts";
import { fallbackIn, presetOf } from "./fields/preset-values.ts";
import { actsOnEdge } from "./fields/relevant-fields.ts";
import { MESH_GUIDE } from "./mesh-guide.ts";
import { ParamForm } from "./ParamForm.tsx";
import { Guide } from "./ProtocolGuide.tsx";
import { SectionReset } from "./SectionReset.tsx";

interface MeshProps {
  readonly groupId: string;
  readonly group: GroupDocument;
}

const OF_AMBIENT = ["waypoint", "waypointCpuMs", "waypointReplicas"];

function pick(names: (name: string) => boolean): ParamSet {
  return Object.fromEntries(Object.entries(MESH_PARAMS).filter(([name]) => names(name)));
}

/** A mesh: its product, what its proxies cost, its policies, and what of it is simulated. */
export function MeshBlocks({ groupId, group }: MeshProps) {
  const isOn = group.enabled !== false;
  return (
    <>
      <Product {...{ groupId, group, isOn }} />
      {isOn ? <MeshNow groupId={groupId} /> : null}
      {isOn ? <MeshParameters {...{ groupId, group }} /> : null}
    </>
  );
}

function Product({ groupId, group, isOn }: MeshProps & { readonly isOn: boolean }) {
  const preset = presetOf("mesh", group.preset);
  return (
    <Block heading="Mesh">
      <Switch
        size="xs"
        label="Simulated"
        checked={isOn}
        onChange={(event) => setMeshOn(groupId, event.currentTarget.checked)}
      />
      <div className="insp-field" data-path={`groups.${groupId}.preset`}>
        <div className="insp-label">
          <label htmlFor="insp-mesh-preset">Product</label>
        </div>
        <div className="insp-control">
          <NativeSelect
            id="insp-mesh-preset"
            size="xs"
            data={[
              { value: "", label: "None: our defaults" },
              ...MESH_PRESETS.map((name) => ({
                value: name,
                label: presetOf("mesh", name)?.label ?? name,
              })),
            ]}
            value={preset ? String(group.preset) : ""}
            onChange={(event) => setMeshPreset(groupId, event.currentTarget.value || null)}
          />
        </div>
      </div>
      {preset ? (
        <p className="insp-empty">
          {preset.note} As of {String(group.preset).split("@")[1]}: {preset.source}.
        </p>
      ) : null}
      <Guide label="meshes" guide={MESH_GUIDE} />
    </Block>
  );
}

/** What its proxies do at this moment, over all edges that begin at them. */
function MeshNow({ groupId }: { readonly groupId: string }) {
  const document = useDesign();
  const edges = useMemo(
    () => Object.keys(document.edges).filter((id) => wayOf(document, id)?.caller === groupId),
    [document, groupId],
  );
  const text = useStudio(({ run }) => {
    let ratePerS = 0;
    let retried = 0;
    let ejected = 0;
    for (const id of edges) {
      const live = edgeLiveOf(run, id);
      if (live === null || !(live.ratePerS > 0)) continue;
      ratePerS += live.ratePerS;
      retried += live.ratePerS * (live.retryRatio > 0 ? live.retryRatio : 0);
      ejected = Math.max(ejected, live.ejectedRatio > 0 ? live.ejectedRatio : 0);
    }
    const share = ratePerS > 0 ? retried / ratePerS : Number.NaN;
    return [formatRate(ratePerS), formatRatio(share), formatRatio(ejected)].join("\n");
  });
  const [rate = "", retried = "", ejected = ""] = text.split("\n");
  return (
    <Block heading="Calls through it">
      <FactTable
        facts={[
          { label: "Edges from members", value: String(edges.length) },
          { label: "Attempts", value: rate },
          { label: "Retries, of the attempts", value: retried },
          { label: "Instances ejected, at most", value: ejected },
        ]}
      />
    </Block>
  );
}

function MeshParameters({ groupId, group }: MeshProps) {
  const path = `groups.${groupId}`;
  const preset = presetOf("mesh", group.preset);
  const place = preset === null ? null : { preset, prefix: "" };
  const fallbackOf = (name: string, param: Param): Fallback =>
    fallbackIn(name, param, place, preset?.values);
  const mode = group.mode ?? preset?.values.mode ?? MESH_PARAMS.mode.default;
  const isAmbient = mode === "ambient";
  const isPolicy = (name: string) => MESH_POLICY_NAMES.includes(name);
  const proxies = pick((name) => !isPolicy(name) && (isAmbient || !OF_AMBIENT.includes(name)));
  const hasPolicies = !isAmbient || (group.waypoint ?? preset?.values.waypoint) === true;
  const valueAtName = (name: string) =>
    group[name] ?? fallbackOf(name, (MESH_PARAMS as ParamSet)[name] as Param).value;
  const policies = pick(
    (name) =>
      isPolicy(name) && (hasPolicies || name === "pool") && actsOnEdge(name, group, valueAtName),
  );
  const shared = { path, fallbackOf, values: group };
  return (
    <>
      <Block
        heading="Proxies"
        aside={<SectionReset heading="Proxies" params={proxies} {...shared} />}
      >
        <ParamForm params={proxies} {...shared} />
      </Block>
      <Block
        heading="Policies of the mesh"
        aside={<SectionReset heading="Policies of the mesh" params={policies} {...shared} />}
      >
        {hasPolicies ? null : (
          <p className="insp-empty">
            A ztunnel knows connections, not requests: without a waypoint there is nothing to retry,
            time out or eject by.
          </p>
        )}
        <ParamForm params={policies} {...shared} />
      </Block>
    </>
  );
}
