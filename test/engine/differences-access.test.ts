// Ways to know a caller, each against its neighbor on the same drawing: who asks the identity provider,
// what it takes, and what an outage or an attack does to whom.
import { describe, expect, it } from "vitest";
import {
  CHECK_MS,
  failedBy,
  INTROSPECTION_MS,
  KEYS_MS,
  OUTAGE,
  play,
  TOKEN_MS,
  WORK_MS,
} from "../access/designs.ts";
import { allOf, edgeOf, metronome, nodeOf } from "../support/simulate.ts";

const INTROSPECTION = { check: "introspection" };
/** One each 100 ms, to the end of the run. */
const REQUESTS = 100;
const END_S = 9.95;

describe("introspection against a local check", () => {
  it("asks for each request, and takes the way there; the local check fetches keys once", () => {
    const asks = play({ authentication: INTROSPECTION });
    const local = play({});
    expect(nodeOf(asks, "idp").arrivals).toBe(REQUESTS);
    expect(nodeOf(local, "idp").arrivals).toBe(1);
    expect(allOf(asks).latencyMs.min).toBeCloseTo(CHECK_MS + INTROSPECTION_MS + WORK_MS, 6);
    expect(allOf(local).latencyMs.min).toBeCloseTo(CHECK_MS + WORK_MS, 6);
    expect(allOf(local).latencyMs.max).toBeCloseTo(CHECK_MS + KEYS_MS + WORK_MS, 6);
    for (const totals of [asks, local]) {
      expect(nodeOf(totals, "api").access).toMatchObject({ accepted: 100, unauthenticated: 0 });
    }
  });

  it("fails with its provider at once; the local check not at all while its keys are good", () => {
    const asks = { authentication: INTROSPECTION, faults: OUTAGE };
    expect(failedBy(asks, 3.95)).toBe(0);
    expect(failedBy(asks, 4.15)).toBe(2);
    expect(failedBy(asks, END_S)).toBe(30);
    expect(allOf(play(asks)).failed).toEqual({ dependency: 30 });
    expect(failedBy({ faults: OUTAGE }, END_S)).toBe(0);
  });

  it("with kept answers it fails once they are too old; with short-lived keys so does the other", () => {
    // Answers are fetched at 0, 2.1 and 4.2, the last of which is one too late.
    const kept = {
      authentication: { ...INTROSPECTION, cacheMs: 2050, tokenCount: 1 },
      faults: OUTAGE,
    };
    expect(nodeOf(play({ ...kept, faults: {} }), "idp").arrivals).toBe(5);
    expect(failedBy(kept, 4.15)).toBe(0);
    expect(failedBy(kept, END_S)).toBe(28);
    const keys = { authentication: { keysMs: 3050 }, faults: OUTAGE };
    expect(failedBy(keys, 6.15)).toBe(0);
    expect(failedBy(keys, END_S)).toBe(8);
  });

  it("keeps an answer for each token", () => {
    const of = (tokenCount: number) =>
      nodeOf(play({ authentication: { ...INTROSPECTION, cacheMs: 60_000, tokenCount } }), "idp");
    expect(of(1).arrivals).toBe(1);
    expect(of(20).arrivals).toBeGreaterThan(15);
    expect(of(20).arrivals).toBeLessThanOrEqual(20);
  });

  it("sends what is forged to the provider each time; the local check refuses it by itself", () => {
    const forged = { edge: { credential: "forged" } };
    const asks = play({ ...forged, authentication: { ...INTROSPECTION, cacheMs: 60_000 } });
    const local = play(forged);
    expect(nodeOf(asks, "idp").arrivals).toBe(REQUESTS);
    expect(nodeOf(local, "idp").arrivals).toBe(0);
    for (const totals of [asks, local]) {
      expect(allOf(totals).failed).toEqual({ unauthorized: 100 });
      expect(nodeOf(totals, "api").access).toMatchObject({ accepted: 0, unauthenticated: 100 });
    }
    expect(nodeOf(local, "api").access?.refusedMs).toBeCloseTo(REQUESTS * CHECK_MS, 6);
  });
});

describe("a token of the caller against a key", () => {
  const token = (tokens: object, tokenLifeS: number, faults = {}) => ({
    authentication: null,
    nodes: { shop: { serviceTime: 0, authentication: {}, concurrency: null } },
    provider: { tokenLifeS },
    edge: { credential: null },
    edges: { "api->shop": { credential: "token" }, "api->idp": { tokens } },
    faults,
  });

  it("is fetched first and kept for its life, at every instance", () => {
    const totals = play({ ...token({}, 3.05), api: { replicas: 2, serviceTime: WORK_MS } });
    // Two instances, each at its first request and again after 3.1 s.
    expect(nodeOf(totals, "idp").arrivals).toBe(2 * 4);
    expect(edgeOf(totals, "api->idp").calls).toBe(8);
    expect(allOf(totals).latencyMs.max).toBeCloseTo(WORK_MS + TOKEN_MS + CHECK_MS, 6);
    expect(nodeOf(totals, "shop").access?.accepted).toBe(100);
  });

  it("survives an outage of its issuer until it expires; fetched early, longer", () => {
    // Fetched at 0 and 3.1, which is good until 6.15 and the provider back at 7.
    expect(failedBy(token({}, 3.05, OUTAGE), 6.1)).toBe(0);
    expect(failedBy(token({}, 3.05, OUTAGE), END_S)).toBe(8);
    // Fetched at 0, 2.1 and, in vain, from 4.2 on; good until 5.15: no later, but nobody waits before.
    const early = token({ earlyMs: 1000 }, 3.05, OUTAGE);
    expect(failedBy(early, 5.1)).toBe(0);
    expect(allOf(play(token({ earlyMs: 1000 }, 3.05))).latencyMs.p99).toBeLessThan(WORK_MS + 2);
    // With half an hour to go there is time for any outage of a minute.
    expect(failedBy(token({ earlyMs: 8000 }, 10, OUTAGE), END_S)).toBe(0);
  });

  it("makes callers that started together come together, each request for itself", () => {
    const crowd = (tokens: object) => {
      const client = { kind: "client", ratePerS: 2000, clients: 20 };
      const edges = { "users->idp": { tokens } };
      const provider = { tokenLifeS: 2, concurrency: 4 };
      const edge = { credential: "token" };
      return play({ client, edge, edges, provider, run: { durationS: 9.5, warmupS: 1 } });
    };
    const naive = crowd({});
    const single = crowd({ singleFlight: true });
    const spread = crowd({ singleFlight: true, earlyMs: 1000, jitter: 0.5 });
    // Four expiries, twenty callers, one fetch each; else one for each request meanwhile.
    expect(nodeOf(single, "idp").arrivals).toBe(4 * 20);
    expect(nodeOf(naive, "idp").arrivals).toBeGreaterThan(2 * nodeOf(single, "idp").arrivals);
    expect(nodeOf(naive, "idp").queue.max).toBeGreaterThan(nodeOf(single, "idp").queue.max);
    expect(nodeOf(spread, "idp").queue.max).toBeLessThan(nodeOf(single, "idp").queue.max / 2);
    // In the background: no request waits for a token.
    expect(allOf(spread).latencyMs.max).toBeLessThan(TOKEN_MS);
    expect(allOf(single).latencyMs.max).toBeGreaterThan(TOKEN_MS);
  });

  it("fetched for each request it costs a call each time", () => {
    const totals = play(token({ keep: false }, 300));
    expect(nodeOf(totals, "idp").arrivals).toBe(REQUESTS);
    expect(allOf(totals).latencyMs.min).toBeCloseTo(WORK_MS + TOKEN_MS + CHECK_MS, 6);
  });
});

describe("authentication at the entrance against authentication at each service", () => {
  const chain = (at: "gate" | "services", credential: string) => {
    const authentication = { refuseMs: 0.2 };
    const checks = (is: boolean) => (is ? { authentication } : {});
    return play({
      authentication: null,
      edge: { credential, retry: { maxAttempts: 3 } },
      api: { serviceTime: 2, ...checks(at === "gate") },
      nodes: {
        orders: { serviceTime: WORK_MS, concurrency: null, ...checks(at === "services") },
        stock: { serviceTime: WORK_MS, concurrency: null, ...checks(at === "services") },
      },
      edges: { "api->orders": { stage: 1 }, "api->stock": { stage: 1 } },
    });
  };

  it("who shows nothing is refused there, once, and nobody behind it pays", () => {
    const gate = chain("gate", "none");
    const services = chain("services", "none");
    expect(allOf(gate).failed).toEqual({ unauthorized: 100 });
    expect(nodeOf(gate, "api").access).toMatchObject({ unauthenticated: 100, accepted: 0 });
    expect(nodeOf(gate, "api").access?.refusedMs).toBeCloseTo(100 * 0.2, 6);
    expect(nodeOf(gate, "orders").arrivals).toBe(0);
    // A refusal is no failure that another attempt would mend.
    expect(edgeOf(gate, "users->api").attempts).toBe(edgeOf(gate, "users->api").calls);
    // Without it the gateway does its work, and both services refuse; it passes the refusal on.
    expect(allOf(services).failed).toEqual({ unauthorized: 100 });
    expect(edgeOf(services, "users->api").attempts).toBe(100);
    expect(nodeOf(services, "api").failed).toEqual({ unauthorized: 100 });
    expect(nodeOf(services, "orders").access?.unauthenticated).toBe(100);
    expect(edgeOf(services, "api->orders").failed).toEqual({ unauthorized: 100 });
  });

  it("what is good is passed on, so that each service can check it again, and pays for it", () => {
    const gate = chain("gate", "key");
    const services = chain("services", "key");
    expect(allOf(gate).latencyMs.min).toBeCloseTo(CHECK_MS + 2 + WORK_MS, 6);
    expect(allOf(services).latencyMs.min).toBeCloseTo(2 + CHECK_MS + WORK_MS, 6);
    expect(nodeOf(gate, "orders").access).toBeUndefined();
    expect(nodeOf(services, "orders").access?.accepted).toBe(100);
    expect(nodeOf(services, "stock").access?.accepted).toBe(100);
  });

  it("a refusal of its own token is a failure of the caller, and may be tried again", () => {
    const totals = play({
      authentication: null,
      edge: { credential: null, retry: { maxAttempts: 2 } },
      nodes: { shop: { authentication: {}, concurrency: null } },
      edges: { "api->shop": { credential: "forged" } },
    });
    expect(allOf(totals).failed).toEqual({ dependency: 100 });
    expect(edgeOf(totals, "users->api").retries).toBeGreaterThan(95);
  });

  it("who may not is told so after the check (403)", () => {
    const limited = chain("gate", "limited");
    expect(allOf(limited).failed).toEqual({ unauthorized: 100 });
    expect(nodeOf(limited, "api").access).toMatchObject({ forbidden: 100, unauthenticated: 0 });
    expect(nodeOf(limited, "api").access?.refusedMs).toBeCloseTo(100 * CHECK_MS, 6);
  });
});

describe("TLS with the work that it is", () => {
  const tls = { signMs: 4, verifyMs: 1 };
  const over = (pool: object, work: object | null = tls, edge: object = {}) =>
    play({
      authentication: null,
      client: metronome(100, 0),
      edge: {
        credential: null,
        networkMs: 5,
        pool: { max: 4, handshake: "tls12", idleMs: 0, http: "1.1", tls: work, ...pool },
        ...edge,
      },
    });

  it("takes a signature of the callee's slot for each new connection, and none for a kept one", () => {
    const each = over({});
    // Three round trips, the check by the caller, then the request with the callee's signature.
    expect(allOf(each).latencyMs.min).toBeCloseTo(30 + 1 + 10 + 4 + WORK_MS, 6);
    expect(edgeOf(each, "users->api").pool?.tls).toEqual({ full: 100, resumed: 0, calleeMs: 400 });
    const kept = over({ idleMs: null });
    expect(edgeOf(kept, "users->api").pool?.tls).toEqual({ full: 1, resumed: 0, calleeMs: 4 });
    const asked = (nodeOf(each, "api").inFlight.mean - nodeOf(kept, "api").inFlight.mean) * 10_000;
    expect(asked).toBeCloseTo(99 * 4, -1);
  });

  it("a resumed session spares the signatures, and over TLS 1.2 a round trip", () => {
    const resumed = over({}, { ...tls, resumption: true });
    expect(edgeOf(resumed, "users->api").pool?.tls).toMatchObject({ full: 1, resumed: 99 });
    expect(allOf(resumed).latencyMs.min).toBeCloseTo(20 + 10 + WORK_MS, 6);
    const newer = over({ handshake: "tls13" }, { ...tls, resumption: true });
    expect(allOf(newer).latencyMs.min).toBeCloseTo(20 + 10 + WORK_MS, 6);
  });

  it("is paid by both sides where it is mutual", () => {
    const mutual = over({}, { ...tls, mutual: true });
    // The caller signs and checks, and so does the callee.
    expect(allOf(mutual).latencyMs.min).toBeCloseTo(30 + 5 + 10 + 5 + WORK_MS, 6);
  });

  it("encrypts each byte on both sides", () => {
    const payload = {
      requestBytes: 1_000_000,
      responseBytes: 0,
      encodeUs: 0,
      decodeUs: 0,
      headerBytes: 0,
    };
    const plain = over({ idleMs: null }, null, { payload });
    const secret = over({ idleMs: null }, { signMs: 0, verifyMs: 0, cipherUs: 2 }, { payload });
    const added = (allOf(secret).latencyMs.min ?? 0) - (allOf(plain).latencyMs.min ?? 0);
    expect(added).toBeCloseTo(2 + 2, 6);
  });
});
