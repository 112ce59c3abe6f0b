// Failed and late requests by what they are due to in the end: where each failed is known from the
// engine, where late ones were delayed from the series; the departure of that node at that time, followed
// to its root, says why. What failed at a node that had not departed is as usual there.
// Source: product semantics, decision 97.
import type { Blame, FailurePlace, FailureWay } from "../results/failure-place.ts";
import { type Baseline, failureRatioOf } from "./baseline.ts";
import { becauseOf } from "./cascade.ts";
import { rootOf } from "./cause-chains.ts";
import { LIMITS } from "./constants.ts";
import type { Cause, Departure, DepartureLog } from "./departures.ts";
import { type ActiveFault, type Disturbances, faultOn } from "./disturbances.ts";
import type { LatePlaces } from "./late-requests.ts";
import { mostOf } from "./node-states.ts";
import { reachable, rootCauseOf } from "./origins.ts";
import type { Topology } from "./topology.ts";

/** Cause of what is no more than usual. */
const BASELINE = "baseline";

export interface BlameInputs {
  readonly topology: Topology;
  readonly disturbances: Disturbances;
  readonly baseline: Baseline;
  readonly log: DepartureLog;
  readonly analysisWindowMs: number;
  /** Of the run itself, measured and before anything disturbed it; an empty span where there was none. */
  readonly calm: { readonly fromMs: number; readonly toMs: number };
  readonly seriesWindowMs: number;
  /** No more than the usual failures of its node, or before anything was compared. */
  readonly isBlameless: (departure: Departure) => boolean;
}

interface Due {
  readonly cause: string;
  readonly origin: string | null;
}

const USUAL: Due = { cause: BASELINE, origin: null };

/** A departure, and the times between which it lasted, with how far around them it reaches. */
interface Lasting {
  readonly departure: Departure;
  readonly fromMs: number;
  readonly endMs: number;
  readonly reachMs: number;
}

function lastingOf({ log }: BlameInputs, departure: Departure): Lasting {
  const { node, spanMs, window, atMs, endWindow } = departure;
  return {
    departure,
    fromMs: atMs - spanMs,
    endMs: atMs + (endWindow - window) * spanMs,
    reachMs: log.horizonOf(node, spanMs) * spanMs,
  };
}

/** What was found out about departures; they stay as they are while blame is put together. */
class Findings {
  private readonly inputs: BlameInputs;
  private readonly byNode = new Map<number, Lasting[]>();
  private readonly due = new Map<Departure, Due>();

  /** Nothing was done to the system, and no node has departed: what failed is as usual. */
  readonly isCalm: boolean;

  constructor(inputs: BlameInputs) {
    this.inputs = inputs;
    for (const departure of inputs.log.all) {
      if (inputs.isBlameless(departure)) continue;
      const known = this.byNode.get(departure.node) ?? [];
      known.push(lastingOf(inputs, departure));
      this.byNode.set(departure.node, known);
    }
    this.isCalm = this.byNode.size === 0 && inputs.disturbances.faults.length === 0;
  }

  /** Departure of a node that a failure at `atMs` belongs to: the nearest in time within its reach. */
  departureAt(node: number, atMs: number): Departure | null {
    let nearest: Departure | null = null;
    let least = Infinity;
    const lasting = this.byNode.get(node);
    if (lasting === undefined) return null;
    for (const { departure, fromMs, endMs, reachMs } of lasting) {
      const away = Math.max(0, fromMs - atMs, atMs - endMs);
      if (away > reachMs || away >= least) continue;
      nearest = departure;
      least = away;
    }
    return nearest;
  }

  dueTo(departure: Departure): Due {
    const known = this.due.get(departure) ?? dueTo(this.inputs, departure);
    this.due.set(departure, known);
    return known;
  }
}

function dueTo(inputs: BlameInputs, departure: Departure): Due {
  const { topology, log } = inputs;
  const root = rootOf(log, departure);
  const cause = rootCauseOf(inputs, root);
  const origin = topology.nodes[placeOfCause(inputs, root, cause)].id;
  // In a circle of causes the earliest departure stands for all of them.
  return { cause: cause.kind === "node" ? "unexplained" : becauseOf(cause, topology), origin };
}

/** Node at which the cause of a departure acts: its own, unless a disturbance acts elsewhere only. */
function placeOfCause(
  { disturbances, topology }: BlameInputs,
  { node }: Departure,
  cause: Cause,
): number {
  if (cause.kind !== "fault" && cause.kind !== "change") return node;
  const known =
    cause.kind === "fault"
      ? disturbances.faults.find(({ fault }) => fault.id === cause.id)
      : disturbances.changes.find(({ id }) => id === cause.id);
  if (known === undefined || known.nodes.length === 0) return node;
  const behind = "fault" in known ? calleeBehindLinks(known, topology) : -1;
  if (behind >= 0) return behind;
  return known.nodes.includes(node) ? node : known.nodes[0];
}

/**
 * The node that a fault on links acts on for all of its callers: whatever they see of it comes over these
 * links. -1 where it acts otherwise, or for some of them only.
 */
function calleeBehindLinks({ fault }: ActiveFault, { nodes, edges }: Topology): number {
  const hit = fault.targets.map((target) =>
    "edge" in target ? edges.findIndex(({ id }) => id === target.edge) : -1,
  );
  // Of a single link it cannot be said which of its ends is meant.
  const callee = hit.length > 1 ? (edges[hit[0]]?.to ?? -1) : -1;
  if (callee < 0 || hit.some((edge) => edges[edge]?.to !== callee)) return -1;
  return nodes[callee].inEdges.every((edge) => hit.includes(edge)) ? callee : -1;
}

/** A fault that acts on the node, or has just, though the node as a whole kept within its range. */
function faultAt(inputs: BlameInputs, node: number, atMs: number): Due | null {
  const { disturbances, log, analysisWindowMs, topology } = inputs;
  const reachMs = log.horizonOf(node, analysisWindowMs) * analysisWindowMs;
  const active = faultOn(disturbances, node, atMs - reachMs, atMs);
  if (active === null) return null;
  return { cause: `fault:${active.fault.id}`, origin: topology.nodes[node].id };
}

/** Where requests failed, by index. */
interface Place {
  /** -1: on the link. */
  readonly node: number;
  readonly edge: number;
  /** Node that offered them, where they were late; -1 otherwise. */
  readonly source: number;
  /** Failures in a series window that are no more than chance makes of those before any disturbance. */
  readonly most: number;
  readonly way: FailureWay;
}

/** Counts beyond this many are more than the same place had in a window while nothing was wrong. */
function mostUsual({ calm, seriesWindowMs }: BlameInputs, { windows }: FailurePlace): number {
  const spanMs = calm.toMs - calm.fromMs;
  if (!(spanMs > 0)) return Infinity;
  const isCalm = (endMs: number): boolean => endMs > calm.fromMs && endMs <= calm.toMs;
  const count = windows.reduce((sum, [endS, own]) => sum + (isCalm(endS * 1000) ? own : 0), 0);
  // One more might have been.
  const usual = ((count + 1) / spanMs) * seriesWindowMs;
  return mostOf(usual, LIMITS.certainErrors);
}

/** What fails at a provider may be due to its quota while all is calm. */
function isAsUsual({ topology }: BlameInputs, { isCalm }: Findings, node: number): boolean {
  return isCalm && !(node >= 0 && topology.nodes[node].rations);
}

function indexOfId(entities: readonly { readonly id: string }[], id: string | undefined): number {
  if (id === undefined) return -1;
  for (let at = 0; at < entities.length; at++) if (entities[at].id === id) return at;
  return -1;
}

function placeOf(inputs: BlameInputs, found: Findings, place: FailurePlace | LatePlaces): Place {
  const { topology } = inputs;
  const { nodes, edges } = topology;
  const edge = indexOfId(edges, place.edge);
  const source = "source" in place ? indexOfId(nodes, place.source) : -1;
  const node = indexOfId(nodes, place.node);
  const most = isAsUsual(inputs, found, node) ? Infinity : mostUsual(inputs, place);
  return { node, edge, source, way: place.way, most };
}

/** What a link lost is due to the node at its far end, its near end, or a fault on the link. */
function dueOnWire(inputs: BlameInputs, found: Findings, edge: number, atMs: number): Due {
  const { to, from } = inputs.topology.edges[edge];
  for (const node of [to, from]) {
    const departure = found.departureAt(node, atMs);
    if (departure !== null) return found.dueTo(departure);
  }
  return faultAt(inputs, to, atMs) ?? USUAL;
}

/** A provider refuses what its quota does not hold. */
function byQuota({ topology }: BlameInputs, node: number): Due {
  return { cause: "capacity", origin: topology.nodes[node].id };
}

/**
 * No fault on a provider makes it refuse, and its quota makes it neither slow nor fail, whatever its
 * departure is due to. Null: that stands.
 */
function ofProvider(
  inputs: BlameInputs,
  { node, way }: Place,
  { cause, origin }: Due,
  atMs: number,
): Due | null {
  if (origin !== inputs.topology.nodes[node].id) return null;
  if (way === "refusing") return cause.startsWith("fault:") ? byQuota(inputs, node) : null;
  return cause === "capacity" ? faultAt(inputs, node, atMs) : null;
}

/** The departure of whoever sends what fails here, though the node itself does as it should. */
function dueToSource(inputs: BlameInputs, found: Findings, node: number, atMs: number): Due | null {
  const { nodes, edges } = inputs.topology;
  const above = reachable(node, (at) => nodes[at].inEdges.map((edge) => edges[edge].from));
  for (const source of above.filter((at) => nodes[at].source)) {
    const departure = found.departureAt(source, atMs);
    if (departure !== null) return found.dueTo(departure);
  }
  return null;
}

interface Counted {
  readonly atMs: number;
  readonly count: number;
}

function dueAt(inputs: BlameInputs, found: Findings, place: Place, { atMs, count }: Counted): Due {
  const { node, edge } = place;
  if (isAsUsual(inputs, found, node)) return USUAL;
  if (node < 0) return edge < 0 ? USUAL : dueOnWire(inputs, found, edge, atMs);
  const departure = found.departureAt(node, atMs);
  const { beside, rations } = inputs.topology.nodes[node];
  if (departure !== null) {
    const due = found.dueTo(departure);
    return (rations ? ofProvider(inputs, place, due, atMs) : null) ?? due;
  }
  // A sidecar stands and falls with its node.
  const fallen = beside < 0 ? null : found.departureAt(beside, atMs);
  if (fallen !== null) return found.dueTo(fallen);
  const isUsual = failureRatioOf(inputs.baseline, node) > 0;
  if (isUsual && !(count > place.most)) return USUAL;
  if (rations && place.way === "refusing") return byQuota(inputs, node);
  return (
    (beside < 0 ? null : faultAt(inputs, beside, atMs)) ??
    faultAt(inputs, node, atMs) ??
    (place.source < 0 && count > place.most ? dueToSource(inputs, found, node, atMs) : null) ??
    USUAL
  );
}

/** A delay too small for each node on its way may still be what its users departed for. */
function dueOf(inputs: BlameInputs, found: Findings, place: Place, counted: Counted): Due {
  const due = dueAt(inputs, found, place, counted);
  if (due !== USUAL || place.source < 0) return due;
  const departure = found.departureAt(place.source, counted.atMs);
  return departure === null ? USUAL : found.dueTo(departure);
}

type Row = { -readonly [Name in keyof Blame]: Blame[Name] };

/** All failed and late requests, each under one cause; the largest share first. */
export function blameOf(
  inputs: BlameInputs,
  failed: readonly FailurePlace[],
  late: readonly LatePlaces[],
): Blame[] {
  const places = [...failed, ...late];
  const total = places.reduce((sum, { requests }) => sum + requests, 0);
  const found = new Findings(inputs);
  const rows: Row[] = [];
  for (const each of places) {
    const place = placeOf(inputs, found, each);
    const charge = (row: Row, count: number): void => {
      row.requests += count;
      if (place.source >= 0) row.late += count;
      row.share = row.requests / total;
    };
    // In calm there is no departure that one of its windows could be due to.
    if (isAsUsual(inputs, found, place.node)) {
      charge(rowOf(rows, each, USUAL), each.requests);
      continue;
    }
    // Windows of one departure are due to the same, so that its row is mostly the one before.
    let last: Due | null = null;
    let row: Row | undefined;
    for (const [endS, count] of each.windows) {
      const due = dueOf(inputs, found, place, { atMs: endS * 1000, count });
      if (row === undefined || due !== last) row = rowOf(rows, each, due);
      last = due;
      charge(row, count);
    }
  }
  return rows.sort((left, right) => right.requests - left.requests);
}

/** The row of what failed there for this reason; a new one if there is none yet. */
function rowOf(rows: Row[], { node, edge, way }: FailurePlace, { cause, origin }: Due): Row {
  for (const row of rows) {
    const isThere = row.node === node && (node !== undefined || row.edge === (edge ?? ""));
    if (!isThere || row.way !== way || row.cause !== cause) continue;
    if ((row.origin ?? null) === origin) return row;
  }
  const row = rowAt(node, edge ?? "", way, cause, origin);
  rows.push(row);
  return row;
}

/** Written out, since objects that are put together of others take engines ten times as long. */
function rowAt(
  node: string | undefined,
  edge: string,
  way: FailureWay,
  cause: string,
  origin: string | null,
): Row {
  if (node === undefined && origin === null) {
    return { edge, way, cause, requests: 0, late: 0, share: 0 };
  }
  if (node === undefined) {
    return { edge, way, cause, origin: origin ?? "", requests: 0, late: 0, share: 0 };
  }
  if (origin === null) return { node, way, cause, requests: 0, late: 0, share: 0 };
  return { node, way, cause, origin, requests: 0, late: 0, share: 0 };
}
