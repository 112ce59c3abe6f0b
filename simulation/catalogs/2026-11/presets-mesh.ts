// Service meshes as they ship, as of November 2026. What a product does not switch on stays off here.
// Latencies: the one table with numbers is Istio's of release 1.7, measured over both proxies; with
// jittered load its p90 and p99 are 1.72 and 1.91 ms. Half of each is one proxy's, a lognormal with those
// quantiles has a mean of 0.76 ms and hardly a tail; less the CPU time that is 0.28 ms each way.
import { ours, type PresetSet, preset, row, word } from "./preset.ts";
import { OUTLIER_PRESETS, POOL_PRESETS } from "./presets-connection.ts";
import { RETRY_PRESETS } from "./presets-retry.ts";

const ISTIO_PERF = "istio.io, Performance and Scalability (1.7, jittered load; 1.24)";
const ISTIO_AMBIENT = "istio.io, Ambient mode: data plane";
const ISTIO_TLS = "istio.io, PeerAuthentication: mutual TLS modes";
const ISTIO_PUSH = "Istio, pilot/pkg/features/pilot.go: PILOT_DEBOUNCE_AFTER";
const LINKERD_PROXY = "linkerd2-proxy, linkerd/app/src/env.rs";
const LINKERD_TLS = "Linkerd documentation, automatic mTLS";
const LINKERD_PERF = "linkerd.io, benchmark of 2021: 6 ms added against 17 ms of Istio";
const CONSUL_CLUSTERS = "Consul, agent/xds/clusters.go";
const CONSUL_TLS = "Consul documentation, service mesh: how it works";
const ENVOY_CLUSTER = "Envoy API (2026-01), cluster.proto";

/** Of Envoy as a sidecar, each way. */
const ENVOY_DELAY = { type: "lognormal", meanMs: 0.28, p99Ms: 0.378 };

/** Each reading of one policy's preset, below the name of the policy. */
function within(policy: string, presets: PresetSet, name: string) {
  const readings = Object.entries(presets[name]?.readings ?? {});
  return Object.fromEntries(readings.map(([path, reading]) => [`${policy}.${path}`, reading]));
}

function sidecarTimes(cpu: ReturnType<typeof row>, why: string) {
  return {
    mode: ours("sidecar", why, "a proxy stands beside every instance"),
    cpuMs: cpu,
    delayMs: ours(ENVOY_DELAY, ISTIO_PERF, "half of what both proxies add, without the CPU time"),
    workers: ours(2, ISTIO_PERF, "measured with two worker threads, the default of the sidecar"),
  };
}

export const MESH_PRESETS: PresetSet = {
  "istio@2026-11": preset({
    label: "Istio, sidecar",
    source: "Istio API (2026-07), performance pages of 1.7 and 1.24",
    note:
      "Retries twice what was not connected or not taken on, has no timeout, no outlier detection and " +
      "no limits until somebody writes them.",
    readings: {
      ...sidecarTimes(row(0.2, "Istio", "perf.sidecar.cpu_per_1000rps"), ISTIO_PERF),
      mtls: ours("permissive", ISTIO_TLS, "plain text is accepted until a policy says strict"),
      pushDelayMs: ours(100, ISTIO_PUSH, "events are collected for 100 ms before a push"),
      timeoutMs: word(null, "Istio", "http.timeout", null),
      perTryTimeoutMs: word(null, "Istio", "retries.per_try_timeout", null),
      ...within("retry", RETRY_PRESETS, "istio@2026-11"),
      balancing: word("leastRequest", "Istio", "loadBalancer.simple", "LEAST_REQUEST"),
      choiceCount: row(2, "Envoy", "lb.least_request.choice_count"),
      panicThreshold: row(0, "Istio", "outlierDetection.minHealthPercent"),
      outlier: word(null, "Istio", "outlierDetection", null),
      ...within("pool", POOL_PRESETS, "istio@2026-11"),
    },
  }),
  "istio-ambient@2026-11": preset({
    label: "Istio, ambient",
    source: "Istio documentation (2026), ambient mode; performance page of 1.24",
    note:
      "Encrypts and little else: without a waypoint a connection goes to any instance and nothing is " +
      "retried. Istio prints no latencies for it; the delay is the sidecar's by the ratio of CPU times.",
    readings: {
      mode: ours("ambient", ISTIO_AMBIENT, "a ztunnel on each node instead of sidecars"),
      waypoint: ours(false, ISTIO_AMBIENT, "a waypoint is deployed where somebody asks for it"),
      cpuMs: row(0.06, "Istio", "perf.ztunnel.cpu_per_1000rps"),
      delayMs: ours(
        { type: "lognormal", meanMs: 0.084, p99Ms: 0.113 },
        ISTIO_PERF,
        "assumption: 0.06 / 0.2 of the sidecar's, since the page has charts only",
      ),
      workers: ours(2, ISTIO_PERF, "measured with two worker threads"),
      waypointCpuMs: row(0.25, "Istio", "perf.waypoint.cpu_per_1000rps"),
      mtls: ours("permissive", ISTIO_TLS, "plain text is accepted until a policy says strict"),
      pushDelayMs: ours(100, ISTIO_PUSH, "events are collected for 100 ms before a push"),
      ...within("retry", RETRY_PRESETS, "istio@2026-11"),
      balancing: word("leastRequest", "Istio", "loadBalancer.simple", "LEAST_REQUEST"),
      panicThreshold: row(0, "Istio", "outlierDetection.minHealthPercent"),
      ...within("pool", POOL_PRESETS, "istio@2026-11"),
      "pool.http": ours("2", ISTIO_AMBIENT, "connections run in HBONE tunnels over HTTP/2"),
      "pool.maxConcurrentStreams": row(100, "Istio", "ztunnel.pool_max_streams_per_connection"),
    },
  }),
  "linkerd@2026-11": preset({
    label: "Linkerd",
    source: "Linkerd documentation (2026-08), linkerd2-proxy",
    note:
      "Sends each request to the instance that is expected to answer first, by latency; retries and " +
      "breaks circuits only where annotations say so. Its CPU time is an assumption.",
    readings: {
      mode: ours("sidecar", LINKERD_PROXY, "a proxy stands beside every instance"),
      cpuMs: ours(0.07, LINKERD_PERF, "assumption: 6 / 17 of Istio's, as of the added latency"),
      delayMs: ours(
        { type: "lognormal", meanMs: 0.1, p99Ms: 0.135 },
        LINKERD_PERF,
        "assumption: 6 / 17 of Istio's delay",
      ),
      workers: ours(1, LINKERD_PROXY, "one worker thread unless a CPU limit says otherwise"),
      streamWindowBytes: ours(65_535, LINKERD_PROXY, "the protocol's own default"),
      connectionWindowBytes: ours(1_048_576, LINKERD_PROXY, "sixteen streams at capacity"),
      mtls: ours(
        "permissive",
        LINKERD_TLS,
        "all meshed TCP is encrypted, others may call in plain text",
      ),
      pushDelayMs: ours(
        0,
        "Linkerd destination controller",
        "endpoints are streamed as they change",
      ),
      timeoutMs: word(null, "Linkerd", "retry.linkerd.io/timeout", null),
      retry: ours(null, "Linkerd documentation, reference: retries", "off unless annotated"),
      balancing: word("ewma", "Linkerd", "lb.algorithm", "P2C over peak-EWMA latency"),
      choiceCount: word(2, "Linkerd", "lb.algorithm", "P2C over peak-EWMA latency"),
      ewmaDecayMs: row(10_000, "Linkerd", "lb.ewma.decay"),
      ewmaInitialMs: row(30, "Linkerd", "lb.ewma.default_rtt"),
      panicThreshold: ours(0, LINKERD_PROXY, "there is no panic threshold"),
      outlier: word(null, "Linkerd", "failure-accrual", null),
      "maxFails.fails": ours(
        1,
        LINKERD_PROXY,
        "an endpoint that refuses a connection is not ready",
      ),
      "maxFails.failTimeoutMs": ours(
        10_000,
        LINKERD_PROXY,
        "assumption: one pause in place of those that grow from 100 ms to 60 s",
      ),
      "maxFails.failOn": ours(
        ["connectionRefused"],
        LINKERD_PROXY,
        "answers, whatever they say, leave an endpoint ready",
      ),
      "pool.max": ours(null, LINKERD_PROXY, "HTTP/2 connections between proxies are not limited"),
      "pool.timeoutMs": ours(
        null,
        LINKERD_PROXY,
        "nothing waits where connections are not limited",
      ),
      "pool.http": ours("2", LINKERD_PROXY, "proxies speak HTTP/2 to each other"),
    },
  }),
  "consul@2026-11": preset({
    label: "Consul",
    source: "Consul documentation and agent/xds (2026)",
    note:
      "Envoy with its own defaults: outlier detection is on, 15 s for a call, 1,024 calls at once, " +
      "nothing retried. Costs of the sidecar are those of Istio's, which is Envoy too.",
    readings: {
      ...sidecarTimes(
        ours(0.2, ISTIO_PERF, "assumption: as Istio's sidecar, which is the same proxy"),
        CONSUL_TLS,
      ),
      mtls: ours("strict", CONSUL_TLS, "a proxy's public listener takes mutual TLS only"),
      pushDelayMs: ours(0, "Consul, agent/proxycfg", "proxies are told as the catalog changes"),
      timeoutMs: row(15_000, "Envoy", "route.timeout"),
      retry: ours(null, "Consul documentation, service router", "no retry unless a router says so"),
      balancing: ours("roundRobin", ENVOY_CLUSTER, "the first of lb_policy, where nothing is said"),
      panicThreshold: ours(0, CONSUL_CLUSTERS, "the panic threshold is switched off"),
      ...within("outlier", OUTLIER_PRESETS, "envoy@2026-11"),
      "bulkhead.maxConcurrent": row(1024, "Envoy", "circuit_breakers.max_requests"),
      "bulkhead.maxWaitMs": ours(0, ENVOY_CLUSTER, "an overflow is answered with 503 at once"),
      ...within("pool", POOL_PRESETS, "envoy@2026-11"),
    },
  }),
};
