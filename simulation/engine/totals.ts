// Totals over the measured period as the result names them. The present window is added to the
// totals on the fly, so a result can be asked for at any time.

import { eachTotal, quantilesOf, totalsOf } from "../metrics/histogram.ts";
import * as meters from "../metrics/meters.ts";
import { brokers } from "../primitives/consumer-rows.ts";
import { poolCounts } from "../primitives/flight-rows.ts";
import { checkOf } from "../primitives/identity-check.ts";
import { nodeState, QUEUE_LENGTHS, queueShareOf } from "../primitives/node-state.ts";
import { nodes, SHARES, SOURCE } from "../primitives/parameters.ts";
import { typeState } from "../primitives/request.ts";
import { wires } from "../primitives/wire-rows.ts";
import {
  BULKHEAD_FULL,
  CIRCUIT_OPEN,
  DEADLINE_EXCEEDED,
  FIRST_FAILURE,
  OUTCOME_COUNT,
  OUTCOMES,
  POOL_TIMEOUT,
  RATE_LIMITED,
} from "../results/outcomes.ts";
import type {
  EdgeResult,
  EndToEndResult,
  Failures,
  IdentityCheck,
  LatencySummary,
  Maybe,
  NodeResult,
  PublishCounts,
} from "../results/run-result.ts";
import { balancingResultOf } from "./balancing-results.ts";
import { queueResultsOf } from "./brokers.ts";
import {
  edgeLatencyRows,
  latencyAllRows,
  latencyRows,
  nodeLatencyRows,
  settledRows,
  waitRows,
} from "./derive.ts";
import { accessResultOf } from "./fill-access.ts";
import { cacheResultOf } from "./fill-caches.ts";
import { changesResultOf, dataResultOf } from "./fill-data.ts";
import { limitResultOf } from "./fill-doors.ts";
import { eventStoreResultOf } from "./fill-event-stores.ts";
import { eventTimeResultOf } from "./fill-event-time.ts";
import { fleetResultOf, rolloutResultOf } from "./fill-fleets.ts";
import { environmentResultOf } from "./fill-functions.ts";
import { hubResultOf } from "./fill-hubs.ts";
import { batchResultOf } from "./fill-parcels.ts";
import { patternResultOf } from "./fill-patterns.ts";
import { replicationResultOf } from "./fill-places.ts";
import { quotaResultOf } from "./fill-quotas.ts";
import { scheduleResultOf } from "./fill-schedules.ts";
import { schemasResultOf } from "./fill-schemas.ts";
import { collectorResultOf, exporterResultOf } from "./fill-spans.ts";
import { sessionResultOf } from "./fill-sticky.ts";
import { streamResultOf } from "./fill-streams.ts";
import { logResultOf } from "./log-results.ts";
import { poolResultOf } from "./pool-results.ts";
import type { Program, ProgramNode } from "./program.ts";

function known(value: number): Maybe {
  return Number.isFinite(value) ? value : null;
}

export function ratio(part: number, whole: number): Maybe {
  return whole > 0 ? part / whole : null;
}

/** Field of a node over the measured period, the present window included. */
export function nodeSum(node: number, field: number): number {
  const at = node * meters.NODE_METERS + field;
  return meters.nodeTotal[at] + meters.nodeMeter[at];
}

export function edgeSum(edge: number, field: number): number {
  const at = edge * meters.EDGE_METERS + field;
  return meters.edgeTotal[at] + meters.edgeMeter[at];
}

function typeSum(types: readonly number[], field: number): number {
  let sum = 0;
  for (const type of types) {
    const at = type * meters.TYPE_METERS + field;
    sum += meters.typeTotal[at] + meters.typeMeter[at];
  }
  return sum;
}

const QUANTILES = [0.5, 0.9, 0.95, 0.99, 0.999];

/** Summary of all values in `h`, histograms that count as one. */
export function summarize(h: Int32Array): LatencySummary {
  const { mean, std, min, max } = totalsOf(h);
  const [p50, p90, p95, p99, p999] = quantilesOf(h, QUANTILES).map(known);
  return {
    mean: known(mean),
    stdMs: known(std),
    min: known(min),
    p50,
    p90,
    p95,
    p99,
    p999,
    max: known(max),
  };
}

export function failuresOf(count: (outcome: number) => number): Failures {
  const failed: Partial<Record<(typeof OUTCOMES)[number], number>> = {};
  for (let o = FIRST_FAILURE; o < OUTCOME_COUNT; o++) {
    const n = count(o);
    if (n !== 0) failed[OUTCOMES[o]] = n;
  }
  return failed;
}

export function endToEndOf(program: Program, type: number, periodS: number): EndToEndResult {
  const { layout } = program;
  const rows = type > 0 ? [type] : layout.typeIds.map((_, row) => row).slice(1);
  const ended = (o: number): number => typeSum(rows, meters.TYPE_ENDED + o);
  const ok = ended(0);
  const degraded = ended(1);
  const failed = failuresOf(ended);
  const failures = Object.values(failed).reduce((sum, n) => sum + n, 0);
  const completed = ok + degraded + failures;
  const calls = typeSum(rows, meters.TYPE_CALLS);
  const changes = changesResultOf(program, rows);
  return {
    offered: typeSum(rows, meters.OFFERED),
    completed,
    ok,
    degraded,
    failed,
    throughput: (ok + degraded) / periodS,
    goodput: typeSum(rows, meters.GOOD) / periodS,
    errorRate: ratio(failures, completed),
    retryAmplification: ratio(typeSum(rows, meters.TYPE_ATTEMPTS), calls),
    inFlightAtStart: rows.reduce((sum, row) => sum + typeState.inFlightAtStart[row], 0),
    inFlightAtEnd: rows.reduce((sum, row) => sum + typeState.inFlight[row], 0),
    latencyMs: summarize(latencyRows(type)),
    latencyAllMs: summarize(latencyAllRows(type)),
    settledMs: summarize(settledRows(type)),
    ...(changes === null ? {} : { inconsistentMs: changes }),
  };
}

/** Time spent sharing cores for each ms of core time: 1 alone, n where n share one core. */
function stretchOf(node: number): Maybe {
  return ratio(nodeSum(node, meters.SHARED_TIME), nodeSum(node, meters.WORKING_TIME));
}

export function nodeResultOf(node: number, of: ProgramNode, periodMs: number): NodeResult {
  const completions = nodeSum(node, meters.COMPLETIONS);
  const arrivals = nodeSum(node, meters.ARRIVALS);
  const slotTime = nodeSum(node, meters.SLOT_TIME);
  const started = nodeSum(node, meters.STARTED);
  const served = nodeSum(node, meters.SERVICE_TIME);
  const periodS = periodMs / 1000;
  const limit = limitResultOf(node, periodMs);
  const queues = queueResultsOf(node, periodMs);
  const log = logResultOf(node);
  const hub = hubResultOf(node, periodMs);
  const collector = collectorResultOf(node);
  const schedule = scheduleResultOf(node);
  const quota = quotaResultOf(node, of, periodMs);
  const kept = sessionResultOf(node);
  const environments = environmentResultOf(node, periodMs);
  const stream = eventTimeResultOf(node, of, periodMs);
  const access = accessResultOf(node);
  const shares: number[] = [];
  for (let length = 0; length < QUEUE_LENGTHS; length++) {
    shares.push(queueShareOf(node, length) / periodMs);
  }
  while (shares.length > 1 && shares.at(-1) === 0) shares.pop();
  const isSource = nodes.primitive[node] === SOURCE;
  const isShared = !isSource && (nodes.mode[node] & SHARES) !== 0;
  return {
    kind: of.kind,
    arrivals,
    completions,
    failed: failuresOf((o) => nodeSum(node, meters.NODE_ENDED + o)),
    throughput: completions / periodS,
    goodput: nodeSum(node, meters.GOOD_COMPLETIONS) / periodS,
    utilization: ratio(nodeSum(node, meters.HELD_TIME), slotTime),
    workingRatio: ratio(nodeSum(node, meters.WORKING_TIME), slotTime),
    waitProbability: ratio(nodeSum(node, meters.WAITED), started),
    queue: {
      mean: nodeSum(node, meters.QUEUE_TIME) / periodMs,
      max: nodeState.maxQueued[node],
      distribution: shares,
    },
    inFlight: {
      mean: nodeSum(node, meters.PRESENT_TIME) / periodMs,
      max: nodeState.maxPresent[node],
    },
    inFlightAtStart: nodeState.presentAtStart[node],
    inFlightAtEnd: nodeState.present[node],
    waitMs: summarize(waitRows(node)),
    latencyMs: summarize(nodeLatencyRows(node)),
    wastedWork: isSource ? null : ratio(nodeSum(node, meters.WASTED_TIME), served),
    wastedRatio: isSource ? null : ratio(nodeSum(node, meters.WASTED_TIME), served),
    retryAmplification: ratio(arrivals, arrivals - nodeSum(node, meters.RETRIED_ARRIVALS)),
    duplicateEffects: nodeSum(node, meters.DUPLICATE_EFFECTS),
    ...(isShared ? { stretch: stretchOf(node) } : {}),
    ...fleetResultOf(node, periodMs),
    ...rolloutResultOf(node),
    ...(limit ? { limit } : {}),
    ...(of.descriptor.primitive === "cache"
      ? { cache: cacheResultOf(node, (field) => nodeSum(node, field)) }
      : {}),
    ...dataResultOf(node),
    ...(hub ? { hub } : {}),
    ...(collector ? { collector } : {}),
    ...(quota ? { quota } : {}),
    ...(schedule ? { schedule } : {}),
    ...(kept ? { sessions: kept } : {}),
    ...(environments ? { environments } : {}),
    ...(stream ? { stream } : {}),
    ...(access ? { access } : {}),
    ...replicationResultOf(node),
    ...schemasResultOf(node),
    ...eventStoreResultOf(node),
    ...(queues ? { queues } : {}),
    ...(of.descriptor.primitive === "mailbox" ? { publishes: publishCountsOf(node) } : {}),
    ...(log ? { log } : {}),
  };
}

function publishCountsOf(node: number): PublishCounts {
  return {
    routed: nodeSum(node, meters.ROUTED),
    unroutable: nodeSum(node, meters.UNROUTABLE),
    returned: brokers.returned[node],
    deduplicated: brokers.deduplicated[node],
    storedTwice: brokers.storedTwice[node],
    deadLettersLost: brokers.deadLettersLost[node],
    deadLettersWaited: brokers.deadLettersWaited[node],
  };
}

/** Meters of what was refused before it was sent, by outcome. */
const REFUSALS: ReadonlyMap<number, number> = new Map([
  [CIRCUIT_OPEN, meters.SHORT_CIRCUITED],
  [BULKHEAD_FULL, meters.BULKHEAD_FULLS],
  [RATE_LIMITED, meters.RATE_LIMITEDS],
  [DEADLINE_EXCEEDED, meters.PAST_DEADLINE],
]);

/** Attempts of an edge that ended with `outcome` before they were sent. */
function unsentOf(edge: number, outcome: number): number {
  if (outcome === POOL_TIMEOUT) return poolCounts.timeouts[edge];
  const meter = REFUSALS.get(outcome);
  return meter === undefined ? 0 : edgeSum(edge, meter);
}

/** What an edge has carried; null where nothing is said of its payload. */
function bytesOf(edge: number): EdgeResult["bytes"] | null {
  const [request, response] = [wires.requestBytes[edge], wires.responseBytes[edge]];
  if (request === 0) return null;
  const good = edgeSum(edge, meters.EDGE_ENDED) + edgeSum(edge, meters.EDGE_ENDED + 1);
  return { requests: edgeSum(edge, meters.ATTEMPTS) * request, answers: good * response };
}

export function edgeResultOf(edge: number, periodMs: number): EdgeResult {
  const balancing = balancingResultOf(edge);
  const pool = poolResultOf(edge, periodMs);
  const exporter = exporterResultOf(edge);
  const bytes = bytesOf(edge);
  const stream = streamResultOf(edge, periodMs);
  const batches = batchResultOf(edge, (h) => summarize(Int32Array.of(h)));
  const calls = edgeSum(edge, meters.CALLS);
  const attempts = edgeSum(edge, meters.ATTEMPTS);
  return {
    calls,
    attempts,
    ok: edgeSum(edge, meters.EDGE_ENDED) + edgeSum(edge, meters.EDGE_ENDED + 1),
    failed: failuresOf((o) => edgeSum(edge, meters.EDGE_ENDED + o) + unsentOf(edge, o)),
    unsent: failuresOf((o) => unsentOf(edge, o)),
    retries: edgeSum(edge, meters.RETRIES),
    retriedCalls: edgeSum(edge, meters.RETRIED_CALLS),
    retriesDenied: edgeSum(edge, meters.RETRIES_DENIED),
    inBackoff: { mean: edgeSum(edge, meters.PAUSING_TIME) / periodMs },
    conflictsGivenUp: edgeSum(edge, meters.CONFLICTS_GIVEN_UP),
    hedges: edgeSum(edge, meters.HEDGES),
    fallbacks: edgeSum(edge, meters.FALLBACKS),
    policyWaits: edgeSum(edge, meters.GUARD_WAITS),
    breaker: {
      openS: edgeSum(edge, meters.OPEN_TIME) / 1000,
      opens: edgeSum(edge, meters.OPENS),
    },
    ...(balancing ? { balancing } : {}),
    retryAmplification: ratio(attempts, calls),
    latencyMs: summarize(edgeLatencyRows(edge)),
    ...patternResultOf(edge, periodMs),
    ...(batches === null ? {} : { batches }),
    ...(exporter === null ? {} : { exporter }),
    ...(pool === null ? {} : { pool }),
    ...(bytes ? { bytes } : {}),
    ...(stream ? { stream } : {}),
  };
}

/**
 * Little's law, the utilization law and the conservation of requests at a node, each by two counts
 * that were kept apart. `residual` gives the overlap with the period of what is still there.
 */
export function checksOf(
  node: number,
  id: string,
  residual: { readonly present: number; readonly held: number },
): IdentityCheck[] {
  const arrived = nodeSum(node, meters.ARRIVALS) + nodeState.presentAtStart[node];
  let ended = nodeState.present[node];
  for (let o = 0; o < OUTCOME_COUNT; o++) ended += nodeSum(node, meters.NODE_ENDED + o);
  const sojourns = nodeSum(node, meters.SOJOURN_SUM) + residual.present;
  const holds = nodeSum(node, meters.HELD_SUM) + residual.held;
  return [
    checkOf(id, "little", nodeSum(node, meters.PRESENT_TIME), sojourns),
    checkOf(id, "utilization", nodeSum(node, meters.HELD_TIME), holds),
    checkOf(id, "conservation", arrived, ended),
  ];
}

/** All totals of a histogram in canonical order, for the digest. */
export function histogramNumbers(h: number, take: (value: number) => void): void {
  const { count, mean, std, min, max } = totalsOf(Int32Array.of(h));
  take(count);
  take(mean);
  take(std);
  take(min);
  take(max);
  eachTotal(h, (index, n) => {
    take(index);
    take(n);
  });
}
