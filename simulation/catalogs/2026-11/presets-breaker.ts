// Circuit breakers as real libraries ship them, as of November 2026.
import { ours, type PresetSet, preset, row, seen, told, word } from "./preset.ts";

const R4J = "resilience4j CircuitBreaker";
const POLLY = "Polly v8";
const HYSTRIX_FILE = "Hystrix, HystrixCircuitBreaker.java";
const POLLY_FILE = "Polly v8, CircuitBreakerStrategyOptions.cs";
const OPOSSUM_FILE = "opossum, lib/circuit.js";
const COCKATIEL_FILE = "cockatiel, CircuitBreakerPolicy.ts";

export const BREAKER_PRESETS: PresetSet = {
  "resilience4j@2026-11": preset({
    label: "resilience4j",
    source: "resilience4j (2026-05), CircuitBreakerConfig.java",
    readings: {
      "window.type": word("count", R4J, "slidingWindowType", "COUNT_BASED"),
      "window.size": row(100, R4J, "slidingWindowSize"),
      failureRateThreshold: row(0.5, R4J, "failureRateThreshold", { times: 0.01 }),
      slowCallMs: row(60_000, R4J, "slowCallDurationThreshold", { times: 1000 }),
      slowCallRateThreshold: row(1, R4J, "slowCallRateThreshold", { times: 0.01 }),
      minimumCalls: row(100, R4J, "minimumNumberOfCalls"),
      openMs: row(60_000, R4J, "waitDurationInOpenState", { times: 1000 }),
      probes: row(10, R4J, "permittedNumberOfCallsInHalfOpenState"),
    },
  }),
  "hystrix@2026-11": preset({
    label: "Hystrix",
    source: "Hystrix, HystrixCommandProperties.java",
    note: "Wraps the whole command; refusals of its own count as failures.",
    readings: {
      "window.type": told("time", "Hystrix", "rollingStats window", "10 buckets"),
      "window.size": row(10, "Hystrix", "rollingStats window", { times: 0.001 }),
      failureRateThreshold: row(0.5, "Hystrix", "errorThresholdPercentage", { times: 0.01 }),
      slowCallMs: slowNever(HYSTRIX_FILE),
      minimumCalls: row(20, "Hystrix", "requestVolumeThreshold"),
      openMs: row(5000, "Hystrix", "sleepWindow"),
      probes: told(1, "Hystrix", "sleepWindow", "ONE trial request"),
      appliesTo: ours(
        "call",
        HYSTRIX_FILE,
        "a command wraps the call, there are no retries inside",
      ),
    },
  }),
  "polly@2026-11": preset({
    label: "Polly v8",
    source: "Polly (2026-08), CircuitBreakerStrategyOptions.cs",
    readings: {
      "window.type": ours("time", POLLY_FILE, "SamplingDuration is a time"),
      "window.size": row(30, POLLY, "CircuitBreaker.SamplingDuration"),
      failureRateThreshold: row(0.1, POLLY, "CircuitBreaker.FailureRatio"),
      slowCallMs: slowNever(POLLY_FILE),
      minimumCalls: row(100, POLLY, "CircuitBreaker.MinimumThroughput"),
      openMs: row(5000, POLLY, "CircuitBreaker.BreakDuration", { times: 1000 }),
      probes: ours(1, "Polly wiki, Circuit Breaker", "one trial call in half-open"),
    },
  }),
  "opossum@2026-11": preset({
    label: "opossum",
    source: "opossum 9.0.0, measured on Node 20",
    note:
      "The very first failure opens it, and its rate divides by all calls begun, those in " +
      "flight included.",
    readings: {
      "window.type": ours("time", OPOSSUM_FILE, "a rolling window of 10 s"),
      "window.size": seen(10, "A4-opossum-defaults", "over a 10 s rolling window"),
      rateOf: seen("started", "A4-opossum-defaults", "fires includes calls still in flight"),
      opensAt: seen("exceeded", "A4m-opossum-half", '"> 50 %" is strict'),
      judgedAt: ours("failure", OPOSSUM_FILE, "it looks at its rate in the handler of a failure"),
      failureRateThreshold: seen(0.5, "A4m-opossum-first-failure", "1/1 > 50 %"),
      slowCallMs: slowNever(OPOSSUM_FILE),
      minimumCalls: seen(1, "A4m-opossum-first-failure", "the very first failed call opens"),
      openMs: seen(30_000, "A4-opossum-defaults", "open for 30 s"),
      probes: seen(1, "A4m-opossum-halfopen-10-concurrent", "executed 1, refused 9 at once"),
      halfOpen: seen("refuse", "A4m-opossum-halfopen-10-concurrent", "refused 9 at once"),
    },
  }),
  "cockatiel@2026-11": preset({
    label: "cockatiel, consecutive",
    source: "cockatiel 3.2.1, its README's values, measured on Node 20",
    note: "While a probe is under way further callers wait for it, then go ahead.",
    readings: {
      "window.type": seen("consecutive", "A4-cockatiel-consecutive5", "ConsecutiveBreaker(5)"),
      "window.size": seen(5, "A4-cockatiel-consecutive5", "ConsecutiveBreaker(5)"),
      slowCallMs: slowNever(COCKATIEL_FILE),
      minimumCalls: ours(1, COCKATIEL_FILE, "a count in a row needs no more calls than it counts"),
      openMs: seen(10_000, "A4-cockatiel-consecutive5", "halfOpenAfter 10 s"),
      probes: ours(1, COCKATIEL_FILE, "one call decides half-open"),
      halfOpen: seen(
        "wait",
        "A4m-cockatiel-halfopen-10-concurrent",
        "concurrent callers in half-open wait for the probe",
      ),
    },
  }),
};

function slowNever(where: string) {
  return ours(null, where, "it has no notion of slow calls");
}
