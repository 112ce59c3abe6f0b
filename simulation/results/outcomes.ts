// The endings a request, call or message can have (one ending each), as small integers for the
// engine and as the names that files, results and the page use.

/** Endings of a request or call, in the order of their codes. Source: product semantics, decision 59. */
export const OUTCOMES = [
  "ok",
  "degraded",
  "timeout",
  "deadlineExceeded",
  "abandoned",
  "rejected",
  "queueTimeout",
  "poolTimeout",
  "rateLimited",
  "shed",
  "circuitOpen",
  "bulkheadFull",
  "connectionRefused",
  "connectionLost",
  "unauthorized",
  "error",
  "dependency",
  "cancelled",
  "conflict",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Codes of OUTCOMES. `OK` and `DEGRADED` are the two successes; everything from FIRST_FAILURE up failed. */
export const OK = 0;
export const DEGRADED = 1;
export const TIMEOUT = 2;
export const DEADLINE_EXCEEDED = 3;
export const ABANDONED = 4;
export const REJECTED = 5;
export const QUEUE_TIMEOUT = 6;
export const POOL_TIMEOUT = 7;
export const RATE_LIMITED = 8;
export const SHED = 9;
export const CIRCUIT_OPEN = 10;
export const BULKHEAD_FULL = 11;
export const CONNECTION_REFUSED = 12;
export const CONNECTION_LOST = 13;
export const UNAUTHORIZED = 14;
export const ERROR = 15;
export const DEPENDENCY = 16;
export const CANCELLED = 17;
/** A conditional write found that another had changed the row since it was read. */
export const CONFLICT = 18;
export const FIRST_FAILURE = 2;
export const OUTCOME_COUNT = OUTCOMES.length;

/** Endings of one copy of a message. Redelivered, duplicate and unroutable are counters, not endings. */
export const MESSAGE_ENDINGS = [
  "acked",
  "deadLettered",
  "expired",
  "dropped",
  "lost",
  "purged",
  "redriven",
] as const;

export type MessageEnding = (typeof MESSAGE_ENDINGS)[number];

/** Why a queue gave a message up: dead-lettered where it has a dead-letter exchange, else gone. */
export const DEATH_REASONS = ["rejected", "expired", "maxlen", "delivery_limit"] as const;

export type DeathReason = (typeof DEATH_REASONS)[number];
