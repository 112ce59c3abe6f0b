// The state of a node in an analysis window: first what the window alone says (`judge`), then what
// is shown, which enters a worse state after two windows (down: one) and leaves it after three.
import { NO_TRAFFIC, NODE_STATES, type NodeState } from "../results/story.ts";
import {
  type Baseline,
  failureRatioOf,
  isNodeReady,
  isReady,
  latencyOf,
  levelOf,
} from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import type { JudgedBlocks } from "./judged-blocks.ts";
import type { NodeRole } from "./topology.ts";
import type { WindowReadings } from "./window-readings.ts";

const codeOf = (state: NodeState): number => NODE_STATES.indexOf(state);
export const HEALTHY = codeOf("healthy");
export const DEGRADED = codeOf("degraded");
export const SATURATED = codeOf("saturated");
export const FAILING = codeOf("failing");
export const DOWN = codeOf("down");
export const RECOVERING = codeOf("recovering");

/** The window says nothing: the last state stays. */
export const KEEP = 254;

/** How grave a state is, by code: healthy, recovering, degraded, saturated, failing, down. */
const GRAVITY: readonly number[] = [0, 2, 3, 4, 5, 1];

export function graver(a: number, b: number): boolean {
  return (GRAVITY[a] ?? -1) > (GRAVITY[b] ?? -1);
}

/** What a window is judged against; filled in anew for each node, so that none is made per window. */
export interface Comparison {
  role: NodeRole;
  readonly window: WindowReadings;
  /** Before what is read of nodes alone that may be out of health. */
  readonly readMore: () => void;
  /** Attempts and latencies, of this window alone wherever it has enough. */
  readonly blocks: JudgedBlocks;
  readonly baseline: Baseline;
  /** The state shown so far, NO_TRAFFIC before the first. */
  shown: number;
}

/** Whether a breaker towards the node is open or half-open. */
function isBreakerOpen({ inEdges }: NodeRole, { edge }: WindowReadings): boolean {
  for (const row of inEdges) if (edge.open[row] > 0) return true;
  return false;
}

/** Callers' failures over callers' endings in the window alone. */
export function failureRatio(window: WindowReadings, node: number): number {
  const ended = window.node.ended[node];
  return ended > 0 ? window.node.failed[node] / ended : 0;
}

function queueGrows(of: Comparison, node: number): boolean {
  const { node: read, before } = of.window;
  const growth = read.queueEnd[node] - before.queueEnd[node];
  return growth > Math.max(LIMITS.queueGrowth, LIMITS.queueGrowthRatio * read.arrivals[node]);
}

function stationSaturated(of: Comparison, node: number): boolean {
  const { node: read } = of.window;
  if (!(read.utilization[node] >= LIMITS.saturatedUtilization)) return false;
  of.readMore();
  if (read.waitMs[node] >= LIMITS.saturatedWaitRatio * read.serviceMs[node]) return true;
  const bounded = read.queueBound[node] < Infinity;
  if (bounded && read.queueFullShare[node] >= LIMITS.fullQueueShare) return true;
  return queueGrows(of, node);
}

/**
 * Whether its calls stand before a full pool or bulkhead of its own as work does before full slots: by
 * Little's law they wait as long as they then take if as many wait as are past it.
 */
function callsSaturated(of: Comparison, node: number): boolean {
  const { edge: read } = of.window;
  const { outEdges } = of.role;
  for (let at = 0; at < outEdges.length; at++) {
    const edge = outEdges[at];
    if (!(read.waiting[edge] > 0)) continue;
    of.readMore();
    if (!(read.waitingShare[edge] >= LIMITS.saturatedUtilization)) continue;
    if (read.waiting[edge] >= LIMITS.saturatedWaitRatio * read.using[edge]) return true;
    if (queueGrows(of, node)) return true;
  }
  return false;
}

function isSaturated(of: Comparison, node: number): boolean {
  const { node: read, before } = of.window;
  if (of.role.source) return false;
  if (stationSaturated(of, node) || callsSaturated(of, node)) return true;
  const growth = read.backlog[node] - before.backlog[node];
  return (
    of.role.broker &&
    read.backlog[node] > LIMITS.backlog &&
    growth > LIMITS.queueGrowthRatio * read.published[node]
  );
}

/** Beyond the usual by a factor and by some ms. */
export function isSlower(now: number, usual: number): boolean {
  return now >= Math.max(LIMITS.degradedLatencyRatio * usual, usual + LIMITS.degradedLatencyMs);
}

function isSlow(of: Comparison, node: number): boolean {
  const p95Ms = of.blocks.p95Ms(node);
  const usualP95Ms = latencyOf(of.baseline, "p95", node);
  if (!Number.isNaN(p95Ms) && !Number.isNaN(usualP95Ms)) return isSlower(p95Ms, usualP95Ms);
  // Where one of the two is unknown (NaN) this is false.
  return isSlower(of.blocks.meanMs(node), latencyOf(of.baseline, "mean", node));
}

/** Whether failures are above the usual ratio by what makes a node degraded. */
function failsMore(of: Comparison, node: number): boolean {
  const usual = failureRatioOf(of.baseline, node);
  return of.blocks.failureRatio(node) >= usual + LIMITS.degradedFailureRatio;
}

function isDegraded(of: Comparison, node: number): boolean {
  return isNodeReady(of.baseline, node) && (failsMore(of, node) || isSlow(of, node));
}

function isRecovering(of: Comparison, node: number): boolean {
  if (of.shown === HEALTHY || of.shown === NO_TRAFFIC) return false;
  of.readMore();
  const { node: read } = of.window;
  const usual = (sums: Float64Array): number =>
    isReady(of.baseline) ? levelOf(sums, node, of.baseline) : 0;
  const long = (length: number, sums: Float64Array): boolean =>
    length > LIMITS.recoveringQueueRatio * usual(sums) + LIMITS.recoveringQueue;
  if (long(read.queueMean[node], of.baseline.node.queueMean)) return true;
  if (of.role.broker && long(read.backlog[node], of.baseline.node.backlog)) return true;
  const restarting = of.role.replicas !== null && read.instancesUp[node] < of.role.replicas;
  return restarting || isBreakerOpen(of.role, of.window);
}

function noInstanceUp(of: Comparison, node: number): boolean {
  const { replicas } = of.role;
  return replicas !== null && replicas > 0 && of.window.node.instancesUp[node] === 0;
}

/** What the window says, with those before it where it has too few attempts: a state's code, KEEP, or NO_TRAFFIC. */
export function judge(of: Comparison, node: number): number {
  const { node: read } = of.window;
  if (noInstanceUp(of, node)) return DOWN;
  if (read.traffic[node] === 0) return NO_TRAFFIC;
  if (!of.blocks.isEnough(node)) {
    // A stuck node finishes nothing; its slots and its queue need no finished attempts.
    const stuck = read.arrivals[node] >= LIMITS.minimumAttempts && isSaturated(of, node);
    return stuck ? SATURATED : KEEP;
  }
  const ratio = of.blocks.failureRatio(node);
  if (ratio >= LIMITS.downFailureRatio) return DOWN;
  if (ratio >= LIMITS.failingFailureRatio) return FAILING;
  if (isSaturated(of, node)) return SATURATED;
  if (isDegraded(of, node)) return DEGRADED;
  return isRecovering(of, node) ? RECOVERING : HEALTHY;
}

/** Whether the attempts so far, too few to judge by, fail more than usual. */
function seemsToFail(of: Comparison, node: number): boolean {
  const { blocks, baseline } = of;
  if (!(blocks.failed(node) > 0)) return false;
  if (!isNodeReady(baseline, node)) return blocks.failureRatio(node) >= LIMITS.failingFailureRatio;
  const isChance = isUsual(baseline, node, blocks.failed(node), blocks.ended(node));
  return failsMore(of, node) && !isChance;
}

/**
 * Whether a node that finishes too little to be judged seems to have left its range: its attempts fail,
 * or by Little's law each stays much longer than usual. Its departure, once it can be told, counts from
 * here.
 */
export function isStalled(of: Comparison, node: number): boolean {
  if (seemsToFail(of, node)) return true;
  if (!isNodeReady(of.baseline, node)) return false;
  const { meanMs, inFlight } = of.window.node;
  if (Number.isNaN(meanMs[node])) return inFlight[node] > 0;
  return isSlower(meanMs[node], latencyOf(of.baseline, "mean", node));
}

/**
 * Whether failures are no more than chance makes of the node's usual ratio. Such a window may be
 * shown as degraded, but nobody is blamed for it.
 */
export function isUsual(baseline: Baseline, node: number, failed: number, ended: number): boolean {
  // Who often fails when nothing is wrong shows it in few attempts.
  const isKnown = isReady(baseline) && baseline.node.ended[node] >= LIMITS.minimumAttempts;
  const usual = failureRatioOf(baseline, node);
  if (!isKnown || (usual === 0 && !isNodeReady(baseline, node))) return false;
  if (usual === 0) return failed === 0;
  return failed <= mostByChance(usual, ended, LIMITS.noiseErrors);
}

/** Failures among `ended` attempts that are `errors` standard errors above a ratio. */
export function mostByChance(ratio: number, ended: number, errors: number): number {
  return mostOf(ratio * ended, errors, ratio);
}

/** The same of a count with a known mean; `ratio`: of what it is a part of, 0 for events as such (Poisson). */
export function mostOf(mean: number, errors: number, ratio = 0): number {
  // Few failures are skewed and whole: Cornish and Fisher's first term, and the continuity correction.
  const skew = ((errors * errors - 1) / 6) * (1 - 2 * ratio);
  return mean + errors * Math.sqrt(mean * (1 - ratio)) + skew + 0.5;
}

/**
 * Whether more attempts fail than chance ever makes of the usual ratio, so that no further window has to
 * confirm it. Of a baseline without failures the next attempt may have been one.
 */
export function isCertain(of: Comparison, node: number): boolean {
  const { baseline, blocks } = of;
  if (!isNodeReady(baseline, node) || !failsMore(of, node)) return false;
  const usual = (baseline.node.failed[node] + 1) / (baseline.node.ended[node] + 1);
  const ended = blocks.ended(node);
  return blocks.failed(node) > mostByChance(usual, ended, LIMITS.certainErrors);
}

/** Whether a judged window is only noise around the node's baseline. */
export function isNoise(of: Comparison, node: number, judged: number): boolean {
  if (judged !== DEGRADED && judged !== FAILING && judged !== DOWN) return false;
  if (noInstanceUp(of, node) || isSlow(of, node) || isSaturated(of, node)) return false;
  return isUsual(of.baseline, node, of.blocks.failed(node), of.blocks.ended(node));
}

/** Remembers the last judged windows of one node and says what to show. */
export interface Hysteresis {
  shown: number;
  /** Judged windows, latest first; NO_TRAFFIC where there was none yet. */
  readonly last: [number, number, number];
}

export function newHysteresis(): Hysteresis {
  return { shown: NO_TRAFFIC, last: [NO_TRAFFIC, NO_TRAFFIC, NO_TRAFFIC] };
}

function milder(a: number, b: number): number {
  return graver(a, b) ? b : a;
}

/** The middle one of three by gravity. */
function median(a: number, b: number, c: number): number {
  const low = milder(a, b);
  const high = low === a ? b : a;
  return graver(c, high) ? high : graver(c, low) ? c : low;
}

function isMilder(code: number, { shown }: Hysteresis): boolean {
  return code !== NO_TRAFFIC && graver(shown, code);
}

/** Takes a judged window; the new shown state. KEEP and NO_TRAFFIC change nothing. */
export function advance(state: Hysteresis, judged: number): number {
  if (judged === KEEP || judged === NO_TRAFFIC) return state.shown;
  const { last } = state;
  last[2] = last[1];
  last[1] = last[0];
  last[0] = judged;
  const held = milder(last[0], last[1]);
  const first = state.shown === NO_TRAFFIC && (judged === HEALTHY || last[1] !== NO_TRAFFIC);
  if (judged === DOWN) state.shown = DOWN;
  else if (first) state.shown = judged === HEALTHY ? HEALTHY : held;
  else if (last[1] !== NO_TRAFFIC && graver(held, state.shown)) state.shown = held;
  else if (isMilder(last[0], state) && isMilder(last[1], state) && isMilder(last[2], state)) {
    state.shown = median(last[0], last[1], last[2]);
  }
  return state.shown;
}
