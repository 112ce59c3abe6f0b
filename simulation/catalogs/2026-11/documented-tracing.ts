// Documented defaults of how spans are sampled, queued and exported.

const SDK = "OpenTelemetry specification (2026-08), SDK environment variables";
const system = "OpenTelemetry SDK";

export const DOCUMENTED_TRACING = {
  traceSampleRatio: {
    value: 1,
    source: `${SDK}: OTEL_TRACES_SAMPLER is parentbased_always_on`,
    row: { system, setting: "OTEL_TRACES_SAMPLER" },
    says: "parentbased_always_on",
  },
  spanDelayMs: {
    value: 5000,
    source: `${SDK}: OTEL_BSP_SCHEDULE_DELAY`,
    row: { system, setting: "OTEL_BSP_SCHEDULE_DELAY" },
  },
  spanQueueMax: {
    value: 2048,
    source: `${SDK}: OTEL_BSP_MAX_QUEUE_SIZE`,
    row: { system, setting: "OTEL_BSP_MAX_QUEUE_SIZE" },
  },
  spanBatchMax: {
    value: 512,
    source: `${SDK}: OTEL_BSP_MAX_EXPORT_BATCH_SIZE`,
    row: { system, setting: "OTEL_BSP_MAX_EXPORT_BATCH_SIZE" },
  },
  spanTimeoutMs: {
    value: 30_000,
    source: `${SDK}: OTEL_BSP_EXPORT_TIMEOUT`,
    row: { system, setting: "OTEL_BSP_EXPORT_TIMEOUT" },
  },
} as const;
