// Fields that calls and edges have only with some kinds at their ends, or some protocols between them.

/** Fields of a call, by the kinds that make calls with them. */
export const CALLERS_OF_FIELD: Readonly<Record<string, readonly string[]>> = {
  compensation: ["saga-orchestrator"],
  afterFailure: ["service", "stream-processor", "api-gateway"],
};

/** Of a call within a transaction: what it must be. */
export const CERTAIN = {
  probability: 1,
  count: 1,
  choice: null,
  optional: false,
  whenMiss: null,
} as const;

const WITH_PAYLOAD: readonly string[] = ["rest", "grpc", "graphql", "soap", "websocket"];

/** Fields of an edge that calls, by the protocols that have them. */
export const PROTOCOLS_OF_FIELD: Readonly<Record<string, readonly string[]>> = {
  payload: WITH_PAYLOAD,
  bandwidthMbps: WITH_PAYLOAD,
  lossRatio: [...WITH_PAYLOAD, "sql", "redis"],
  query: ["graphql"],
  soap: ["soap"],
  stream: ["grpc"],
  reconnect: ["websocket"],
};

/** Kinds whose instances may be the callee's end of a stream. */
export const STREAM_HANDLERS: readonly string[] = [
  "service",
  "api-gateway",
  "websocket-hub",
  "stream-processor",
];

/** Whether an edge of a protocol can have a field at all. */
export function isSpoken(field: string, protocol: string): boolean {
  return PROTOCOLS_OF_FIELD[field]?.includes(protocol) ?? true;
}

/** Whether a call that a kind makes can have a field with this value. */
export function isCallable(field: string, value: unknown, caller: string): boolean {
  const callers = CALLERS_OF_FIELD[field];
  if (callers !== undefined) return callers.includes(caller);
  if (caller !== "transaction-coordinator" || !Object.hasOwn(CERTAIN, field)) return true;
  return value === CERTAIN[field as keyof typeof CERTAIN];
}
