// Traces as files of other tools.
import type { Trace, TraceFormat } from "../../results/traces.ts";
import { jaegerOf } from "./jaeger.ts";
import { otlpOf } from "./otlp.ts";
import { zipkinOf } from "./zipkin.ts";

const WRITERS: Readonly<Record<TraceFormat, (traces: readonly Trace[]) => object>> = {
  otlp: otlpOf,
  jaeger: jaegerOf,
  zipkin: zipkinOf,
};

/** JSON text of the traces in a format; times count from 2026-01-01 00:00 UTC. */
export function exportTraces(traces: readonly Trace[], format: TraceFormat): string {
  return `${JSON.stringify(WRITERS[format](traces))}\n`;
}
