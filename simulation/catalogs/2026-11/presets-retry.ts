// Retries as real clients and proxies ship them, as of November 2026.
import { ours, type PresetSet, preset, row, seen, told, word } from "./preset.ts";

/** Endings that a server's answer of class 5xx or a broken connection has in our words. */
const SERVER_FAILURES = [
  "connectionRefused",
  "connectionLost",
  "rejected",
  "shed",
  "queueTimeout",
  "error",
  "dependency",
];
const ENVOY_LIMITS = "Envoy API (2026-01), circuit_breaker.proto";
const ENVOY_ROUTER = "Envoy documentation, router filter: x-envoy-retry-on";
const LINKERD_RETRIES = "Linkerd documentation, reference: retries";
const LINKERD_PROFILES = "Linkerd documentation, reference: service profiles";
const FINAGLE_RETRIES = "Finagle, Retries.scala";
const APACHE_FILE = "httpcomponents-client 5, DefaultHttpRequestRetryStrategy.java";
const GOT_RETRIES = "got, documentation/7-retry.md";
const AWS_RETRIES = "AWS SDKs and Tools reference, retry behavior";
const AWS_OLD = "AWS SDK standard retry (pre-2026)";
const AWS_NEW = "AWS SDK standard retry (2026)";
const R4J = "resilience4j other";

export const RETRY_PRESETS: PresetSet = {
  "envoy@2026-11": preset({
    label: "Envoy",
    source: "Envoy API (2026-01), route_components.proto and backoff_strategy.cc",
    note:
      "Envoy retries only where a retry policy stands. Its router documentation gives other " +
      "pauses (25, 75, 175 ms); these are the code's.",
    readings: {
      maxAttempts: row(2, "Envoy", "retry_policy.num_retries", { plus: 1 }),
      ...envoyBackoff(),
      retryOn: word(
        ["timeout", ...SERVER_FAILURES],
        "Envoy",
        "retry_on.5xx",
        "5xx + disconnect/reset/read timeout (includes connect-failure, refused-stream)",
      ),
      retryNonIdempotent: anyMethod(ENVOY_ROUTER),
      "budget.type": ours("concurrent", ENVOY_LIMITS, "Envoy counts the retries in flight"),
      "budget.ratio": ours(
        0,
        ENVOY_LIMITS,
        "without retry_budget only the number in flight counts",
      ),
      "budget.minConcurrent": row(3, "Envoy", "circuit_breakers.max_retries"),
    },
  }),
  "envoy-budget@2026-11": preset({
    label: "Envoy with retry_budget",
    source: "Envoy API (2026-01), circuit_breaker.proto",
    readings: {
      maxAttempts: row(2, "Envoy", "retry_policy.num_retries", { plus: 1 }),
      ...envoyBackoff(),
      retryOn: word(
        ["timeout", ...SERVER_FAILURES],
        "Envoy",
        "retry_on.5xx",
        "5xx + disconnect/reset/read timeout (includes connect-failure, refused-stream)",
      ),
      retryNonIdempotent: anyMethod(ENVOY_ROUTER),
      "budget.type": ours("concurrent", ENVOY_LIMITS, "Envoy counts the retries in flight"),
      "budget.ratio": row(0.2, "Envoy", "circuit_breakers.retry_budget.budget_percent", {
        times: 0.01,
      }),
      "budget.minConcurrent": row(
        3,
        "Envoy",
        "circuit_breakers.retry_budget.min_retry_concurrency",
      ),
    },
  }),
  "istio@2026-11": preset({
    label: "Istio",
    source: "Istio API (2026-07)",
    note: "In force in every mesh in which nobody wrote a retry policy.",
    readings: {
      maxAttempts: row(3, "Istio", "http.retries (no policy given)", { plus: 1 }),
      ...envoyBackoff(),
      "backoff.baseMs": row(25, "Istio", "retries.backoff"),
      retryOn: word(
        ["connectionRefused", "rejected"],
        "Istio",
        "retries.retry_on",
        "connect-failure,refused-stream,unavailable,cancelled",
      ),
      retryNonIdempotent: anyMethod(ENVOY_ROUTER),
      avoidTried: word(true, "Istio", "retries.retry_ignore_previous_hosts", true),
    },
  }),
  "linkerd@2026-11": preset({
    label: "Linkerd",
    source: "Linkerd documentation (2026-08), retries",
    note: "Once a retry annotation stands; without one nothing is retried.",
    readings: {
      maxAttempts: row(2, "Linkerd", "retry.linkerd.io/limit", { plus: 1 }),
      "backoff.type": ours("none", LINKERD_RETRIES, "the documentation names no pause"),
      retryOn: ours(
        SERVER_FAILURES,
        LINKERD_RETRIES,
        "the annotation names classes of answers, 5xx here",
      ),
      retryNonIdempotent: anyMethod(LINKERD_RETRIES),
    },
  }),
  "linkerd-service-profile@2026-11": preset({
    label: "Linkerd ServiceProfile",
    source: "linkerd2, ServiceProfile retryBudget",
    readings: {
      maxAttempts: ours(null, LINKERD_PROFILES, "the budget alone bounds the retries"),
      "backoff.type": ours("none", LINKERD_PROFILES, "the documentation names no pause"),
      retryNonIdempotent: anyMethod(LINKERD_PROFILES),
      "budget.type": ours("ratio", LINKERD_PROFILES, "a share of the calls, plus some a second"),
      "budget.ratio": row(0.2, "Linkerd", "ServiceProfile.retryBudget.retryRatio"),
      "budget.minPerS": row(10, "Linkerd", "ServiceProfile.retryBudget.minRetriesPerSecond"),
      "budget.ttlMs": row(10_000, "Linkerd", "ServiceProfile.retryBudget.ttl"),
    },
  }),
  "grpc@2026-11": preset({
    label: "gRPC (documented example)",
    source: "gRPC proposal A6, client retries",
    note: "gRPC has no retry policy by default. These are its documentation's example.",
    readings: {
      ...grpcExample({
        maxAttempts: 4,
        "backoff.baseMs": 100,
        "backoff.factor": 2,
        "backoff.capMs": 1000,
      }),
      "backoff.type": grpcFormula("exponential"),
      "backoff.jitter": grpcFormula("multiplicative"),
      "backoff.jitterRatio": grpcFormula(0.2),
      retryOn: grpcExample({ retryOn: ["connectionRefused", "connectionLost", "rejected"] })
        .retryOn,
      retryNonIdempotent: anyMethod("gRPC proposal A6, client retries"),
      attemptsCap: word(
        5,
        "gRPC",
        "retryPolicy.maxAttempts",
        "required, >1; values >5 are treated as 5",
      ),
      pastDeadline: seen("wait", "F3-retry-deadline250", "DEADLINE_EXCEEDED at 250 ms; 2 attempts"),
      "budget.type": grpcThrottling("tokens"),
      "budget.maxTokens": grpcThrottling(10),
      "budget.tokenRatio": grpcThrottling(0.1),
    },
  }),
  "resilience4j@2026-11": preset({
    label: "resilience4j",
    source: "resilience4j (2026-05), RetryConfig.java",
    note: "The library retries every exception.",
    readings: {
      maxAttempts: row(3, R4J, "Retry.maxAttempts"),
      "backoff.type": told("constant", R4J, "Retry.waitDuration", "constant"),
      "backoff.baseMs": row(500, R4J, "Retry.waitDuration"),
      "backoff.jitter": told("none", R4J, "Retry.waitDuration", "constant"),
      retryNonIdempotent: anyMethod("resilience4j, RetryConfig.java"),
    },
  }),
  "resilience4j-random@2026-11": preset({
    label: "resilience4j, exponential random",
    source: "resilience4j (2026-05), IntervalFunction.java",
    readings: {
      maxAttempts: row(3, R4J, "Retry.maxAttempts"),
      "backoff.type": told("exponential", R4J, "IntervalFunction.multiplier", "exponential"),
      "backoff.baseMs": row(500, R4J, "Retry.waitDuration"),
      "backoff.factor": row(1.5, R4J, "IntervalFunction.multiplier"),
      "backoff.jitter": told(
        "multiplicative",
        R4J,
        "IntervalFunction.randomizationFactor",
        "uniform in current*(1 +- 0.5)",
      ),
      "backoff.jitterRatio": row(0.5, R4J, "IntervalFunction.randomizationFactor"),
      retryNonIdempotent: anyMethod("resilience4j, RetryConfig.java"),
    },
  }),
  "polly@2026-11": preset({
    label: "Polly v8",
    source: "Polly (2026-08), RetryStrategyOptions.cs",
    readings: {
      maxAttempts: row(4, "Polly v8", "Retry.MaxRetryAttempts", { plus: 1 }),
      "backoff.type": told("constant", "Polly v8", "Retry.Delay", "BackoffType Constant"),
      "backoff.baseMs": row(2000, "Polly v8", "Retry.Delay", { times: 1000 }),
      "backoff.jitter": told("none", "Polly v8", "Retry.Delay", "UseJitter false"),
      retryNonIdempotent: anyMethod("Polly v8, RetryStrategyOptions.cs"),
    },
  }),
  "finagle@2026-11": preset({
    label: "Finagle budget",
    source: "Finagle, RetryBudget.scala",
    readings: {
      maxAttempts: ours(null, FINAGLE_RETRIES, "the budget alone bounds the retries"),
      "backoff.type": ours("none", FINAGLE_RETRIES, "requeues go out at once"),
      retryOn: ours(
        ["connectionRefused", "rejected"],
        "Finagle, RetryPolicy.scala",
        "what the server did not work on",
      ),
      retryNonIdempotent: anyMethod(FINAGLE_RETRIES),
      "budget.type": finagleBudget("ratio"),
      "budget.ratio": finagleBudget(0.2),
      "budget.minPerS": finagleBudget(10),
      "budget.ttlMs": finagleBudget(10_000),
    },
  }),
  "aws-sdk@2026-11": preset({
    label: "AWS SDK, standard mode (2026)",
    source: "aws-sdk-cpp and aws-sdk-go-v2 (2026), standard retry",
    readings: {
      maxAttempts: row(3, AWS_NEW, "max attempts"),
      "backoff.type": awsFormula("exponential"),
      "backoff.baseMs": row(50, AWS_NEW, "base delay transient"),
      "backoff.factor": awsFormula(2),
      "backoff.capMs": awsFormula(20_000),
      "backoff.jitter": awsFormula("full"),
      retryAfter: told(
        "atLeast",
        AWS_NEW,
        "formula",
        "x-amz-retry-after clamped to [computed, computed+5 s]",
      ),
      retryNonIdempotent: anyMethod(AWS_RETRIES),
      "budget.type": ours("quota", AWS_RETRIES, "a store of tokens that retries spend"),
      "budget.quota": row(500, AWS_NEW, "quota tokens"),
      "budget.retryCost": awsQuota(14, "transient retry 14"),
      "budget.throttledCost": awsQuota(5, "throttling retry 5"),
      "budget.timeoutCost": awsQuota(null, "timeouts no longer special"),
    },
  }),
  "aws-sdk-2025@2026-11": preset({
    label: "AWS SDK, standard mode (before)",
    source: "botocore standard retry, before November 2026",
    readings: {
      maxAttempts: row(3, AWS_OLD, "max_attempts"),
      "backoff.type": botocore("exponential"),
      "backoff.baseMs": botocore(1000),
      "backoff.factor": botocore(2),
      "backoff.capMs": botocore(20_000),
      "backoff.jitter": botocore("full"),
      retryNonIdempotent: anyMethod(AWS_RETRIES),
      "budget.type": ours("quota", AWS_RETRIES, "a store of tokens that retries spend"),
      "budget.quota": row(500, AWS_OLD, "retry quota tokens"),
      "budget.retryCost": told(5, AWS_OLD, "retry quota tokens", "retry costs 5"),
      "budget.timeoutCost": told(10, AWS_OLD, "retry quota tokens", "timeout retry 10"),
    },
  }),
  "undici@2026-11": preset({
    label: "undici RetryAgent",
    source: "undici RetryHandler; measured on Node 20",
    note: "No jitter: clients that fail together come back together.",
    readings: {
      maxAttempts: seen(6, "A7-undici-retryagent-503", "Attempts 6 (1 + 5 retries)"),
      "backoff.type": undiciHandler("exponential"),
      "backoff.baseMs": undiciHandler(500),
      "backoff.factor": undiciHandler(2),
      "backoff.capMs": undiciHandler(30_000),
      "backoff.jitter": seen("none", "A7-undici-retryagent-503", "no jitter"),
      retryOn: undiciHandler([...SERVER_FAILURES, "rateLimited"]),
      retryAfter: undiciHandler("follow"),
      retryNonIdempotent: seen(false, "A7-undici-retryagent-503-post", "POST is not retried"),
    },
  }),
  "apache-httpclient-5@2026-11": preset({
    label: "Apache HttpClient 5",
    source: "httpcomponents-client 5, DefaultHttpRequestRetryStrategy.java",
    readings: {
      maxAttempts: apacheRetry(2),
      "backoff.type": apacheRetry("constant"),
      "backoff.baseMs": apacheRetry(1000),
      "backoff.jitter": apacheRetry("none"),
      "backoff.capMs": ours(86_400_000, APACHE_FILE, "nothing bounds the interval"),
      retryOn: apacheTold(["connectionLost", "rejected", "shed", "queueTimeout", "rateLimited"]),
      retryAfter: ours("follow", APACHE_FILE, "the header's time is the interval, if it is there"),
      retryNonIdempotent: apacheTold(false),
    },
  }),
  "got@2026-11": preset({
    label: "got",
    source: "got 14.6.6, measured on Node 20",
    readings: {
      maxAttempts: seen(3, "A7-got-503", "3 attempts"),
      "backoff.type": seen("exponential", "A7-got-503", "gaps 1000 + U(0,100) and 2000"),
      "backoff.baseMs": seen(1000, "A7-got-503", "gaps 1000"),
      "backoff.factor": seen(2, "A7-got-503", "gaps 1000 + U(0,100) and 2000"),
      "backoff.jitter": seen("added", "A7-got-503", "1000 + U(0,100)"),
      "backoff.jitterMs": seen(100, "A7-got-503", "1000 + U(0,100)"),
      "backoff.capMs": ours(86_400_000, GOT_RETRIES, "backoffLimit is infinite"),
      retryOn: ours(
        [...SERVER_FAILURES, "rateLimited"],
        GOT_RETRIES,
        "answers 429 and 500 to 504, refused and broken connections",
      ),
      retryAfter: ours("follow", GOT_RETRIES, "with maxRetryAfter undefined it waits that long"),
      retryNonIdempotent: seen(false, "A7-got-post-503", "1 attempt, no retry"),
    },
  }),
};

function envoyBackoff() {
  const says = "uniform_int[0, I_n) with I_1=base, I_{n+1}=min(2*I_n, max)";
  const formula = (value: unknown) => word(value, "Envoy", "retry_back_off.formula", says);
  return {
    "backoff.type": formula("exponential"),
    "backoff.baseMs": row(25, "Envoy", "retry_back_off.base_interval"),
    "backoff.factor": formula(2),
    "backoff.capMs": row(250, "Envoy", "retry_back_off.max_interval"),
    "backoff.jitter": formula("full"),
  };
}

function grpcExample(values: Readonly<Record<string, unknown>>) {
  const says = "maxAttempts 4, initialBackoff 0.1s, maxBackoff 1s, multiplier 2, UNAVAILABLE";
  const setting = "retryPolicy example (NOT a default)";
  return Object.fromEntries(
    Object.entries(values).map(([path, value]) => [path, word(value, "gRPC", setting, says)]),
  );
}

function grpcFormula(value: unknown) {
  const says = "min(initialBackoff*multiplier^(n-1), maxBackoff) * uniform(0.8,1.2)";
  return word(value, "gRPC", "retryPolicy.backoff", says);
}

function grpcThrottling(value: unknown) {
  return told(value, "gRPC", "retryThrottling", "example maxTokens 10, tokenRatio 0.1");
}

function finagleBudget(value: unknown) {
  return word(value, "Finagle", "RetryBudget", "20 % of requests + 10/s, ttl 10 s");
}

function awsFormula(value: unknown) {
  return word(value, AWS_NEW, "formula", "rand(0,1)*min(20 s, base*2^i)");
}

function awsQuota(value: unknown, meaning: string) {
  return told(value, AWS_NEW, "quota tokens", meaning);
}

function botocore(value: unknown) {
  const says = "rand(0,1)*min(2^i, 20) s, i=0,1,..";
  return word(value, AWS_OLD, "backoff (botocore)", says);
}

function undiciHandler(value: unknown) {
  const says =
    "maxRetries 5, minTimeout 500 ms, factor 2, maxTimeout 30 s, honours Retry-After, " +
    "codes 500/502/503/504/429";
  return word(value, "Node undici", "RetryHandler", says);
}

function apacheTold(value: unknown) {
  return told(value, "Apache HttpClient 5", "retry", "idempotent requests, 429/503 or I/O errors");
}

function anyMethod(where: string) {
  return ours(true, where, "it retries whatever was called and knows no idempotency");
}

function apacheRetry(value: unknown) {
  return word(value, "Apache HttpClient 5", "retry", "1 retry after 1 s");
}
