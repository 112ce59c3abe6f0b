// What stands at the door of a node, as columns: the parameters of its guards and their present.
import { Table } from "../core/memory.ts";
import { LEVELS } from "./parameters.ts";

export const FIXED_LIMIT = 0;
export const AIMD_LIMIT = 1;
export const GRADIENT_LIMIT = 2;

export const BY_UTILIZATION = 0;
export const BY_QUEUE = 1;

/** A row a node; a column counts where the node's `door` has the bit of its guard. */
class DoorParameters extends Table {
  /** Token bucket: tokens per ms, size, and how many may wait for a token. */
  readonly tokensPerMs = this.float64();
  readonly burst = this.int32();
  readonly waitersMax = this.int32();
  /** 1: one bucket for all instances. */
  readonly bucketShared = this.uint8();
  readonly limitKind = this.uint8();
  readonly limitStart = this.int32();
  readonly limitLeast = this.int32();
  readonly limitMost = this.int32();
  readonly backoffRatio = this.float64();
  /** An answer later than this counts as dropped, ms. */
  readonly lateMs = this.float64();
  readonly smoothing = this.float64();
  readonly rttTolerance = this.float64();
  readonly longWindow = this.int32();
  readonly queueSize = this.float64();
  readonly shedBy = this.uint8();
  /** LEVELS a node: load at which a request of that priority is shed; Infinity = never. */
  readonly shedFrom = this.float64(LEVELS);
}

class Buckets extends Table {
  /** Tokens taken and not refilled at `at`; more than the bucket holds = somebody waits. */
  readonly missing = this.float64();
  readonly at = this.float64();
}

class Limits extends Table {
  /** Who was let in and has not left. */
  readonly inFlight = this.int32();
  readonly limit = this.int32();
  /** Gradient: the limit before it is rounded, and the long average of the response times, ms. */
  readonly estimate = this.float64();
  readonly longRtt = this.float64();
  /** Response times of the first samples: how many, and their sum. */
  readonly warmCount = this.int32();
  readonly warmSum = this.float64();
  /** Of the measured period: integral of the limit up to `changedAt`, extremes. */
  readonly limitTime = this.float64();
  readonly changedAt = this.float64();
  readonly lowest = this.int32();
  readonly highest = this.int32();
}

class QueueAges extends Table {
  /** When the queue was empty last before it got its present members, ms. */
  readonly filledAt = this.float64();
}

export const doors = new DoorParameters("doors", 1_000);
/** A row an instance; of a shared bucket or queue that of the node's first one. */
export const buckets = new Buckets("rate limits", 100_000);
export const limits = new Limits("concurrency limits", 100_000);
export const queueAges = new QueueAges("queue ages", 100_000);
