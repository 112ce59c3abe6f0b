// What is normal for a node: the windows from the end of the warm-up to the first fault, change or
// load step. Where that is too short, the caller runs `shadowScenario` and hands its baseline in.
import { FIRST_FAILURE, OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import type { SeriesLayout } from "../results/series.ts";
import type { ResolvedNode, ResolvedScenario } from "../scenario/document.ts";
import { LIMITS } from "./constants.ts";
import { type Disturbances, disturbancesOf } from "./disturbances.ts";
import { phasesOf } from "./phases.ts";
import { EDGE_READ, NODE_READ, type PlaceIn, TYPE_READ, type WindowReadings } from "./readings.ts";
import { rowsPerAnalysisWindow } from "./window-readings.ts";

/** Places of a node's sums, see NODE_READ; latencies are of the windows in which they could be told. */
export const NODE_SUM = {
  ended: 0,
  failed: 1,
  arrivals: 2,
  firstArrivals: 3,
  held: 4,
  queueMean: 5,
  backlog: 6,
  inFlight: 7,
  hits: 8,
  misses: 9,
  p95Sum: 10,
  p95Weight: 11,
  meanSum: 12,
  meanWeight: 13,
  width: 14,
} as const;

/** Places of an edge's sums, see EDGE_READ. */
export const EDGE_SUM = { failed: 0, pending: 1, width: 2 } as const;

/** Sums over the baseline's windows, in the order of the layout. Counts and time averages. */
export interface Baseline {
  windows: number;
  spanMs: number;
  good: number;
  offered: number;
  /** Endings of all requests, by code. */
  readonly outcomes: Float64Array;
  /** Rows of NODE_SUM and EDGE_SUM. */
  readonly node: Float64Array;
  readonly edge: Float64Array;
}

export function emptyBaseline(layout: SeriesLayout): Baseline {
  return {
    windows: 0,
    spanMs: 0,
    good: 0,
    offered: 0,
    outcomes: new Float64Array(OUTCOME_COUNT),
    node: new Float64Array(layout.nodeIds.length * NODE_SUM.width),
    edge: new Float64Array(layout.edgeIds.length * EDGE_SUM.width),
  };
}

export function nodeSum(
  { node: sums }: Baseline,
  node: number,
  place: PlaceIn<typeof NODE_SUM>,
): number {
  return sums[node * NODE_SUM.width + place];
}

export function edgeSum(
  { edge: sums }: Baseline,
  edge: number,
  place: PlaceIn<typeof EDGE_SUM>,
): number {
  return sums[edge * EDGE_SUM.width + place];
}

// Written out, since places looked up by name in each window cost more than what is added.
function extendNodes(sums: Float64Array, read: Float64Array): void {
  let from = 0;
  for (let to = 0; to < sums.length; to += NODE_SUM.width) {
    const p95Ms = read[from + NODE_READ.p95Ms];
    const meanMs = read[from + NODE_READ.meanMs];
    sums[to + NODE_SUM.ended] += read[from + NODE_READ.ended];
    sums[to + NODE_SUM.failed] += read[from + NODE_READ.failed];
    sums[to + NODE_SUM.arrivals] += read[from + NODE_READ.arrivals];
    sums[to + NODE_SUM.firstArrivals] += read[from + NODE_READ.firstArrivals];
    sums[to + NODE_SUM.held] += read[from + NODE_READ.held];
    sums[to + NODE_SUM.queueMean] += read[from + NODE_READ.queueMean];
    sums[to + NODE_SUM.backlog] += read[from + NODE_READ.backlog];
    sums[to + NODE_SUM.inFlight] += read[from + NODE_READ.inFlight];
    sums[to + NODE_SUM.hits] += read[from + NODE_READ.hits];
    sums[to + NODE_SUM.misses] += read[from + NODE_READ.misses];
    if (!Number.isNaN(p95Ms)) {
      sums[to + NODE_SUM.p95Sum] += p95Ms;
      sums[to + NODE_SUM.p95Weight] += 1;
    }
    if (!Number.isNaN(meanMs)) {
      sums[to + NODE_SUM.meanSum] += meanMs;
      sums[to + NODE_SUM.meanWeight] += 1;
    }
    from += NODE_READ.width;
  }
}

function extendEdges(sums: Float64Array, read: Float64Array): void {
  let from = 0;
  for (let to = 0; to < sums.length; to += EDGE_SUM.width) {
    sums[to + EDGE_SUM.failed] += read[from + EDGE_READ.failed];
    sums[to + EDGE_SUM.pending] += read[from + EDGE_READ.pending];
    from += EDGE_READ.width;
  }
}

function extendOutcomes(into: Float64Array, { outcomes, type }: WindowReadings): void {
  const isAllWell = type[TYPE_READ.failed] === 0 && type[TYPE_READ.cancelled] === 0;
  const codes = isAllWell ? FIRST_FAILURE : OUTCOME_COUNT;
  for (let code = 0; code < codes; code++) into[code] += outcomes[code];
}

/** Adds one window to the baseline. */
export function extendBaseline(baseline: Baseline, window: WindowReadings): void {
  baseline.windows += 1;
  baseline.spanMs += window.spanMs;
  baseline.good += window.type[TYPE_READ.good];
  baseline.offered += window.type[TYPE_READ.offered];
  extendOutcomes(baseline.outcomes, window);
  extendNodes(baseline.node, window.node);
  extendEdges(baseline.edge, window.edge);
}

/** Whether there are windows enough to compare with at all. */
export function isReady(baseline: Baseline): boolean {
  return baseline.windows >= LIMITS.baselineWindows;
}

/** Whether failures and latency of this node can be compared. */
export function isNodeReady(baseline: Baseline, node: number): boolean {
  return isReady(baseline) && nodeSum(baseline, node, NODE_SUM.ended) >= LIMITS.baselineAttempts;
}

/** Failure ratio of a node in its baseline. */
export function failureRatioOf(baseline: Baseline, node: number): number {
  const ended = nodeSum(baseline, node, NODE_SUM.ended);
  return ended > 0 ? nodeSum(baseline, node, NODE_SUM.failed) / ended : 0;
}

/** Mean over the windows in which it could be told, NaN if in none. */
export function latencyOf(baseline: Baseline, of: "p95" | "mean", node: number): number {
  const { node: sums } = baseline;
  const at = node * NODE_SUM.width + (of === "p95" ? NODE_SUM.p95Sum : NODE_SUM.meanSum);
  // The weight stands behind the sum.
  const weight = sums[at + 1];
  return weight > 0 ? sums[at] / weight : Number.NaN;
}

/** Time average over the baseline of a level (held slots, queue, pending calls, ...). */
export function levelOf(baseline: Baseline, sum: number): number {
  return baseline.windows > 0 ? sum / baseline.windows : 0;
}

/** Expected count in `spanMs` at the baseline's rate. */
export function expectedIn(spanMs: number, sum: number, baseline: Baseline): number {
  return baseline.spanMs > 0 ? (sum / baseline.spanMs) * spanMs : 0;
}

interface Profile {
  readonly shape?: unknown;
  readonly points?: readonly (readonly [number, number])[];
}

/** When a scheduler starts its first batch; Infinity of any other node. */
function firstBatchMs({ kind, values }: ResolvedNode): number {
  if (kind !== "scheduler") return Infinity;
  const everyS = (values.everyS as number | null) ?? Infinity;
  const listed = (values.atS as readonly number[] | null) ?? [];
  return 1000 * Math.min((values.offsetS as number | null) ?? everyS, ...listed);
}

/** When a source's load first changes after `fromMs`: by its profile, or by the first batch of all. */
function firstLoadStepMs(node: ResolvedNode, fromMs: number): number {
  const batchMs = firstBatchMs(node);
  if (batchMs < Infinity) return batchMs < fromMs ? Infinity : batchMs;
  const profile = node.values.profile as Profile | null | undefined;
  const points = profile?.points ?? [];
  for (let at = 1; at < points.length; at++) {
    const [startS, before] = points[at - 1];
    const [endS, after] = points[at];
    if (before === after || endS * 1000 < fromMs) continue;
    return Math.max(fromMs, (profile?.shape === "steps" ? endS : startS) * 1000);
  }
  return Infinity;
}

/** When something first disturbs the run after its warm-up, in ms; Infinity if nothing does. */
export function firstDisturbanceMs(
  scenario: ResolvedScenario,
  { faults, changes }: Disturbances,
): number {
  const times = [
    ...faults.map((fault) => fault.startMs),
    ...changes.map((change) => change.atMs),
    ...scenario.nodes.map((node) => firstLoadStepMs(node, scenario.warmupMs)),
  ];
  return times.reduce((first, ms) => Math.min(first, ms), Infinity);
}

const NO_TOPOLOGY = { nodes: [], edges: [], typeIds: [], sources: [] };

/** Replications ask for the same again. */
const ownBaselines = new WeakMap<ResolvedScenario, boolean>();

/** Whether the windows before the first disturbance suffice for a baseline. */
export function hasOwnBaseline(scenario: ResolvedScenario): boolean {
  const known = ownBaselines.get(scenario) ?? findsOwnBaseline(scenario);
  ownBaselines.set(scenario, known);
  return known;
}

function findsOwnBaseline(scenario: ResolvedScenario): boolean {
  const windowMs = rowsPerAnalysisWindow(scenario.windowMs) * scenario.windowMs;
  const disturbances = disturbancesOf(phasesOf(scenario), NO_TOPOLOGY);
  const disturbedMs = firstDisturbanceMs(scenario, disturbances);
  // Undisturbed runs are their own baseline, however short.
  if (disturbedMs === Infinity) return true;
  const first = Math.trunc(scenario.warmupMs / windowMs + 1 - 1e-9);
  return Math.trunc(disturbedMs / windowMs + 1e-9) - first >= LIMITS.baselineWindows;
}

/**
 * The undisturbed run whose baseline replaces a missing one: same seed, base load, no faults, no
 * changes, at most 60 s measured. Null where the scenario has undisturbed time enough of its own.
 */
export function shadowScenario(scenario: ResolvedScenario): ResolvedScenario | null {
  if (hasOwnBaseline(scenario)) return null;
  const measuredMs = Math.max(
    Math.min(LIMITS.shadowRunS * 1000, scenario.durationMs - scenario.warmupMs),
    2 * LIMITS.baselineWindows * rowsPerAnalysisWindow(scenario.windowMs) * scenario.windowMs,
  );
  return {
    ...scenario,
    durationMs: scenario.warmupMs + measuredMs,
    drain: false,
    nodes: scenario.nodes.map((node) => withBaseLoad(node, scenario.warmupMs)),
    faults: [],
    changes: [],
    slos: [],
  };
}

/** Without its load profile, and without batches that do not belong to the load from the start. */
function withBaseLoad(node: ResolvedNode, warmupMs: number): ResolvedNode {
  if (firstLoadStepMs(node, warmupMs) < Infinity && node.kind === "scheduler") {
    return { ...node, values: { ...node.values, everyS: null, atS: null } };
  }
  return "profile" in node.values ? { ...node, values: { ...node.values, profile: null } } : node;
}

const CANCELLED = OUTCOMES.indexOf("cancelled");

/** Whether an ending counts as a failure. */
export function isFailure(code: number): boolean {
  return code >= FIRST_FAILURE && code !== CANCELLED;
}

/** Requests that ended in the baseline's windows, and those of them that failed. */
export function endedIn({ outcomes }: Baseline): {
  readonly ended: number;
  readonly failed: number;
} {
  let failed = 0;
  let success = 0;
  for (let code = 0; code < OUTCOME_COUNT; code++) {
    if (isFailure(code)) failed += outcomes[code];
    else if (code !== CANCELLED) success += outcomes[code];
  }
  return { ended: success + failed, failed };
}

/** Baseline goodput and offered load, per second. */
export function ratesOf(baseline: Baseline): { readonly good: number; readonly offered: number } {
  return {
    good: expectedIn(1000, baseline.good, baseline),
    offered: expectedIn(1000, baseline.offered, baseline),
  };
}

/** Failures to expect among `ended` attempts and their standard error (binomial). */
export function expectedFailures(
  baseline: Baseline,
  node: number,
  ended: number,
): { readonly mean: number; readonly error: number } {
  const ratio = failureRatioOf(baseline, node);
  return { mean: ratio * ended, error: Math.sqrt(ended * ratio * (1 - ratio)) };
}
