// Quota of a provider: so many calls in each window of the clock, or a bucket that refills. It is kept
// for the account, so that all callers draw on it, or for each caller's own key. What is beyond it is
// refused, with the time at which the window ends (whole seconds, as HTTP's Retry-After), or billed.
// Cost: one row a key; nodes without a quota have no such door.
import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { attempts } from "./rows.ts";

/** Bit of a node's `door`, beside those of parameters.ts. */
export const DOOR_QUOTA = 32;

export const BY_WINDOW = 0;
export const BY_BUCKET = 1;

/** By the row of the node. */
class QuotaParameters extends Table {
  readonly way = this.uint8();
  /** Calls in a window; size of the bucket. */
  readonly limit = this.float64();
  readonly windowMs = this.float64();
  /** 1: what is beyond the quota is served and billed apart. */
  readonly bills = this.uint8();
  /** 1: a refusal says when to come back. */
  readonly tells = this.uint8();
}

/** By the row of the edge. */
class QuotaEdges extends Table {
  /** Key that its calls are counted under, + 1; 0 = its callee has no quota. */
  readonly key = this.int32();
  /** What the last refusal over it said, ms; 0 = none has yet. */
  readonly toldMs = this.float64();
}

/** What has been used of a key. */
class QuotaKeys extends Table {
  readonly node = this.int32();
  /** Number of the window that `used` counts; of a bucket, what is missing as of `at`. */
  readonly window = this.float64();
  readonly used = this.float64();
  readonly at = this.float64();
  /** Calls within the quota, billed beyond it, refused; windows in which any were beyond it. */
  readonly within = this.float64();
  readonly billed = this.float64();
  readonly refused = this.float64();
  readonly windowsOver = this.float64();
  /** Number of the last such window, + 1. */
  readonly lastOver = this.float64();
}

export const quotas = new QuotaParameters("quotas", 1_000);
export const quotaEdges = new QuotaEdges("edges with quotas", 5_000);
export const quotaKeys = new QuotaKeys("quota keys", 5_000);

/** Tokens closer together than this are at one instant: rounding decides nothing. */
const SLACK = 1e-9;
const SECOND_MS = 1000;

/** Counts a call under its key; false: it is beyond the quota and refused. */
export function mayCall(attempt: number, node: number): boolean {
  const edge = attempts.edge[attempt];
  const key = quotaEdges.key[edge] - 1;
  if (key < 0) return true;
  const wait = quotas.way[node] === BY_WINDOW ? drawWindow(key, node) : drawBucket(key, node);
  if (wait <= 0) {
    quotaKeys.within[key]++;
    return true;
  }
  noteOver(key, node);
  if (quotas.bills[node] === 1) {
    quotaKeys.billed[key]++;
    return true;
  }
  quotaKeys.refused[key]++;
  quotaEdges.toldMs[edge] = Math.floor((wait + SECOND_MS - SLACK) / SECOND_MS) * SECOND_MS;
  return false;
}

/** 0: the call is within the window's quota; else the time to the next window, ms. */
function drawWindow(key: number, node: number): number {
  const length = quotas.windowMs[node];
  const window = Math.floor(registers[NOW] / length);
  if (quotaKeys.window[key] !== window) {
    quotaKeys.window[key] = window;
    quotaKeys.used[key] = 0;
  }
  if (quotaKeys.used[key] < quotas.limit[node]) {
    quotaKeys.used[key]++;
    return 0;
  }
  return (window + 1) * length - registers[NOW];
}

/** 0: there was a token; else the time to the next one, ms. A bucket refills once in a window. */
function drawBucket(key: number, node: number): number {
  const limit = quotas.limit[node];
  const perMs = limit / quotas.windowMs[node];
  const refilled = (registers[NOW] - quotaKeys.at[key]) * perMs;
  const missing = Math.max(0, quotaKeys.used[key] - refilled);
  quotaKeys.at[key] = registers[NOW];
  quotaKeys.used[key] = missing;
  if (missing + 1 > limit + SLACK) return (missing + 1 - limit) / perMs;
  quotaKeys.used[key] = missing + 1;
  return 0;
}

function noteOver(key: number, node: number): void {
  const window = Math.floor(registers[NOW] / quotas.windowMs[node]) + 1;
  if (quotaKeys.lastOver[key] === window) return;
  quotaKeys.lastOver[key] = window;
  quotaKeys.windowsOver[key]++;
}

/** The measured period begins: counts begin anew, what has been used stays. */
export function restartQuotas(): void {
  for (const column of [
    quotaKeys.within,
    quotaKeys.billed,
    quotaKeys.refused,
    quotaKeys.windowsOver,
  ]) {
    column.fill(0, 0, quotaKeys.highWater);
  }
  quotaKeys.lastOver.fill(0, 0, quotaKeys.highWater);
}
