// What a publish says of its message beside the operation: which exchange, routing key, headers and
// properties. Publishes that differ in any of it are operations of their own at their broker.
import type { HeaderValue } from "../kinds/define.ts";
import type { ResolvedCall, ResolvedEdge } from "../scenario/document.ts";

export interface Publishing {
  /** null: the broker's entry. */
  readonly exchange: string | null;
  /** null: the operation. */
  readonly routingKey: string | null;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  readonly priority: number;
  /** ms; null: it does not expire. */
  readonly expirationMs: number | null;
  readonly persistent: boolean;
  /** What finds no queue goes back to its publisher. */
  readonly mandatory: boolean;
}

export const PLAIN_PUBLISHING: Publishing = {
  exchange: null,
  routingKey: null,
  headers: {},
  priority: 0,
  expirationMs: null,
  persistent: true,
  mandatory: false,
};

/** What the calls of an edge publish with; PLAIN_PUBLISHING where the edge says nothing of it. */
export function publishingOf(edge: ResolvedEdge, call: ResolvedCall): Publishing {
  if (edge.sort !== "publish") return PLAIN_PUBLISHING;
  const values = edge.values as Partial<Publishing>;
  return {
    exchange: values.exchange ?? null,
    routingKey: (call as Partial<Publishing>).routingKey ?? values.routingKey ?? null,
    headers: values.headers ?? {},
    priority: values.priority ?? 0,
    expirationMs: values.expirationMs ?? null,
    persistent: values.persistent ?? true,
    mandatory: values.mandatory ?? false,
  };
}

const PLAIN = JSON.stringify(PLAIN_PUBLISHING);

/** Equal for equal publishings, "" for the plain one. */
export function publishingKey(publishing: Publishing): string {
  const { headers, ...rest } = publishing;
  const named = Object.keys(headers).sort();
  const key = JSON.stringify({ ...rest, headers: named.map((name) => [name, headers[name]]) });
  return JSON.stringify(publishing) === PLAIN ? "" : key;
}
