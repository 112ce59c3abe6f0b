// Writes quotas and the keys that calls are counted under into their columns, and reports what was used.
import type { QuotaDescriptor } from "../kinds/descriptors.ts";
import { nodes } from "../primitives/parameters.ts";
import {
  BY_BUCKET,
  BY_WINDOW,
  DOOR_QUOTA,
  quotaEdges,
  quotaKeys,
  quotas,
} from "../primitives/quota.ts";
import type { QuotaResult } from "../results/quota-result.ts";
import type { Program, ProgramNode } from "./program.ts";

const MONTH_MS = 30 * 86_400_000;

function quotaOf({ descriptor }: ProgramNode): QuotaDescriptor | null {
  return descriptor.primitive === "station" ? (descriptor.station.quota ?? null) : null;
}

/** All quotas; doors and edges must be filled in. With `fresh` nothing has been used. */
export function fillQuotas(
  { scenario, nodes: list, index }: Program,
  fresh: boolean,
): string | null {
  if (!quotas.occupy(list.length)) return quotas.name;
  if (!quotaEdges.occupy(scenario.edges.length)) return quotaEdges.name;
  const keys = new Map<string, number>();
  for (const [row, node] of list.entries()) {
    const quota = quotaOf(node);
    if (quota === null) continue;
    nodes.door[row] |= DOOR_QUOTA;
    quotas.way[row] = quota.way === "window" ? BY_WINDOW : BY_BUCKET;
    quotas.limit[row] = quota.limit;
    quotas.windowMs[row] = quota.windowMs;
    quotas.bills[row] = quota.bills ? 1 : 0;
    quotas.tells[row] = quota.tells ? 1 : 0;
  }
  for (const [edge, { from, to }] of scenario.edges.entries()) {
    const node = index.nodeOf(to);
    const quota = quotaOf(list[node]);
    if (fresh) quotaEdges.key[edge] = 0;
    if (quota === null) continue;
    const name = quota.perCaller ? `${to} ${from}` : to;
    const key = keys.get(name) ?? keys.size;
    keys.set(name, key);
    quotaEdges.key[edge] = key + 1;
    if (!quotaKeys.occupy(keys.size)) return quotaKeys.name;
    quotaKeys.node[key] = node;
  }
  return null;
}

/** What a provider's callers used of their quotas; null where it has none. */
export function quotaResultOf(
  node: number,
  { descriptor }: ProgramNode,
  periodMs: number,
): QuotaResult | null {
  const quota = descriptor.primitive === "station" ? (descriptor.station.quota ?? null) : null;
  if (quota === null) return null;
  const sums = { within: 0, billed: 0, refused: 0, windowsOver: 0 };
  for (let key = 0; key < quotaKeys.highWater; key++) {
    if (quotaKeys.node[key] !== node) continue;
    sums.within += quotaKeys.within[key];
    sums.billed += quotaKeys.billed[key];
    sums.refused += quotaKeys.refused[key];
    sums.windowsOver += quotaKeys.windowsOver[key];
  }
  const calls = sums.within * quota.pricePer1000 + sums.billed * quota.overPricePer1000;
  const months = periodMs / MONTH_MS;
  return { ...sums, costPerMonth: quota.feePerMonth + calls / 1000 / months };
}
