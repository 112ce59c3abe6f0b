import { NativeSelect } from "@mantine/core";
import { protocolOf } from "../../simulation/protocols/catalog.ts";
import type { EdgeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { kindOfNode, protocolsBetween } from "../../simulation/scenario/edge-sorts.ts";
import { parseEdgeId } from "../../simulation/scenario/ids.ts";
import { setBasesTogether } from "../store/bulk-edits.ts";
import { useDesign } from "../store/hooks.ts";

interface ProtocolFieldProps {
  readonly edgeId: string;
  readonly edge: EdgeDocument;
  readonly protocols: readonly string[];
}

export function ProtocolField({ edgeId, edge, protocols }: ProtocolFieldProps) {
  const current = edge.protocol ?? protocols[0] ?? "";
  const options = protocols.includes(current) ? protocols : [...protocols, current];
  return <ProtocolRow ids={[edgeId]} {...{ current, options }} />;
}

interface RowProps {
  readonly ids: readonly string[];
  /** Empty: they speak different ones. */
  readonly current: string;
  readonly options: readonly string[];
}

function ProtocolRow({ ids, current, options }: RowProps) {
  const mixed = current === "";
  const data = options.map((id) => ({ value: id, label: protocolOf(id)?.label ?? id }));
  const set = (protocol: string) =>
    setBasesTogether(Object.fromEntries(ids.map((id) => [`edges.${id}.protocol`, protocol])));
  return (
    <div className="insp-field" data-path={`edges.${ids[0]}.protocol`}>
      <div className="insp-label">
        <label htmlFor="insp-protocol">Protocol</label>
        {mixed ? <span className="insp-mixed">mixed</span> : null}
      </div>
      <div className="insp-control">
        {options.length > 1 || mixed ? (
          <NativeSelect
            id="insp-protocol"
            size="xs"
            title={protocolOf(current)?.help}
            data={mixed ? [{ value: "", label: "Mixed", disabled: true }, ...data] : data}
            value={current}
            onChange={(event) => set(event.currentTarget.value)}
          />
        ) : (
          <output id="insp-protocol" className="insp-null">
            {protocolOf(current)?.label ?? current}
          </output>
        )}
      </div>
    </div>
  );
}

function spokenOn({ nodes }: ScenarioDocument, id: string): readonly string[] {
  const ends = parseEdgeId(id);
  const from = ends ? kindOfNode(nodes, ends.from) : undefined;
  const to = ends ? kindOfNode(nodes, ends.to) : undefined;
  return from && to ? protocolsBetween(from, to) : [];
}

/** Protocol of several edges: those that all of them can speak. */
export function SeveralProtocols({ ids }: { readonly ids: readonly string[] }) {
  const document = useDesign();
  const each = ids.map((id) => spokenOn(document, id));
  const options = (each[0] ?? []).filter((name) => each.every((names) => names.includes(name)));
  const now = new Set(ids.map((id, at) => document.edges[id]?.protocol ?? each[at]?.[0] ?? ""));
  const [only = ""] = now;
  if (options.length === 0) return null;
  return <ProtocolRow ids={ids} current={now.size === 1 ? only : ""} options={options} />;
}
