// Settings of real libraries as they ship, as of November 2026. `preset: "NAME"` on a policy supplies
// these values; fields that stand beside it override them. Frozen like the defaults.
import { DOCUMENTED } from "./documented.ts";

/** A named set of values of one policy. */
export interface Preset {
  readonly label: string;
  readonly source: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Presets by policy ("retry", "breaker") and name. */
export const PRESETS = {
  breaker: {
    "resilience4j@2026-11": {
      label: "resilience4j",
      source: "resilience4j (2026-05), CircuitBreakerConfig.java",
      values: {
        window: {
          type: DOCUMENTED.breakerWindowType.value,
          size: DOCUMENTED.breakerWindowSize.value,
        },
        failureRateThreshold: DOCUMENTED.breakerFailureRate.value,
        slowCallMs: DOCUMENTED.breakerSlowCallMs.value,
        slowCallRateThreshold: DOCUMENTED.breakerSlowCallRate.value,
        minimumCalls: DOCUMENTED.breakerMinimumCalls.value,
        openMs: DOCUMENTED.breakerOpenMs.value,
        probes: DOCUMENTED.breakerProbes.value,
      },
    },
  },
  retry: {
    // The library retries every exception and knows no idempotency.
    "resilience4j@2026-11": {
      label: "resilience4j",
      source: "resilience4j (2026-05), RetryConfig.java",
      values: {
        maxAttempts: DOCUMENTED.resilience4jMaxAttempts.value,
        backoff: {
          type: "constant",
          baseMs: DOCUMENTED.resilience4jWaitMs.value,
          jitter: "none",
        },
        retryNonIdempotent: true,
      },
    },
    // The code's formula, not the one of the router's documentation.
    "envoy@2026-11": {
      label: "Envoy",
      source: "Envoy, retry_policy and retry_back_off as the code has them",
      values: {
        maxAttempts: DOCUMENTED.envoyRetries.value + 1,
        backoff: {
          type: "exponential",
          baseMs: DOCUMENTED.envoyBaseMs.value,
          factor: 2,
          capMs: DOCUMENTED.envoyCapMs.value,
          jitter: "full",
        },
        retryNonIdempotent: true,
      },
    },
    "polly@2026-11": {
      label: "Polly",
      source: "Polly v8 (2026-08), RetryStrategyOptions",
      values: {
        maxAttempts: DOCUMENTED.pollyRetries.value + 1,
        backoff: { type: "constant", baseMs: DOCUMENTED.pollyDelayMs.value, jitter: "none" },
        retryNonIdempotent: true,
      },
    },
    "aws-sdk@2026-11": {
      label: "AWS SDK",
      source: "AWS SDK standard retry (2026)",
      values: {
        maxAttempts: DOCUMENTED.retryMaxAttempts.value,
        backoff: {
          type: "exponential",
          baseMs: DOCUMENTED.retryBaseMs.value,
          factor: DOCUMENTED.retryFormula.value.factor,
          capMs: DOCUMENTED.retryFormula.value.capMs,
          jitter: DOCUMENTED.retryFormula.value.jitter,
        },
        budget: { type: "quota", ...DOCUMENTED.awsQuota.value },
      },
    },
  },
} as const satisfies Record<string, Record<string, Preset>>;
