// Checkers of exported traces, written from the formats' own descriptions: opentelemetry-proto
// (trace.proto and the rules of its JSON mapping), Jaeger's model/json/model.go, Zipkin's
// zipkin2-api.yaml. Strict: an unknown field or a wrong type is a fault. They know nothing of ours.
import { z } from "zod/mini";

const hex = (digits: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
const notZero = (id: string) => /[^0]/.test(id);
const traceId = hex(32).check(z.refine(notZero));
const spanId = hex(16).check(z.refine(notZero));
const decimal = z.string().check(z.regex(/^\d+$/));
const whole = z.int().check(z.nonnegative());

// OTLP: exactly one member of AnyValue is set; 64-bit integers are decimal strings.
const anyValue = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().check(z.regex(/^-?\d+$/)) }),
  z.strictObject({ doubleValue: z.number() }),
]);
const attributes = z.array(
  z.strictObject({ key: z.string().check(z.minLength(1)), value: anyValue }),
);
const otlpSpan = z.strictObject({
  traceId,
  spanId,
  traceState: z.optional(z.string()),
  parentSpanId: z.optional(spanId),
  flags: z.optional(whole),
  name: z.string().check(z.minLength(1)),
  kind: z.int().check(z.gte(0), z.lte(5)),
  startTimeUnixNano: decimal,
  endTimeUnixNano: decimal,
  attributes: z.optional(attributes),
  droppedAttributesCount: z.optional(whole),
  events: z.optional(
    z.array(
      z.strictObject({
        timeUnixNano: decimal,
        name: z.string(),
        attributes: z.optional(attributes),
      }),
    ),
  ),
  links: z.optional(
    z.array(z.strictObject({ traceId, spanId, attributes: z.optional(attributes) })),
  ),
  status: z.optional(
    z.strictObject({ message: z.optional(z.string()), code: z.int().check(z.gte(0), z.lte(2)) }),
  ),
});
const otlp = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.optional(z.string()) }),
          spans: z.array(otlpSpan),
        }),
      ),
    }),
  ),
});

// Jaeger: the type of a tag says what its value is.
const tag = z.union([
  z.strictObject({ key: z.string(), type: z.literal("string"), value: z.string() }),
  z.strictObject({ key: z.string(), type: z.literal("bool"), value: z.boolean() }),
  z.strictObject({ key: z.string(), type: z.literal("int64"), value: z.int() }),
  z.strictObject({ key: z.string(), type: z.literal("float64"), value: z.number() }),
]);
const warnings = z.nullable(z.array(z.string()));
const jaegerSpan = z.strictObject({
  traceID: traceId,
  spanID: spanId,
  flags: z.optional(whole),
  operationName: z.string().check(z.minLength(1)),
  references: z.array(
    z.strictObject({
      refType: z.enum(["CHILD_OF", "FOLLOWS_FROM"]),
      traceID: traceId,
      spanID: spanId,
    }),
  ),
  startTime: whole,
  duration: whole,
  tags: z.array(tag),
  logs: z.array(z.strictObject({ timestamp: whole, fields: z.array(tag) })),
  processID: z.string(),
  warnings,
});
const jaeger = z.strictObject({
  data: z.array(
    z.strictObject({
      traceID: traceId,
      spans: z.array(jaegerSpan),
      processes: z.record(
        z.string(),
        z.strictObject({ serviceName: z.string().check(z.minLength(1)), tags: z.array(tag) }),
      ),
      warnings,
    }),
  ),
  total: whole,
  limit: whole,
  offset: whole,
  errors: z.null(),
});

// Zipkin.
const lowerCase = z.string().check(z.refine((text) => text === text.toLowerCase()));
const endpoint = z.strictObject({
  serviceName: z.optional(lowerCase),
  ipv4: z.optional(z.string()),
  ipv6: z.optional(z.string()),
  port: z.optional(whole),
});
const zipkin = z.array(
  z.strictObject({
    traceId: z.union([hex(16), traceId]),
    id: spanId,
    parentId: z.optional(spanId),
    name: z.optional(lowerCase),
    kind: z.optional(z.enum(["CLIENT", "SERVER", "PRODUCER", "CONSUMER"])),
    timestamp: z.optional(z.int().check(z.positive())),
    duration: z.optional(z.int().check(z.positive())),
    debug: z.optional(z.boolean()),
    shared: z.optional(z.boolean()),
    localEndpoint: z.optional(endpoint),
    remoteEndpoint: z.optional(endpoint),
    annotations: z.optional(z.array(z.strictObject({ timestamp: whole, value: z.string() }))),
    tags: z.optional(z.record(z.string(), z.string())),
  }),
);

interface Parsed<Value> {
  readonly data?: Value;
  readonly error?: { readonly issues: readonly { path: PropertyKey[]; message: string }[] };
}

function issuesOf(parsed: Parsed<unknown>): string[] {
  const issues = parsed.error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

interface Node {
  readonly trace: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * Ids are unique within a trace, parents exist, each trace has one root, nothing ends before it starts or
 * starts before its parent. A span may end after its parent: work goes on for callers who have given up.
 */
function faultsOfForest(nodes: readonly Node[]): string[] {
  const known = new Set<string>();
  const starts = new Map(nodes.map(({ trace, id, start }) => [`${trace} ${id}`, start]));
  const wrong: string[] = [];
  for (const { trace, id } of nodes) {
    if (known.has(`${trace} ${id}`)) wrong.push(`span ${id} twice`);
    known.add(`${trace} ${id}`);
  }
  const roots = new Map<string, number>();
  for (const { trace, id, parent, start, end } of nodes) {
    if (parent === undefined) roots.set(trace, (roots.get(trace) ?? 0) + 1);
    else if (!known.has(`${trace} ${parent}`)) wrong.push(`span ${id}: no parent ${parent}`);
    if (end < start) wrong.push(`span ${id} ends before it starts`);
    const first = starts.get(`${trace} ${parent}`);
    if (first !== undefined && start < first) wrong.push(`span ${id} starts before ${parent}`);
  }
  for (const trace of new Set(nodes.map((node) => node.trace))) {
    if (roots.get(trace) !== 1) wrong.push(`trace ${trace} has ${roots.get(trace) ?? 0} roots`);
  }
  return wrong;
}

/** What is wrong with OTLP JSON; nothing = it is sound. */
export function faultsOfOtlp(value: unknown): string[] {
  const parsed = z.safeParse(otlp, value);
  if (!parsed.success) return issuesOf(parsed);
  const wrong = parsed.data.resourceSpans.flatMap(({ resource }) =>
    resource.attributes.some(({ key }) => key === "service.name") ? [] : ["no service.name"],
  );
  const spans = parsed.data.resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap((scope) => scope.spans),
  );
  for (const { spanId: id, attributes: own } of spans) {
    const keys = (own ?? []).map(({ key }) => key);
    if (new Set(keys).size < keys.length) wrong.push(`span ${id}: an attribute twice`);
  }
  const nodes = spans.map((span) => ({
    trace: span.traceId,
    id: span.spanId,
    parent: span.parentSpanId,
    start: BigInt(span.startTimeUnixNano),
    end: BigInt(span.endTimeUnixNano),
  }));
  return [...wrong, ...faultsOfForest(nodes)];
}

/** The same of Jaeger's JSON. */
export function faultsOfJaeger(value: unknown): string[] {
  const parsed = z.safeParse(jaeger, value);
  if (!parsed.success) return issuesOf(parsed);
  return parsed.data.data.flatMap(({ traceID, spans, processes }) => {
    const lost = spans.filter(({ processID }) => !Object.hasOwn(processes, processID));
    const strangers = spans.filter((span) => span.traceID !== traceID);
    const nodes = spans.map((span) => ({
      trace: span.traceID,
      id: span.spanID,
      parent: span.references[0]?.spanID,
      start: BigInt(span.startTime),
      end: BigInt(span.startTime + span.duration),
    }));
    return [
      ...lost.map(({ spanID }) => `span ${spanID}: no such process`),
      ...strangers.map(({ spanID }) => `span ${spanID} is of another trace`),
      ...faultsOfForest(nodes),
    ];
  });
}

/** The same of Zipkin's v2 JSON. */
export function faultsOfZipkin(value: unknown): string[] {
  const parsed = z.safeParse(zipkin, value);
  if (!parsed.success) return issuesOf(parsed);
  const nodes = parsed.data.map(({ traceId: trace, id, parentId, timestamp, duration }) => ({
    trace,
    id,
    parent: parentId,
    start: BigInt(timestamp ?? 0),
    end: BigInt((timestamp ?? 0) + (duration ?? 0)),
  }));
  return faultsOfForest(nodes);
}
