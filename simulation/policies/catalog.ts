// The edge's parameters and policies, for everyone who only needs to know them.
export { PRESETS } from "../catalogs/2026-11/presets.ts";
export { BREAKER_PARAMS } from "./breaker.ts";
export { CALL_PARAMS, CALL_SHORTHAND } from "./call-plan.ts";
export { CALL_EDGE_PARAMS, PUBLISH_EDGE_PARAMS } from "./edge-params.ts";
export { FALLBACK_PARAMS } from "./fallback.ts";
export { BACKOFF_PARAMS, RETRY_PARAMS, RETRYABLE_OUTCOMES } from "./retry.ts";
