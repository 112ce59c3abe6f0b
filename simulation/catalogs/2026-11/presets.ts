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
  },
} as const satisfies Record<string, Record<string, Preset>>;
