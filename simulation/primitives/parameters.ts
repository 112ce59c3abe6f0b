// The compiled scenario as columns: what does not change while events are executed. A live change
// of parameters rewrites these rows and nothing else. Where requests come from: source-parameters.ts.
import { Table } from "../core/memory.ts";

const NODES = 1_000;
const EDGES = 5_000;
const OPERATIONS = 20_000;
const PLANS = 50_000;

/** Stands for "no limit" in integer columns. */
export const UNLIMITED = 0x7fffffff;

/** What a node does with what reaches it. */
export const SOURCE = 0;
export const STATION = 1;
export const MAILBOX_BROKER = 2;
export const LOG_BROKER = 3;

export const FIFO = 0;
export const LIFO = 1;
export const BY_PRIORITY = 2;
export const AT_RANDOM = 3;
export const SHARED_CORES = 4;
export const CODEL = 5;
export const ADAPTIVE_LIFO = 6;

/** Bits of a node's `mode`: what a station does beyond slots and a queue; 0 for most. */
export const SHARES = 1;
export const PREEMPTS = 2;
export const BREAKS = 4;
export const POLLS = 8;
export const SERVES_BATCHES = 16;
export const DROPS_LATE = 32;
/** Faults make some of its instances stand still, or leak memory; set while they do. */
export const STANDS_STILL = 1 << 20;
export const LEAKS = 1 << 21;
/** Bits that faults set. */
export const BY_FAULTS = STANDS_STILL | LEAKS;

/** Bits of a node's `door`: what an arrival must pass before it may enter; 0 for most. */
export const DOOR_RATIOS = 1;
export const DOOR_RATE = 2;
export const DOOR_LIMIT = 4;
export const DOOR_PRIORITY = 8;
/** Arrivals go into batches. */
export const DOOR_BATCH = 64;

/** Bits of a node's `watch`: what is to be told of attempts that leave it; 0 for most. */
export const WATCH_OPERATIONS = 1;
/** It has a concurrency limit, which learns from departures. */
export const WATCH_LIMIT = 2;

/** Keeps a list of what holds its slots, to interrupt it. */
export const LISTS_WORK = PREEMPTS | BREAKS;

/** Priorities are 0 .. LEVELS - 1. */
export const LEVELS = 16;

class NodeParameters extends Table {
  readonly primitive = this.uint8();
  readonly discipline = this.uint8();
  readonly mode = this.int32();
  readonly watch = this.uint8();
  readonly door = this.uint8();
  readonly sharedQueue = this.uint8();
  readonly firstInstance = this.int32();
  readonly instanceCount = this.int32();
  /** 1: its instances differ in weight. */
  readonly weighted = this.uint8();
  readonly slots = this.int32();
  readonly queueMax = this.int32();
  /** Where cores are shared: how many more than the cores may be present at an instance. */
  readonly shareMax = this.int32();
  readonly endpointDelayMs = this.float64();
  /** Chances to enter by the number present: where they stand, how many (0 = all enter). */
  readonly firstRatio = this.int32();
  readonly ratioCount = this.int32();
  /** Distributions, where the mode says so. */
  readonly uptime = this.int32();
  readonly repairTime = this.int32();
  readonly sleep = this.int32();
  /** First of INSTANCE_STREAMS random streams of its first instance. */
  readonly firstStream = this.int32();
  readonly bulkMax = this.int32();
  readonly bulkMin = this.int32();
  readonly codelTargetMs = this.float64();
  readonly codelIntervalMs = this.float64();
  /** Versioned rows of a database: the first and how many. */
  readonly firstKey = this.int32();
  readonly keyCount = this.int32();
}

class AdmissionParameters extends Table {
  readonly acceptRatio = this.float64();
}

class OperationParameters extends Table {
  readonly node = this.int32();
  readonly service = this.int32();
  /** Work after the calls, -1 = none. */
  readonly after = this.int32();
  readonly afterProbability = this.float64();
  readonly errorRate = this.float64();
  /** When an error comes, -1 = after the service time. */
  readonly errorTime = this.int32();
  readonly queueTimeout = this.int32();
  readonly blocking = this.uint8();
  readonly priority = this.uint8();
  readonly idempotent = this.uint8();
  /** 1: it writes a row only if nobody has changed it since the caller read it. */
  readonly conditional = this.uint8();
  readonly firstStage = this.int32();
  readonly stageCount = this.int32();
}

class StageParameters extends Table {
  readonly firstPlan = this.int32();
  readonly planCount = this.int32();
  /** Successes needed; 0 = all. */
  readonly requires = this.int32();
  /** The plan of a stage that is one certain call, + 1; 0 = the stage is more than that. */
  readonly onlyPlan = this.int32();
}

class PlanParameters extends Table {
  readonly edge = this.int32();
  readonly operation = this.int32();
  readonly probability = this.float64();
  /** Number of the exclusive group within its stage, 0 = none. */
  readonly choice = this.int32();
  /** Upper end of its share of the group's uniform draw. */
  readonly choiceUpTo = this.float64();
  readonly choiceFrom = this.float64();
  /** Distribution of the count, -1 = `fixedCount`. */
  readonly count = this.int32();
  readonly fixedCount = this.int32();
  /** 1: the calls go to the callee's instances one by one (scatter-gather). */
  readonly toAll = this.uint8();
  readonly parallel = this.uint8();
  readonly optional = this.uint8();
  /** 1: the calls made at once go to different instances, drawn at random. */
  readonly distinct = this.uint8();
  /** Position of its breaker among those that its edge has for each operation. */
  readonly breakerAt = this.int32();
  /** The plan that is called instead where this one fails, + 1, and the one this stands in for. */
  readonly fallback = this.int32();
  readonly standsFor = this.int32();
  /** The operation that reads what a conditional write then changes, + 1; 0 = no such write. */
  readonly readOperation = this.int32();
}

export const SORT_CALL = 0;
export const SORT_PUBLISH = 1;
export const SORT_DELIVER = 2;

export const BALANCE_RANDOM = 0;
export const BALANCE_ROUND_ROBIN = 1;
export const BALANCE_LEAST_REQUEST = 2;
export const BALANCE_PICK_FIRST = 3;
export const BALANCE_LEAST_CONNECTIONS = 4;
export const BALANCE_RING_HASH = 5;
export const BALANCE_EWMA = 6;
export const BALANCE_HASH = 7;
export const BALANCE_OWN = 8;

export const CANCEL_NONE = 0;
export const CANCEL_CHECK = 1;
export const CANCEL_INTERRUPT = 2;

export const BACKOFF_NONE = 0;
export const BACKOFF_CONSTANT = 1;
export const BACKOFF_EXPONENTIAL = 2;
export const BACKOFF_LINEAR = 3;

export const JITTER_NONE = 0;
export const JITTER_FULL = 1;
export const JITTER_EQUAL = 2;
export const JITTER_DECORRELATED = 3;
export const JITTER_SMOOTH = 4;
export const JITTER_MULTIPLICATIVE = 5;
export const JITTER_EXPONENTIAL = 6;
export const JITTER_ADDED = 7;

export const RETRY_AFTER_IGNORED = 0;
export const RETRY_AFTER_FOLLOWED = 1;
export const RETRY_AFTER_AT_LEAST = 2;

/** Bits of an edge's `guards`: the policies that a plain edge lacks; 0 for most. */
export const CALL_DEADLINE = 1;
export const CALL_BREAKER = 2;
export const CALL_RATE_LIMIT = 4;
export const CALL_BULKHEAD = 8;
export const ATTEMPT_BREAKER = 16;
export const ATTEMPT_RATE_LIMIT = 32;
export const ATTEMPT_BULKHEAD = 64;
export const FALLS_BACK = 128;
/** Nobody waits for its answers. */
export const SENDS_ONE_WAY = 1 << 8;
/** Its retries avoid the instances that were tried: see tried-members.ts. */
export const AVOIDS_TRIED = 1 << 9;
/** Its attempts need connections, or may be hedged: see flight.ts. */
export const FLIES = 1 << 12;
/** Retries are bounded by a budget. */
export const RETRY_BUDGET = 1 << 24;
/** Attempts at one call may take effect twice, or carry a key that prevents it. */
export const TRACKS_EFFECTS = 1 << 25;
/** Some of its calls read a row and then write it if it is unchanged. */
export const WRITES_CONDITIONALLY = 1 << 26;
/** What stands around the whole call, around each attempt, and what keeps a row for each call. */
export const CALL_LEVEL = CALL_DEADLINE | CALL_BREAKER | CALL_RATE_LIMIT | CALL_BULKHEAD;
export const ATTEMPT_LEVEL = ATTEMPT_BREAKER | ATTEMPT_RATE_LIMIT | ATTEMPT_BULKHEAD | RETRY_BUDGET;
export const KEEPS_STATE = CALL_LEVEL | ATTEMPT_LEVEL | TRACKS_EFFECTS;

/** What the window of a breaker holds. */
export const WINDOW_COUNT = 0;
export const WINDOW_TIME = 1;
export const WINDOW_CONSECUTIVE = 2;

class EdgeParameters extends Table {
  readonly guards = this.int32();
  readonly from = this.int32();
  readonly to = this.int32();
  readonly sort = this.uint8();
  readonly network = this.int32();
  /** 0 = none. */
  readonly timeoutMs = this.float64();
  readonly oneWay = this.uint8();
  readonly cancel = this.uint8();
  readonly balancing = this.uint8();
  readonly choiceCount = this.int32();
  readonly maxAttempts = this.int32();
  readonly retryMask = this.int32();
  readonly retryNonIdempotent = this.uint8();
  /** 1: attempts at one call carry a key; looking it up takes the callee so long. */
  readonly idempotencyKey = this.uint8();
  readonly keyLookupMs = this.float64();
  readonly backoff = this.uint8();
  readonly jitter = this.uint8();
  readonly backoffBaseMs = this.float64();
  readonly backoffFactor = this.float64();
  readonly backoffCapMs = this.float64();
  readonly jitterRatio = this.float64();
  readonly jitterMs = this.float64();
  /** What its retries make of an answer that says when to come back. */
  readonly retryAfter = this.uint8();
  /** What the callee tells with its own refusals and failures, ms; 0 = nothing. */
  readonly toldMs = this.float64();
  /** 1: a pause that outlasts the deadline is begun all the same. */
  readonly pausesInVain = this.uint8();
  /** Kind of its retry budget, its first row, and the numbers of that kind (retry-budget.ts). */
  readonly budget = this.uint8();
  readonly budgetShared = this.uint8();
  readonly budgetRow = this.int32();
  readonly budgetRatio = this.float64();
  readonly budgetMin = this.float64();
  readonly budgetMax = this.float64();
  readonly budgetGain = this.float64();
  readonly budgetSliceMs = this.float64();
  readonly budgetCost = this.float64();
  readonly budgetTimeoutCost = this.float64();
  readonly budgetRefusalCost = this.float64();
  readonly breakerWindow = this.uint8();
  /** Calls or seconds in the window; failures in a row. */
  readonly breakerSize = this.int32();
  readonly breakerThreshold = this.float64();
  readonly breakerMinimum = this.int32();
  readonly breakerOpenMs = this.float64();
  readonly breakerProbes = this.int32();
  readonly breakerIgnore = this.int32();
  /** 0 = slow calls are not judged. */
  readonly breakerSlowMs = this.float64();
  readonly breakerSlowThreshold = this.float64();
  /** 1: a threshold must be exceeded, not only reached. */
  readonly breakerAbove = this.uint8();
  /** 1: rates are shares of the calls that came to it, those in progress and refused ones too. */
  readonly breakerOfStarted = this.uint8();
  /** 1: judged at failures only. */
  readonly breakerOnFailure = this.uint8();
  /** 1: whoever comes while all probes are out waits for their verdict. */
  readonly breakerWaits = this.uint8();
  /** Rows of policy state: the first, and how many there are for each caller (0 = all share one). */
  readonly firstBreaker = this.int32();
  readonly breakerStride = this.int32();
  readonly breakerRows = this.int32();
  readonly firstLimiter = this.int32();
  readonly limiterStride = this.int32();
  readonly firstBulkhead = this.int32();
  readonly bulkheadStride = this.int32();
  readonly ratePerMs = this.float64();
  readonly rateBurst = this.float64();
  readonly rateWaits = this.uint8();
  readonly bulkheadMax = this.int32();
  readonly bulkheadWaitMs = this.float64();
  /** 0 = none of its own. */
  readonly deadlineMs = this.float64();
  /** 1: the callee learns the deadline, and a deadline of the caller holds for its calls. */
  readonly propagatesDeadline = this.uint8();
  readonly fallback = this.uint8();
  readonly fallbackMs = this.float64();
  readonly fallbackHitRatio = this.float64();
  /** -1 = any age. */
  readonly fallbackMaxAgeMs = this.float64();
  /** First row of policy state; one per caller instance. */
  readonly firstRow = this.int32();
  readonly rowCount = this.int32();
  /** First cell of per-(row, callee instance) state. */
  readonly firstCell = this.int32();
}

export const nodes = new NodeParameters("nodes", NODES);
export const admissions = new AdmissionParameters("admission ratios", 200_000);
export const operations = new OperationParameters("operations", OPERATIONS);
export const stages = new StageParameters("stages", OPERATIONS * 2);
export const plans = new PlanParameters("plans", PLANS);
export const edges = new EdgeParameters("edges", EDGES);
