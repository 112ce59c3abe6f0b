// What callers know of the instances of a callee, beside the plain list of those that are up: rows
// of an edge's balancing, of one caller instance, and of one caller instance and one member. All of
// it is empty for edges that just balance; `watch` says in one number what an edge keeps.
import { Table } from "../core/memory.ts";
import { edges, nodes } from "./parameters.ts";

/** Bits of `watch`. The caller counts what it has outstanding at each member. */
export const COUNTS = 1;
/** It estimates latencies (peak EWMA). */
export const TIMES = 2;
/** Outlier detection. */
export const DETECTS = 4;
/** Leaves a member out after failures, for a fixed time. */
export const LEAVES_OUT = 8;
/** Active health checks. */
export const CHECKS = 16;
/** Slow start. */
export const WARMS = 32;
/** Members in the caller's zone come first. */
export const NEAR_FIRST = 64;
/** A retry avoids the members tried before. */
export const AVOIDS = 128;
/** A retry stays with its member. */
export const STAYS = 256;
/** Members are not picked alike: by their own weights, or since some are new. */
export const WEIGHS = 512;

/** What belongs together goes to one member. */
export const STICKS = 1024;

/** Not every member that is listed may be picked, or not alike. */
export const FILTERS = DETECTS | LEAVES_OUT | CHECKS | WARMS | NEAR_FIRST;
/** A pick is more than the rule applied to the listed members. */
export const GUIDES = FILTERS | AVOIDS | STICKS;
/** The end of an attempt says something about its member. */
export const LISTENS = COUNTS | TIMES | DETECTS | LEAVES_OUT;

class BalanceParameters extends Table {
  readonly watch = this.int32();
  /** Next edge to the same node whose callers must be told of its instances, + 1. */
  readonly nextEdge = this.int32();
  /** First row of `members`; one per caller instance and instance of the callee. */
  readonly firstMember = this.int32();
  /** 1: least requests draws with replacement. */
  readonly withReplacement = this.uint8();
  readonly ewmaDecayMs = this.float64();
  readonly ewmaInitialMs = this.float64();
  /** Share of healthy members below which all are used; 0 = never. */
  readonly panicThreshold = this.float64();
  /** Share of a zone's load that its healthy members may carry, over their share of the zone. */
  readonly overprovisioning = this.float64();
  readonly warmWindowMs = this.float64();
  readonly aggression = this.float64();
  readonly warmMinimum = this.float64();
  readonly failuresMax = this.int32();
  readonly failTimeoutMs = this.float64();
  readonly failMask = this.int32();
  readonly checkIntervalMs = this.float64();
  readonly checkTimeoutMs = this.float64();
  readonly unhealthyThreshold = this.int32();
  readonly healthyThreshold = this.int32();
  /** 1: a check only opens a connection. */
  readonly checksConnection = this.uint8();
}

class BalanceState extends Table {
  /** Ejections and members left out, since the measured period began. */
  readonly ejections = this.int32();
  /** Members left out now by passive rules, and members in good health, over all callers. */
  readonly ejected = this.int32();
  readonly healthy = this.int32();
  /** Callers that use all members, since too few are healthy. */
  readonly panicking = this.int32();
  /** Integrals since the measured period began, ms, complete up to `touchedAt`. */
  readonly ejectedTime = this.float64();
  readonly healthyTime = this.float64();
  readonly panicTime = this.float64();
  readonly touchedAt = this.float64();
}

class BalanceRows extends Table {
  /** Members it may pick: in its own zone (or wherever zones play no part), and elsewhere. */
  readonly near = this.int32();
  readonly far = this.int32();
  /** Share of picks that stays near. */
  readonly nearShare = this.float64();
  readonly ejected = this.int32();
  readonly healthy = this.int32();
  readonly panics = this.uint8();
}

class Members extends Table {
  readonly row = this.int32();
  /** 0 = may not be picked, NEAR or FAR. */
  readonly usable = this.uint8();
  readonly ejected = this.uint8();
  /** 1: left out for a while after failures. */
  readonly leftOut = this.uint8();
  /** 1: its health checks failed. */
  readonly sick = this.uint8();
  /** Since when it has been in use, for slow start, ms. */
  readonly warmSince = this.float64();
  // Outlier detection: failures in a row by kind, ejections that lengthen the next one.
  readonly consecutive5xx = this.int32();
  readonly consecutiveGateway = this.int32();
  readonly consecutiveLocal = this.int32();
  readonly backoff = this.int32();
  readonly ejectedAt = this.float64();
  readonly returnedAt = this.float64();
  readonly ejectionJitterMs = this.float64();
  /** Answers in the present interval, and the successes among them; likewise for connections. */
  readonly answers = this.int32();
  readonly successes = this.int32();
  readonly localAnswers = this.int32();
  readonly localSuccesses = this.int32();
  // Failures with a time-out.
  readonly failures = this.int32();
  readonly failedAt = this.float64();
  readonly checkedAt = this.float64();
  // Health checks: how many in a row had the other result; when the present one was sent.
  readonly streak = this.int32();
  readonly sentAt = this.float64();
  // Peak EWMA: the estimate, ms, and when it was brought up to date.
  readonly estimateMs = this.float64();
  readonly estimatedAt = this.float64();
}

class RingPoints extends Table {
  readonly hash = this.int32();
  /** Position of the instance at its node. */
  readonly member = this.int32();
}

class BalancedNodes extends Table {
  /** First point and number of points of its hash ring. */
  readonly firstPoint = this.int32();
  readonly pointCount = this.int32();
  /** First edge whose callers must be told of its instances, + 1; `nextEdge` leads on. */
  readonly firstEdge = this.int32();
}

class Tried extends Table {
  /** Position of the instance; `next` leads to the one tried before, row + 1. */
  readonly member = this.int32();
  readonly before = this.int32();
}

/** Values of `usable`. */
export const NEAR = 1;
export const FAR = 2;

export const balances = new BalanceParameters("balancing", 5_000);
export const balanceState = new BalanceState("balancing state", 5_000);
export const balanceRows = new BalanceRows("balancing callers", 200_000);
export const members = new Members("watched members", 200_000);
export const ringPoints = new RingPoints("points of hash rings", 500_000);
export const balancedNodes = new BalancedNodes("balanced nodes", 1_000);
export const tried = new Tried("tried members", 250_000);

/** Row of `members` for a caller row and a position at the callee. */
export function memberCell(edge: number, row: number, at: number): number {
  const count = nodes.instanceCount[edges.to[edge]];
  return balances.firstMember[edge] + (row - edges.firstRow[edge]) * count + at;
}

/** Position at the callee of a row of `members`. */
export function positionOf(cell: number, edge: number): number {
  return (cell - balances.firstMember[edge]) % nodes.instanceCount[edges.to[edge]];
}
