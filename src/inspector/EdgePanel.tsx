import { Tabs } from "@mantine/core";
import { useMemo } from "react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { ParamSet } from "../../simulation/kinds/define.ts";
import { CALL_SHORTHAND } from "../../simulation/policies/catalog.ts";
import { protocolOf } from "../../simulation/protocols/catalog.ts";
import type { EdgeDocument } from "../../simulation/scenario/document.ts";
import {
  carriesCalls,
  type EdgeSort,
  edgeParamsOf,
  edgeSortOf,
  kindOfNode,
  protocolsBetween,
} from "../../simulation/scenario/edge-sorts.ts";
import { parseEdgeId } from "../../simulation/scenario/ids.ts";
import type { WireValues } from "../../simulation/scenario/wire-costs.ts";
import { useNothingRan, useOfferedRate } from "../store/assessment.ts";
import { useDesign, useEdgeLive } from "../store/hooks.ts";
import { formatCount, formatDuration, formatRate, formatRatio } from "../ui/format.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import { ConsumerParameters } from "./ConsumerParameters.tsx";
import { EdgeCalls } from "./EdgeCalls.tsx";
import { ExportParameters } from "./ExportParameters.tsx";
import {
  answeredParams,
  connectionParams,
  edgeFallbacks,
  edgeValue,
  isOneWay,
  policyLines,
  policyParams,
  policyValues,
  withoutParams,
} from "./edge-policies.ts";
import { Block, type Fact, Facts } from "./Facts.tsx";
import { actsOnEdge } from "./fields/relevant-fields.ts";
import { ArrowIcon, CheckIcon } from "./LineIcons.tsx";
import { MeshOnEdge } from "./MeshOnEdge.tsx";
import { TargetFaults } from "./NodeFaults.tsx";
import { NoteField } from "./NoteField.tsx";
import { OneWayNote } from "./OneWayNote.tsx";
import { ParamForm } from "./ParamForm.tsx";
import { type PolicyPresence, PolicyState } from "./PolicyState.tsx";
import { ProtocolField } from "./ProtocolField.tsx";
import { ProtocolGuide } from "./ProtocolGuide.tsx";
import { EdgeContext } from "./pictures/edge-surroundings.ts";
import { TimePicture } from "./pictures/TimePicture.tsx";
import { SectionReset } from "./SectionReset.tsx";
import { streamWords } from "./stream-words.ts";
import { useTab } from "./use-field-wish.ts";
import { wireWords } from "./wire-words.ts";

const SORT_WORDS: Readonly<Record<EdgeSort, string>> = {
  call: "Synchronous call",
  publish: "Publishes messages",
  deliver: "Delivers messages",
  export: "Exports spans",
};

const OF_CALLS: ReadonlySet<string> = new Set(["calls", ...CALL_SHORTHAND]);

/** On which tab the field of a path is. */
function tabOf(path: string): string {
  return OF_CALLS.has(path.split(".")[2] ?? "") ? "calls" : "parameters";
}

/** Everything about one edge: connection, policies in the order they act, calls, faults. */
export function EdgePanel({ edgeId }: { readonly edgeId: string }) {
  const document = useDesign();
  const edge = document.edges[edgeId];
  const tabs = useTab("parameters", tabOf);
  const ends = parseEdgeId(edgeId);
  const from = ends ? kindOfNode(document.nodes, ends.from) : undefined;
  const to = ends ? kindOfNode(document.nodes, ends.to) : undefined;
  if (!edge || !ends || !from || !to) return null;
  const sort = edgeSortOf(from, to);
  // What it says to a mesh has a block of its own.
  const { mesh: _, ...params } = edgeParamsOf(from, to);
  const nameOf = (id: string) => document.nodes[id]?.name ?? id;
  return (
    <>
      <header className="insp-head">
        <div className="insp-title">
          <ArrowIcon />
          <div>
            <h2>
              {nameOf(ends.from)} → {nameOf(ends.to)}
            </h2>
            <p>
              {SORT_WORDS[sort]}
              {edge.protocol ? `, ${protocolOf(edge.protocol)?.label ?? edge.protocol}` : ""}
            </p>
          </div>
        </div>
        <EdgeFacts edgeId={edgeId} />
      </header>
      <Tabs className="insp-tabs" {...tabs} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="parameters">Parameters</Tabs.Tab>
          {carriesCalls(sort) ? <Tabs.Tab value="calls">Calls</Tabs.Tab> : null}
          <Tabs.Tab value="faults">Faults</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="parameters" className="insp-body">
          {sort === "export" ? (
            <ExportParameters
              {...{ edgeId, edge, params }}
              protocols={protocolsBetween(from, to)}
            />
          ) : sort === "deliver" ? (
            <ConsumerParameters
              {...{ edgeId, edge, params }}
              broker={from}
              brokerValues={document.nodes[ends.from] ?? {}}
              protocols={protocolsBetween(from, to)}
            />
          ) : (
            <EdgeParameters
              {...{ edgeId, edge, params }}
              protocols={protocolsBetween(from, to)}
              callee={nameOf(ends.to)}
              caller={nameOf(ends.from)}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="calls" className="insp-body">
          <div className="insp-columns">
            <EdgeCalls edgeId={edgeId} edge={edge} caller={ends.from} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="faults" className="insp-body">
          <div className="insp-columns">
            <TargetFaults target={edgeId} />
          </div>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function EdgeFacts({ edgeId }: { readonly edgeId: string }) {
  const live = useEdgeLive(edgeId);
  const offeredPerS = useOfferedRate(edgeId);
  const nothingRan = useNothingRan();
  const open = live !== null && live.openRatio > 0;
  const failing = live !== null && live.failureRatio >= 0.05;
  const facts: readonly Fact[] = [
    nothingRan
      ? { label: "Offered", value: formatRate(offeredPerS) }
      : { label: "Attempts", value: formatRate(live?.ratePerS) },
    {
      label: "Fail",
      value: formatRatio(live?.failureRatio),
      tone: failing ? "failing" : undefined,
    },
    { label: "In progress", value: formatCount(live ? Math.round(live.pending) : null) },
    open
      ? { label: "Breakers open", value: formatRatio(live.openRatio), tone: "failing" }
      : { label: "p99", value: formatDuration(live?.p99Ms) },
  ];
  return (
    <>
      {open ? (
        <p className="insp-breaker-open">
          <StateGlyph state="failing" size={12} decorative /> Breaker open
        </p>
      ) : null}
      <Facts facts={facts} />
    </>
  );
}

interface EdgeParametersProps {
  readonly edgeId: string;
  readonly edge: EdgeDocument;
  readonly params: ParamSet;
  readonly protocols: readonly string[];
  readonly caller: string;
  readonly callee: string;
}

function EdgeParameters(props: EdgeParametersProps) {
  const { edgeId, edge, params, protocols, caller, callee } = props;
  const live = useEdgeLive(edgeId);
  const path = `edges.${edgeId}`;
  const fallbackOf = edgeFallbacks(edge);
  const oneWay = isOneWay(params, edge);
  const answered = answeredParams(params);
  const shown = oneWay ? withoutParams(params, answered) : params;
  const policies = policyParams(shown);
  const protocol = edge.protocol ?? protocols[0] ?? "";
  const weight = wireWords(protocol, wireValuesOf(params, edge));
  const streams = streamWords(
    policyValues("stream", params, edge),
    edgeValue("networkMs", params, edge),
  );
  const timeout = edgeValue("timeoutMs", params, edge);
  const timeoutMs = typeof timeout === "number" ? timeout : null;
  const callers = useCallers(edgeId);
  const surroundings = useMemo(
    () => ({ timeoutMs, callers, live: live ?? {} }),
    [timeoutMs, callers, live],
  );
  return (
    <EdgeContext value={surroundings}>
      <div className="insp-sheet">
        {policies.timeoutMs ? <PolicyStack params={shown} {...{ edge, caller, callee }} /> : null}
        <div className="insp-columns">
          <PolicyState edgeId={edgeId} has={presenceOf(shown, edge)} />
          <Block
            heading="Connection"
            aside={
              <SectionReset
                heading="Connection"
                params={connectionParams(params)}
                {...{ path, fallbackOf }}
                values={edge}
              />
            }
          >
            <ProtocolField edgeId={edgeId} edge={edge} protocols={protocols} />
            <ProtocolGuide id={protocol} label={protocolOf(protocol)?.label ?? protocol} />
            {weight === null ? null : <p className="insp-hint">{weight}</p>}
            {streams === null ? null : <p className="insp-hint">{streams}</p>}
            <ParamForm
              {...{ path, fallbackOf }}
              params={acting(connectionParams(shown), edge, protocol)}
              values={edge}
            />
          </Block>
          {oneWay ? (
            <Block heading="Policies">
              <OneWayNote {...{ edgeId, edge }} params={answered} />
            </Block>
          ) : null}
          {policies.timeoutMs ? (
            <Block
              heading="Policies"
              aside={
                <SectionReset
                  heading="Policies"
                  params={policies}
                  {...{ path, fallbackOf }}
                  values={edge}
                />
              }
            >
              <CallTime {...{ params, edge, timeoutMs }} />
              <ParamForm {...{ path, fallbackOf }} params={policies} values={edge} />
            </Block>
          ) : null}
          <MeshOnEdge edgeId={edgeId} edge={edge} />
          <NoteField id={edgeId} />
        </div>
      </div>
    </EdgeContext>
  );
}

/** Without what the other fields make idle. */
function acting(params: ParamSet, edge: EdgeDocument, protocol: string): ParamSet {
  const valueAtName = (name: string) =>
    name === "protocol" ? protocol : edgeValue(name, params, edge);
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => actsOnEdge(name, edge, valueAtName)),
  );
}

/** What decides how much a call weighs, as it holds. */
function wireValuesOf(params: ParamSet, edge: EdgeDocument): WireValues {
  const objects = ["payload", "query", "soap", "pool"].map((name) => [
    name,
    policyValues(name, params, edge) ?? undefined,
  ]);
  const bandwidthMbps = edgeValue("bandwidthMbps", params, edge);
  return { ...Object.fromEntries(objects), bandwidthMbps } as WireValues;
}

function presenceOf(params: ParamSet, edge: EdgeDocument): PolicyPresence {
  const has = (name: string) => policyValues(name, params, edge) !== null;
  return {
    breaker: has("breaker"),
    retry: has("retry"),
    ejects: has("outlier") || has("maxFails") || has("healthCheck"),
  };
}

/** Instances that call: replicas of a node, callers that a client stands for. */
function useCallers(edgeId: string): number {
  const { nodes } = useDesign();
  const node = nodes[parseEdgeId(edgeId)?.from ?? ""];
  const params = node ? kindOf(node.kind)?.params : undefined;
  for (const name of ["replicas", "clients"]) {
    const param = params?.[name];
    if (param?.type === "number") return Number(node?.[name] ?? param.default ?? 1);
  }
  return 1;
}

interface CallTimeProps extends Pick<EdgeParametersProps, "params" | "edge"> {
  readonly timeoutMs: number | null;
}

/** Where a call has a deadline: what of its attempts fits into it. */
function CallTime({ params, edge, timeoutMs }: CallTimeProps) {
  const deadline = edgeValue("deadlineMs", params, edge);
  if (timeoutMs === null || typeof deadline !== "number") return null;
  return (
    <TimePicture
      deadlineMs={deadline}
      timeoutMs={timeoutMs}
      retry={policyValues("retry", params, edge)}
    />
  );
}

interface StackProps extends Pick<EdgeParametersProps, "params" | "edge" | "caller" | "callee"> {}

/** The order in which policies wrap each other; each line leads to its card. */
function PolicyStack({ params, edge, caller, callee }: StackProps) {
  const go = (name: string) => {
    const card = document.querySelector(
      `.insp [data-policy="${name}"], .insp [data-path$=".${name}"]`,
    );
    card?.scrollIntoView({ block: "center" });
    card?.querySelector<HTMLElement>("input, button, select")?.focus();
  };
  return (
    <Block heading="Policies, outermost first">
      <ol className="insp-stack">
        <li className="insp-stack-end">{caller} calls</li>
        {policyLines(params, edge).map(({ name, label, on, summary }) => (
          <li key={name}>
            <button type="button" data-on={on} onClick={() => go(name)}>
              <i>{on ? <CheckIcon /> : null}</i>
              <b>{label}</b>
              <span className="ui-num">{summary}</span>
            </button>
          </li>
        ))}
        <li className="insp-stack-end">{callee}</li>
      </ol>
    </Block>
  );
}
