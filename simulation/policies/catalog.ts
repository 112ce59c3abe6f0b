// The edge's parameters and policies, for everyone who only needs to know them.
import type { ParamSet } from "../kinds/define.ts";
import {
  BALANCING,
  CANCEL,
  CHOICE_COUNT,
  IDEMPOTENCY_KEY,
  IDEMPOTENCY_LOOKUP_MS,
  NETWORK_MS,
  ONE_WAY,
  TIMEOUT_MS,
} from "./attempt.ts";
import { BREAKER } from "./breaker.ts";
import { FALLBACK } from "./fallback.ts";
import { RETRY, RETRY_PARAMS } from "./retry.ts";

export { PRESETS } from "../catalogs/2026-11/presets.ts";
export { CALL_PARAMS, CALL_SHORTHAND } from "./call-plan.ts";

/** Parameters of an edge that calls, beside its protocol and calls. */
export const CALL_EDGE_PARAMS = {
  networkMs: NETWORK_MS,
  timeoutMs: TIMEOUT_MS,
  cancel: CANCEL,
  oneWay: ONE_WAY,
  balancing: BALANCING,
  choiceCount: CHOICE_COUNT,
  idempotencyKey: IDEMPOTENCY_KEY,
  idempotencyLookupMs: IDEMPOTENCY_LOOKUP_MS,
  retry: RETRY,
  breaker: BREAKER,
  fallback: FALLBACK,
} as const satisfies ParamSet;

/** A broker takes every publish alike, so there is nothing that must not be sent twice. */
const { retryNonIdempotent: _, ...PUBLISH_RETRY_PARAMS } = RETRY_PARAMS;

/** Parameters of an edge into a broker; a publish waits for the broker's confirmation only. */
export const PUBLISH_EDGE_PARAMS = {
  networkMs: NETWORK_MS,
  timeoutMs: TIMEOUT_MS,
  oneWay: ONE_WAY,
  retry: { ...RETRY, fields: PUBLISH_RETRY_PARAMS },
  breaker: BREAKER,
  fallback: FALLBACK,
} as const satisfies ParamSet;

/** Parameters of every edge to a consumer; the broker's kind adds its own. */
export const CONSUMER_EDGE_PARAMS = { networkMs: NETWORK_MS } as const satisfies ParamSet;
