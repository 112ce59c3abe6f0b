// What is normal for a node: the windows from the end of the warm-up to the first fault, change or
// load step. Where that is too short, the caller runs `shadowScenario` and hands its baseline in.
import { FIRST_FAILURE, OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import type { SeriesLayout } from "../results/series.ts";
import type { ResolvedNode, ResolvedScenario } from "../scenario/document.ts";
import { LIMITS } from "./constants.ts";
import { type Disturbances, disturbancesOf } from "./disturbances.ts";
import { phasesOf } from "./phases.ts";
import { column, rowsPerAnalysisWindow, type WindowReadings } from "./window-readings.ts";

function nodeSums(rows: number) {
  return {
    ended: column(rows),
    failed: column(rows),
    arrivals: column(rows),
    firstArrivals: column(rows),
    held: column(rows),
    queueMean: column(rows),
    backlog: column(rows),
    inFlight: column(rows),
    hits: column(rows),
    misses: column(rows),
    p95Sum: column(rows),
    p95Weight: column(rows),
    meanSum: column(rows),
    meanWeight: column(rows),
  };
}

function edgeSums(rows: number) {
  return {
    failed: column(rows),
    retries: column(rows),
    pending: column(rows),
    attempts: column(rows),
    calls: column(rows),
  };
}

/** Sums over the baseline's windows, in the order of the layout. Counts and time averages. */
export interface Baseline {
  windows: number;
  spanMs: number;
  good: number;
  offered: number;
  /** Endings of all requests, by code. */
  readonly outcomes: Float64Array;
  readonly node: Readonly<ReturnType<typeof nodeSums>>;
  readonly edge: Readonly<ReturnType<typeof edgeSums>>;
}

export function emptyBaseline(layout: SeriesLayout): Baseline {
  return {
    windows: 0,
    spanMs: 0,
    good: 0,
    offered: 0,
    outcomes: new Float64Array(OUTCOME_COUNT),
    node: nodeSums(layout.nodeIds.length),
    edge: edgeSums(layout.edgeIds.length),
  };
}

/** Adds the values of the nodes that have one. */
function addKnown(sum: Float64Array, weight: Float64Array, values: Float64Array): void {
  for (let node = 0; node < values.length; node++) {
    const value = values[node];
    if (Number.isNaN(value)) continue;
    sum[node] += value;
    weight[node] += 1;
  }
}

// Written out, since columns looked up by name in each window cost more than what is added.
function extendNodes(into: Baseline["node"], from: WindowReadings["node"]): void {
  for (let node = 0; node < into.ended.length; node++) {
    into.ended[node] += from.ended[node];
    into.failed[node] += from.failed[node];
    into.arrivals[node] += from.arrivals[node];
    into.firstArrivals[node] += from.firstArrivals[node];
    into.held[node] += from.held[node];
    into.queueMean[node] += from.queueMean[node];
    into.backlog[node] += from.backlog[node];
    into.inFlight[node] += from.inFlight[node];
    into.hits[node] += from.hits[node];
    into.misses[node] += from.misses[node];
  }
}

function extendEdges(into: Baseline["edge"], from: WindowReadings["edge"]): void {
  for (let edge = 0; edge < into.failed.length; edge++) {
    into.failed[edge] += from.failed[edge];
    into.retries[edge] += from.retries[edge];
    into.pending[edge] += from.pending[edge];
    into.attempts[edge] += from.attempts[edge];
    into.calls[edge] += from.calls[edge];
  }
}

/** Adds one window to the baseline. */
export function extendBaseline(baseline: Baseline, window: WindowReadings): void {
  baseline.windows += 1;
  baseline.spanMs += window.spanMs;
  baseline.good += window.type.good[0];
  baseline.offered += window.type.offered[0];
  for (let code = 0; code < OUTCOME_COUNT; code++) {
    baseline.outcomes[code] += window.outcomes[code];
  }
  extendNodes(baseline.node, window.node);
  const { p95Sum, p95Weight, meanSum, meanWeight } = baseline.node;
  addKnown(p95Sum, p95Weight, window.node.p95Ms);
  addKnown(meanSum, meanWeight, window.node.meanMs);
  extendEdges(baseline.edge, window.edge);
}

/** Whether there are windows enough to compare with at all. */
export function isReady(baseline: Baseline): boolean {
  return baseline.windows >= LIMITS.baselineWindows;
}

/** Whether failures and latency of this node can be compared. */
export function isNodeReady(baseline: Baseline, node: number): boolean {
  return isReady(baseline) && baseline.node.ended[node] >= LIMITS.baselineAttempts;
}

/** Failure ratio of a node in its baseline. */
export function failureRatioOf(baseline: Baseline, node: number): number {
  const ended = baseline.node.ended[node];
  return ended > 0 ? baseline.node.failed[node] / ended : 0;
}

/** Mean over the windows in which it could be told, NaN if in none. */
export function latencyOf(baseline: Baseline, of: "p95" | "mean", node: number): number {
  const { p95Sum, p95Weight, meanSum, meanWeight } = baseline.node;
  const weight = (of === "p95" ? p95Weight : meanWeight)[node];
  return weight > 0 ? (of === "p95" ? p95Sum : meanSum)[node] / weight : Number.NaN;
}

/** Time average over the baseline of a level (held slots, queue, pending calls, ...). */
export function levelOf(sums: Float64Array, row: number, baseline: Baseline): number {
  return baseline.windows > 0 ? sums[row] / baseline.windows : 0;
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
