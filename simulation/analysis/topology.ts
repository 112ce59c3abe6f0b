// Who calls whom, seen from the series: roles of nodes and edges by their index in the layout.
// Roles follow from the drawing (edges and parameters), not from names of kinds.
import { callersWithin } from "../engine/hosts.ts";
import { stepsOf } from "../engine/operation-steps.ts";
import { kindOf } from "../kinds/catalog.ts";
import { describeNode } from "../kinds/models.ts";
import type { SeriesLayout } from "../results/series.ts";
import type { ResolvedEdge, ResolvedNode, ResolvedScenario } from "../scenario/document.ts";
import { parseEdgeId } from "../scenario/ids.ts";

export interface NodeRole {
  readonly id: string;
  readonly name: string;
  /** Offers requests; judged by their final outcomes. */
  readonly source: boolean;
  /** Indices of its request types in the layout, for sources. */
  readonly types: readonly number[];
  /** Stores messages: something is published or, by another broker, delivered into it, or delivered out of it. */
  readonly broker: boolean;
  /** That, or of a kind that would, whether or not anybody sends it some. */
  readonly keepsMessages: boolean;
  /** Gets messages from a broker. */
  readonly consumer: boolean;
  /** Keeps its slot while it waits for a call. */
  readonly blocking: boolean;
  /** Configured instances; null where the kind has none. */
  readonly replicas: number | null;
  /** Longest queue, Infinity if unbounded; per instance if `boundPerInstance`. */
  readonly queueBound: number;
  readonly boundPerInstance: boolean;
  readonly outEdges: readonly number[];
  readonly inEdges: readonly number[];
  /** Longest attempt timeout on its edges in ms, 0 without any. */
  readonly longestTimeoutMs: number;
  /** How long after a failure its own calls may still be tried again, in ms. */
  readonly longestRetriesMs: number;
  /** Hands on what others do: of itself it can only run full. */
  readonly relays: boolean;
  /** Node whose process it shares as a sidecar; -1 for all others. */
  readonly beside: number;
  /** Has a quota, and refuses what is beyond it. */
  readonly rations: boolean;
  /** Keeps rows locked in whatever takes part in its transactions, until it has decided. */
  readonly coordinates: boolean;
}

export interface EdgeRole {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly sort: "call" | "publish" | "deliver" | "export";
  /** Its ends are parts of one process, which ends as a whole. */
  readonly inProcess: boolean;
  /** Attempt timeout in ms, Infinity without one. */
  readonly timeoutMs: number;
  /** Longest time in ms from the end of a first attempt to the start of the last one; 0 without retries. */
  readonly retriesMs: number;
}

export interface Topology {
  readonly nodes: readonly NodeRole[];
  readonly edges: readonly EdgeRole[];
  readonly typeIds: readonly string[];
  readonly sources: readonly number[];
}

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

function isSource(node: ResolvedNode | undefined, edgesIn: number): boolean {
  if (node === undefined || edgesIn > 0) return false;
  return "requests" in node.values || "ratePerS" in node.values;
}

function rations(quota: unknown): boolean {
  return typeof quota === "object" && quota !== null && !("over" in quota && quota.over === "bill");
}

/** Its own request types; a lone source whose types cannot be matched answers for all of them. */
function typesOf(node: ResolvedNode, typeIds: readonly string[], alone: boolean): number[] {
  const requests = node.values.requests;
  const names = typeof requests === "object" && requests !== null ? Object.keys(requests) : [];
  const own = names
    .map((name) => {
      const qualified = typeIds.indexOf(`${node.id}/${name}`);
      return qualified > 0 ? qualified : typeIds.indexOf(name);
    })
    .filter((type) => type > 0);
  return own.length === 0 && alone ? [0] : own;
}

/** Ends of an edge; of a leg through proxies those of the call that it is a part of. */
function endsOf(
  edge: ResolvedEdge,
  nodeById: ReadonlyMap<string, ResolvedNode>,
): { readonly from: string; readonly to: string } {
  const drawn = edge.part === undefined ? null : parseEdgeId(edge.part.of);
  if (drawn === null) return edge;
  const isElsewhere = edge.part?.leg === "split" || edge.part?.leg === "mirror";
  const to = isElsewhere ? (nodeById.get(edge.to)?.proxy?.of ?? edge.to) : drawn.to;
  return { from: drawn.from, to };
}

/** Legs that say of the two ends what an edge between them says. */
const TELLING: ReadonlySet<string> = new Set(["call", "wire", "split", "mirror"]);

function isTelling({ part }: ResolvedEdge): boolean {
  return part === undefined || TELLING.has(part.leg);
}

interface Retry {
  readonly maxAttempts: number | null;
  readonly backoff: {
    readonly type: "none" | "constant" | "linear" | "exponential";
    readonly baseMs: number;
    readonly factor: number;
    readonly capMs: number | null;
  };
}

/** Attempts that are looked back to, where nothing bounds them. */
const ATTEMPTS_SEEN = 10;

/** Pauses between the attempts of a call, each with the attempt's timeout; what jitter adds is left out. */
function longestRetriesMs({ values }: ResolvedEdge): number {
  const retry = values.retry as unknown as Retry | null | undefined;
  if (retry === null || retry === undefined) return 0;
  const { type, baseMs, factor, capMs } = retry.backoff;
  const timeoutMs = numberOr(values.timeoutMs, 0);
  const attempts = Math.min(retry.maxAttempts ?? ATTEMPTS_SEEN, ATTEMPTS_SEEN);
  let grown = baseMs;
  let sumMs = 0;
  for (let pause = 1; pause < attempts; pause++) {
    const pauseMs = type === "none" ? 0 : Math.min(grown, capMs ?? Infinity);
    sumMs += pauseMs + (pause > 1 ? timeoutMs : 0);
    if (type === "exponential") grown *= factor;
    else if (type === "linear") grown += baseMs;
  }
  return sumMs;
}

function edgeRole(
  id: string,
  edge: ResolvedEdge | undefined,
  nodeIds: readonly string[],
  nodeById: ReadonlyMap<string, ResolvedNode>,
): EdgeRole {
  const ends = edge === undefined ? null : endsOf(edge, nodeById);
  return {
    id,
    from: ends === null ? -1 : nodeIds.indexOf(ends.from),
    to: ends === null ? -1 : nodeIds.indexOf(ends.to),
    sort: edge?.sort ?? "call",
    inProcess: edge?.protocol === "in-process",
    timeoutMs: numberOr(edge?.values.timeoutMs, Infinity),
    retriesMs: edge === undefined ? 0 : longestRetriesMs(edge),
  };
}

/** Of what it leaves undone, it takes care again after a while. */
function coordinates(node: ResolvedNode): boolean {
  if (node.values.recoveryMs === undefined) return false;
  return stepsOf(describeNode(node.kind, node))?.way === "two-phase";
}

/** A parameter of most kinds that call; others hold their slot, or do not, as their model says. */
function isBlocking(node: ResolvedNode): boolean {
  const kind = kindOf(node.kind);
  if (kind === undefined || kind.params.blocking !== undefined) {
    return node.values.blocking === true;
  }
  if (kind.ports.in.length === 0 || !kind.ports.out.includes("call")) return false;
  const descriptor = describeNode(node.kind, node);
  return descriptor?.primitive === "station" && descriptor.station.blocking;
}

/** Whether it delivers if somebody is connected. */
function keepsMessages(node: ResolvedNode | undefined): boolean {
  return kindOf(node?.kind ?? "")?.deliver !== undefined;
}

interface Known {
  readonly layout: SeriesLayout;
  readonly topology: Topology;
}

/** Replications and phases ask for the same again, and a short run would feel it. */
const known = new WeakMap<ResolvedScenario, Known>();

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((id, at) => id === other[at]));
}

/** Roles of everything in `layout`, read from the scenario the series belong to. */
export function topologyOf(scenario: ResolvedScenario, layout: SeriesLayout): Topology {
  const { typeIds, nodeIds, edgeIds } = layout;
  const last = known.get(scenario);
  const isKnown =
    last !== undefined &&
    isEqual(last.layout.typeIds, typeIds) &&
    isEqual(last.layout.nodeIds, nodeIds) &&
    isEqual(last.layout.edgeIds, edgeIds);
  if (isKnown) return last.topology;
  const topology = readTopology(scenario, layout);
  known.set(scenario, { layout, topology });
  return topology;
}

function readTopology(scenario: ResolvedScenario, layout: SeriesLayout): Topology {
  const nodeById = new Map(scenario.nodes.map((node) => [node.id, node]));
  const edgeById = new Map(scenario.edges.map((edge) => [edge.id, edge]));
  const edges = layout.edgeIds.map((id) =>
    edgeRole(id, edgeById.get(id), layout.nodeIds, nodeById),
  );
  const telling = new Set(scenario.edges.filter(isTelling).map(({ id }) => id));
  // The caller waits on the leg to its proxy for what the next one does.
  const within = new Set(
    scenario.edges
      .filter(({ id, part }) => part?.leg === "wire" && part.mesh !== "" && id !== part.of)
      .map(({ id }) => id),
  );
  const inEdges: number[][] = layout.nodeIds.map(() => []);
  const outEdgesOf: number[][] = layout.nodeIds.map(() => []);
  for (const [index, { id, from, to }] of edges.entries()) {
    if (!telling.has(id)) continue;
    inEdges[to]?.push(index);
    if (!within.has(id)) outEdgesOf[from]?.push(index);
  }
  const sources = layout.nodeIds.flatMap((id, node) =>
    isSource(nodeById.get(id), (inEdges[node] ?? []).length) ? [node] : [],
  );
  const inside = callersWithin(scenario);
  const nodes = layout.nodeIds.map((id, index): NodeRole => {
    const node = nodeById.get(id);
    const source = sources.includes(index);
    const incoming = inEdges[index] ?? [];
    const outEdges = outEdgesOf[index] ?? [];
    const timeouts = [...incoming, ...outEdges]
      .map((edge) => (edges[edge] as EdgeRole).timeoutMs)
      .filter((timeoutMs) => timeoutMs < Infinity);
    const replicas = node?.values.replicas;
    const isFed = incoming.some((edge) => edges[edge]?.sort === "deliver");
    const isBroker =
      incoming.some((edge) => edges[edge]?.sort === "publish") ||
      outEdges.some((edge) => edges[edge]?.sort === "deliver") ||
      (isFed && keepsMessages(node));
    return {
      id,
      name: node?.name ?? id,
      source,
      types: source && node ? typesOf(node, layout.typeIds, sources.length === 1) : [],
      broker: isBroker,
      keepsMessages: isBroker || keepsMessages(node),
      consumer: isFed,
      blocking: node !== undefined && (inside.has(id) || isBlocking(node)),
      replicas: typeof replicas === "number" ? replicas : null,
      queueBound: numberOr(node?.values.queueLengthMax, Infinity),
      boundPerInstance: node?.values.queueScope !== "node",
      outEdges,
      inEdges: incoming,
      longestTimeoutMs: timeouts.reduce((longest, ms) => Math.max(longest, ms), 0),
      longestRetriesMs: outEdges.reduce(
        (longest, edge) => Math.max(longest, edges[edge]?.retriesMs ?? 0),
        0,
      ),
      relays: node?.proxy !== undefined,
      beside: node?.proxy?.role === "sidecar" ? layout.nodeIds.indexOf(node.proxy.of ?? "") : -1,
      rations: rations(node?.values.quota),
      coordinates: node !== undefined && coordinates(node),
    };
  });
  return { nodes, edges, typeIds: layout.typeIds, sources };
}
