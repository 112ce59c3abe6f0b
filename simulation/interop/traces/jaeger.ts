// Jaeger's JSON as its query service answers and its page opens (model/json/model.go): times in whole
// microseconds, what a span is and how it ended as tags, one process for each instance.
import type { Span, Trace } from "../../results/traces.ts";
import { type Fact, factsOf, failureOf, instanceOf, isWhole, unixTime } from "./span-facts.ts";

const MICROS_PER_MS = 1_000;
const SAMPLED = 1;

interface Tag {
  readonly key: string;
  readonly type: "string" | "bool" | "int64" | "float64";
  readonly value: Fact;
}

function tagOf(key: string, value: Fact): Tag {
  if (typeof value === "string") return { key, type: "string", value };
  if (typeof value === "boolean") return { key, type: "bool", value };
  return { key, type: isWhole(key) ? "int64" : "float64", value };
}

function timeOf(atMs: number): number {
  return Number(unixTime(atMs, MICROS_PER_MS));
}

function referencesOf(span: Span, traceID: string): object[] {
  // Nobody waited for what is asynchronous.
  const refType = span.outlives === "asynchronous" ? "FOLLOWS_FROM" : "CHILD_OF";
  const parent = span.parent === null ? [] : [{ refType, traceID, spanID: span.parent }];
  const others = span.links.filter(({ spanId }) => spanId !== span.parent);
  const links = others.map((link) => ({
    refType: "FOLLOWS_FROM",
    traceID: link.traceId,
    spanID: link.spanId,
  }));
  return [...parent, ...links];
}

function spanOf(span: Span, traceID: string, processID: string): object {
  const startTime = timeOf(span.startMs);
  const error = failureOf(span) === null ? [] : [tagOf("error", true)];
  const tags = Object.entries(factsOf(span)).map(([key, fact]) => tagOf(key, fact));
  return {
    traceID,
    spanID: span.id,
    flags: SAMPLED,
    operationName: span.name,
    references: referencesOf(span, traceID),
    startTime,
    duration: timeOf(span.endMs) - startTime,
    tags: [tagOf("span.kind", span.kind), ...error, ...tags],
    logs: span.parts.map(({ kind, startMs, endMs }) => ({
      timestamp: timeOf(startMs),
      fields: [tagOf("event", kind), tagOf("brownout.duration_ms", endMs - startMs)],
    })),
    processID,
    warnings: null,
  };
}

function traceOf({ id, spans, truncated }: Trace): object {
  const names = new Map<string, string>();
  const processes: Record<string, object> = {};
  const written = spans.map((span) => {
    const instance = instanceOf(span);
    const known = names.get(instance);
    const processID = known ?? `p${names.size + 1}`;
    if (known === undefined) {
      names.set(instance, processID);
      const tags = span.instance === null ? [] : [tagOf("service.instance.id", instance)];
      processes[processID] = { serviceName: span.node, tags };
    }
    return spanOf(span, id, processID);
  });
  const warnings = truncated ? ["Only the first spans are kept."] : null;
  return { traceID: id, spans: written, processes, warnings };
}

/** What Jaeger's page opens under "JSON File". */
export function jaegerOf(traces: readonly Trace[]): object {
  return { data: traces.map(traceOf), total: traces.length, limit: 0, offset: 0, errors: null };
}
