// Zipkin v2 JSON (zipkin2-api.yaml): one list of spans; times in whole microseconds, durations of at
// least one; names in lower case, tags all text; no kind for what stays inside a node.
import type { Span, Trace } from "../../results/traces.ts";
import { factsOf, failureOf, instanceOf, peerOf, unixTime } from "./span-facts.ts";

const MICROS_PER_MS = 1_000;

function timeOf(atMs: number): number {
  return Number(unixTime(atMs, MICROS_PER_MS));
}

function tagsOf(span: Span): Record<string, string> {
  const failure = failureOf(span);
  const facts = Object.entries(factsOf(span)).map(([key, fact]) => [key, String(fact)]);
  return {
    ...Object.fromEntries(facts),
    ...(span.instance === null ? {} : { "service.instance.id": instanceOf(span) }),
    ...(failure === null ? {} : { error: failure }),
  };
}

function spanOf(span: Span, traceId: string): object {
  const timestamp = timeOf(span.startMs);
  const peer = peerOf(span);
  return {
    traceId,
    id: span.id,
    ...(span.parent === null ? {} : { parentId: span.parent }),
    name: span.name.toLowerCase(),
    ...(span.kind === "internal" ? {} : { kind: span.kind.toUpperCase() }),
    timestamp,
    duration: Math.max(1, timeOf(span.endMs) - timestamp),
    localEndpoint: { serviceName: span.node.toLowerCase() },
    ...(peer === null ? {} : { remoteEndpoint: { serviceName: peer.toLowerCase() } }),
    annotations: span.parts.map(({ kind, startMs }) => ({
      timestamp: timeOf(startMs),
      value: kind,
    })),
    tags: tagsOf(span),
  };
}

/** The body of a request to /api/v2/spans. */
export function zipkinOf(traces: readonly Trace[]): object[] {
  return traces.flatMap(({ id, spans }) => spans.map((span) => spanOf(span, id)));
}
