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
      idleMs: row(600_000, "HikariCP", "idleTimeout"),
    },
  }),
  "undici@2026-11": preset({
    label: "undici",
    source: "undici, docs/api/Pool.md and Client.md",
    readings: {
      max: word(null, "Node undici", "Pool.connections", null),
      timeoutMs: ours(null, "a request waits for a connection as long as its own timeout lets it"),
      idleMs: row(4000, "Node undici", "keepAliveTimeout", { times: 1000 }),
    },
  }),
  "node-http@2026-11": preset({
    label: "Node http.Agent",
    source: "Node.js documentation, http.Agent",
    readings: {
      max: word(null, "Node http.Agent", "maxSockets", null),
      timeoutMs: ours(null, "a request waits for a socket without limit"),
      idleMs: told(5000, "Node http.Agent", "globalAgent.keepAlive", "timeout 5 s"),
    },
  }),
  "apache-httpclient-5@2026-11": preset({
    label: "Apache HttpClient 5",
    source: "httpcomponents-client 5, PoolingHttpClientConnectionManager.java",
    readings: {
      max: row(5, APACHE, "maxPerRoute"),
      timeoutMs: row(180_000, APACHE, "connectionRequestTimeout (lease wait)", { times: 1000 }),
      idleMs: ours(null, "connections are kept until the server closes them"),
    },
  }),
  "go@2026-11": preset({
    label: "Go net/http",
    source: "Go, src/net/http/transport.go: DefaultTransport",
    note: "Only two idle connections are kept; all others are closed after use.",
    readings: {
      max: word(null, GO, "MaxConnsPerHost", 0),
      timeoutMs: ours(null, "nothing waits where connections are not limited"),
      idleMs: row(90_000, GO, "IdleConnTimeout", { times: 1000 }),
      maxIdle: row(2, GO, "MaxIdleConnsPerHost"),
    },
  }),
  "envoy@2026-11": preset({
    label: "Envoy",
    source: "Envoy API (2026-01), circuit_breaker.proto and protocol.proto",
    readings: {
      max: row(1024, "Envoy", "circuit_breakers.max_connections"),
      timeoutMs: ours(null, "a pending request waits until the route's timeout"),
      idleMs: row(3_600_000, "Envoy", "http.idle_timeout"),
    },
  }),
  "istio@2026-11": preset({
    label: "Istio",
    source: "Istio API (2026-07), DestinationRule connectionPool",
    readings: {
      max: word(null, "Istio", "connectionPool.tcp.maxConnections", UNLIMITED),
      timeoutMs: ours(null, "nothing waits where connections are not limited"),
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
      appliesTo: ours("attempt", "retry is the outermost of its decorators"),
    },
  }),
  "hystrix@2026-11": preset({
    label: "Hystrix",
    source: "Hystrix, HystrixThreadPoolProperties.java",
    readings: {
      maxConcurrent: row(10, "Hystrix", "threadpool.coreSize"),
      maxWaitMs: told(0, "Hystrix", "threadpool.maxQueueSize", "no queue, reject when 10 busy"),
      appliesTo: ours("call", "a command wraps the call"),
    },
  }),
  "polly@2026-11": preset({
    label: "Polly v8",
    source: "Polly (2026-08), ConcurrencyLimiter of the standard pipeline",
    readings: {
      maxConcurrent: pollyLimiter(1000),
      maxWaitMs: pollyLimiter(0),
      appliesTo: ours("call", "the outermost of the standard pipeline"),
    },
  }),
  "envoy@2026-11": preset({
    label: "Envoy max_requests",
    source: "Envoy API (2026-01), circuit_breaker.proto",
    note: "Of one proxy for the whole cluster; matters with HTTP/2.",
    readings: {
      maxConcurrent: row(1024, "Envoy", "circuit_breakers.max_requests"),
      maxWaitMs: ours(0, "an overflow is answered with 503 at once"),
      appliesTo: ours("attempt", "the router retries outside of it"),
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

function pollyLimiter(value: unknown) {
  return word(value, "Polly v8", "ConcurrencyLimiter", "PermitLimit 1000, QueueLimit 0");
}
