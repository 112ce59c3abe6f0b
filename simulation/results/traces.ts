// Traces: what one request went through, as a tree of spans. Ids are those of W3C Trace Context. The
// parts of a span follow each other without a gap from its start to its end, so that where the time
// went is a sum and no estimate.
//
//   request                      root, at the source
//     call                       only where it is more than one attempt: policies, back-off, fallback
//       attempt                  client or producer: connection, network both ways
//         work                   server: queue, service, calls of its own
//         message                internal, at the broker: from stored to settled; follows
//           processing           consumer: one for each delivery
import type { Outcome } from "./outcomes.ts";

/** As in OpenTelemetry. */
export const SPAN_KINDS = ["internal", "server", "client", "producer", "consumer"] as const;

export type SpanKind = (typeof SPAN_KINDS)[number];

/** What a span stands for in the model. */
export type SpanRole = "request" | "call" | "attempt" | "work" | "message" | "processing";

/** What a stretch of a span's time is spent on. */
export const PART_KINDS = [
  // At a node.
  "queue",
  "rateLimitWait",
  "service",
  "resumeWait",
  "standstill",
  "storing",
  "buffer",
  "stream",
  // In a caller.
  "backoff",
  "policyWait",
  "poolWait",
  "connect",
  "batching",
  "fallback",
  // Between them.
  "network",
  "noAnswer",
  "reply",
  // In a broker.
  "stored",
  "delivery",
  "settling",
  // What spans below it explain.
  "children",
] as const;

export type PartKind = (typeof PART_KINDS)[number];

/** How the page calls the parts; as a column head or in a sentence. */
export const PART_LABELS: Readonly<Record<PartKind, string>> = {
  queue: "Queue",
  rateLimitWait: "Waiting for the rate limit",
  service: "Service",
  resumeWait: "Waiting for a slot to go on",
  standstill: "Instance at a standstill",
  storing: "Waiting until stored",
  buffer: "Client's buffer",
  stream: "Messages of a stream",
  backoff: "Back-off",
  policyWait: "Waiting for a policy of the caller",
  poolWait: "Waiting for a connection",
  connect: "Opening a connection",
  batching: "Collected into a batch",
  fallback: "Fallback",
  network: "Network",
  noAnswer: "No answer",
  reply: "Waiting for the reply message",
  stored: "In the broker",
  delivery: "Delivery",
  settling: "Settling",
  children: "Spans below",
};

/** A stretch of a span's time. Times are simulated, ms since the run began. */
export interface SpanPart {
  readonly kind: PartKind;
  readonly startMs: number;
  readonly endMs: number;
}

/** Another span, of this trace or another, that this one is due to without being part of it. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
}

/** Why a span's end may lie beyond its parent's. */
export type Outlives =
  /** Its caller did not wait for it: one-way calls, messages. */
  | "asynchronous"
  /** Its caller gave up on it and it works on. */
  | "zombie";

export interface Span {
  /** 16 lower-case hex digits, not all 0. */
  readonly id: string;
  /** Null for the request itself. */
  readonly parent: string | null;
  readonly links: readonly SpanLink[];
  readonly kind: SpanKind;
  readonly role: SpanRole;
  /** What is done, to be read: "POST /orders", "orders->payment", "queue mails". */
  readonly name: string;
  /** Whose time this is: of calls and attempts the caller. Ids as in the file. */
  readonly node: string;
  /** The edge of calls, attempts and the work they cause. */
  readonly edge: string | null;
  /** Of requests their type, else the operation at the callee. */
  readonly operation: string | null;
  /** Position of the instance, 0 is the first; null where nothing was reached. */
  readonly instance: number | null;
  readonly startMs: number;
  /** Unfinished spans end where the observation did. */
  readonly endMs: number;
  /** In order of time, from `startMs` to `endMs` without a gap; none of length 0. */
  readonly parts: readonly SpanPart[];
  /** Null: unfinished. */
  readonly outcome: Outcome | null;
  /** What became of a message, beyond ok: "acked", "deadLettered", "expired" ...; else null. */
  readonly ending: string | null;
  /** 1 for the first attempt or delivery, 2 for the first retry ... */
  readonly attempt: number;
  /** A further copy of an attempt that was unfinished. */
  readonly hedge: boolean;
  /** From when on nobody waited for it, ms; null = somebody did to the end. */
  readonly zombieFromMs: number | null;
  /** Null: it ends within its parent. */
  readonly outlives: Outlives | null;
  /** A fallback's answer went into it. */
  readonly degraded: boolean;
}

/** Why a trace is on the list. */
export type TraceReason = "sampled" | "slow" | "failed";

/** A finished request that can be traced. */
export interface TraceSummary {
  /** 32 lower-case hex digits. */
  readonly id: string;
  /** Request type, and node id of its source. */
  readonly type: string;
  readonly source: string;
  readonly startMs: number;
  readonly latencyMs: number;
  readonly outcome: Outcome;
  /** Its row, its root's, and in the root's how manieth use; so no two requests are mistaken. */
  readonly row: number;
  readonly root: number;
  readonly turn: number;
  readonly reasons: readonly TraceReason[];
}

export interface Trace extends TraceSummary {
  /** Parents stand before their children; the first is the request. */
  readonly spans: readonly Span[];
  /** Until when it was observed, ms; later than its end where something of it worked on. */
  readonly observedUntilMs: number;
  /** More spans existed than are kept (the newest are missing). */
  readonly truncated: boolean;
}

/** Most requests that are listed for each reason; of failures, for each outcome. */
export const TRACES_SAMPLED = 200;
export const TRACES_SLOWEST = 50;
export const TRACES_PER_FAILURE = 10;

/** Formats in which traces are exported: OTLP JSON, Jaeger JSON, Zipkin v2 JSON. */
export const TRACE_FORMATS = ["otlp", "jaeger", "zipkin"] as const;

export type TraceFormat = (typeof TRACE_FORMATS)[number];
