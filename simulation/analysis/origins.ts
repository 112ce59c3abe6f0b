// Why a node departed: the first that holds of a fault or change on it, load, a callee that carries
// the excess, retries of a caller, starvation between broker and consumer, a process shared
// with what went down, its own capacity. What a
// callee carries is measured on the edge to it against the edge's baseline. Each question costs a
// walk over the edges of one node.

import {
  type Baseline,
  EDGE_SUM,
  edgeSum,
  expectedIn,
  isReady,
  levelOf,
  NODE_SUM,
  nodeSum,
} from "./baseline.ts";
import { chainOf, precedes, rootOf, startOf } from "./cause-chains.ts";
import { LIMITS } from "./constants.ts";
import type { Cause, Departure, DepartureLog, Mechanism } from "./departures.ts";
import { changeOn, type Disturbances, faultOn } from "./disturbances.ts";
import { excessPending, excessWaiting, failureShare } from "./excess.ts";
import { DOWN, FAILING, SATURATED } from "./node-states.ts";
import type { PlaceIn } from "./readings.ts";
import type { Topology } from "./topology.ts";

export interface OriginInputs {
  readonly topology: Topology;
  readonly disturbances: Disturbances;
  readonly baseline: Baseline;
  readonly log: DepartureLog;
}

/** What a disturbance is looked for with. */
type Surroundings = Pick<OriginInputs, "topology" | "disturbances" | "log">;

/** Times between which a disturbance of the departure may have acted. */
function reachOf(inputs: Surroundings, departure: Departure): readonly [number, number] {
  const windows = inputs.log.horizonOf(departure.node, departure.spanMs);
  return [departure.atMs - (windows + 1) * departure.spanMs, departure.atMs];
}

/** A fault or change on a node (or its links) that the departure can be due to. */
function disturbanceOf(inputs: Surroundings, node: number, departure: Departure): Cause | null {
  const [fromMs, toMs] = reachOf(inputs, departure);
  const fault = faultOn(inputs.disturbances, node, fromMs, toMs);
  if (fault !== null) return { kind: "fault", id: fault.fault.id };
  const change = changeOn(inputs.disturbances, node, fromMs, toMs);
  return change === null ? null : { kind: "change", id: change.id };
}

function callersOf({ nodes, edges }: Topology, node: number): number[] {
  return nodes[node].inEdges.map((edge) => edges[edge].from);
}

/** A node and all that can be reached from it, the nearest first. */
export function reachable(node: number, next: (node: number) => readonly number[]): number[] {
  const reached = [node];
  for (let at = 0; at < reached.length; at++) {
    for (const other of next(reached[at])) if (!reached.includes(other)) reached.push(other);
  }
  return reached;
}

/** The first disturbance on nodes that departed themselves, else the first on any of them. */
function firstDisturbance(
  inputs: Surroundings,
  nodes: readonly number[],
  departure: Departure,
): Cause | null {
  let first: Cause | null = null;
  for (const node of nodes) {
    const cause = disturbanceOf(inputs, node, departure);
    if (cause === null) continue;
    if (precedes(inputs.log, node, departure) !== null) return cause;
    first ??= cause;
  }
  return first;
}

/** Whether a count exceeds what the baseline leads to expect by the load factor, beyond chance. */
function rose(count: number, expected: number): boolean {
  const excess = count - expected;
  return count > LIMITS.loadRatio * expected && excess > LIMITS.noiseErrors * Math.sqrt(expected);
}

/** A fault or change of one of the sources whose requests lead to the node. */
function sourceCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { nodes } = inputs.topology;
  const above = reachable(departure.node, (node) => callersOf(inputs.topology, node));
  const [fromMs, toMs] = reachOf(inputs, departure);
  for (const source of above.filter((node) => nodes[node].source)) {
    const fault = faultOn(inputs.disturbances, source, fromMs, toMs)?.fault;
    // What acts on its links alone does not make it send more.
    const own = fault?.targets.some(
      (target) => "node" in target && target.node === nodes[source].id,
    );
    if (fault !== undefined && own) return { kind: "fault", id: fault.id };
  }
  return null;
}

function loadCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { baseline, topology, log } = inputs;
  const { node } = departure;
  if (!isReady(baseline)) return null;
  // Few requests more may be much more work.
  const fromSource = sourceCause(inputs, departure);
  if (fromSource !== null) return fromSource;
  const spanMs = log.evidence.spanMs[node];
  const expected = expectedIn(spanMs, nodeSum(baseline, node, NODE_SUM.firstArrivals), baseline);
  if (!rose(log.evidence.node.firstArrivals[node], expected)) return null;
  if (rose(log.evidence.offered[node], expectedIn(spanMs, baseline.offered, baseline))) {
    for (const source of topology.sources) {
      const cause = disturbanceOf(inputs, source, departure);
      if (cause !== null) return cause;
    }
    return { kind: "load" };
  }
  // More work from inside the system, with no more from outside: who sends it?
  return sentWithin(inputs, node) ? disturbanceAbove(inputs, node, departure) : null;
}

/** Whether what arrives at a node was sent by callers, not delivered at the pace of a broker. */
function sentWithin({ topology }: OriginInputs, node: number): boolean {
  return !topology.nodes[node].inEdges.every((edge) => topology.edges[edge].sort === "deliver");
}

/**
 * More work from inside the system that no disturbance explains. It comes after what callees carry: what
 * was held up by a callee arrives all at once when calls to it begin to time out.
 */
function innerLoadCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { baseline, log } = inputs;
  const { node } = departure;
  if (!isReady(baseline) || !sentWithin(inputs, node)) return null;
  const spanMs = log.evidence.spanMs[node];
  const expected = expectedIn(spanMs, nodeSum(baseline, node, NODE_SUM.firstArrivals), baseline);
  return rose(log.evidence.node.firstArrivals[node], expected) ? { kind: "load" } : null;
}

/** The disturbance nearest above a node, along what its callers are called for. */
function disturbanceAbove(inputs: OriginInputs, node: number, departure: Departure): Cause | null {
  const [, ...above] = reachable(node, (at) => callersOf(inputs.topology, at));
  return firstDisturbance(inputs, above, departure);
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
  // It shows later, but what it is due to was there before, and is not this departure itself.
  const chain = chainOf(inputs.log, other);
  if (chain.includes(departure)) return false;
  const { cause } = startOf(chain);
  const outside = cause.kind === "fault" || cause.kind === "change";
  return outside && other.window <= departure.window + horizon;
}

interface Carrier {
  readonly callee: number;
  readonly mechanism: Mechanism;
  readonly share: number;
  readonly since: number;
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
    // A caller without slots fails because it is blocked, whatever its failures say. Of calls that take
    // hardly longer than usual nobody is blocked.
    const usual = levelOf(inputs.baseline, edgeSum(inputs.baseline, edge, EDGE_SUM.pending));
    const isLong = pending >= LIMITS.carriedShare * usual;
    const byBlocking =
      blocked >= LIMITS.carriedShare &&
      (full || failed < LIMITS.carriedShare || (isLong && blocked > failed));
    const since = log.latestOf(to)?.window ?? departure.window;
    // A broker that runs full is starved of who takes from it, whatever deliveries fail.
    const isStarved = sort === "deliver" && departure.state === SATURATED;
    const isCarried = byBlocking ? "blockedCallers" : "dependencyErrors";
    carriers.push({
      callee: to,
      mechanism: isStarved ? "starvation" : isCarried,
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
  if (best === null) return null;
  return { kind: "node", node: best.callee, mechanism: best.mechanism };
}

/**
 * What a departure is told to be due to: a callee that only seemed to depart passes on what comes from
 * below it, and so does a circle of causes. Both show later than the departure itself.
 */
export function toldCause(inputs: Surroundings, departure: Departure): Cause {
  const { cause } = departure;
  if (cause.kind !== "node") return cause;
  if (rootOf(inputs.log, departure) !== departure) return cause;
  if (disturbanceOf(inputs, cause.node, departure) !== null) return cause;
  const { mechanism } = cause;
  const isCallee = mechanism === "blockedCallers" || mechanism === "dependencyErrors";
  const below = isCallee ? disturbanceBelow(inputs, cause.node, departure) : null;
  return below ?? disturbanceBelow(inputs, departure.node, departure) ?? cause;
}

/** The disturbance nearest below a node, along the calls that are made for its callers. */
function disturbanceBelow(inputs: Surroundings, node: number, departure: Departure): Cause | null {
  const { nodes, edges } = inputs.topology;
  const below = reachable(node, (at) =>
    nodes[at].outEdges
      .filter((edge) => edges[edge].sort !== "deliver")
      .map((edge) => edges[edge].to),
  );
  return firstDisturbance(inputs, below, departure);
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

function retryCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { baseline, log } = inputs;
  const { node } = departure;
  if (!isReady(baseline)) return null;
  const { evidence } = log;
  const expected = (place: PlaceIn<typeof NODE_SUM>): number =>
    expectedIn(evidence.spanMs[node], nodeSum(baseline, node, place), baseline);
  const arrivals = evidence.node.arrivals[node];
  if (!rose(arrivals, expected(NODE_SUM.arrivals))) return null;
  const usual = expected(NODE_SUM.arrivals) - expected(NODE_SUM.firstArrivals);
  const retried = arrivals - evidence.node.firstArrivals[node] - usual;
  if (retried < LIMITS.carriedShare * (arrivals - expected(NODE_SUM.arrivals))) return null;
  const retrier = evidence.retrier[node];
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

/** Who coordinates transactions left rows locked here when it departed: work that wants them keeps its slots. */
function locksCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { topology } = inputs;
  const node = callersOf(topology, departure.node).find(
    (caller) => topology.nodes[caller].coordinates && departedBefore(inputs, caller, departure),
  );
  return node === undefined ? null : { kind: "node", node, mechanism: "heldLocks" };
}

/** A part of the same process went down before, or with it: rather the one that something was done to. */
function sharedFateCause(inputs: OriginInputs, departure: Departure): Cause | null {
  const { nodes, edges } = inputs.topology;
  const [, ...mates] = reachable(departure.node, (at) =>
    [...nodes[at].outEdges, ...nodes[at].inEdges]
      .filter((edge) => edges[edge].inProcess)
      .map((edge) => (edges[edge].from === at ? edges[edge].to : edges[edge].from)),
  );
  const node =
    mates.find((mate) => disturbanceOf(inputs, mate, departure) !== null) ??
    mates.find((mate) => departedBefore(inputs, mate, departure));
  return node === undefined ? null : { kind: "node", node, mechanism: "sharedFate" };
}

function ownCause(inputs: OriginInputs, departure: Departure): Cause {
  const { node, state } = departure;
  // What nothing else explains of a provider that refuses is its quota: it has no slots to run out of.
  const usedUp = inputs.topology.nodes[node].rations && (state === FAILING || state === DOWN);
  const full = state === SATURATED || inputs.log.wasFull(node) || usedUp;
  return { kind: full ? "capacity" : "unexplained" };
}

function isSame(cause: Cause, other: Cause): boolean {
  return "id" in cause && "id" in other && cause.kind === other.kind && cause.id === other.id;
}

/** The disturbance behind what a callee does to its callers. */
function behindCallee(inputs: OriginInputs, callee: number, departure: Departure): Cause | null {
  const other = precedes(inputs.log, callee, departure);
  if (other !== null) return rootCauseOf(inputs, rootOf(inputs.log, other));
  return disturbanceOf(inputs, callee, departure) ?? disturbanceBelow(inputs, callee, departure);
}

/**
 * What callees carry of a departure for which there is a disturbance on the node itself: another one
 * below, which does most of it. Not where the node's own acts on that callee as well.
 */
function rivalCause(inputs: OriginInputs, departure: Departure, own: Cause): Cause | null {
  const carried = calleeCause(inputs, departure) ?? passedOnCause(inputs, departure);
  if (carried === null) return null;
  if (carried.kind !== "node") return isSame(carried, own) ? null : carried;
  const { faults, changes } = inputs.disturbances;
  const touches = (nodes: readonly number[] | undefined): boolean =>
    nodes?.includes(carried.node) === true;
  const isOnBoth =
    (own.kind === "fault" &&
      faults.some(({ fault, nodes }) => fault.id === own.id && touches(nodes))) ||
    (own.kind === "change" && changes.some(({ id, nodes }) => id === own.id && touches(nodes)));
  if (isOnBoth) return null;
  const behind = behindCallee(inputs, carried.node, departure);
  const isOutside = behind?.kind === "fault" || behind?.kind === "change";
  return isOutside && !isSame(behind, own) ? carried : null;
}

/** Whether most of what failed at a provider was refused by its quota, to which no fault on it leads. */
function isRationing({ log, topology }: OriginInputs, node: number): boolean {
  const { failed, turnedAway } = log.evidence.node;
  return topology.nodes[node].rations && 2 * turnedAway[node] > failed[node];
}

/** What was done to the node itself, if that can be why it departed. */
function ownDisturbance(inputs: OriginInputs, departure: Departure): Cause | null {
  const cause = disturbanceOf(inputs, departure.node, departure);
  return cause?.kind === "fault" && isRationing(inputs, departure.node) ? null : cause;
}

/** The cause of a departure as the evidence stands; the first of the order that holds. */
export function causeOf(inputs: OriginInputs, departure: Departure): Cause {
  const own = ownDisturbance(inputs, departure);
  if (own !== null) return rivalCause(inputs, departure, own) ?? own;
  const load = loadCause(inputs, departure);
  // Whoever sends the next as the last has ended sends more where they fail at once.
  const isOwn = load?.kind === "load" && inputs.topology.nodes[departure.node].source;
  if (load !== null) return (isOwn ? rivalCause(inputs, departure, load) : null) ?? load;
  return (
    calleeCause(inputs, departure) ??
    passedOnCause(inputs, departure) ??
    locksCause(inputs, departure) ??
    innerLoadCause(inputs, departure) ??
    retryCause(inputs, departure) ??
    starvationCause(inputs, departure) ??
    sharedFateCause(inputs, departure) ??
    ownCause(inputs, departure)
  );
}

/**
 * What the start of a chain is due to: its own cause, or, of a circle and of a neighbor that kept within
 * its range, the disturbance nearest below.
 */
export function rootCauseOf(inputs: Surroundings, root: Departure): Cause {
  if (root.cause.kind !== "node") return root.cause;
  const behind = disturbanceOf(inputs, root.cause.node, root);
  return behind ?? disturbanceBelow(inputs, root.node, root) ?? root.cause;
}
