// The edge's parameters and policies, for everyone who only needs to know them.

import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { batchParam } from "../kinds/batch-params.ts";
import type { ParamSet } from "../kinds/define.ts";
import { BULKHEAD, RATE_LIMIT } from "./admission.ts";
import {
  CANCEL,
  DEADLINE_MS,
  IDEMPOTENCY_KEY,
  IDEMPOTENCY_LOOKUP_MS,
  NETWORK_MS,
  ONE_WAY,
  PROPAGATE_DEADLINE,
  TIMEOUT_MS,
} from "./attempt.ts";
import { BALANCING_PARAMS } from "./balancing.ts";
import { BREAKER } from "./breaker.ts";
import { CREDENTIAL } from "./credential.ts";
import { EXPORTER } from "./exporter.ts";
import { FALLBACK } from "./fallback.ts";
import { QUERY } from "./graphql.ts";
import { HEALTH_CHECK } from "./health-check.ts";
import { HEDGE } from "./hedge.ts";
import { MESH } from "./mesh.ts";
import { MAX_FAILS, OUTLIER } from "./outlier.ts";
import { OUTBOX, RECONCILIATION, REPLY_TO } from "./patterns.ts";
import { BANDWIDTH_MBPS, LOSS_RATIO, PAYLOAD } from "./payload.ts";
import { POOL } from "./pool.ts";
import { RECONNECT } from "./reconnect.ts";
import { RETRY, RETRY_PARAMS } from "./retry/definition.ts";
import { SOAP } from "./soap.ts";
import { STREAM } from "./stream.ts";

export { PRESETS, type Preset, type PresetSet } from "../catalogs/2026-11/presets.ts";
export { CALL_MESSAGE_PARAMS, CALL_PARAMS, CALL_SHORTHAND } from "./call-plan.ts";
export {
  MESH_EDGE_PARAMS,
  MESH_PARAMS,
  MESH_POLICY_NAMES,
  MESH_PRESETS,
  MESH_REQUEST_RULES,
} from "./mesh.ts";

/** Parameters of an edge that calls, beside its protocol and calls. */
export const CALL_EDGE_PARAMS = {
  networkMs: NETWORK_MS,
  bandwidthMbps: BANDWIDTH_MBPS,
  lossRatio: LOSS_RATIO,
  payload: PAYLOAD,
  query: QUERY,
  soap: SOAP,
  stream: STREAM,
  timeoutMs: TIMEOUT_MS,
  deadlineMs: DEADLINE_MS,
  propagateDeadline: PROPAGATE_DEADLINE,
  cancel: CANCEL,
  oneWay: ONE_WAY,
  ...BALANCING_PARAMS,
  outlier: OUTLIER,
  maxFails: MAX_FAILS,
  healthCheck: HEALTH_CHECK,
  credential: CREDENTIAL,
  idempotencyKey: IDEMPOTENCY_KEY,
  idempotencyLookupMs: IDEMPOTENCY_LOOKUP_MS,
  retry: RETRY,
  breaker: BREAKER,
  rateLimit: RATE_LIMIT,
  bulkhead: BULKHEAD,
  fallback: FALLBACK,
  hedge: HEDGE,
  pool: POOL,
  reconnect: RECONNECT,
  batch: batchParam(DOCUMENTED.kafkaLingerMs),
  mesh: MESH,
} as const satisfies ParamSet;

/**
 * A broker takes every publish alike, so there is nothing that must not be sent twice, it is one
 * place, so there is nowhere else to go, and its refusals do not say when to come back.
 */
const {
  retryNonIdempotent: _,
  avoidTried: __,
  sameInstance: ___,
  retryAfter: ____,
  ...PUBLISH_RETRY_PARAMS
} = RETRY_PARAMS;

/** Parameters of an edge into a broker; a publish waits for the broker's confirmation only. */
export const PUBLISH_EDGE_PARAMS = {
  networkMs: NETWORK_MS,
  timeoutMs: TIMEOUT_MS,
  deadlineMs: DEADLINE_MS,
  oneWay: ONE_WAY,
  retry: { ...RETRY, fields: PUBLISH_RETRY_PARAMS },
  breaker: BREAKER,
  rateLimit: RATE_LIMIT,
  bulkhead: BULKHEAD,
  fallback: FALLBACK,
  replyTo: REPLY_TO,
  outbox: OUTBOX,
  reconciliation: RECONCILIATION,
} as const satisfies ParamSet;

/** Parameters of an edge to a tracing collector, beside its protocol. */
export const EXPORT_EDGE_PARAMS = {
  networkMs: NETWORK_MS,
  bandwidthMbps: BANDWIDTH_MBPS,
  exporter: EXPORTER,
} as const satisfies ParamSet;

/** Parameters of every edge to a consumer; the broker's kind adds its own. */
export const CONSUMER_EDGE_PARAMS = { networkMs: NETWORK_MS } as const satisfies ParamSet;
