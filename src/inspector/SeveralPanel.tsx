import { Button, Tabs } from "@mantine/core";
import { useMemo } from "react";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { protocolOfEdge } from "../../simulation/scenario/edge-sorts.ts";
import { isSpoken } from "../../simulation/scenario/fields-by-kind.ts";
import { resetTogether } from "../store/bulk-edits.ts";
import { remove } from "../store/document-actions.ts";
import { useDesign } from "../store/hooks.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import { connectionParams, policyParams } from "./edge-policies.ts";
import { Block } from "./Facts.tsx";
import { SeveralContext } from "./fields/several.ts";
import { ParamForm } from "./ParamForm.tsx";
import { SeveralProtocols } from "./ProtocolField.tsx";
import {
  type Alike,
  edgesBySort,
  nodesByKind,
  type Shared,
  sharedByEdges,
  sharedByNodes,
} from "./parameters-in-common.ts";
import { sectionsOf } from "./sections.ts";

/** Several things selected: what they have in common is shown and edited together. */
export function SeveralPanel({ ids }: { readonly ids: readonly string[] }) {
  const document = useDesign();
  const nodes = ids.filter((id) => document.nodes[id]);
  const edges = ids.filter((id) => document.edges[id]);
  const parts = [counted(nodes.length, "node"), counted(edges.length, "edge")].filter(Boolean);
  return (
    <>
      <header className="insp-head">
        <div className="insp-title">
          <div>
            <h2>{ids.length} selected</h2>
            <p>{parts.length > 0 ? parts.join(", ") : "Choose one to see its parameters."}</p>
          </div>
        </div>
      </header>
      {nodes.length > 0 && edges.length > 0 ? (
        <Tabs className="insp-tabs" defaultValue="nodes" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="nodes">Nodes</Tabs.Tab>
            <Tabs.Tab value="edges">Edges</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="nodes" className="insp-body">
            <Nodes ids={nodes} />
          </Tabs.Panel>
          <Tabs.Panel value="edges" className="insp-body">
            <Edges ids={edges} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <div className="insp-body">
          {nodes.length > 0 ? <Nodes ids={nodes} /> : null}
          {edges.length > 0 ? <Edges ids={edges} /> : null}
          {nodes.length + edges.length === 0 ? <Members ids={ids} /> : null}
        </div>
      )}
    </>
  );
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

interface IdsProps {
  readonly ids: readonly string[];
}

function Nodes({ ids }: IdsProps) {
  const document = useDesign();
  const shared = useMemo(() => sharedByNodes(document, ids), [document, ids]);
  const [first = ""] = ids;
  const path = `nodes.${first}`;
  const values = document.nodes[first] ?? {};
  return (
    <div className="insp-columns">
      <Kinds heading="Kinds" groups={nodesByKind(document, ids)} />
      <SeveralContext value={shared.entities}>
        {sectionsOf(shared.params).map(({ heading, params }) => (
          <Block key={heading} heading={heading}>
            <ParamForm key={ids.join(" ")} {...{ params, path, values }} />
          </Block>
        ))}
      </SeveralContext>
      <Actions ids={ids} shared={shared} noun="nodes" />
      <Members ids={ids} />
    </div>
  );
}

function Edges({ ids }: IdsProps) {
  const document = useDesign();
  const shared = useMemo(() => sharedByEdges(document, ids), [document, ids]);
  const [first = ""] = ids;
  const path = `edges.${first}`;
  const values = document.edges[first] ?? {};
  const fallbackOf = (name: string) => shared.entities[0]?.fallbackOf(name) ?? { value: null };
  const form = { path, values, fallbackOf };
  const policies = policyParams(shared.params);
  const spoken = Object.fromEntries(
    Object.entries(connectionParams(shared.params)).filter(([name]) =>
      ids.every((id) => isSpoken(name, protocolOfEdge(document, id))),
    ),
  );
  const key = ids.join(" ");
  return (
    <div className="insp-columns">
      <Kinds heading="What they do" groups={edgesBySort(document, ids)} />
      <SeveralContext value={shared.entities}>
        <Block heading="Connection">
          <SeveralProtocols ids={ids} />
          <ParamForm key={key} params={spoken} {...form} />
        </Block>
        {Object.keys(policies).length > 0 ? (
          <Block heading="Policies">
            <ParamForm key={key} params={policies} {...form} />
          </Block>
        ) : null}
      </SeveralContext>
      <Actions ids={ids} shared={shared} noun="edges" />
      <Members ids={ids} />
    </div>
  );
}

interface KindsProps {
  readonly heading: string;
  readonly groups: readonly Alike[];
}

/** How many of which kind; with more than one, a click leaves those of a kind selected. */
function Kinds({ heading, groups }: KindsProps) {
  const [only] = groups;
  if (groups.length === 1 && only) {
    return (
      <p className="insp-hint">
        {heading}: {only.label}. What you set holds for all of them, as one step to undo.
      </p>
    );
  }
  return (
    <Block heading={heading}>
      <p className="insp-hint">Shown is what all of them have. One narrows the selection.</p>
      <div className="insp-buttons">
        {groups.map(({ label, ids }) => (
          <button
            key={label}
            type="button"
            className="insp-name"
            aria-label={`Select only ${label}: ${ids.length}`}
            onClick={() => selectOnly(ids)}
          >
            {label} <span className="ui-num">{ids.length}</span>
          </button>
        ))}
      </div>
    </Block>
  );
}

interface ActionsProps extends IdsProps {
  readonly shared: Shared;
  readonly noun: string;
}

function explicitCount(document: ScenarioDocument, { params, entities }: Shared): number {
  return entities.reduce((sum, { path }) => {
    const [section, id = ""] = [path.split(".")[0], path.slice(path.indexOf(".") + 1)];
    const own = section === "nodes" ? document.nodes[id] : document.edges[id];
    return sum + Object.keys(params).filter((name) => own?.[name] !== undefined).length;
  }, 0);
}

function Actions({ ids, shared, noun }: ActionsProps) {
  const document = useDesign();
  const explicit = explicitCount(document, shared);
  const reset = () =>
    void resetTogether(
      shared.entities.flatMap(({ path, fallbackOf }) =>
        Object.keys(shared.params).map((name) => ({
          path: `${path}.${name}`,
          fallback: fallbackOf(name).value,
        })),
      ),
      `${ids.length} ${noun}`,
    );
  return (
    <Block heading="All of them">
      <div className="insp-buttons">
        <Button size="compact-xs" variant="default" disabled={explicit === 0} onClick={reset}>
          Reset to defaults
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => remove(ids)}>
          Remove {ids.length} {noun}
        </Button>
      </div>
    </Block>
  );
}

/** Each of them; a click leaves it alone selected. */
function Members({ ids }: IdsProps) {
  const { nodes } = useDesign();
  return (
    <Block heading="Selected">
      <ul className="insp-list">
        {ids.map((id) => (
          <li key={id}>
            <button type="button" className="insp-link" onClick={() => selectOnly([id])}>
              {nodes[id] ? <KindIcon icon={nodes[id].kind} size={14} /> : null}
              {nodes[id]?.name ?? id.replace(/^fault:/, "")}
            </button>
          </li>
        ))}
      </ul>
    </Block>
  );
}
