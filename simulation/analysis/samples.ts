// Levels at instants (`run.sampleAtS`), read from the engine while it stands there.
import type { EnginePort } from "../results/engine-port.ts";
import type { NodeSample, RunSample } from "../results/run-sample.ts";
import {
  EDGE_LIVE_COLUMNS,
  type EdgeLiveColumn,
  NODE_LIVE_COLUMNS,
  type NodeLiveColumn,
} from "../results/snapshot.ts";

/** The present of a run that stands at an instant, all events of it done. */
export function sampleOf(engine: EnginePort<never>, atMs: number): RunSample {
  const { nodeIds, edgeIds } = engine.layout();
  const live = engine.live();
  const firstEdge = nodeIds.length * NODE_LIVE_COLUMNS.length;
  const ofNode = (node: number, column: NodeLiveColumn): number =>
    live[node * NODE_LIVE_COLUMNS.length + NODE_LIVE_COLUMNS.indexOf(column)];
  const ofEdge = (edge: number, column: EdgeLiveColumn): number =>
    live[firstEdge + edge * EDGE_LIVE_COLUMNS.length + EDGE_LIVE_COLUMNS.indexOf(column)];
  const nodeSample = (node: number): NodeSample => ({
    queue: ofNode(node, "queue"),
    held: ofNode(node, "held"),
    inFlight: ofNode(node, "inFlight"),
    instancesUp: ofNode(node, "instancesUp"),
    backlog: ofNode(node, "backlog"),
    oldestMs: ofNode(node, "oldestMs"),
  });
  const edgeSample = (edge: number) => ({
    pending: ofEdge(edge, "pending"),
    inBackoff: ofEdge(edge, "inBackoff"),
    openRatio: ofEdge(edge, "openRatio"),
  });
  return {
    atS: atMs / 1000,
    nodes: Object.fromEntries(nodeIds.map((id, node) => [id, nodeSample(node)])),
    edges: Object.fromEntries(edgeIds.map((id, edge) => [id, edgeSample(edge)])),
  };
}
