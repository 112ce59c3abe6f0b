// Pools, bulkheads, hedging and ejection as real libraries and proxies ship them, as of November 2026.
import { ours, type PresetSet, preset, row, told, word } from "./preset.ts";

const APACHE = "Apache HttpClient 5";
const GO = "Go net/http";
const R4J = "resilience4j other";
const UNLIMITED = 4_294_967_295;

export const POOL_PRESETS: PresetSet = {
  "hikaricp@2026-11": preset({
    label: "HikariCP",
    source: "HikariCP, HikariConfig.java",
    note: "A fixed pool: as many idle connections are kept as there may be at all.",
    readings: {
      max: row(10, "HikariCP", "maximumPoolSize"),
      timeoutMs: row(30_000, "HikariCP", "connectionTimeout"),
      idleMs: word(null, "HikariCP", "minimumIdle", "= maximumPoolSize (fixed pool)"),
      warm: word(true, "HikariCP", "minimumIdle", "= maximumPoolSize (fixed pool)"),
    },
  }),
  "undici@2026-11": preset({
    label: "undici",
    source: "undici, docs/api/Pool.md and Client.md",
    readings: {
      max: word(null, "Node undici", "Pool.connections", null),
      timeoutMs: ours(
        null,
        "undici, docs/api/Client.md",
        "a request waits for a connection as long as its own timeout lets it",
      ),
      idleMs: row(4000, "Node undici", "keepAliveTimeout", { times: 1000 }),
      pipelining: row(1, "Node undici", "pipelining"),
    },
  }),
  "node-http-agent@2026-11": preset({
    label: "Node http.Agent",
    source: "Node.js documentation, http.Agent",
    readings: {
      max: word(null, "Node http.Agent", "maxSockets", null),
      timeoutMs: ours(
        null,
        "Node.js documentation, http.Agent: maxSockets",
        "a request waits for a socket without limit",
      ),
      idleMs: told(5000, "Node http.Agent", "globalAgent.keepAlive", "timeout 5 s"),
      maxIdle: row(256, "Node http.Agent", "maxFreeSockets"),
    },
  }),
  "apache-httpclient-5@2026-11": preset({
    label: "Apache HttpClient 5",
    source: "httpcomponents-client 5, PoolingHttpClientConnectionManager.java",
    readings: {
      max: row(5, APACHE, "maxPerRoute"),
      timeoutMs: row(180_000, APACHE, "connectionRequestTimeout (lease wait)", { times: 1000 }),
      idleMs: ours(
        null,
        "httpcomponents-client 5, HttpClientBuilder.java: evictIdleConnections",
        "connections are kept until the server closes them",
      ),
    },
  }),
  "go@2026-11": preset({
    label: "Go net/http",
    source: "Go, src/net/http/transport.go: DefaultTransport",
    note: "Only two idle connections are kept; all others are closed after use.",
    readings: {
      max: word(null, GO, "MaxConnsPerHost", 0),
      timeoutMs: ours(
        null,
        "Go, src/net/http/transport.go: MaxConnsPerHost",
        "nothing waits where connections are not limited",
      ),
      idleMs: row(90_000, GO, "IdleConnTimeout", { times: 1000 }),
      maxIdle: row(2, GO, "MaxIdleConnsPerHost"),
    },
  }),
  "envoy@2026-11": preset({
    label: "Envoy",
    source: "Envoy API (2026-01), circuit_breaker.proto and protocol.proto",
    readings: {
      max: row(1024, "Envoy", "circuit_breakers.max_connections"),
      timeoutMs: ours(
        null,
        "Envoy API, route_components.proto: timeout",
        "a pending request waits until the route's timeout",
      ),
      idleMs: row(3_600_000, "Envoy", "http.idle_timeout"),
      maxConcurrentStreams: row(1024, "Envoy", "http2.max_concurrent_streams"),
    },
  }),
  "istio@2026-11": preset({
    label: "Istio",
    source: "Istio API (2026-07), DestinationRule connectionPool",
    readings: {
      max: word(null, "Istio", "connectionPool.tcp.maxConnections", UNLIMITED),
      timeoutMs: ours(
        null,
        "Istio API, DestinationRule: maxConnections",
        "nothing waits where connections are not limited",
      ),
      idleMs: row(3_600_000, "Istio", "connectionPool.tcp.idleTimeout"),
    },
  }),
};

export const BULKHEAD_PRESETS: PresetSet = {
  "resilience4j@2026-11": preset({
    label: "resilience4j",
    source: "resilience4j (2026-05), BulkheadConfig.java",
    readings: {
      maxConcurrent: row(25, R4J, "Bulkhead.maxConcurrentCalls"),
      maxWaitMs: row(0, R4J, "Bulkhead.maxWaitDuration"),
      appliesTo: ours(
        "attempt",
        "resilience4j documentation, Spring Boot: aspect order",
        "retry is the outermost of its decorators",
      ),
    },
  }),
  "hystrix@2026-11": preset({
    label: "Hystrix",
    source: "Hystrix, HystrixThreadPoolProperties.java",
    readings: {
      maxConcurrent: row(10, "Hystrix", "threadpool.coreSize"),
      maxWaitMs: told(0, "Hystrix", "threadpool.maxQueueSize", "no queue, reject when 10 busy"),
      appliesTo: ours("call", "Hystrix, AbstractCommand.java", "a command wraps the call"),
    },
  }),
  "polly@2026-11": preset({
    label: "Polly v8",
    source: "Polly (2026-08), ConcurrencyLimiter of the standard pipeline",
    readings: {
      maxConcurrent: pollyLimiter(1000),
      maxWaitMs: pollyLimiter(0),
      appliesTo: ours(
        "call",
        ".NET documentation, HTTP resilience: standard handler",
        "the outermost of the standard pipeline",
      ),
    },
  }),
  "envoy@2026-11": preset({
    label: "Envoy max_requests",
    source: "Envoy API (2026-01), circuit_breaker.proto",
    note: "Of one proxy for the whole cluster; matters with HTTP/2.",
    readings: {
      maxConcurrent: row(1024, "Envoy", "circuit_breakers.max_requests"),
      maxWaitMs: ours(
        0,
        "Envoy documentation, circuit breaking",
        "an overflow is answered with 503 at once",
      ),
      appliesTo: ours(
        "attempt",
        "Envoy API, circuit_breaker.proto",
        "the router retries outside of it",
      ),
    },
  }),
};

export const HEDGE_PRESETS: PresetSet = {
  "polly@2026-11": preset({
    label: "Polly v8",
    source: "Polly (2026-08), HedgingStrategyOptions.cs",
    readings: {
      delayMs: row(2000, "Polly v8", "Hedging.Delay", { times: 1000 }),
      max: row(1, "Polly v8", "Hedging.MaxHedgedAttempts"),
    },
  }),
};

export const OUTLIER_PRESETS: PresetSet = {
  "envoy@2026-11": preset({
    label: "Envoy",
    source: "Envoy API (2026-01), outlier_detection.proto",
    note: "Off unless the cluster configures it; then these hold.",
    readings: envoyOutlier(),
  }),
  "istio@2026-11": preset({
    label: "Istio",
    source: "Istio API (2026-07), DestinationRule outlierDetection",
    note: "Off unless set. Istio has no panic threshold: set that of the connection to 0.",
    readings: {
      ...envoyOutlier(),
      consecutive5xx: istioOutlier(5, "consecutive5xxErrors 5"),
      intervalMs: istioOutlier(10_000, "interval 10 s"),
      baseEjectionMs: istioOutlier(30_000, "baseEjectionTime 30 s"),
      maxEjectionRatio: istioOutlier(0.1, "maxEjectionPercent 10"),
      consecutiveGateway: istioOutlier(null, "consecutiveGatewayErrors off"),
    },
  }),
};

function envoyOutlier() {
  const stated = (value: number, setting: string, times = 1) =>
    row(value, "Envoy", `outlier_detection.${setting}`, { times });
  const off = (setting: string, meaning: string) =>
    told(0, "Envoy", `outlier_detection.${setting}`, meaning);
  return {
    consecutive5xx: stated(5, "consecutive_5xx"),
    consecutiveGateway: stated(5, "consecutive_gateway_failure"),
    enforcingGateway: off("consecutive_gateway_failure", "enforcing default is 0 %"),
    splitLocal: word(false, "Envoy", "outlier_detection.split_external_local_origin_errors", false),
    intervalMs: stated(10_000, "interval"),
    baseEjectionMs: stated(30_000, "base_ejection_time"),
    maxEjectionMs: stated(300_000, "max_ejection_time"),
    maxEjectionJitterMs: stated(0, "max_ejection_time_jitter"),
    maxEjectionRatio: stated(0.1, "max_ejection_percent", 0.01),
    alwaysEjectOne: word(false, "Envoy", "outlier_detection.always_eject_one_host", false),
    successRateHosts: stated(5, "success_rate_minimum_hosts"),
    successRateVolume: stated(100, "success_rate_request_volume"),
    successRateStdevFactor: stated(1.9, "success_rate_stdev_factor", 0.001),
    failureShareThreshold: stated(0.85, "failure_percentage_threshold", 0.01),
    enforcingFailureShare: off(
      "failure_percentage_threshold",
      "enforcing_failure_percentage default 0",
    ),
  };
}

function istioOutlier(value: unknown, meaning: string) {
  return told(value, "Istio", "outlierDetection", meaning);
}

function pollyLimiter(value: unknown) {
  return word(value, "Polly v8", "ConcurrencyLimiter", "PermitLimit 1000, QueueLimit 0");
}
