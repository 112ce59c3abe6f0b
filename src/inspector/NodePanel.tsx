import { Tabs } from "@mantine/core";
import { memo, useMemo } from "react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { hostOf } from "../../simulation/scenario/connect.ts";
import type { NodeDocument } from "../../simulation/scenario/document.ts";
import { useNothingRan, useOfferedNode } from "../store/assessment.ts";
import { rename } from "../store/document-actions.ts";
import { useDesign, useNodeLive } from "../store/hooks.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import { StateBadge } from "../ui/StateBadge.tsx";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import { brokerSections } from "./broker-sections.ts";
import { callPlan, edgesOf } from "./call-plan.ts";
import { Block, Facts, FactTable } from "./Facts.tsx";
import { actingParams } from "./fields/acting-params.ts";
import { DraftText } from "./fields/DraftText.tsx";
import { KindField } from "./KindField.tsx";
import { KIND_GUIDES } from "./kind-guides.ts";
import { Membership } from "./Membership.tsx";
import { NodeCalls } from "./NodeCalls.tsx";
import { TargetFaults } from "./NodeFaults.tsx";
import { NoteField } from "./NoteField.tsx";
import { allFacts, headFacts, offeredFacts } from "./node-facts.ts";
import { Operations } from "./Operations.tsx";
import { ParamForm } from "./ParamForm.tsx";
import { Guide } from "./ProtocolGuide.tsx";
import { SectionReset } from "./SectionReset.tsx";
import { ServiceCapacity } from "./ServiceCapacity.tsx";
import { firstParams, type Section, sectionsOf } from "./sections.ts";
import { useTab } from "./use-field-wish.ts";
import { useStages } from "./use-stages.ts";

/** Everything about one node. */
export function NodePanel({ nodeId }: { readonly nodeId: string }) {
  const document = useDesign();
  const node = document.nodes[nodeId];
  const tabs = useTab("parameters", () => "parameters");
  if (!node) return null;
  const kind = kindOf(node.kind);
  const faults = Object.values(document.faults ?? {}).filter((fault) =>
    [fault.target].flat().some((target) => target.split("[")[0] === nodeId),
  );
  const calls = kind?.deliver
    ? edgesOf(document, "from", nodeId).length
    : callPlan(document, nodeId).length;
  return (
    <>
      <NodeHead nodeId={nodeId} node={node} kind={kind} />
      <Tabs className="insp-tabs" {...tabs} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="parameters">Parameters</Tabs.Tab>
          <Tabs.Tab value="calls">
            Calls <Count of={calls} />
          </Tabs.Tab>
          <Tabs.Tab value="live">Live</Tabs.Tab>
          <Tabs.Tab value="faults">
            Faults <Count of={faults.length} />
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="parameters" className="insp-body">
          <div className="insp-columns">
            {kind ? (
              <NodeParameters {...{ nodeId, node, kind }} />
            ) : (
              <p className="insp-empty">There is no kind named {node.kind}.</p>
            )}
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="calls" className="insp-body">
          <div className="insp-columns">
            <NodeCalls nodeId={nodeId} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="live" className="insp-body">
          <div className="insp-columns">
            <NodeLiveFacts nodeId={nodeId} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="faults" className="insp-body">
          <div className="insp-columns">
            <TargetFaults target={nodeId} />
          </div>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Count({ of }: { readonly of: number }) {
  return of > 0 ? <span className="insp-count">{of}</span> : null;
}

interface NodeProps {
  readonly nodeId: string;
  readonly node: NodeDocument;
  readonly kind: KindDefinition | undefined;
}

function NodeHead({ nodeId, node, kind }: NodeProps) {
  const live = useNodeLive(nodeId);
  const assessed = useOfferedNode(nodeId);
  const offered = useNothingRan() ? assessed : null;
  const replicas = typeof node.replicas === "number" ? node.replicas : null;
  return (
    <header className="insp-head">
      <div className="insp-title">
        <KindIcon icon={kind?.icon ?? "service"} size={20} />
        <div>
          <h2>{node.name ?? nodeId}</h2>
          <p>
            {kind?.label ?? node.kind}
            {replicas ? `, ${replicas} ${replicas === 1 ? "instance" : "instances"}` : ""}
          </p>
        </div>
        {live?.state ? <StateBadge state={live.state} /> : null}
      </div>
      <Facts facts={offered ? offeredFacts(offered) : headFacts(kind, live)} />
      {offered?.isFirst ? (
        <p className="insp-first">
          <StateGlyph state="saturated" size={12} decorative /> Saturates first as load grows
        </p>
      ) : null}
    </header>
  );
}

function NodeLiveFacts({ nodeId }: { readonly nodeId: string }) {
  const live = useNodeLive(nodeId);
  if (!live) return <p className="insp-empty">Run to see what it does.</p>;
  return (
    <Block heading="At this instant">
      <FactTable facts={allFacts(live)} />
    </Block>
  );
}

interface ParametersProps extends NodeProps {
  readonly kind: KindDefinition;
}

interface SectionProps extends ParametersProps {
  readonly section: Section;
}

const NodeSection = memo(function NodeSection({ section, nodeId, node, kind }: SectionProps) {
  const { heading, params } = section;
  const path = `nodes.${nodeId}`;
  return (
    <Block heading={heading} aside={<SectionReset {...{ heading, params, path }} values={node} />}>
      <ParamForm params={params} path={path} values={node} />
      {params.serviceTime ? <ServiceCapacity {...{ nodeId, node, kind }} /> : null}
    </Block>
  );
});

/** A node that is chosen answers at once; its fields follow frame by frame. */
const FIELDS = { atOnce: 2, perFrame: 2 };

function NodeParameters({ nodeId, node, kind }: ParametersProps) {
  const path = `nodes.${nodeId}`;
  const guide = KIND_GUIDES[kind.id];
  const host = hostOf(useDesign(), nodeId);
  const isHoused = host !== null;
  const sections = useMemo(
    () =>
      kind.deliver ? brokerSections(kind, node) : sectionsOf(actingParams(kind, node, isHoused)),
    [kind, node, isHoused],
  );
  const count = sections.reduce((sum, { params }) => sum + Object.keys(params).length, 0);
  const shown = useStages(count + 1, FIELDS.atOnce, FIELDS.perFrame);
  return (
    <>
      <div className="insp-field" data-path={`${path}.name`}>
        <div className="insp-label">
          <label htmlFor="insp-node-name">Name</label>
        </div>
        <div className="insp-control">
          <DraftText
            id="insp-node-name"
            value={node.name ?? nodeId}
            onCommit={(name) => rename(nodeId, name)}
          />
        </div>
      </div>
      <KindField {...{ nodeId, kind }} />
      {guide ? <Guide label={kind.label} guide={guide} /> : null}
      {host === null ? null : (
        <p className="insp-hint insp-housed">
          Lives in the process of {host}: on its threads, in its instances. What brings one of them
          down brings down both.
        </p>
      )}
      {firstParams(sections, shown).map((section) => (
        <NodeSection key={section.heading} {...{ section, nodeId, node, kind }} />
      ))}
      {shown > count ? (
        <>
          {kind.operation ? (
            <Operations {...{ nodeId, node, kind }} params={kind.operation} />
          ) : null}
          <Membership nodeId={nodeId} />
          <NoteField id={nodeId} />
        </>
      ) : (
        <i hidden data-filling />
      )}
    </>
  );
}
