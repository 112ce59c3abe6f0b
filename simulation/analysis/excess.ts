// How much of what is too much at a departed node came over one of its edges: failures and time, each
// against what is usual. Costs a walk over the edges of one node.
import {
  type Baseline,
  EDGE_SUM,
  edgeSum,
  expectedFailures,
  expectedIn,
  isReady,
  levelOf,
  NODE_SUM,
  nodeSum,
} from "./baseline.ts";
import type { DepartureLog } from "./departures.ts";
import type { Topology } from "./topology.ts";

export interface Departed {
  readonly topology: Topology;
  readonly baseline: Baseline;
  /** Has the evidence since the departure. */
  readonly log: DepartureLog;
}

/** Share of the node's excess failures that came over the edge. */
export function failureShare(inputs: Departed, node: number, edge: number): number {
  const { baseline, log } = inputs;
  const { evidence } = log;
  const usual = expectedFailures(baseline, node, evidence.node.ended[node]);
  const excess = evidence.node.failed[node] - (isReady(baseline) ? usual.mean : 0);
  if (excess < 1) return 0;
  const expected = isReady(baseline)
    ? expectedIn(evidence.spanMs[node], edgeSum(baseline, edge, EDGE_SUM.failed), baseline)
    : 0;
  return (evidence.out.failed[edge] - expected) / excess;
}

/** What a level is usually, with as little to do as since the departure: by Little's law in proportion. */
function usualLevel(inputs: Departed, node: number, sum: number): number {
  const { baseline, log } = inputs;
  if (!isReady(baseline)) return 0;
  const arrivals = nodeSum(baseline, node, NODE_SUM.arrivals);
  const expected = expectedIn(log.evidence.spanMs[node], arrivals, baseline);
  const now = log.evidence.node.arrivals[node];
  return levelOf(baseline, sum) * (now < expected ? now / expected : 1);
}

/** Calls pending on the edge beyond the usual, on average since the departure. */
export function excessPending(inputs: Departed, node: number, edge: number): number {
  const { baseline, log } = inputs;
  const usual = usualLevel(inputs, node, edgeSum(baseline, edge, EDGE_SUM.pending));
  return log.evidence.out.pending[edge] / log.evidence.windows[node] - usual;
}

/** What the node waits for beyond its baseline: held slots, or pending calls if none are held. */
export function excessWaiting(inputs: Departed, node: number): number {
  const { baseline, log, topology } = inputs;
  const role = topology.nodes[node];
  const usual = usualLevel(inputs, node, nodeSum(baseline, node, NODE_SUM.held));
  const held = role.source ? 0 : log.evidence.node.held[node] / log.evidence.windows[node] - usual;
  if (role.blocking && held > 0) return held;
  return role.outEdges
    .filter((edge) => topology.edges[edge].sort !== "deliver")
    .reduce((sum, edge) => sum + Math.max(0, excessPending(inputs, node, edge)), Math.max(0, held));
}
