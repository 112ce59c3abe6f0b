// OTLP in JSON (opentelemetry-proto 1.x, trace.proto in its JSON mapping): ids in hexadecimal, times as
// decimal strings of nanoseconds, enumerations as integers. One resource for each instance.
import type { Span, SpanKind, Trace } from "../../results/traces.ts";
import { type Fact, factsOf, failureOf, instanceOf, isWhole, unixTime } from "./span-facts.ts";

const NANOS_PER_MS = 1_000_000;
/** W3C trace flags: sampled. */
const SAMPLED = 1;
const STATUS_UNSET = 0;
const STATUS_ERROR = 2;

const KINDS: Readonly<Record<SpanKind, number>> = {
  internal: 1,
  server: 2,
  client: 3,
  producer: 4,
  consumer: 5,
};

interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}

interface Attribute {
  readonly key: string;
  readonly value: AnyValue;
}

function anyValueOf(key: string, fact: Fact): AnyValue {
  if (typeof fact === "string") return { stringValue: fact };
  if (typeof fact === "boolean") return { boolValue: fact };
  // 64-bit integers are strings in the JSON mapping of protocol buffers.
  return isWhole(key) ? { intValue: String(fact) } : { doubleValue: fact };
}

function attributesOf(facts: Readonly<Record<string, Fact>>): Attribute[] {
  return Object.entries(facts).map(([key, fact]) => ({ key, value: anyValueOf(key, fact) }));
}

function timeOf(atMs: number): string {
  return unixTime(atMs, NANOS_PER_MS).toString();
}

function spanOf(span: Span, traceId: string): object {
  const failure = failureOf(span);
  return {
    traceId,
    spanId: span.id,
    ...(span.parent === null ? {} : { parentSpanId: span.parent }),
    flags: SAMPLED,
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: timeOf(span.startMs),
    endTimeUnixNano: timeOf(span.endMs),
    attributes: attributesOf(factsOf(span)),
    events: span.parts.map(({ kind, startMs, endMs }) => ({
      timeUnixNano: timeOf(startMs),
      name: kind,
      attributes: attributesOf({ "brownout.duration_ms": endMs - startMs }),
    })),
    links: span.links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })),
    status: failure === null ? { code: STATUS_UNSET } : { code: STATUS_ERROR, message: failure },
  };
}

/** The body of a request to /v1/traces, or a file for a collector's file receiver. */
export function otlpOf(traces: readonly Trace[]): object {
  const resources = new Map<string, { readonly span: Span; readonly spans: object[] }>();
  for (const { id, spans } of traces) {
    for (const span of spans) {
      const key = instanceOf(span);
      const resource = resources.get(key) ?? { span, spans: [] };
      resources.set(key, resource);
      resource.spans.push(spanOf(span, id));
    }
  }
  return {
    resourceSpans: [...resources.values()].map(({ span, spans }) => ({
      resource: {
        attributes: attributesOf({
          "service.name": span.node,
          ...(span.instance === null ? {} : { "service.instance.id": instanceOf(span) }),
        }),
      },
      scopeSpans: [{ scope: { name: "brownout" }, spans }],
    })),
  };
}
