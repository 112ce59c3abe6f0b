import { NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { useDesign } from "../store/hooks.ts";
import { changeKind, kindsFor } from "../store/kind-change.ts";

interface KindFieldProps {
  readonly nodeId: string;
  readonly kind: KindDefinition;
}

/** Makes the node another kind that all of its edges allow. */
export function KindField({ nodeId, kind }: KindFieldProps) {
  const document = useDesign();
  const kinds = useMemo(() => kindsFor(document, nodeId), [document, nodeId]);
  return (
    <div className="insp-field" data-path={`nodes.${nodeId}.kind`}>
      <div className="insp-label">
        <label htmlFor="insp-node-kind">Kind</label>
      </div>
      <div className="insp-control">
        {kinds.length > 1 ? (
          <NativeSelect
            id="insp-node-kind"
            size="xs"
            title="Kinds that its edges allow. Parameters that both kinds have are kept."
            data={kinds.map(({ id, label }) => ({ value: id, label }))}
            value={kind.id}
            onChange={(event) => changeKind(nodeId, event.currentTarget.value)}
          />
        ) : (
          <output
            id="insp-node-kind"
            className="insp-null"
            title="No other kind fits with its edges"
          >
            {kind.label}
          </output>
        )}
      </div>
    </div>
  );
}
