// Why a node departed: the first that holds of a fault or change on it, load, a callee that carries
// the excess, retries of a caller, starvation between broker and consumer, its own capacity. What a
// callee carries is measured on the edge to it against the edge's baseline. Each question costs a
// walk over the edges of one node.
import { type Baseline, expectedFailures, expectedIn, isReady, levelOf } from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import type { Cause, Departure, DepartureLog, Mechanism } from "./departures.ts";
import { changeOn, type Disturbances, faultOn } from "./disturbances.ts";
import { SATURATED } from "./node-states.ts";
import type { Topology } from "./topology.ts";
import type { WindowReadings } from "./window-readings.ts";

export interface OriginInputs {
  readonly topology: Topology;
  readonly disturbances: Disturbances;
  readonly baseline: Baseline;
  readonly log: DepartureLog;
  /** The latest window; asked for who retries. */
  readonly window: WindowReadings;
}

/** Times between which a disturbance of the departure may have acted. */
function reachOf(inputs: OriginInputs, departure: Departure): readonly [number, number] {
  const windows = inputs.log.horizonOf(departure.node, departure.spanMs);
  return [departure.atMs - (windows + 1) * departure.spanMs, departure.atMs];
}

/** A fault or change on a node (or its links) that the departure can be due to. */
function disturbanceOf(inputs: OriginInputs, node: number, departure: Departure): Cause | null {
  const [fromMs, toMs] = reachOf(inputs, departure);
  const fault = faultOn(inputs.disturbances, node, fromMs, toMs);
  if (fault !== null) return { kind: "fault", id: fault.fault.id };
  const change = changeOn(inputs.disturbances, node, fromMs, toMs);
  return change === null ? null : { kind: "change", id: change.id };
}

/** Whether a count exceeds what the baseline leads to expect by the load factor, beyond chance. */
function rose(count: number, expected: number): boolean {
  const excess = count - expected;
  return count > LIMITS.loadRatio * expected && excess > LIMITS.noiseErrors * Math.sqrt(expected);
}

function loadCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { baseline, topology, log } = inputs;
  const { node } = departure;
  if (!isReady(baseline)) return null;
  const spanMs = log.evidence.spanMs[node];
  const expected = expectedIn(spanMs, baseline.node.firstArrivals[node], baseline);
  if (!rose(log.evidence.node.firstArrivals[node], expected)) return null;
  if (rose(log.evidence.offered[node], expectedIn(spanMs, baseline.offered, baseline))) {
    const [fromMs, toMs] = reachOf(inputs, departure);
    for (const source of topology.sources) {
      const change = changeOn(inputs.disturbances, source, fromMs, toMs);
      if (change !== null) return { kind: "change", id: change.id };
    }
    return { kind: "load" };
  }
  // More work from inside the system, with no more from outside: who sends it?
  const callers = topology.nodes[node].inEdges.map((edge) => topology.edges[edge]);
  if (callers.every((edge) => edge.sort === "deliver")) return null;
  for (const { from } of callers) {
    const cause = from === node ? null : disturbanceOf(inputs, from, departure);
    if (cause !== null) return cause;
  }
  return { kind: "load" };
}

/** Whether a neighbor was out of health early enough to have caused the departure. */
function departedBefore(inputs: OriginInputs, neighbor: number, departure: Departure): boolean {
  if (disturbanceOf(inputs, neighbor, departure) !== null) return true;
  const suspected = inputs.log.suspectedFrom(neighbor);
  if (suspected >= 0 && suspected <= departure.window) return true;
  const other = inputs.log.latestOf(neighbor);
  if (other === null) return false;
  const horizon = inputs.log.horizonOf(departure.node, departure.spanMs);
  if (other.window <= departure.window) return other.endWindow >= departure.window - horizon;
  // It shows later, but what it is due to was there before.
  const { cause } = rootOf(inputs.log, other);
  const outside = cause.kind === "fault" || cause.kind === "change";
  return outside && other.window <= departure.window + horizon;
}

interface Carrier {
  readonly callee: number;
  readonly mechanism: Mechanism;
  readonly share: number;
  readonly since: number;
}

/** Share of the node's excess failures that came over the edge. */
function failureShare(inputs: OriginInputs, node: number, edge: number): number {
  const { baseline, log } = inputs;
  const { evidence } = log;
  const usual = expectedFailures(baseline, node, evidence.node.ended[node]);
  const excess = evidence.node.failed[node] - (isReady(baseline) ? usual.mean : 0);
  if (excess < 1) return 0;
  const expected = isReady(baseline)
    ? expectedIn(evidence.spanMs[node], baseline.edge.failed[edge], baseline)
    : 0;
  return (evidence.out.failed[edge] - expected) / excess;
}

/** Calls pending on the edge beyond the baseline's, on average since the departure. */
function excessPending(inputs: OriginInputs, node: number, edge: number): number {
  const { baseline, log } = inputs;
  const usual = isReady(baseline) ? levelOf(baseline.edge.pending, edge, baseline) : 0;
  return log.evidence.out.pending[edge] / log.evidence.windows[node] - usual;
}

/** What the node waits for beyond its baseline: held slots, or pending calls if none are held. */
function excessWaiting(inputs: OriginInputs, node: number): number {
  const { baseline, log, topology } = inputs;
  const role = topology.nodes[node];
  const usual = isReady(baseline) ? levelOf(baseline.node.held, node, baseline) : 0;
  const held = role.source ? 0 : log.evidence.node.held[node] / log.evidence.windows[node] - usual;
  if (role.blocking && held > 0) return held;
  return role.outEdges
    .filter((edge) => topology.edges[edge].sort !== "deliver")
    .reduce((sum, edge) => sum + Math.max(0, excessPending(inputs, node, edge)), Math.max(0, held));
}

function carriersOf(inputs: OriginInputs, departure: Departure): Carrier[] {
  const { topology, log } = inputs;
  const { node } = departure;
  const waiting = excessWaiting(inputs, node);
  const full = departure.state === SATURATED || log.wasFull(node);
  const carriers: Carrier[] = [];
  for (const edge of topology.nodes[node].outEdges) {
    const { to, sort } = topology.edges[edge];
    if (to === node || !departedBefore(inputs, to, departure)) continue;
    const failed = failureShare(inputs, node, edge);
    const pending = excessPending(inputs, node, edge);
    const blocked = sort === "deliver" || !(waiting > 0) ? 0 : pending / waiting;
    const share = Math.max(failed, blocked);
    if (!(share >= LIMITS.carriedShare)) continue;
    // A caller without slots fails because it is blocked, whatever its failures say.
    const byBlocking =
      blocked >= LIMITS.carriedShare && (full || failed < LIMITS.carriedShare || blocked > failed);
    const since = log.latestOf(to)?.window ?? departure.window;
    carriers.push({
      callee: to,
      mechanism: byBlocking ? "blockedCallers" : "dependencyErrors",
      share: Math.min(1, share),
      since: Math.min(since, departure.window),
    });
  }
  return carriers;
}

function calleeCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const best = carriersOf(inputs, departure).reduce<Carrier | null>((first, carrier) => {
    if (first === null || carrier.since < first.since) return carrier;
    return carrier.since === first.since && carrier.share > first.share ? carrier : first;
  }, null);
  return best === null ? null : { kind: "node", node: best.callee, mechanism: best.mechanism };
}

/** The disturbance nearest below a node, along the calls that are made for its callers. */
function disturbanceBelow(inputs: OriginInputs, node: number, departure: Departure): Cause | null {
  const { topology } = inputs;
  const reached = [node];
  for (let at = 0; at < reached.length; at++) {
    const cause = disturbanceOf(inputs, reached[at], departure);
    if (cause !== null) return cause;
    for (const edge of topology.nodes[reached[at]].outEdges) {
      const { to, sort } = topology.edges[edge];
      if (sort !== "deliver" && !reached.includes(to)) reached.push(to);
    }
  }
  return null;
}

/**
 * What a callee only passes on: a few failures or delays from further down that leave it within its
 * range may be more than usual for its caller.
 */
function passedOnCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { topology } = inputs;
  const { node } = departure;
  const waiting = excessWaiting(inputs, node);
  for (const edge of topology.nodes[node].outEdges) {
    const { to, sort } = topology.edges[edge];
    if (to === node || sort === "deliver") continue;
    const failed = failureShare(inputs, node, edge);
    const blocked = waiting > 0 ? excessPending(inputs, node, edge) / waiting : 0;
    if (!(Math.max(failed, blocked) >= LIMITS.carriedShare)) continue;
    const cause = disturbanceBelow(inputs, to, departure);
    if (cause !== null) return cause;
  }
  return null;
}

/** The caller upstream whose own retries make up the retried arrivals; -1 if nobody's do. */
function retrierOf(inputs: OriginInputs, node: number): number {
  const { topology, window } = inputs;
  const seen = new Set<number>();
  let at = node;
  while (!seen.has(at)) {
    seen.add(at);
    const edges = topology.nodes[at].inEdges.filter((edge) => topology.edges[edge].sort === "call");
    const retried = window.node.arrivals[at] - window.node.firstArrivals[at];
    const most = (column: Float64Array): number =>
      edges.reduce((best, edge) => (best < 0 || column[edge] > column[best] ? edge : best), -1);
    const busiest = most(window.edge.retries);
    if (busiest < 0) return -1;
    const own = window.edge.retries[busiest];
    if (own > 0 && own >= LIMITS.carriedShare * retried) return topology.edges[busiest].from;
    at = topology.edges[most(window.edge.attempts)].from;
  }
  return -1;
}

function retryCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { baseline, log } = inputs;
  const { node } = departure;
  if (!isReady(baseline)) return null;
  const { evidence } = log;
  const expected = (sums: Float64Array): number =>
    expectedIn(evidence.spanMs[node], sums[node], baseline);
  const arrivals = evidence.node.arrivals[node];
  if (!rose(arrivals, expected(baseline.node.arrivals))) return null;
  const usual = expected(baseline.node.arrivals) - expected(baseline.node.firstArrivals);
  const retried = arrivals - evidence.node.firstArrivals[node] - usual;
  if (retried < LIMITS.carriedShare * (arrivals - expected(baseline.node.arrivals))) return null;
  const retrier = retrierOf(inputs, node);
  return retrier < 0 || retrier === node
    ? null
    : { kind: "node", node: retrier, mechanism: "retryLoad" };
}

function starvationCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { topology } = inputs;
  const role = topology.nodes[departure.node];
  const consumers = role.outEdges
    .filter((edge) => topology.edges[edge].sort === "deliver")
    .map((edge) => topology.edges[edge].to);
  const brokers = role.inEdges
    .filter((edge) => topology.edges[edge].sort === "deliver")
    .map((edge) => topology.edges[edge].from);
  for (const node of [...consumers, ...brokers]) {
    if (node !== departure.node && departedBefore(inputs, node, departure)) {
      return { kind: "node", node, mechanism: "starvation" };
    }
  }
  return null;
}

function ownCause(inputs: OriginInputs, departure: Departure): Cause {
  const full = departure.state === SATURATED || inputs.log.wasFull(departure.node);
  return { kind: full ? "capacity" : "unexplained" };
}

/** The cause of a departure as the evidence stands; the first of the order that holds. */
export function causeOf(inputs: OriginInputs, departure: Departure): Cause {
  return (
    disturbanceOf(inputs, departure.node, departure) ??
    loadCause(inputs, departure) ??
    calleeCause(inputs, departure) ??
    passedOnCause(inputs, departure) ??
    retryCause(inputs, departure) ??
    starvationCause(inputs, departure) ??
    ownCause(inputs, departure)
  );
}

/** Where the chain of causes starts; in a circle at the earliest departure of it. */
export function rootOf(log: DepartureLog, departure: Departure): Departure {
  const chain: Departure[] = [];
  let at = departure;
  for (;;) {
    if (chain.includes(at)) {
      const circle = chain.slice(chain.indexOf(at));
      return circle.reduce((first, other) => (other.window < first.window ? other : first));
    }
    chain.push(at);
    const next = at.cause.kind === "node" ? log.latestOf(at.cause.node) : null;
    if (next === null) return at;
    at = next;
  }
}
