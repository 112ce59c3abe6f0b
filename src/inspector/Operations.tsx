import { useMemo } from "react";
import type { KindDefinition, Param, ParamSet } from "../../simulation/kinds/define.ts";
import { operationsAt } from "../../simulation/scenario/calls.ts";
import type { NodeDocument } from "../../simulation/scenario/document.ts";
import { useDesign } from "../store/hooks.ts";
import { Block } from "./Facts.tsx";
import { countOffDefault, type FallbackOf, isRecord } from "./fields/field-model.ts";
import { ParamForm } from "./ParamForm.tsx";

interface OperationsProps {
  readonly nodeId: string;
  readonly node: NodeDocument;
  readonly kind: KindDefinition;
  readonly params: ParamSet;
}

/** What single operations do differently. The node's own values hold for all that is not said. */
export function Operations({ nodeId, node, kind, params }: OperationsProps) {
  const document = useDesign();
  const given = isRecord(node.operations) ? node.operations : {};
  const names = useMemo(() => {
    const arriving = operationsAt(document).get(nodeId) ?? [];
    return [...new Set([...Object.keys(given), ...arriving])].sort();
  }, [document, nodeId, given]);
  if (names.length === 0) return null;
  return (
    <Block heading="Operations">
      {names.map((name) => (
        <Operation key={name} {...{ name, nodeId, node, kind, params }} own={given[name]} />
      ))}
    </Block>
  );
}

interface OperationProps extends OperationsProps {
  readonly name: string;
  readonly own: unknown;
}

function Operation({ name, nodeId, node, kind, params, own }: OperationProps) {
  const values = isRecord(own) ? own : {};
  const fallbackOf: FallbackOf = (field: string, param: Param) => {
    const above = kind.params[field];
    if (!above) return { value: param.default, source: param.source };
    return {
      value: node[field] === undefined ? above.default : node[field],
      source: node[field] === undefined ? above.source : "Set on the node.",
      called: "As the node",
    };
  };
  const different = countOffDefault(params, values, fallbackOf);
  return (
    <details className="insp-operation">
      <summary>
        {name}
        <span>{different > 0 ? `${different} different` : "as the node"}</span>
      </summary>
      <ParamForm
        params={params}
        path={`nodes.${nodeId}.operations.${name}`}
        values={values}
        fallbackOf={fallbackOf}
      />
    </details>
  );
}
