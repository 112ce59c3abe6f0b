// Cases of the parameters of connections and hedges.
import type { Json } from "../../simulation/scenario/document.ts";

interface Case {
  readonly given?: Readonly<Record<string, Json>>;
  readonly to?: Json;
}

/** Of an edge at `place`, over which calls are made side by side. */
export function connectionCases(place: string): Record<string, Case> {
  const pool = (values: Record<string, Json>) => ({
    [`${place}.networkMs`]: 2,
    [`${place}.pool`]: { handshake: "none", ...values },
  });
  const hedge = (values: Record<string, Json>, budget: Json = null) => ({
    [`${place}.hedge`]: values,
    [`${place}.retry`]: { maxAttempts: 2, backoff: { baseMs: 5 }, budget },
  });
  return {
    hedge: { to: { delayMs: 10 } },
    "hedge.delayMs": { given: hedge({ delayMs: 10 }), to: 4 },
    "hedge.atPercentile": { given: hedge({}), to: 0.5 },
    "hedge.max": { given: hedge({ delayMs: 3 }), to: 3 },
    "hedge.usesBudget": {
      given: hedge({ delayMs: 3 }, { type: "ratio", ratio: 0.1, minPerS: 0 }),
      to: true,
    },
    pool: { to: { max: 1, handshake: "none" } },
    "pool.max": { given: pool({ max: 2 }), to: 1 },
    "pool.timeoutMs": { given: pool({ max: 1, timeoutMs: 5 }), to: 50 },
    "pool.idleMs": { given: pool({ handshake: "tcp", idleMs: 1 }), to: 100 },
    "pool.maxIdle": { given: pool({ handshake: "tcp", maxIdle: 0 }), to: 5 },
    "pool.handshake": { given: pool({ max: null, idleMs: 0 }) },
    "pool.http": { given: pool({ max: 1 }) },
    "pool.maxConcurrentStreams": {
      given: pool({ max: 1, http: "2", maxConcurrentStreams: 1 }),
      to: 3,
    },
    "pool.pipelining": { given: pool({ max: 1 }), to: 4 },
    "pool.warm": { given: pool({ handshake: "tcp" }), to: true },
  };
}
