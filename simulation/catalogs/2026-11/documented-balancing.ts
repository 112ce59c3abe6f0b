// Defaults of load balancing and health that the documentation or source of a real product states, as
// of November 2026. Frozen like the rest of the catalog.
const OUTLIER = "Envoy (2026-01), outlier_detection.proto";
const LINKERD = "Linkerd (2026), policy-controller outbound.rs";

export const DOCUMENTED_BALANCING = {
  consecutive5xx: {
    value: 5,
    source: `${OUTLIER}: consecutive_5xx`,
    row: { system: "Envoy", setting: "outlier_detection.consecutive_5xx" },
  },
  consecutiveGateway: {
    value: 5,
    source: `${OUTLIER}: consecutive_gateway_failure`,
    row: { system: "Envoy", setting: "outlier_detection.consecutive_gateway_failure" },
  },
  splitLocal: {
    value: false,
    source: `${OUTLIER}: split_external_local_origin_errors`,
    row: { system: "Envoy", setting: "outlier_detection.split_external_local_origin_errors" },
    says: false,
  },
  outlierIntervalMs: {
    value: 10_000,
    source: `${OUTLIER}: interval`,
    row: { system: "Envoy", setting: "outlier_detection.interval" },
  },
  baseEjectionMs: {
    value: 30_000,
    source: `${OUTLIER}: base_ejection_time`,
    row: { system: "Envoy", setting: "outlier_detection.base_ejection_time" },
  },
  maxEjectionMs: {
    value: 300_000,
    source: `${OUTLIER}: max_ejection_time`,
    row: { system: "Envoy", setting: "outlier_detection.max_ejection_time" },
  },
  maxEjectionJitterMs: {
    value: 0,
    source: `${OUTLIER}: max_ejection_time_jitter`,
    row: { system: "Envoy", setting: "outlier_detection.max_ejection_time_jitter" },
  },
  maxEjectionRatio: {
    value: 0.1,
    source: `${OUTLIER}: max_ejection_percent`,
    row: { system: "Envoy", setting: "outlier_detection.max_ejection_percent" },
    factor: 0.01,
  },
  alwaysEjectOne: {
    value: false,
    source: `${OUTLIER}: always_eject_one_host`,
    row: { system: "Envoy", setting: "outlier_detection.always_eject_one_host" },
    says: false,
  },
  successRateHosts: {
    value: 5,
    source: `${OUTLIER}: success_rate_minimum_hosts`,
    row: { system: "Envoy", setting: "outlier_detection.success_rate_minimum_hosts" },
  },
  successRateVolume: {
    value: 100,
    source: `${OUTLIER}: success_rate_request_volume`,
    row: { system: "Envoy", setting: "outlier_detection.success_rate_request_volume" },
  },
  successRateStdevFactor: {
    value: 1.9,
    source: `${OUTLIER}: success_rate_stdev_factor`,
    row: { system: "Envoy", setting: "outlier_detection.success_rate_stdev_factor" },
    factor: 0.001,
  },
  failureShareHosts: {
    value: 5,
    source: `${OUTLIER}: failure_percentage_minimum_hosts`,
    row: { system: "Envoy", setting: "outlier_detection.failure_percentage_threshold" },
    meaning: "min hosts 5",
  },
  failureShareVolume: {
    value: 50,
    source: `${OUTLIER}: failure_percentage_request_volume`,
    row: { system: "Envoy", setting: "outlier_detection.failure_percentage_threshold" },
    meaning: "request volume 50",
  },
  enforcingFailureShare: {
    value: 0,
    source: `${OUTLIER}: enforcing_failure_percentage`,
    row: { system: "Envoy", setting: "outlier_detection.failure_percentage_threshold" },
    meaning: "enforcing_failure_percentage default 0 (off)",
  },
  enforcingGateway: {
    value: 0,
    source: `${OUTLIER}: enforcing_consecutive_gateway_failure`,
    row: { system: "Envoy", setting: "outlier_detection.consecutive_gateway_failure" },
    meaning: "enforcing default is 0 %",
  },
  failureShareThreshold: {
    value: 0.85,
    source: `${OUTLIER}: failure_percentage_threshold`,
    row: { system: "Envoy", setting: "outlier_detection.failure_percentage_threshold" },
    factor: 0.01,
  },
  panicThreshold: {
    value: 0.5,
    source: "Envoy (2026-01), cluster.proto: healthy_panic_threshold",
    row: { system: "Envoy", setting: "lb.healthy_panic_threshold" },
    factor: 0.01,
  },
  overprovisioning: {
    value: 1.4,
    source: "Envoy (2026-01), endpoint.proto: overprovisioning_factor",
    row: { system: "Envoy", setting: "lb.overprovisioning_factor" },
    factor: 0.01,
  },
  slowStart: {
    value: { aggression: 1, minWeight: 0.1 },
    source: "Envoy (2026-01), cluster.proto: aggression 1.0, min_weight_percent 10",
    row: { system: "Envoy", setting: "lb.slow_start" },
    says: "off; aggression 1.0, min_weight_percent 10",
  },
  ewmaInitialMs: {
    value: 30,
    source: `${LINKERD}: BALANCER_DEFAULT_RTT`,
    row: { system: "Linkerd", setting: "lb.ewma.default_rtt" },
  },
  ewmaDecayMs: {
    value: 10_000,
    source: `${LINKERD}: BALANCER_RTT_DECAY`,
    row: { system: "Linkerd", setting: "lb.ewma.decay" },
  },
} as const;
