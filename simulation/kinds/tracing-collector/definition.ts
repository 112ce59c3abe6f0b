import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { defineKind } from "../define.ts";
import { CAPACITY_PARAMS, WORK_PARAMS } from "../station-params.ts";

const { nullMeans: _, ...CONCURRENCY } = CAPACITY_PARAMS.concurrency;

export const tracingCollector = defineKind({
  id: "tracing-collector",
  label: "Tracing collector",
  family: "control",
  icon: "tracing-collector",
  summary: "Takes the spans of nodes (Jaeger, Zipkin, OpenTelemetry), samples and stores them.",
  ports: { out: [], in: ["export"] },
  protocols: ["grpc", "rest"],
  params: {
    replicas: CAPACITY_PARAMS.replicas,
    concurrency: CONCURRENCY,
    queueLengthMax: CAPACITY_PARAMS.queueLengthMax,
    endpointDelayMs: CAPACITY_PARAMS.endpointDelayMs,
    errorRate: WORK_PARAMS.errorRate,
    serviceTime: { ...WORK_PARAMS.serviceTime, default: { type: "exponential", meanMs: 1 } },
    spanUs: {
      type: "number",
      label: "Each span takes",
      help: "Time of a slot for each span, beside the service time of a batch. Assumption: 20 µs.",
      unit: "µs",
      min: 0,
      max: 1_000_000,
      soft: [0, 500],
      default: 20,
      live: true,
    },
    sampleRatio: {
      type: "ratio",
      label: "Sampled",
      help:
        "Share of the requests that are recorded: decided at the first node (head sampling), and all " +
        "others do the same. What is not sampled costs nothing.",
      default: DOCUMENTED.traceSampleRatio.value,
      source: DOCUMENTED.traceSampleRatio.source,
      live: true,
    },
    tailSampling: {
      type: "object",
      label: "Tail sampling",
      help:
        "Holds each trace until it is likely to be complete, then decides by what it shows. Needs all " +
        "its spans at one instance, and memory for all that it holds.",
      fields: {
        decisionWaitMs: {
          type: "number",
          label: "Decides after",
          help: "From the first span of a trace on. OpenTelemetry's tail_sampling: decision_wait, 30 s.",
          unit: "ms",
          min: 1,
          max: 3_600_000,
          soft: [1000, 60_000],
          scale: "log",
          default: 30_000,
          live: true,
        },
        tracesMax: {
          type: "number",
          label: "Holds at most",
          help: "Traces; one more pushes the oldest out undecided. OpenTelemetry's tail_sampling: num_traces, 50,000.",
          unit: "",
          min: 1,
          max: 10_000_000,
          soft: [100, 100_000],
          scale: "log",
          integer: true,
          default: 50_000,
          live: true,
        },
        keepErrors: {
          type: "boolean",
          label: "Keeps failed ones",
          help: "All traces with a failed span.",
          default: true,
          live: true,
        },
        slowMs: {
          type: "number",
          label: "Keeps slow ones",
          help: "All traces that last so long from their first span's start to their last one's end.",
          unit: "ms",
          min: 1,
          max: 3_600_000,
          soft: [10, 10_000],
          scale: "log",
          default: null,
          nullMeans: "slow ones are as good as others",
          live: true,
        },
        keepRatio: {
          type: "ratio",
          label: "Of the others",
          help: "Share that is kept by chance. Assumption: one in ten.",
          default: 0.1,
          live: true,
        },
      },
      default: null,
      nullMeans: "whatever comes is stored",
    },
  },
});
