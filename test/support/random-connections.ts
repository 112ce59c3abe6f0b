// Connections and hedges of random edges.
import fc from "fast-check";

const randomHedge = fc.oneof(
  fc.record({ delayMs: fc.constantFrom(0, 3, 20), max: fc.constantFrom(1, 3) }),
  fc.record({ atPercentile: fc.constantFrom(0.5, 0.95), usesBudget: fc.boolean() }),
);

const randomPool = fc.record(
  {
    max: fc.constantFrom(1, 2, 10, null),
    timeoutMs: fc.constantFrom(1, 20, null),
    idleMs: fc.constantFrom(0, 10, null),
    maxIdle: fc.constantFrom(0, 1, null),
    handshake: fc.constantFrom("none", "tcp", "tls12"),
    http: fc.constantFrom("1.1", "2"),
    maxConcurrentStreams: fc.constantFrom(1, 3),
    pipelining: fc.constantFrom(1, 3),
    warm: fc.boolean(),
  },
  { requiredKeys: [] },
);

export const randomConnections = { hedge: randomHedge, pool: randomPool };
