// The present, for the page: rates and percentiles over the last second or so of finished windows,
// levels as they are now.
import { CACHE } from "../primitives/cache-rows.ts";
import { heldSlots, instances, nodeState } from "../primitives/node-state.ts";
import { nodes, SOURCE, UNLIMITED } from "../primitives/parameters.ts";
import {
  type EdgeColumn,
  edgeColumn,
  type NodeColumn,
  nodeColumn,
  type SeriesLayout,
} from "../results/series.ts";
import {
  EDGE_LIVE_COLUMNS,
  type EdgeLiveColumn,
  INSTANCES_TOLD,
  NODE_LIVE_COLUMNS,
  type NodeLiveColumn,
} from "../results/snapshot.ts";
import { balancingPresent } from "./balancing-results.ts";
import { backlogOf, oldestAgeOf } from "./brokers.ts";
import { entriesOf } from "./fill-caches.ts";
import { limitNow } from "./fill-doors.ts";
import { eventTimePresentOf } from "./fill-event-time.ts";
import { instancesNow } from "./fill-fleets.ts";
import { environmentsNow } from "./fill-functions.ts";
import { hubPresentOf } from "./fill-hubs.ts";
import { policiesNow } from "./policies-now.ts";
import { poolPresentOf } from "./pool-results.ts";
import { edgePresent, seriesAt, seriesRows } from "./windows.ts";

/** Live numbers look back over this long, ms. */
const SPAN_MS = 1000;

class Span {
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  private readonly layout: SeriesLayout;

  constructor(layout: SeriesLayout) {
    const windows = Math.max(1, Math.floor(SPAN_MS / layout.windowMs + 0.5));
    this.layout = layout;
    this.to = seriesRows();
    this.from = Math.max(0, this.to - windows);
    this.seconds = ((this.to - this.from) * layout.windowMs) / 1000;
  }

  private sum(column: number): number {
    let total = 0;
    for (let row = this.from; row < this.to; row++) total += seriesAt(row, column);
    return total;
  }

  /** The latest value that exists. */
  private last(column: number): number {
    for (let row = this.to - 1; row >= this.from; row--) {
      const value = seriesAt(row, column);
      if (!Number.isNaN(value)) return value;
    }
    return Number.NaN;
  }

  node(node: number, column: NodeColumn): number {
    return this.sum(nodeColumn(this.layout, node, column));
  }

  lastNode(node: number, column: NodeColumn): number {
    return this.last(nodeColumn(this.layout, node, column));
  }

  edge(edge: number, column: EdgeColumn): number {
    return this.sum(edgeColumn(this.layout, edge, column));
  }

  lastEdge(edge: number, column: EdgeColumn): number {
    return this.last(edgeColumn(this.layout, edge, column));
  }
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}

function nodeNumbers(span: Span, node: number): Record<NodeLiveColumn, number> {
  const bound = nodes.queueMax[node];
  const perSecond = (count: number): number => (span.seconds > 0 ? count / span.seconds : 0);
  return {
    ratePerS: perSecond(span.node(node, "arrivals")),
    goodPerS: perSecond(span.node(node, "goodCompletions")),
    failureRatio: ratio(span.node(node, "callerFailed"), span.node(node, "callerEnded")),
    p50Ms: span.lastNode(node, "p50Ms"),
    p99Ms: span.lastNode(node, "p99Ms"),
    queue: nodeState.queued[node],
    queueBound: bound === UNLIMITED ? Number.NaN : bound * queuesOf(node),
    held: heldSlots(node),
    slots: nodes.slots[node] === UNLIMITED ? Number.NaN : nodeState.slots[node],
    inFlight: nodeState.present[node],
    ...instanceNumbers(node),
    fullBits: bitsOf(node, isFull),
    backlog: backlogOf(node),
    oldestMs: oldestAgeOf(node),
    ...hubPresentOf(node),
    ...eventTimePresentOf(node),
    redeliveredPerS: perSecond(span.node(node, "redelivered")),
    deadPerS: perSecond(span.node(node, "deadLettered")),
    limit: limitNow(node),
    hitRatio: ratio(span.node(node, "hits"), span.node(node, "hits") + span.node(node, "misses")),
    entries: nodes.primitive[node] === CACHE ? entriesOf(node) : Number.NaN,
  };
}

/** Instances, or the environments of a function, which are there or not as its platform is. */
function instanceNumbers(
  node: number,
): Pick<Record<NodeLiveColumn, number>, "instances" | "instancesUp" | "upBits"> {
  const up = nodeState.instancesUp[node];
  const environments = environmentsNow(node);
  if (Number.isNaN(environments)) {
    return { instances: instancesNow(node), instancesUp: up, upBits: bitsOf(node, isUp) };
  }
  return { instances: environments, instancesUp: up * environments, upBits: Number.NaN };
}

function isUp(instance: number): boolean {
  return instances.up[instance] === 1;
}

function isFull(instance: number): boolean {
  return isUp(instance) && instances.held[instance] >= instances.slots[instance];
}

/** One bit for each of the first instances; sources have none. */
function bitsOf(node: number, holds: (instance: number) => boolean): number {
  if (nodes.primitive[node] === SOURCE) return Number.NaN;
  const first = nodes.firstInstance[node];
  const count = Math.min(INSTANCES_TOLD, nodes.instanceCount[node]);
  let bits = 0;
  for (let at = 0; at < count; at++) if (holds(first + at)) bits |= 1 << at;
  return bits;
}

function queuesOf(node: number): number {
  return nodes.sharedQueue[node] === 1 ? 1 : nodes.instanceCount[node];
}

function edgeNumbers(span: Span, edge: number): Record<EdgeLiveColumn, number> {
  const attempts = span.edge(edge, "attempts");
  const ended = span.edge(edge, "okAttempts") + span.edge(edge, "failedAttempts");
  const { pending, inBackoff, openRatio } = edgePresent(edge);
  const { halfOpenRatio, inUse, waiting, tokens } = policiesNow(edge);
  return {
    ratePerS: span.seconds > 0 ? attempts / span.seconds : 0,
    failureRatio: ratio(span.edge(edge, "failedAttempts"), ended),
    p99Ms: span.lastEdge(edge, "p99Ms"),
    retryRatio: ratio(span.edge(edge, "retries"), attempts),
    openRatio,
    halfOpenRatio,
    pending,
    ...poolPresentOf(edge),
    inBackoff,
    bulkheadInUse: inUse,
    policyWaiting: waiting,
    tokens,
    ...balancingPresent(edge),
  };
}

/** Live columns of all nodes, then of all edges, in layout order. */
export function livePresent(layout: SeriesLayout): Float64Array {
  const span = new Span(layout);
  const values: number[] = [];
  for (let node = 0; node < layout.nodeIds.length; node++) {
    const numbers = nodeNumbers(span, node);
    for (const column of NODE_LIVE_COLUMNS) values.push(numbers[column]);
  }
  for (let edge = 0; edge < layout.edgeIds.length; edge++) {
    const numbers = edgeNumbers(span, edge);
    for (const column of EDGE_LIVE_COLUMNS) values.push(numbers[column]);
  }
  return Float64Array.from(values);
}
