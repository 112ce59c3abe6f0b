// Cases of a tracing collector and of the exporters that send it spans: the gate and the orders of the
// plant are traced, and hand over what they have twenty times a second.
import type { Json } from "../../simulation/scenario/document.ts";

type Settings = Readonly<Record<string, Json>>;

interface Case {
  readonly given?: Settings;
  readonly to?: Json;
}

/** The collector stands in the plant only where it is looked at: recording costs time. */
function traced(collector: Settings = {}, exporter: Settings = {}, more: Settings = {}): Settings {
  return {
    "nodes.spans": { kind: "tracing-collector", ...collector },
    "edges.gate->spans": { exporter: { delayMs: 50, ...exporter } },
    "edges.orders->spans": { exporter: { delayMs: 50 } },
    ...more,
  };
}

const FAILING: Settings = { "nodes.orders.errorRate": 0.3 };
const AWAY: Settings = { "faults.f": { kind: "crash", target: "spans", atS: 0.2, forS: 0.6 } };
const MUTE: Settings = {
  "faults.f": { kind: "crash", target: "spans", atS: 0.2, forS: 0.6, mode: "blackhole" },
  "nodes.spans.endpointDelayMs": 1000,
};

function tail(values: Settings): Settings {
  return traced({ tailSampling: { decisionWaitMs: 200, ...values } }, {}, FAILING);
}

export const COLLECTOR_CASES: Record<string, Case> = {
  replicas: { given: traced({ concurrency: 1, serviceTime: 60 }), to: 2 },
  concurrency: { given: traced({ serviceTime: 60, concurrency: 1 }), to: 3 },
  queueLengthMax: { given: traced({ serviceTime: 60, concurrency: 1 }), to: 0 },
  endpointDelayMs: {
    given: traced(
      { replicas: 2 },
      {},
      { "faults.f": { kind: "crash", target: "spans[0]", atS: 0.2, forS: 0.6 } },
    ),
    to: 0,
  },
  errorRate: { given: traced(), to: 0.5 },
  serviceTime: { given: traced(), to: 5 },
  spanUs: { given: traced(), to: 800 },
  sampleRatio: { given: traced(), to: 0.3 },
  tailSampling: { given: traced({}, {}, FAILING), to: { decisionWaitMs: 200 } },
  "tailSampling.decisionWaitMs": { given: tail({}), to: 400 },
  "tailSampling.tracesMax": { given: tail({}), to: 5 },
  "tailSampling.keepErrors": { given: tail({}), to: false },
  "tailSampling.slowMs": { given: tail({}), to: 20 },
  "tailSampling.keepRatio": { given: tail({}), to: 0.6 },
};

export const EXPORT_CASES: Record<string, Case> = {
  networkMs: { given: traced(), to: 3 },
  bandwidthMbps: { given: traced(), to: 1 },
  exporter: { given: traced(), to: { delayMs: 70 } },
  "exporter.processor": { given: traced() },
  "exporter.queueMax": { given: traced({}, { delayMs: 300 }), to: 10 },
  "exporter.delayMs": { given: traced(), to: 90 },
  "exporter.batchMax": { given: traced(), to: 5 },
  "exporter.timeoutMs": { given: traced({}, {}, MUTE), to: 100 },
  "exporter.retryMs": { given: traced({}, {}, AWAY), to: 100 },
  "exporter.spanUs": { given: traced(), to: 900 },
  "exporter.spanBytes": { given: { ...traced(), "edges.gate->spans.bandwidthMbps": 1 }, to: 4000 },
};
