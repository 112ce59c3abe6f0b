// What reading, writing and pushing messages adds to the offered load of a node: the engine's own
// numbers (engine/fill-wires.ts), from the document alone.
import type { PlannedOperation } from "../engine/operation-graph.ts";
import { costsOfEdges, isForwarder } from "../scenario/edge-costs.ts";
import type { WireCosts } from "../scenario/wire-costs.ts";
import { callsMade, type FlowGraph, instancesOf } from "./flow-links.ts";
import { meanOf } from "./source-load.ts";

export interface WireLoad {
  /** By edge: what each call adds to its callee's work, ms at speed 1. */
  readonly incomingMs: readonly number[];
  /** By operation: what its own calls and pushes add to it, ms at speed 1. */
  readonly ownMs: readonly number[];
}

function callingMs(
  flow: FlowGraph,
  { stages }: PlannedOperation,
  costs: readonly (WireCosts | null)[],
): number {
  let sum = 0;
  for (const planned of stages.flatMap(({ calls }) => calls)) {
    const wire = costs[planned.edge];
    if (!wire) continue;
    const target = flow.graph.operations[planned.target];
    const made = callsMade(planned, instancesOf(flow.descriptors[target?.node ?? 0]));
    const isOneWay = flow.scenario.edges[planned.edge]?.values.oneWay === true;
    sum += made * (wire.callerWritesMs + (isOneWay ? 0 : wire.callerReadsMs));
  }
  return sum;
}

/** Connections of an instance of a hub, were all its clients' spread evenly. */
function connectionsOf(flow: FlowGraph, node: number): number {
  const id = flow.scenario.nodes[node]?.id;
  let clients = 0;
  for (const { from, to, protocol } of flow.scenario.edges) {
    if (to !== id || protocol !== "websocket") continue;
    const caller = flow.descriptors[flow.scenario.nodes.findIndex((each) => each.id === from)];
    if (caller?.primitive === "source") clients += caller.source.clients;
  }
  return clients / Math.max(1, instancesOf(flow.descriptors[node]));
}

/** Work of a callee on the messages of one call that streams, ms at speed 1. */
function streamMs({ scenario }: FlowGraph, edge: number): number {
  const { to, values } = scenario.edges[edge];
  const callee = scenario.nodes.find(({ id }) => id === to);
  if (callee === undefined || isForwarder(callee)) return 0;
  const stream = values.stream as StreamWork | null | undefined;
  return stream ? meanOf(stream.messages, "") * meanOf(stream.handleMs, "ms") : 0;
}

interface StreamWork {
  readonly messages: unknown;
  readonly handleMs: unknown;
}

export function wireLoadOf(flow: FlowGraph): WireLoad {
  const costs = costsOfEdges(flow.scenario);
  const incomingMs = costs.map((wire, edge) => {
    if (wire === null || wire.refuses) return wire?.calleeReadsMs ?? 0;
    const answers = flow.scenario.edges[edge]?.values.oneWay === true ? 0 : wire.calleeWritesMs;
    return wire.calleeReadsMs + wire.resolvesMs + answers + streamMs(flow, edge);
  });
  const ownMs = flow.graph.operations.map((operation) => {
    const descriptor = flow.descriptors[operation.node];
    if (!descriptor || descriptor.primitive === "source") return 0;
    const push = operation.work?.push;
    const pushed = push ? push.ratio * connectionsOf(flow, operation.node) * push.us : 0;
    return callingMs(flow, operation, costs) + pushed / 1000;
  });
  return { incomingMs, ownMs };
}
