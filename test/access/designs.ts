// A client, an API that checks it, and an identity provider, for tests of who is let in.
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { metronome, simulate, sketch } from "../support/simulate.ts";

export interface Drawing {
  readonly client?: object;
  /** Of the client's edge. */
  readonly edge?: object;
  readonly api?: object;
  readonly authentication?: object | null;
  readonly provider?: object;
  /** Of the edges to the provider. */
  readonly asked?: object;
  readonly nodes?: Readonly<Record<string, object>>;
  readonly edges?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly run?: { readonly durationS?: number; readonly warmupS?: number };
}

export const CHECK_MS = 1;
export const INTROSPECTION_MS = 2;
export const KEYS_MS = 3;
export const TOKEN_MS = 10;
export const WORK_MS = 5;

const PROVIDER = {
  kind: "identity-provider",
  replicas: 1,
  endpointDelayMs: 0,
  serviceTime: INTROSPECTION_MS,
  keysTime: KEYS_MS,
  tokenTime: TOKEN_MS,
};

export function drawn(drawing: Drawing): ScenarioDocument {
  const { client, edge, api, authentication = {}, provider, asked = {}, nodes } = drawing;
  const needsProvider = authentication !== null && !("idp" in (nodes ?? {}));
  return sketch({
    run: { durationS: 9.95, ...drawing.run },
    nodes: {
      users: client ?? metronome(100, 0),
      api: {
        serviceTime: WORK_MS,
        concurrency: null,
        ...(authentication ? { authentication } : {}),
        ...api,
      },
      idp: { ...PROVIDER, ...provider },
      ...nodes,
    },
    edges: {
      "users->api": { credential: "key", ...edge },
      ...(needsProvider ? { "api->idp": asked } : {}),
      ...drawing.edges,
    },
    ...(drawing.faults ? { faults: drawing.faults } : {}),
  });
}

export function play(drawing: Drawing): EngineTotals {
  return simulate(drawn(drawing));
}

export const OUTAGE: Readonly<Record<string, FaultDocument>> = {
  out: { kind: "crash", target: "idp", atS: 4, forS: 3 },
};

/** The same requests up to a time: what has failed by then. */
export function failedBy(drawing: Drawing, durationS: number): number {
  const all = play({ ...drawing, run: { durationS } }).endToEnd.all;
  return Object.values(all?.failed ?? {}).reduce((sum, count) => sum + count, 0);
}

const BUSY = { kind: "client", ratePerS: 300, clients: 5 };
const crowded = (drawing: Drawing) =>
  drawn({ client: BUSY, run: { durationS: 4, warmupS: 0.5 }, ...drawing });
const CRASHES: Readonly<Record<string, FaultDocument>> = {
  out: { kind: "crash", target: "idp", atS: 1, forS: 1 },
  gone: { kind: "crash", target: "api[0]", atS: 1.5, forS: 0.5 },
};

/** Designs in which much is going on at once. */
export const CROWDED: Readonly<Record<string, ScenarioDocument>> = {
  "tokens, early and by one": crowded({
    edge: { credential: "token", timeoutMs: 60, retry: { maxAttempts: 2 } },
    api: { replicas: 2, concurrency: 3, serviceTime: { type: "exponential", meanMs: 8 } },
    edges: { "users->idp": { tokens: { singleFlight: true, earlyMs: 100, jitter: 0.3 } } },
    provider: { tokenLifeS: 0.4, concurrency: 1 },
    faults: CRASHES,
  }),
  "answers that are kept, of a blocking node": crowded({
    client: { ...BUSY, patienceMs: 40 },
    authentication: { check: "introspection", cacheMs: 100, tokenCount: 20 },
    api: { replicas: 2, concurrency: 3, blocking: true, queueLengthMax: 10, afterTime: 2 },
    asked: { timeoutMs: 20, fallback: { type: "static", latencyMs: 1 } },
    faults: CRASHES,
  }),
  "shared cores, and everything forged": crowded({
    authentication: { check: "introspection", cacheMs: 100 },
    api: { replicas: 2, concurrency: 3, discipline: "ps" },
    nodes: { bad: { kind: "client", ratePerS: 200 } },
    edges: { "bad->api": { credential: "forged", cancel: "interrupt", timeoutMs: 6 } },
    faults: CRASHES,
  }),
  "upgrades at a hub, which loses its clients and its provider": crowded({
    client: { ...BUSY, clients: 300 },
    edge: { protocol: "websocket", pool: { warm: false }, reconnect: { baseMs: 30, capMs: 200 } },
    authentication: { check: "introspection", cacheMs: 150, tokenCount: 40 },
    api: { kind: "websocket-hub", replicas: 2, concurrency: 2, acceptMs: 0.2, acceptBacklog: 200 },
    asked: { timeoutMs: 20, retry: { maxAttempts: 2 } },
    nodes: { bad: { kind: "client", ratePerS: 100, clients: 20 }, push: { kind: "client" } },
    edges: {
      "bad->api": { protocol: "websocket", credential: "forged", reconnect: { baseMs: 20 } },
      "push->api": { protocol: "rest", credential: "key" },
    },
    faults: CRASHES,
  }),
  "keys, connections and interruptions": crowded({
    authentication: { keysMs: 150 },
    api: {
      replicas: 2,
      concurrency: 2,
      discipline: "priority",
      preemptive: "resume",
      breakdowns: { every: 300, for: 50 },
    },
    edge: {
      cancel: "interrupt",
      timeoutMs: 40,
      pool: { max: 3, idleMs: 5, handshake: "tls12", tls: { mutual: true, resumption: true } },
    },
    faults: CRASHES,
  }),
};
