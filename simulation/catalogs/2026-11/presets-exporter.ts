// How the tracing libraries of OpenTelemetry, Zipkin and Jaeger queue and export spans, as of November 2026.
import { ours, type PresetSet, preset, row } from "./preset.ts";

const SDK = "OpenTelemetry SDK";
const REPORTER = "zipkin-reporter-java, AsyncReporter.java";
const JAEGER = "jaeger-client-java, Configuration.java: ReporterConfiguration";

export const EXPORTER_PRESETS: PresetSet = {
  "opentelemetry@2026-11": preset({
    label: "OpenTelemetry batch processor",
    source: "OpenTelemetry specification (2026-08), SDK environment variables",
    note: "Jaeger takes the same (OTLP) and recommends these libraries instead of its own.",
    readings: {
      queueMax: row(2048, SDK, "OTEL_BSP_MAX_QUEUE_SIZE"),
      delayMs: row(5000, SDK, "OTEL_BSP_SCHEDULE_DELAY"),
      batchMax: row(512, SDK, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"),
      timeoutMs: row(30_000, SDK, "OTEL_BSP_EXPORT_TIMEOUT"),
      retryMs: ours(
        1000,
        "OpenTelemetry Java, RetryPolicy: initial backoff",
        "transient errors are tried again after 1 s, then after half as long again each time",
      ),
    },
  }),
  "zipkin@2026-11": preset({
    label: "Zipkin reporter",
    source: "zipkin-reporter-java, AsyncReporter.java",
    note: "Its second runs from the first span that waits, ours from the last message.",
    readings: {
      queueMax: ours(10_000, REPORTER, "at most 10,000 spans wait (queuedMaxSpans)"),
      delayMs: ours(1000, REPORTER, "a message is sent after a second (messageTimeout)"),
      batchMax: ours(
        1000,
        "zipkin-reporter-java, BaseHttpSender: messageMaxBytes",
        "messages hold 500,000 bytes, which are 1,000 spans of 500 bytes",
      ),
      retryMs: ours(null, REPORTER, "spans of a message that failed are counted as dropped"),
    },
  }),
  "jaeger-client@2026-11": preset({
    label: "Jaeger client for Java (retired)",
    source: "jaeger-client-java, Configuration.java",
    note: "It sends to an agent by UDP and hears of no failure; here the collector is told and answers.",
    readings: {
      queueMax: ours(100, JAEGER, "at most 100 spans wait (DEFAULT_MAX_QUEUE_SIZE)"),
      delayMs: ours(1000, JAEGER, "flushed once a second (DEFAULT_FLUSH_INTERVAL_MS)"),
      retryMs: ours(null, JAEGER, "packets that are lost are not sent again"),
    },
  }),
};
