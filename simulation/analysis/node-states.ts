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
  NODE_SUM,
  nodeSum,
} from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import type { JudgedBlocks } from "./judged-blocks.ts";
import {
  EDGE_READ,
  NODE_BEFORE,
  NODE_READ,
  nodeBefore,
  ofEdge,
  ofNode,
  type PlaceIn,
  type WindowReadings,
} from "./readings.ts";
import type { NodeRole } from "./topology.ts";

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
function isBreakerOpen({ inEdges }: NodeRole, window: WindowReadings): boolean {
  return inEdges.some((edge) => ofEdge(window, edge, EDGE_READ.open) > 0);
}

/** Callers' failures over callers' endings in the window alone. */
export function failureRatio(window: WindowReadings, node: number): number {
  const ended = ofNode(window, node, NODE_READ.ended);
  return ended > 0 ? ofNode(window, node, NODE_READ.failed) / ended : 0;
}

function queueGrows(of: Comparison, node: number): boolean {
  const { window } = of;
  const growth =
    ofNode(window, node, NODE_READ.queueEnd) - nodeBefore(window, node, NODE_BEFORE.queueEnd);
  const arrivals = ofNode(window, node, NODE_READ.arrivals);
  return growth > Math.max(LIMITS.queueGrowth, LIMITS.queueGrowthRatio * arrivals);
}

function stationSaturated(of: Comparison, node: number): boolean {
  const { node: read } = of.window;
  const at = node * NODE_READ.width;
  if (!(read[at + NODE_READ.utilization] >= LIMITS.saturatedUtilization)) return false;
  of.readMore();
  const serviceMs = read[at + NODE_READ.serviceMs];
  if (read[at + NODE_READ.waitMs] >= LIMITS.saturatedWaitRatio * serviceMs) return true;
  const bounded = read[at + NODE_READ.queueBound] < Infinity;
  if (bounded && read[at + NODE_READ.queueFullShare] >= LIMITS.fullQueueShare) return true;
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
    const row = outEdges[at] * EDGE_READ.width;
    const waiting = read[row + EDGE_READ.waiting];
    if (!(waiting > 0)) continue;
    of.readMore();
    if (!(read[row + EDGE_READ.waitingShare] >= LIMITS.saturatedUtilization)) continue;
    if (waiting >= LIMITS.saturatedWaitRatio * read[row + EDGE_READ.using]) return true;
    if (queueGrows(of, node)) return true;
  }
  return false;
}

function backlogGrows({ window }: Comparison, node: number): boolean {
  const backlog = ofNode(window, node, NODE_READ.backlog);
  const growth = backlog - nodeBefore(window, node, NODE_BEFORE.backlog);
  return (
    backlog > LIMITS.backlog &&
    growth > LIMITS.queueGrowthRatio * ofNode(window, node, NODE_READ.published)
  );
}

function isSaturated(of: Comparison, node: number): boolean {
  if (of.role.source) return false;
  if (stationSaturated(of, node) || callsSaturated(of, node)) return true;
  return of.role.broker && backlogGrows(of, node);
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
  const { window, baseline } = of;
  const { replicas, broker } = of.role;
  const isLong = (
    place: PlaceIn<typeof NODE_READ>,
    sumPlace: PlaceIn<typeof NODE_SUM>,
  ): boolean => {
    const usual = isReady(baseline) ? levelOf(baseline, nodeSum(baseline, node, sumPlace)) : 0;
    const most = LIMITS.recoveringQueueRatio * usual + LIMITS.recoveringQueue;
    return ofNode(window, node, place) > most;
  };
  if (isLong(NODE_READ.queueMean, NODE_SUM.queueMean)) return true;
  if (broker && isLong(NODE_READ.backlog, NODE_SUM.backlog)) return true;
  const restarting = replicas !== null && ofNode(window, node, NODE_READ.instancesUp) < replicas;
  return restarting || isBreakerOpen(of.role, of.window);
}

function noInstanceUp(of: Comparison, node: number): boolean {
  const { replicas } = of.role;
  return (
    replicas !== null &&
    replicas > 0 &&
    of.window.node[node * NODE_READ.width + NODE_READ.instancesUp] === 0
  );
}

/** What the window says, with those before it where it has too few attempts: a state's code, KEEP, or NO_TRAFFIC. */
export function judge(of: Comparison, node: number): number {
  const { node: read } = of.window;
  const at = node * NODE_READ.width;
  if (noInstanceUp(of, node)) return DOWN;
  if (read[at + NODE_READ.traffic] === 0) return NO_TRAFFIC;
  if (!of.blocks.isEnough(node)) {
    // A stuck node finishes nothing; its slots and its queue need no finished attempts.
    const isAsked = read[at + NODE_READ.arrivals] >= LIMITS.minimumAttempts;
    return isAsked && isSaturated(of, node) ? SATURATED : KEEP;
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
  const meanMs = ofNode(of.window, node, NODE_READ.meanMs);
  if (Number.isNaN(meanMs)) return ofNode(of.window, node, NODE_READ.inFlight) > 0;
  return isSlower(meanMs, latencyOf(of.baseline, "mean", node));
}

/**
 * Whether failures are no more than chance makes of the node's usual ratio. Such a window may be
 * shown as degraded, but nobody is blamed for it.
 */
export function isUsual(baseline: Baseline, node: number, failed: number, ended: number): boolean {
  // Who often fails when nothing is wrong shows it in few attempts.
  const isKnown =
    isReady(baseline) && nodeSum(baseline, node, NODE_SUM.ended) >= LIMITS.minimumAttempts;
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
  const usual =
    (nodeSum(baseline, node, NODE_SUM.failed) + 1) / (nodeSum(baseline, node, NODE_SUM.ended) + 1);
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

/** Whether being well, or having no traffic, changes nothing of it. */
export function isSettled({ shown, last }: Hysteresis): boolean {
  if (shown === NO_TRAFFIC) return true;
  return shown === HEALTHY && last[0] === HEALTHY && last[1] === HEALTHY && last[2] === HEALTHY;
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
