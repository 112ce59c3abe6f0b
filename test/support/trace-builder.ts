// Traces made by hand, with exact times, for tests of what is computed and drawn from them.
import type { PartKind, Span, Trace } from "../../simulation/results/traces.ts";

type PartSketch = readonly [kind: PartKind, lengthMs: number];

export interface SpanSketch extends Partial<Omit<Span, "parts" | "endMs">> {
  readonly id: string;
  readonly node: string;
  /** One after another from `startMs` on; the span ends with the last. */
  readonly parts: readonly PartSketch[];
}

const PLAIN = {
  parent: null,
  links: [],
  kind: "internal",
  role: "work",
  edge: null,
  operation: null,
  instance: 0,
  startMs: 0,
  outcome: "ok",
  ending: null,
  attempt: 1,
  hedge: false,
  zombieFromMs: null,
  outlives: null,
  degraded: false,
} as const;

/** Four digits are enough to write; ids have sixteen. */
function idOf(short: string): string {
  return short.padStart(16, "0");
}

export function spanOf(sketch: SpanSketch): Span {
  let endMs = sketch.startMs ?? 0;
  const parts = sketch.parts.map(([kind, lengthMs]) => {
    const startMs = endMs;
    endMs += lengthMs;
    return { kind, startMs, endMs };
  });
  const parent = sketch.parent ? idOf(sketch.parent) : null;
  return { ...PLAIN, name: sketch.node, ...sketch, id: idOf(sketch.id), parent, parts, endMs };
}

/** A trace of these spans; the first is its request. */
export function traceOf(
  spans: readonly SpanSketch[],
  own: Partial<Omit<Trace, "spans">> = {},
): Trace {
  const built = spans.map(spanOf);
  const [root] = built;
  if (!root) throw new Error("A trace has at least its request.");
  return {
    id: "4bf92f3577b34da6a3ce929d0e0e4736",
    type: "order",
    source: root.node,
    startMs: root.startMs,
    latencyMs: root.endMs - root.startMs,
    outcome: root.outcome ?? "ok",
    row: 0,
    root: 0,
    turn: 0,
    reasons: ["sampled"],
    observedUntilMs: Math.max(...built.map(({ endMs }) => endMs)),
    truncated: false,
    ...own,
    spans: built,
  };
}

/** A shop's order: 2 ms of network, a queue before the orders service, one retry of a slow payment. */
export function slowOrder(): Trace {
  const toOrders = { node: "users", edge: "users->orders", operation: "order" };
  const toPayment = { node: "orders", edge: "orders->payment", operation: "pay" };
  const atPayment = { node: "payment", edge: "orders->payment", operation: "pay" };
  return traceOf(
    [
      { id: "1", node: "users", role: "request", operation: "order", parts: [["children", 165]] },
      {
        ...{ id: "2", parent: "1", kind: "client", role: "attempt", ...toOrders },
        parts: [
          ["network", 1],
          ["children", 163],
          ["network", 1],
        ],
      },
      {
        ...{ id: "3", parent: "2", kind: "server", role: "work", node: "orders", startMs: 1 },
        parts: [
          ["queue", 12],
          ["service", 20],
          ["children", 131],
        ],
        edge: "users->orders",
        operation: "order",
        instance: 1,
      },
      {
        ...{ id: "4", parent: "3", role: "call", startMs: 33, ...toPayment },
        parts: [
          ["children", 50],
          ["backoff", 10],
          ["children", 71],
        ],
      },
      {
        ...{ id: "5", parent: "4", kind: "client", role: "attempt", startMs: 33, ...toPayment },
        parts: [
          ["network", 1],
          ["children", 49],
        ],
        outcome: "timeout",
      },
      {
        ...{ id: "6", parent: "5", kind: "server", role: "work", startMs: 34, ...atPayment },
        parts: [
          ["queue", 40],
          ["service", 30],
        ],
        zombieFromMs: 83,
        outlives: "zombie",
      },
      {
        ...{ id: "7", parent: "4", kind: "client", role: "attempt", startMs: 93, ...toPayment },
        parts: [
          ["poolWait", 5],
          ["network", 1],
          ["children", 64],
          ["network", 1],
        ],
        attempt: 2,
      },
      {
        ...{ id: "8", parent: "7", kind: "server", role: "work", startMs: 99, ...atPayment },
        parts: [
          ["queue", 34],
          ["service", 30],
        ],
        attempt: 2,
      },
    ],
    { reasons: ["slow"] },
  );
}

/** An order that is answered once a message for the mailer is confirmed; the mail goes out later. */
export function orderWithMail(): Trace {
  const toBroker = { node: "orders", edge: "orders->broker", operation: "order-placed" };
  return traceOf(
    [
      { id: "1", node: "orders", role: "request", operation: "order", parts: [["children", 6]] },
      {
        ...{ id: "2", parent: "1", kind: "producer", role: "attempt", ...toBroker },
        parts: [
          ["network", 1],
          ["children", 4],
          ["network", 1],
        ],
      },
      {
        ...{ id: "3", parent: "2", kind: "server", role: "work", node: "broker", startMs: 1 },
        parts: [
          ["service", 1],
          ["storing", 3],
        ],
        edge: "orders->broker",
        operation: "order-placed",
      },
      {
        ...{ id: "4", parent: "3", role: "message", node: "broker", name: "queue mails" },
        ...{ startMs: 2, outlives: "asynchronous", ending: "acked" },
        parts: [
          ["stored", 40],
          ["delivery", 1],
          ["children", 25],
          ["settling", 1],
        ],
      },
      {
        ...{ id: "5", parent: "4", kind: "consumer", role: "processing", node: "mailer" },
        ...{ startMs: 43, edge: "broker->mailer", operation: "send-mail" },
        links: [{ traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "0000000000000002" }],
        parts: [
          ["buffer", 5],
          ["service", 20],
        ],
      },
    ],
    { source: "orders" },
  );
}
