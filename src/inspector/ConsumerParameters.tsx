// The parameters of an edge from a broker to a consumer: what it takes, how, and what becomes of what
// fails.
import type { KindDefinition, ParamSet } from "../../simulation/kinds/define.ts";
import type { EdgeDocument, NodeDocument } from "../../simulation/scenario/document.ts";
import { consumerSections } from "./broker-sections.ts";
import { edgeFallbacks } from "./edge-policies.ts";
import { Block } from "./Facts.tsx";
import { NoteField } from "./NoteField.tsx";
import { ParamForm } from "./ParamForm.tsx";
import { ProtocolField } from "./ProtocolField.tsx";
import { RedeliveryPicture } from "./pictures/RedeliveryPicture.tsx";
import { SectionReset } from "./SectionReset.tsx";

interface ConsumerParametersProps {
  readonly edgeId: string;
  readonly edge: EdgeDocument;
  readonly params: ParamSet;
  readonly broker: KindDefinition;
  readonly brokerValues: NodeDocument | Readonly<Record<string, never>>;
  readonly protocols: readonly string[];
}

export function ConsumerParameters(props: ConsumerParametersProps) {
  const { edgeId, edge, params, broker, brokerValues, protocols } = props;
  const path = `edges.${edgeId}`;
  const fallbackOf = edgeFallbacks(edge);
  const { connection, sections } = consumerSections(broker, brokerValues, params, edge);
  const form = { path, fallbackOf, values: edge };
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
        {sections.map(({ heading, params: own }) => (
          <Block
            key={heading}
            heading={heading}
            aside={<SectionReset {...{ heading }} params={own} {...form} />}
          >
            <ParamForm params={own} {...form} />
            {heading === "Failures" ? (
              <RedeliveryPicture {...{ broker, brokerValues, edge, params }} />
            ) : null}
          </Block>
        ))}
        <NoteField id={edgeId} />
      </div>
    </div>
  );
}
