// The parameters of an edge to a tracing collector: the network, and how spans are exported over it.
import type { ParamSet } from "../../simulation/kinds/define.ts";
import { EXPORT_EDGE_PARAMS } from "../../simulation/policies/catalog.ts";
import type { EdgeDocument } from "../../simulation/scenario/document.ts";
import { edgeFallbacks, withoutParams } from "./edge-policies.ts";
import { Block } from "./Facts.tsx";
import { NoteField } from "./NoteField.tsx";
import { ParamForm } from "./ParamForm.tsx";
import { ProtocolField } from "./ProtocolField.tsx";
import { SectionReset } from "./SectionReset.tsx";

/** What of them is said of the spans. */
const EXPORTER: ParamSet = { exporter: EXPORT_EDGE_PARAMS.exporter };

interface ExportParametersProps {
  readonly edgeId: string;
  readonly edge: EdgeDocument;
  readonly params: ParamSet;
  readonly protocols: readonly string[];
}

export function ExportParameters({ edgeId, edge, params, protocols }: ExportParametersProps) {
  const connection = withoutParams(params, EXPORTER);
  const exporting = withoutParams(params, connection);
  const form = { path: `edges.${edgeId}`, fallbackOf: edgeFallbacks(edge), values: edge };
  return (
    <div className="insp-sheet">
      <div className="insp-columns">
        <Block
          heading="Connection"
          aside={<SectionReset heading="Connection" params={connection} {...form} />}
        >
          <ProtocolField {...{ edgeId, edge, protocols }} />
          <ParamForm params={connection} {...form} />
        </Block>
        <Block
          heading="Export"
          aside={<SectionReset heading="Export" params={exporting} {...form} />}
        >
          <ParamForm params={exporting} {...form} />
        </Block>
        <NoteField id={edgeId} />
      </div>
    </div>
  );
}
