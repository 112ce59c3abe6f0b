// Closes a window: brings all integrals up to now, writes one row of the series, adds the window's
// meters to the totals and empties it. Rows are an append-only log beside the columns.
import { NOW, OPENED, registers } from "../core/registers.ts";
import {
  closeWindow,
  openHistograms,
  restartTotals,
  windowMeanOf,
  windowQuantiles,
} from "../metrics/histogram.ts";
import * as meters from "../metrics/meters.ts";
import { closeBlames, openBlames } from "../primitives/blame-rows.ts";
import { CACHE } from "../primitives/cache-rows.ts";
import { restartLimits } from "../primitives/concurrency-limit.ts";
import { restartFunctions } from "../primitives/environments.ts";
import { restartEventTime } from "../primitives/event-time-rows.ts";
import { restartLoad } from "../primitives/instance-load.ts";
import { edgeState } from "../primitives/network.ts";
import {
  control,
  nodeState,
  PERIOD_START,
  QUEUE_LENGTHS,
  reopenLevels,
  shareQueue,
} from "../primitives/node-state.ts";
import { restartOperations } from "../primitives/operation-record.ts";
import { edges, nodes } from "../primitives/parameters.ts";
import { restartPools } from "../primitives/pool-levels.ts";
import { restartQuotas } from "../primitives/quota.ts";
import { restartHubs } from "../primitives/reconnect.ts";
import { typeState } from "../primitives/request.ts";
import { restartSchedules } from "../primitives/schedule.ts";
import { beginSharedPeriod } from "../primitives/sharing.ts";
import { restartStickiness } from "../primitives/stickiness.ts";
import { restartTraceList } from "../primitives/trace-list.ts";
import { ERROR, FIRST_FAILURE, OUTCOME_COUNT, REJECTED, TIMEOUT } from "../results/outcomes.ts";
import {
  EDGE_COLUMNS,
  NODE_COLUMNS,
  rowLengthOf,
  type SeriesLayout,
  TYPE_COLUMNS,
} from "../results/series.ts";
import { cutBacklogs, keepBacklogs } from "./backlog-series.ts";
import { restartBalancing } from "./balancing-results.ts";
import { backlogOf, oldestAgeOf, restartBrokers, touchBrokers } from "./brokers.ts";
import { deriveWindow, edgeLatencyRows, latencyRows, nodeLatencyRows, waitRows } from "./derive.ts";
import { restartEdgeChecks } from "./edge-checks.ts";
import { entriesOf, restartCaches } from "./fill-caches.ts";
import { restartStreams } from "./fill-streams.ts";
import { cutBands, keepBands, restartBands } from "./latency-bands.ts";
import { closeOperationWindows } from "./operation-results.ts";
import { waitingOn } from "./policies-now.ts";

const TYPE_QUANTILES = Float64Array.of(0.5, 0.9, 0.95, 0.99);
const NODE_QUANTILES = Float64Array.of(0.5, 0.95, 0.99);
const EDGE_QUANTILES = Float64Array.of(0.5, 0.99);

let layout: SeriesLayout = { windowMs: 1, typeIds: ["all"], nodeIds: [], edgeIds: [] };
let rowLength = 0;
let series = new Float64Array(0);
let rows = 0;
const quantiles = new Float64Array(8);

/** Number of the first histogram of brokers, after those of nodes, edges and types. */
export function histogramCount(of: SeriesLayout): number {
  return 2 * of.nodeIds.length + of.edgeIds.length + 3 * of.typeIds.length;
}

/** Starts an empty series for a run of `expected` windows. False when histograms run out. */
export function openSeries(of: SeriesLayout, expected: number, brokerHistograms: number): boolean {
  layout = of;
  rowLength = rowLengthOf(of);
  rows = 0;
  restartBands(of.typeIds.length);
  const needed = (expected + 1) * rowLength;
  if (series.length < needed) series = new Float64Array(needed);
  meters.openMeters(of.nodeIds.length, of.edgeIds.length, of.typeIds.length);
  openBlames(of.nodeIds.length, of.edgeIds.length);
  restartTraceList();
  typeState.occupy(of.typeIds.length);
  return openHistograms(histogramCount(of) + brokerHistograms);
}

export function seriesRows(): number {
  return rows;
}

/** The rows from `from` on where they are kept: to be read before the run goes on. */
export function viewRows(from: number): Float64Array {
  return series.subarray(from * rowLength, rows * rowLength);
}

/** Writes whole rows, back to back, over those from row `at` on. */
export function putRows(at: number, values: Float64Array): void {
  while (at * rowLength + values.length > series.length) grow();
  series.set(values, at * rowLength);
  cutBands(at);
  cutBacklogs(at);
}

/** Puts the end of the series after its first `count` rows. */
export function cutSeries(count: number): void {
  rows = count;
  cutBands(count);
  cutBacklogs(count);
}

/** One number of the series. */
export function seriesAt(row: number, column: number): number {
  return series[row * rowLength + column];
}

/** Completes the present window, so that everything that is measured can be read. */
export function touchAll(): void {
  deriveWindow();
  touchBrokers();
}

/** The warm-up is over: totals start here. */
export function beginPeriod(): void {
  touchAll();
  closeBlames();
  control.f64[PERIOD_START] = registers[NOW];
  beginSharedPeriod();
  meters.restartMeters();
  restartTotals();
  restartTraceList();
  restartBrokers();
  restartBalancing();
  restartPools();
  restartHubs();
  restartStreams();
  restartCaches();
  restartQuotas();
  restartSchedules();
  restartFunctions();
  restartStickiness();
  restartEventTime();
  restartEdgeChecks();
  for (let node = 0; node < nodes.highWater; node++) {
    shareQueue(node);
    nodeState.maxQueued[node] = nodeState.queued[node];
    nodeState.maxPresent[node] = nodeState.present[node];
    nodeState.presentAtStart[node] = nodeState.present[node];
  }
  restartLoad();
  restartOperations();
  restartLimits();
  nodeState.queueShare.fill(0, 0, nodes.highWater * QUEUE_LENGTHS);
  for (let type = 0; type < typeState.highWater; type++) {
    typeState.inFlightAtStart[type] = typeState.inFlight[type];
  }
}

/** Ends the present window at the present time. */
export function closeSeriesWindow(): void {
  touchAll();
  const elapsed = registers[NOW] - registers[OPENED];
  if (elapsed <= 0) return;
  if ((rows + 1) * rowLength > series.length) grow();
  const start = rows * rowLength;
  series[start] = registers[NOW];
  let at = start + 1;
  at = writeTypes(at);
  for (let node = 0; node < layout.nodeIds.length; node++) at = writeNode(node, at, elapsed);
  for (let edge = 0; edge < layout.edgeIds.length; edge++) at = writeEdge(edge, at, elapsed);
  keepBands(rows);
  keepBacklogs(rows);
  closeBlames();
  rows++;
  meters.closeMeterWindow();
  reopenLevels(nodes.highWater);
  edgeState.pendingTime.fill(0, 0, edges.highWater);
  edgeState.openTime.fill(0, 0, edges.highWater);
  edgeState.pausingTime.fill(0, 0, edges.highWater);
  registers[OPENED] = registers[NOW];
  for (let h = 0; h < histogramCount(layout); h++) closeWindow(h);
  closeOperationWindows();
}

function grow(): void {
  const larger = new Float64Array(Math.max(series.length * 2, rowLength * 16));
  larger.set(series);
  series = larger;
}

/** Sum of a field over all reported types for "all" (row 0), else the type's own. */
function typeField(type: number, field: number): number {
  if (type > 0) return meters.typeMeter[type * meters.TYPE_METERS + field];
  let sum = 0;
  for (let t = 1; t < layout.typeIds.length; t++) {
    sum += meters.typeMeter[t * meters.TYPE_METERS + field];
  }
  return sum;
}

function inFlightOf(type: number): number {
  if (type > 0) return typeState.inFlight[type];
  let sum = 0;
  for (let t = 1; t < layout.typeIds.length; t++) sum += typeState.inFlight[t];
  return sum;
}

/** A single request type has the numbers of "all". */
function writeTypes(start: number): number {
  const count = layout.typeIds.length;
  let at = writeType(0, start);
  if (count === 2) {
    series.copyWithin(at, start, at);
    return at + TYPE_COLUMNS.length;
  }
  for (let type = 1; type < count; type++) at = writeType(type, at);
  return at;
}

function writeType(type: number, start: number): number {
  const h = latencyRows(type);
  let at = start;
  series[at++] = typeField(type, meters.OFFERED);
  for (let o = 0; o < OUTCOME_COUNT; o++) series[at++] = typeField(type, meters.TYPE_ENDED + o);
  series[at++] = typeField(type, meters.GOOD);
  series[at++] = windowMeanOf(h);
  windowQuantiles(h, TYPE_QUANTILES, series, at);
  at += TYPE_QUANTILES.length;
  series[at++] = inFlightOf(type);
  series[at++] = typeField(type, meters.TYPE_CALLS);
  series[at++] = typeField(type, meters.TYPE_ATTEMPTS);
  return start + TYPE_COLUMNS.length;
}

function writeNode(node: number, start: number, elapsed: number): number {
  const m = node * meters.NODE_METERS;
  const meter = meters.nodeMeter;
  let at = start;
  series[at++] = meter[m + meters.ARRIVALS];
  series[at++] = meter[m + meters.RETRIED_ARRIVALS];
  series[at++] = meter[m + meters.COMPLETIONS];
  series[at++] = meter[m + meters.GOOD_COMPLETIONS];
  series[at++] = meter[m + meters.CALLER_FAILED];
  series[at++] = meter[m + meters.CALLER_ENDED];
  series[at++] = meter[m + meters.NODE_ENDED + REJECTED];
  series[at++] = meter[m + meters.NODE_ENDED + ERROR];
  series[at++] = meter[m + meters.QUEUE_TIME] / elapsed;
  series[at++] = nodeState.queued[node];
  series[at++] = meter[m + meters.HELD_TIME] / elapsed;
  series[at++] = meter[m + meters.WORKING_TIME] / elapsed;
  series[at++] = meter[m + meters.SLOT_TIME] / elapsed;
  series[at++] = meter[m + meters.PRESENT_TIME] / elapsed;
  series[at++] = meter[m + meters.STARTED];
  series[at++] = windowMeanOf(waitRows(node));
  series[at++] = meter[m + meters.SERVICE_TIME];
  series[at++] = meter[m + meters.WASTED_TIME];
  windowQuantiles(nodeLatencyRows(node), NODE_QUANTILES, series, at);
  at += NODE_QUANTILES.length;
  series[at++] = nodeState.instancesUp[node];
  series[at++] = meter[m + meters.PUBLISHED];
  series[at++] = meter[m + meters.DELIVERIES];
  series[at++] = meter[m + meters.ACKED];
  series[at++] = meter[m + meters.REDELIVERED];
  series[at++] = meter[m + meters.DEAD_LETTERED];
  series[at++] = meter[m + meters.DROPPED] + meter[m + meters.LOST];
  series[at++] = backlogOf(node);
  series[at++] = oldestAgeOf(node);
  series[at++] = meter[m + meters.HITS];
  series[at++] = meter[m + meters.MISSES];
  series[at++] = meter[m + meters.STALE_HITS];
  series[at++] = meter[m + meters.COALESCED];
  series[at++] = meter[m + meters.EVICTIONS];
  series[at++] = meter[m + meters.EXPIRIES];
  series[at++] = nodes.primitive[node] === CACHE ? entriesOf(node) : 0;
  return start + NODE_COLUMNS.length;
}

function writeEdge(edge: number, start: number, elapsed: number): number {
  const m = edge * meters.EDGE_METERS;
  const meter = meters.edgeMeter;
  const h = edgeLatencyRows(edge);
  let failed = 0;
  for (let o = FIRST_FAILURE; o < OUTCOME_COUNT; o++) failed += meter[m + meters.EDGE_ENDED + o];
  let at = start;
  series[at++] = meter[m + meters.CALLS];
  series[at++] = meter[m + meters.ATTEMPTS];
  series[at++] = meter[m + meters.EDGE_ENDED] + meter[m + meters.EDGE_ENDED + 1];
  series[at++] = failed;
  series[at++] = meter[m + meters.RETRIES];
  series[at++] = meter[m + meters.EDGE_ENDED + TIMEOUT];
  series[at++] =
    meter[m + meters.SHORT_CIRCUITED] +
    meter[m + meters.BULKHEAD_FULLS] +
    meter[m + meters.RATE_LIMITEDS] +
    meter[m + meters.PAST_DEADLINE];
  series[at++] = meter[m + meters.FALLBACKS];
  series[at++] = windowMeanOf(h);
  windowQuantiles(h, EDGE_QUANTILES, quantiles, 0);
  series[at++] = quantiles[0];
  series[at++] = quantiles[1];
  series[at++] = meter[m + meters.PENDING_TIME] / elapsed;
  const breakers = edges.breakerRows[edge];
  series[at++] = breakers > 0 ? meter[m + meters.OPEN_TIME] / elapsed / breakers : 0;
  series[at++] = meter[m + meters.PAUSING_TIME] / elapsed;
  series[at++] = meter[m + meters.RETRIES_DENIED];
  series[at++] = waitingOn(edge);
  return start + EDGE_COLUMNS.length;
}

/** Calls pending and in back-off, and the share of open breakers, now. */
export function edgePresent(edge: number): {
  pending: number;
  inBackoff: number;
  openRatio: number;
} {
  const breakers = edges.breakerRows[edge];
  return {
    pending: edgeState.pending[edge],
    inBackoff: edgeState.pausing[edge],
    openRatio: breakers > 0 ? edgeState.open[edge] / breakers : 0,
  };
}
