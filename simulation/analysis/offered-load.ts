// Offered load of every node and where a scenario saturates, from the document alone: the traffic
// equations of an open network (Jackson 1957; Kleinrock I, 4.8) and the utilization law. Assumes that
// nothing fails, waits or is sent twice. Costs about as much as compiling the scenario.
import type { PlannedOperation, PlannedStage } from "../engine/operation-graph.ts";
import type {
  NodeDescriptor,
  OperationDescriptor,
  StationDescriptor,
} from "../kinds/descriptors.ts";
import type { Bottleneck, OfferedLoad, OfferedNode } from "../results/offered-load.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import {
  callsMade,
  type FlowGraph,
  flowGraphOf,
  instancesOf,
  isBroker,
  missShare,
  solveFlows,
} from "./flow-links.ts";
import { madeRatioOf, missRatioOf } from "./miss-ratios.ts";
import { meanOf, sourceLoad } from "./source-load.ts";
import { type WireLoad, wireLoadOf } from "./wire-load.ts";

/** Mean times of an operation where nothing waits, ms. */
interface OperationTimes {
  /** Own work. */
  readonly workMs: number;
  /** Until its calls are answered. */
  readonly callsMs: number;
}

/** Time from the first call of a stage to its last answer, with mean times for each call. */
function stageMs(
  flow: FlowGraph,
  operation: PlannedOperation,
  { number, calls }: PlannedStage,
  answerMs: readonly number[],
): number {
  // What is asked for once takes no time on average.
  if (number === 0) return 0;
  let longest = 0;
  const chosen = new Map<number, number>();
  for (const planned of calls) {
    const edge = flow.scenario.edges[planned.edge];
    if (!edge || edge.values.oneWay === true) continue;
    const target = flow.graph.operations[planned.target];
    const made = callsMade(planned, instancesOf(flow.descriptors[target?.node ?? 0]));
    const { probability, parallel, count } = planned.call;
    // Repetitions at once take no longer than one, those in a row as long as all together.
    const rounds = parallel || count === "all" ? Math.min(made, probability) : made;
    const wayMs = 2 * meanOf(edge.values.networkMs, "ms");
    const once = wayMs + (answerMs[planned.target] ?? 0);
    const read = planned.read === null ? 0 : wayMs + (answerMs[planned.read] ?? 0);
    const ms = rounds * (once + read) * missShare(flow, operation, planned);
    if (planned.choice === 0) longest = Math.max(longest, ms);
    else chosen.set(planned.choice, (chosen.get(planned.choice) ?? 0) + ms);
  }
  for (const ms of chosen.values()) longest = Math.max(longest, ms);
  return longest;
}

/** A slower mean speed where requests are dealt to instances, not taken by the one that is free. */
function slowness({ instances, instanceSpeed, sharedQueue }: StationDescriptor): number {
  if (instanceSpeed.length === 0) return 1;
  const speeds = Array.from(
    { length: instances },
    (_, at) => instanceSpeed[Math.min(at, instanceSpeed.length - 1)] ?? 1,
  );
  if (!sharedQueue) return 1 / speeds.reduce((least, speed) => Math.min(least, speed), Infinity);
  return instances / speeds.reduce((sum, speed) => sum + speed, 0);
}

/** What the length of its stream adds to a request at an event store, as streams are at the start, ms. */
function streamMs(descriptor: NodeDescriptor, { access }: OperationDescriptor): number {
  const streams = descriptor.primitive === "log" ? descriptor.log.streams : undefined;
  if (streams === undefined) return 0;
  const { eventsBefore, eventMs, snapshotEvery, snapshotMs } = streams;
  if (access !== "read") return snapshotEvery === null ? 0 : snapshotMs / snapshotEvery;
  const events =
    snapshotEvery === null ? eventsBefore : Math.min(eventsBefore, (snapshotEvery - 1) / 2);
  return events * eventMs;
}

/** Rounds in which times settle; a call chain is at most this deep (64 in the engine). */
const DEEPEST = 64;

function timesOf(flow: FlowGraph, wires: WireLoad): OperationTimes[] {
  const { operations } = flow.graph;
  const works = operations.map(({ node, work }, row) => {
    const descriptor = flow.descriptors[node];
    if (!work || !descriptor || descriptor.primitive === "source") return 0;
    const serviceMs =
      meanOf(work.serviceTime, "ms") + (wires.ownMs[row] ?? 0) + streamMs(descriptor, work);
    const errorMs = work.errorTime === null ? serviceMs : meanOf(work.errorTime, "ms");
    const afterMs = work.afterProbability * meanOf(work.afterTime, "ms");
    const done = 1 - work.errorRate;
    return slowness(descriptor.station) * (done * (serviceMs + afterMs) + work.errorRate * errorMs);
  });
  let answers: number[] = works.slice();
  let calls: number[] = works.map(() => 0);
  for (let round = 0; round < DEEPEST; round++) {
    calls = operations.map((operation) => {
      const { stages, work, node } = operation;
      if (isBroker(flow.descriptors[node])) return 0;
      const succeeds = 1 - (work?.errorRate ?? 0);
      return (
        succeeds * stages.reduce((sum, stage) => sum + stageMs(flow, operation, stage, answers), 0)
      );
    });
    const next = works.map((work, row) => {
      const after = operations[row]?.phase === "check" ? operations[row].goesOnAs : null;
      return work + (calls[row] ?? 0) + (after === null ? 0 : (answers[after] ?? 0));
    });
    const settled = next.every((ms, row) => ms === answers[row]);
    answers = next;
    if (settled) break;
  }
  return works.map((workMs, row) => ({ workMs, callsMs: calls[row] ?? 0 }));
}

/** Requests per second that each operation row gets from sources, at the usual and the peak load. */
export function entering(flow: FlowGraph, peak: boolean): number[] {
  const rates = flow.graph.operations.map(() => 0);
  for (const [node, descriptor] of flow.descriptors.entries()) {
    if (descriptor.primitive !== "source") continue;
    const { requests } = descriptor.source;
    const load = sourceLoad(descriptor.source, flow.scenario.durationMs);
    const rate = peak ? load.peakPerS : load.ratePerS;
    const types = Object.entries(requests);
    const total = types.reduce((sum, [, { weight }]) => sum + weight, 0);
    for (const [name, { weight }] of types) {
      const row = flow.graph.find(node, name);
      if (total > 0 && weight > 0) rates[row] = (rates[row] ?? 0) + (rate * weight) / total;
    }
  }
  return rates;
}

/** Messages that the consumers behind an edge can have in progress at once; null: any number. */
function deliverySlots(flow: FlowGraph, edge: number, consumer: StationDescriptor): number | null {
  const resolved = flow.scenario.edges[edge];
  if (resolved?.sort !== "deliver") return null;
  const broker = flow.scenario.nodes.findIndex(({ id }) => id === resolved.from);
  const { concurrency, prefetch } = resolved.values;
  const each = [concurrency, prefetch, consumer.slots].filter((n) => typeof n === "number");
  const descriptor = flow.descriptors[broker];
  const partitions = descriptor?.primitive === "log" ? descriptor.log.partitions : Infinity;
  const most = each.reduce((least, n) => Math.min(least, n), Infinity) * consumer.instances;
  const slots = Math.min(most, partitions);
  return slots === Infinity ? null : slots;
}

interface Demand {
  readonly ratePerS: number;
  readonly holdMs: number | null;
  readonly shares: Readonly<Record<Bottleneck, number | null>>;
}

function demandOn(
  flow: FlowGraph,
  node: number,
  times: readonly OperationTimes[],
  flows: readonly number[],
  wires: WireLoad,
): Demand {
  const descriptor = flow.descriptors[node];
  const none = { slots: null, rateLimit: null, deliveries: null };
  if (!descriptor || descriptor.primitive === "source") {
    return { ratePerS: 0, holdMs: null, shares: none };
  }
  const { station } = descriptor;
  const holds = holdsSlot(station);
  let ratePerS = 0;
  let busy = 0;
  for (const [row, operation] of flow.graph.operations.entries()) {
    const rate = flows[row] ?? 0;
    if (operation.node !== node || rate === 0) continue;
    const { workMs, callsMs } = times[row] ?? { workMs: 0, callsMs: 0 };
    ratePerS += rate;
    const heldMs = workMs + (holds ? callsMs : 0);
    // Endless flow times no work is no work.
    if (heldMs > 0) busy += (rate * heldMs) / 1000;
  }
  for (const { edge, from, to, weight } of flow.links) {
    if (flow.graph.operations[to]?.node !== node) continue;
    // What follows a check has arrived before.
    if (edge < 0 && weight > 0) ratePerS -= weight * (flows[from] ?? 0);
    const readMs = (wires.incomingMs[edge] ?? 0) * slowness(station);
    if (readMs > 0 && weight > 0) busy += (weight * (flows[from] ?? 0) * readMs) / 1000;
  }
  const { breakdowns, slots } = station;
  const upMs = breakdowns === null ? 1 : meanOf(breakdowns.every, "ms");
  const downMs = breakdowns === null ? 0 : meanOf(breakdowns.for, "ms");
  const servers = (slots ?? Infinity) * station.instances * (upMs / (upMs + downMs));
  return {
    ratePerS,
    holdMs: ratePerS > 0 && ratePerS < Infinity ? (1000 * busy) / ratePerS : null,
    shares: {
      slots: slots === null ? null : busy / (servers * (station.bulk?.max ?? 1)),
      rateLimit: limitShare(flow, node, flows, ratePerS),
      deliveries: deliveriesOn(flow, node, times, flows),
    },
  };
}

/** The share of what a rate limit lets in, or of the fullest quota that refuses; null where there is none. */
function limitShare(
  flow: FlowGraph,
  node: number,
  flows: readonly number[],
  ratePerS: number,
): number | null {
  const descriptor = flow.descriptors[node];
  if (!descriptor || descriptor.primitive === "source") return null;
  const { rateLimit, quota, instances } = descriptor.station;
  if (rateLimit !== null) {
    return ratePerS / (rateLimit.ratePerS * (rateLimit.shared ? 1 : instances));
  }
  if (quota == null || quota.bills) return null;
  const byCaller = new Map<string, number>();
  for (const { edge, from, to, weight } of flow.links) {
    if (flow.graph.operations[to]?.node !== node) continue;
    const key = quota.perCaller ? (flow.scenario.edges[edge]?.from ?? "") : "";
    byCaller.set(key, (byCaller.get(key) ?? 0) + weight * (flows[from] ?? 0));
  }
  return (Math.max(0, ...byCaller.values()) * quota.windowMs) / (1000 * quota.limit);
}

/** Sharing processors, a request that waits for a call takes no part of them. */
function holdsSlot({ blocking, discipline }: StationDescriptor): boolean {
  return blocking && discipline !== "ps";
}

/** The fullest of the edges that hand it messages: a message is in progress until all is answered. */
function deliveriesOn(
  flow: FlowGraph,
  node: number,
  times: readonly OperationTimes[],
  flows: readonly number[],
): number | null {
  const descriptor = flow.descriptors[node];
  if (!descriptor || descriptor.primitive === "source") return null;
  const busy = new Map<number, number>();
  for (const { edge, from, to, weight } of flow.links) {
    if (flow.graph.operations[to]?.node !== node) continue;
    const { workMs, callsMs } = times[to] ?? { workMs: 0, callsMs: 0 };
    const rate = weight > 0 ? weight * (flows[from] ?? 0) : 0;
    const added = rate > 0 ? (rate * (workMs + callsMs)) / 1000 : 0;
    busy.set(edge, (busy.get(edge) ?? 0) + added);
  }
  let fullest: number | null = null;
  for (const [edge, atOnce] of busy) {
    const slots = deliverySlots(flow, edge, descriptor.station);
    if (slots !== null) fullest = Math.max(fullest ?? 0, atOnce / slots);
  }
  return fullest;
}

/** The share that is largest, and what it is of; slots where several are. */
function tightest(shares: Demand["shares"]): { limit: Bottleneck | null; share: number | null } {
  const names: readonly Bottleneck[] = ["slots", "rateLimit", "deliveries"];
  let limit: Bottleneck | null = null;
  let share: number | null = null;
  for (const name of names) {
    const value = shares[name];
    // Deliveries count the same work as slots: they are named only where they clearly say more.
    const most = share === null ? -1 : share * (1 + 1e-9);
    if (value !== null && value > most) [limit, share] = [name, value];
  }
  return { limit, share };
}

/** Capacity for the present mix, from what one request of it needs. */
function offeredNode(id: string, usual: Demand, peak: Demand, atLeast: boolean): OfferedNode {
  const { limit, share } = tightest(usual.shares);
  const { ratePerS } = usual;
  const known = share !== null && share > 0 && share < Infinity && ratePerS < Infinity;
  return {
    id,
    ratePerS,
    utilization: share,
    peakUtilization: tightest(peak.shares).share,
    capacityPerS: known ? ratePerS / share : null,
    limit,
    holdMs: usual.holdMs,
    atLeast,
  };
}

function edgeRates(flow: FlowGraph, flows: readonly number[]): OfferedLoad["edges"] {
  const rates = flow.scenario.edges.map(() => 0);
  for (const { edge, from, weight } of flow.links) {
    if (weight > 0) rates[edge] = (rates[edge] ?? 0) + weight * (flows[from] ?? 0);
  }
  return flow.scenario.edges.map(({ id }, index) => ({ id, ratePerS: rates[index] ?? 0 }));
}

/** The flows with what caches keep from going on, by how often each of them is read. */
export function behindCaches(open: FlowGraph): FlowGraph {
  if (!open.descriptors.some((descriptor) => descriptor.primitive === "cache")) return open;
  const flows = solveFlows(entering(open, false), open.links);
  const misses = new Map<number, number>();
  const made = new Map<number, number>();
  for (const [node, descriptor] of open.descriptors.entries()) {
    if (descriptor.primitive !== "cache") continue;
    const rateOf = (access: string): number =>
      open.graph.operations.reduce(
        (sum, { node: of, work }, row) =>
          of === node && (work?.access ?? "read") === access ? sum + (flows[row] ?? 0) : sum,
        0,
      );
    const id = open.scenario.nodes[node]?.id;
    const byKey = open.scenario.edges
      .filter(({ to }) => to === id)
      .every(({ values }) => values.balancing === "hash" || values.balancing === "ringHash");
    misses.set(node, missRatioOf(descriptor, rateOf("read"), byKey));
    made.set(node, madeRatioOf(descriptor, rateOf("write"), byKey));
  }
  return flowGraphOf(open.scenario, misses, made);
}

/** Offered load, utilization and capacity of every node of a scenario as drawn. */
export function offeredLoad(scenario: ResolvedScenario): OfferedLoad {
  const flow = behindCaches(flowGraphOf(scenario));
  const wires = wireLoadOf(flow);
  const times = timesOf(flow, wires);
  const usual = solveFlows(entering(flow, false), flow.links);
  const peak = solveFlows(entering(flow, true), flow.links);
  const nodes: OfferedNode[] = [];
  for (const [index, { id }] of scenario.nodes.entries()) {
    const descriptor = flow.descriptors[index];
    if (!descriptor || descriptor.primitive === "source") continue;
    // Batches come when they are full or due, not with the requests.
    if (descriptor.station.collector !== undefined) continue;
    const holds = holdsSlot(descriptor.station);
    const waits = flow.graph.operations.some(
      ({ node }, row) => node === index && (usual[row] ?? 0) > 0 && (times[row]?.callsMs ?? 0) > 0,
    );
    nodes.push(
      offeredNode(
        id,
        demandOn(flow, index, times, usual, wires),
        demandOn(flow, index, times, peak, wires),
        holds &&
          (waits || flow.scenario.edges.some((edge) => edge.to === id && edge.values.stream)),
      ),
    );
  }
  let first: OfferedNode | null = null;
  for (const node of nodes) {
    if ((node.utilization ?? 0) > (first?.utilization ?? 0)) first = node;
  }
  const share = first?.utilization ?? 0;
  return {
    nodes,
    edges: edgeRates(flow, usual),
    first: first?.id ?? null,
    headroom: share > 0 ? 1 / share : null,
    closed: flow.descriptors.some(
      (descriptor) => descriptor.primitive === "source" && descriptor.source.closed !== null,
    ),
  };
}
