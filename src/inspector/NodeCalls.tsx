import "../ui/table.css";
import { kindOfNode } from "../../simulation/scenario/edge-sorts.ts";
import { useDesign } from "../store/hooks.ts";
import { tracingMeshes } from "../store/mesh-spans.ts";
import { meshWays } from "../store/mesh-ways.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { formatRatio } from "../ui/format.ts";
import { callPlan, edgesOf, type PlannedCall } from "./call-plan.ts";
import { Block } from "./Facts.tsx";

/** What the node calls, stage by stage, and who calls it. Each row leads to its edge. */
export function NodeCalls({ nodeId }: { readonly nodeId: string }) {
  const document = useDesign();
  const isBroker = kindOfNode(document.nodes, nodeId)?.deliver !== undefined;
  const plan = isBroker ? [] : callPlan(document, nodeId);
  const outgoing = edgesOf(document, "from", nodeId);
  const incoming = edgesOf(document, "to", nodeId);
  const meshes = tracingMeshes(document).get(nodeId) ?? [];
  const sent = meshWays(document).filter(({ to }) => to === nodeId);
  const rules = [...new Set(sent.map(({ edge }) => edge))];
  return (
    <>
      {plan.length > 0 ? (
        <Block heading="Makes, stage by stage">
          <CallTable calls={plan} withEdge />
        </Block>
      ) : null}
      {isBroker && outgoing.length > 0 ? (
        <Block heading="Delivers to">
          <EdgeList ids={outgoing} end="to" />
        </Block>
      ) : null}
      {incoming.length > 0 ? (
        <Block heading="Called by">
          <EdgeList ids={incoming} end="from" />
        </Block>
      ) : null}
      {meshes.length > 0 ? (
        <Block heading="Spans of proxies">
          <p className="insp-empty">
            From sidecars and waypoints of{" "}
            {meshes.map((id) => document.groups?.[id]?.name ?? id).join(", ")}.
          </p>
        </Block>
      ) : null}
      {rules.length > 0 ? (
        <Block heading="Sent here by a mesh, by the rules of calls from">
          <EdgeList ids={rules} end="from" />
        </Block>
      ) : null}
      {incoming.length + outgoing.length + meshes.length + rules.length === 0 ? (
        <p className="insp-empty">
          Not connected yet: drag from a port on the canvas, or press C while it has the focus.
        </p>
      ) : null}
    </>
  );
}

interface CallTableProps {
  readonly calls: readonly PlannedCall[];
  readonly withEdge?: boolean;
}

export function CallTable({ calls, withEdge = false }: CallTableProps) {
  return (
    <table className="ui-table insp-table">
      <thead>
        <tr>
          {withEdge ? <th scope="col">Callee</th> : null}
          <th scope="col">When</th>
          <th scope="col">Invokes</th>
          <th scope="col">Stage</th>
          <th scope="col">Chance</th>
          <th scope="col">Count</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <tr key={`${call.edgeId} ${call.call}`}>
            {withEdge ? (
              <td>
                <button
                  type="button"
                  className="insp-link"
                  onClick={() => selectOnly([call.edgeId])}
                >
                  {call.to}
                </button>
              </td>
            ) : null}
            <td>{call.when}</td>
            <td>{call.operation}</td>
            <td className="ui-num">{call.stage}</td>
            <td className="ui-num">{formatRatio(call.probability)}</td>
            <td className="ui-num">{call.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EdgeList({ ids, end }: { readonly ids: readonly string[]; readonly end: "from" | "to" }) {
  const { nodes, edges } = useDesign();
  return (
    <ul className="insp-list">
      {ids.map((id) => {
        const [from = "", rest = ""] = id.split("->");
        const other = end === "from" ? from : (rest.split("#")[0] ?? "");
        return (
          <li key={id}>
            <button type="button" className="insp-link" onClick={() => selectOnly([id])}>
              {nodes[other]?.name ?? other}
            </button>
            <span>{edges[id]?.protocol ?? ""}</span>
          </li>
        );
      })}
    </ul>
  );
}
