// What keeps a system down once its trigger is gone: retries, work for callers who have given up, a cache
// that stays cold, a queue in which everything waits longer than its callers do. Measured over the time in
// which the system should have been well again, against what was usual.
// Source: product semantics, decision 100.
import type { SustainingLoop } from "../results/story.ts";
import { type Baseline, isReady, NODE_SUM, nodeSum } from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import { formatDuration, formatShare } from "./phrase.ts";
import { EDGE_READ, NODE_READ, ofNode, type WindowReadings } from "./readings.ts";
import type { Topology } from "./topology.ts";

/** Sums over the windows after the trigger. */
export interface Aftermath {
  spanMs: number;
  retries: number;
  attempts: number;
  wasted: number;
  served: number;
  /** By node; waits weighted by how much was served. */
  readonly hits: Float64Array;
  readonly misses: Float64Array;
  readonly waited: Float64Array;
  readonly waits: Float64Array;
}

export function noAftermath(nodes = 0): Aftermath {
  return {
    spanMs: 0,
    retries: 0,
    attempts: 0,
    wasted: 0,
    served: 0,
    hits: new Float64Array(nodes),
    misses: new Float64Array(nodes),
    waited: new Float64Array(nodes),
    waits: new Float64Array(nodes),
  };
}

function total(rows: Float64Array, place: number, width: number): number {
  let sum = 0;
  for (let at = place; at < rows.length; at += width) sum += rows[at];
  return sum;
}

export function extendAftermath(after: Aftermath, window: WindowReadings): void {
  const { edge, node } = window;
  after.spanMs += window.spanMs;
  after.retries += total(edge, EDGE_READ.retries, EDGE_READ.width);
  after.attempts += total(edge, EDGE_READ.attempts, EDGE_READ.width);
  after.wasted += total(node, NODE_READ.wasted, NODE_READ.width);
  after.served += total(node, NODE_READ.served, NODE_READ.width);
  for (let at = 0; at < after.hits.length; at++) {
    after.hits[at] += ofNode(window, at, NODE_READ.hits);
    after.misses[at] += ofNode(window, at, NODE_READ.misses);
    const waitMs = ofNode(window, at, NODE_READ.waitMs);
    if (Number.isNaN(waitMs)) continue;
    after.waited[at] += waitMs;
    after.waits[at] += 1;
  }
}

function hitRatio(hits: number, misses: number): number {
  return hits + misses > 0 ? hits / (hits + misses) : Number.NaN;
}

/** Caches that find much less than they did. */
function coldCaches(after: Aftermath, topology: Topology, baseline: Baseline): SustainingLoop[] {
  if (!isReady(baseline)) return [];
  return topology.nodes.flatMap(({ id }, node): SustainingLoop[] => {
    const usual = hitRatio(
      nodeSum(baseline, node, NODE_SUM.hits),
      nodeSum(baseline, node, NODE_SUM.misses),
    );
    const now = hitRatio(after.hits[node], after.misses[node]);
    if (!(now < LIMITS.loopHitRatio * usual)) return [];
    return [{ name: "coldCache", share: 1 - now / usual, node: id, now, usual }];
  });
}

/** Stations that let work wait for longer than any of its callers does. */
function staleQueues(after: Aftermath, topology: Topology): SustainingLoop[] {
  return topology.nodes.flatMap(({ id, inEdges }, node): SustainingLoop[] => {
    const calls = inEdges.filter((edge) => topology.edges[edge].sort === "call");
    const patience = calls.reduce(
      (most, edge) => Math.max(most, topology.edges[edge].timeoutMs),
      0,
    );
    const now = after.waited[node] / after.waits[node];
    if (!(patience > 0 && now > patience)) return [];
    return [{ name: "staleQueue", share: 1 - patience / now, node: id, now, usual: patience }];
  });
}

/** Every loop that turned, the one with the largest share first. */
export function loopsOf(
  after: Aftermath,
  topology: Topology,
  baseline: Baseline,
): SustainingLoop[] {
  const shares: SustainingLoop[] = [
    { name: "retries", share: after.attempts > 0 ? after.retries / after.attempts : 0 },
    { name: "wastedWork", share: after.served > 0 ? after.wasted / after.served : 0 },
  ];
  return [
    ...shares.filter(({ share }) => share > LIMITS.loopShare),
    ...coldCaches(after, topology, baseline),
    ...staleQueues(after, topology),
  ].sort((a, b) => b.share - a.share);
}

/** `31.0 % of all attempts are retries`. */
export function loopClause(loop: SustainingLoop, nameOf: (id: string) => string): string {
  const { name, share, node = "", now = 0, usual = 0 } = loop;
  switch (name) {
    case "retries":
      return `${formatShare(share)} of all attempts are retries`;
    case "wastedWork":
      return `${formatShare(share)} of the work is for callers who have given up`;
    case "coldCache":
      return `${nameOf(node)} finds ${formatShare(now)} of what it is asked for, usually ${formatShare(usual)}`;
    case "staleQueue":
      return `work waits ${formatDuration(now)} in ${nameOf(node)}, its callers only ${formatDuration(usual)}`;
  }
}
